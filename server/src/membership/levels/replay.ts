// A customer's levels as a pure function of her rows, the wordings of the rules and a moment: the same
// function says where she stands today, where she stood on 3 May and why.
import type { Calendar } from './calendar.ts'
import {
  becomes,
  type DatedRow,
  dated,
  type Figures,
  measure,
  type Progress,
  progressOf,
  qualified,
  type Row,
} from './measure.ts'
import type { LevelRules, Version } from './rules.ts'

/** A stay in the programme; `to` null: she is in it. */
export interface Stay {
  from: number
  to: number | null
}
export const REASONS = [
  'joined',
  'reached',
  'kept',
  'missed',
  'refunded',
  'regained',
  'fell',
  'rules',
  'left',
] as const
export type Reason = (typeof REASONS)[number]

export interface Change {
  at: number
  reason: Reason
  from: string | null
  to: string | null
  version: number
  figures: Figures
}
/** A level entered from below; `episode` counts how often. */
export interface Entry {
  level: string
  episode: number
  at: number
}
export interface Standing {
  level: string
  /** Its place among the levels of the wording in force. */
  rank: number
  since: number
  termEndsAt: number | null
  graceUntil: number | null
  figures: Figures
  progress: Progress
  version: number
  /** When time alone may change something of this. */
  nextAt: number | null
}
export interface Replayed {
  /** Undefined: she holds no level at that moment. */
  standing: Standing | undefined
  changes: Change[]
  entries: Entry[]
}

interface Held {
  rank: number
  code: string
  since: number
  /** When it was last reached or kept, which its needs were met by as far as `basis`. */
  granted: number
  basis: number
  termEndsAt: number | undefined
  grace: { until: number; from: string } | undefined
}

export function replay(
  given: readonly Row[],
  versions: readonly Version[],
  stays: readonly Stay[],
  calendar: Calendar,
  asOf: number,
): Replayed {
  const rows = dated(given, calendar)
  const changes: Change[] = []
  const entries: Entry[] = []
  const times = new Map<string, number>()
  /** The level she holds and those below it: who falls from one enters it anew. */
  const passed = new Set<string>()
  let known = 0
  let version: Version | undefined
  let stay: Stay | undefined
  let held: Held | undefined

  const rulesNow = (): Version => {
    if (!version) throw new Error('no rules hold yet')
    return version
  }
  const joinedAt = () =>
    rulesNow().rules.counts_from === 'joined' ? (stay?.from ?? 0) : Number.NEGATIVE_INFINITY
  const figuresAt = (at: number, fromDay?: string): Figures => {
    const { rules } = rulesNow()
    const day = fromDay ?? calendar.windowFrom(rules.window, at)
    return measure(rules, rows, known, { day, at: joinedAt() }, at)
  }
  const rankAt = (at: number) => qualified(rulesNow().rules, figuresAt(at))
  const codeOf = (rank: number) => rulesNow().rules.levels[rank]?.code ?? ''
  const note = (at: number, reason: Reason, from: string | null, to: string | null) =>
    changes.push({
      ...{ at, reason, from, to },
      version: rulesNow().version,
      figures: figuresAt(at),
    })
  const enter = (at: number, to: number) => {
    for (let rank = 0; rank <= to; rank += 1) {
      const level = codeOf(rank)
      if (passed.has(level)) continue
      passed.add(level)
      const episode = (times.get(level) ?? 0) + 1
      times.set(level, episode)
      entries.push({ level, episode, at })
    }
  }
  /** Nobody is given anything for a fall, nor for a new name of what she holds. */
  const settle = (to: number) => {
    passed.clear()
    for (let rank = 0; rank <= to; rank += 1) passed.add(codeOf(rank))
  }
  /** A new term of a level begins. */
  const grant = (rank: number, at: number, since: number, basis: number): Held => ({
    ...{ rank, code: codeOf(rank), since, granted: at, basis, grace: undefined },
    termEndsAt: rank === 0 ? undefined : calendar.termEnd(rulesNow().rules.term, at),
  })
  const rise = (at: number, rank: number, reason: Reason) => {
    const before = held
    note(at, reason, before?.code ?? null, codeOf(rank))
    enter(at, rank)
    held = grant(rank, at, at, rank)
  }
  const fall = (at: number) => {
    if (!held?.grace) return
    const { rules } = rulesNow()
    const looked = closing(rules, at)
    const rank = Math.max(rankAt(looked), qualified(rules, figuresAt(looked, held.grace.from)))
    const to = Math.min(
      held.rank - 1,
      rules.downgrade === 'one_level' ? Math.max(held.rank - 1, rank) : rank,
    )
    note(at, 'fell', held.code, codeOf(to))
    settle(to)
    held = grant(to, at, at, Math.min(to, rank))
  }
  /** Grace to make up for what is missing; with none she falls at once. */
  const miss = (at: number, reason: Reason, from: string) => {
    if (!held) return
    note(at, reason, held.code, held.code)
    held = { ...held, termEndsAt: undefined }
    held.grace = { until: calendar.daysAfter(at, rulesNow().rules.grace_days), from }
    if (held.grace.until <= at) fall(at)
  }
  const endTerm = (at: number) => {
    if (!held) return
    const { rules } = rulesNow()
    const looked = closing(rules, at)
    const rank = rankAt(looked)
    if (rank >= held.rank) {
      note(at, 'kept', held.code, held.code)
      held = grant(held.rank, at, held.since, held.rank)
    } else miss(at, 'missed', calendar.windowFrom(rules.window, looked))
  }
  const look = (at: number, isLower: boolean, reason: Reason) => {
    const rank = rankAt(at)
    if (!held || rank > held.rank) {
      rise(at, Math.max(rank, 0), held ? reason : 'joined')
      return
    }
    if (held.grace) {
      const stretched = qualified(rulesNow().rules, figuresAt(at, held.grace.from))
      if (Math.max(rank, stretched) >= held.rank) {
        note(at, 'regained', held.code, held.code)
        held = grant(held.rank, at, held.since, held.rank)
      }
    } else if (isLower && Math.max(rank, rankAt(held.granted)) < Math.min(held.rank, held.basis)) {
      const { window } = rulesNow().rules
      miss(at, 'refunded', calendar.windowFrom(window, held.granted))
    }
  }
  const reword = (next: Version) => {
    version = next
    if (!held) return
    const before: Held = held
    const same = next.rules.levels.findIndex((level) => level.code === before.code)
    if (same < 0) {
      const rank = Math.max(rankAt(next.from), 0)
      note(next.from, 'rules', before.code, codeOf(rank))
      settle(rank)
      held = grant(rank, next.from, next.from, rank)
      return
    }
    held = { ...before, rank: same }
    if (same === 0) held = { ...held, termEndsAt: undefined, grace: undefined }
    else if (!held.grace)
      // A term already begun is not made shorter.
      held.termEndsAt = later(
        before.termEndsAt,
        calendar.termEnd(next.rules.term, held.granted),
        before.rank,
      )
    held.basis = Math.min(same, Math.max(rankAt(held.granted), rankAt(next.from)))
    look(next.from, false, 'rules')
  }

  for (const moment of moments(rows, versions, stays, asOf)) {
    for (;;) {
      const due: number | undefined =
        (held as Held | undefined)?.grace?.until ?? (held as Held | undefined)?.termEndsAt
      if (due === undefined || due > moment.at) break
      if ((held as Held | undefined)?.grace) fall(due)
      else endTerm(due)
    }
    if (moment.version && stay) reword(moment.version)
    else if (moment.version) version = moment.version
    if (moment.left && stay) {
      if (held) note(moment.at, 'left', (held as Held).code, null)
      ;[stay, held] = [undefined, undefined]
      // Leaving and coming back is no new episode, or gifts of entry could be had again and again.
      for (const level of passed) times.set(level, (times.get(level) ?? 1) - 1)
      passed.clear()
    }
    if (moment.joined) stay = moment.joined
    let isLower = false
    while (known < rows.length && becomes(rows[known] as DatedRow) <= moment.at) {
      const row = rows[known] as DatedRow
      isLower ||= row.spendFen < 0 || row.orders < 0 || row.growth < 0
      known += 1
    }
    if (stay && version && moment.at <= asOf && !moment.isEnd) look(moment.at, isLower, 'reached')
  }
  const now = held as Held | undefined
  if (!now || !version) return { standing: undefined, changes, entries }
  const { rules } = rulesNow()
  const figures = figuresAt(asOf)
  const from = calendar.windowFrom(rules.window, asOf)
  const oldest = rows
    .slice(0, known)
    .reduce<string | undefined>(
      (least, { day }) => (day >= from && (least === undefined || day < least) ? day : least),
      undefined,
    )
  const leaving = oldest === undefined ? undefined : calendar.leaves(rules.window, oldest)
  const waiting = rows[known]
  const next = [now.termEndsAt, now.grace?.until, leaving, waiting && becomes(waiting)].filter(
    (at): at is number => at !== undefined && at > asOf,
  )
  return {
    ...{ changes, entries },
    standing: {
      ...{ level: now.code, rank: now.rank, since: now.since },
      termEndsAt: now.termEndsAt ?? null,
      graceUntil: now.grace?.until ?? null,
      ...{ figures, progress: progressOf(rules, now.rank, figures) },
      version: rulesNow().version,
      nextAt: next.length > 0 ? next.reduce((a, b) => Math.min(a, b)) : null,
    },
  }
}

/** A calendar year is looked at before it ends, every other window at the end of the term. */
const closing = ({ window }: LevelRules, at: number) =>
  window.kind === 'calendar_year' ? at - 1 : at

function later(
  a: number | undefined,
  b: number | undefined,
  rankBefore: number,
): number | undefined {
  if (rankBefore === 0) return b
  return a === undefined || b === undefined ? undefined : Math.max(a, b)
}

interface Moment {
  at: number
  version?: Version
  joined?: Stay
  left?: boolean
  isEnd?: boolean
}
/** Every moment at which something happens, and the one that is asked for. */
function moments(
  rows: readonly DatedRow[],
  versions: readonly Version[],
  stays: readonly Stay[],
  asOf: number,
): Moment[] {
  const all: Moment[] = [
    ...rows.map((row) => ({ at: becomes(row) })),
    ...versions.map((version) => ({ at: version.from, version })),
    ...stays.flatMap((stay) => [
      { at: stay.from, joined: stay },
      ...(stay.to === null ? [] : [{ at: stay.to, left: true }]),
    ]),
  ]
  // Of what happens at once: the rules first, then leaving, then joining, then what counts.
  const place = (moment: Moment) => (moment.version ? 0 : moment.left ? 1 : moment.joined ? 2 : 3)
  return [
    ...all
      .filter((moment) => moment.at <= asOf)
      .sort(
        (a, b) =>
          a.at - b.at ||
          place(a) - place(b) ||
          (a.version?.version ?? 0) - (b.version?.version ?? 0),
      ),
    { at: asOf, isEnd: true },
  ]
}
