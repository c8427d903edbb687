// The same rules told as plainly as can be: every day is looked at, every window is counted anew.
import type { Row } from './measure.ts'
import type { Stay } from './replay.ts'
import type { LevelRules, Need, Version } from './rules.ts'

interface Told {
  level: string | undefined
  entries: string[]
}

export function toldPlainly(
  rows: readonly Row[],
  versions: readonly Version[],
  stays: readonly Stay[],
  zone: string,
  asOf: number,
): Told {
  const day = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const begin = (d: Temporal.PlainDate) => d.toZonedDateTime(zone).epochMilliseconds
  const when = (row: Row) => Math.max(row.at, row.knownAt)
  const first = Math.min(
    ...rows.map(when),
    ...versions.map((v) => v.from),
    ...stays.map((s) => s.from),
  )
  const ticks = new Set<number>([...rows.map(when), ...versions.map((v) => v.from)])
  for (const stay of stays) for (const at of [stay.from, stay.to]) if (at !== null) ticks.add(at)
  for (let d = day(first).subtract({ days: 1 }); begin(d) <= asOf; d = d.add({ days: 1 }))
    ticks.add(begin(d))
  const s = {
    rank: -1,
    code: '',
    granted: 0,
    basis: 0,
    ends: undefined as number | undefined,
    grace: undefined as number | undefined,
    stretched: undefined as Temporal.PlainDate | undefined,
  }
  const passed: string[] = []
  const times: Record<string, number> = {}
  const entries: string[] = []
  for (const now of [...ticks].filter((at) => at <= asOf).sort((a, b) => a - b)) {
    const inForce = (at: number) => versions.filter((v) => v.from <= at).at(-1)
    const stay = stays.find((one) => one.from <= now && (one.to === null || one.to > now))
    const word = inForce(now)
    const before = inForce(now - 1)
    const known = rows.filter((row) => when(row) <= now)
    const knownBefore = rows.filter((row) => when(row) < now)
    const rankWith = (
      rules: LevelRules,
      some: readonly Row[],
      at: number,
      stretched?: Temporal.PlainDate,
      of = stay,
    ) => {
      const inWindow = (row: Row) => {
        if (row.at > at) return false
        if (rules.counts_from === 'joined' && row.at < (of?.from ?? 0)) return false
        const [d, today] = [day(row.at), day(at)]
        if (stretched) return Temporal.PlainDate.compare(d, stretched) >= 0
        if (rules.window.kind === 'lifetime') return true
        if (rules.window.kind === 'calendar_year') return d.year >= today.year
        const start = today.subtract({ months: rules.window.months })
        return Temporal.PlainDate.compare(d, start) > 0
      }
      const counted = some.filter(inWindow)
      const spend = counted.reduce((a, r) => a + r.spendFen, 0)
      const orders = counted.reduce((a, r) => a + r.orders, 0)
      const ofEvent = (name: string) => counted.filter((r) => r.event === name)
      let growth = counted.reduce((a, r) => a + r.growth, 0)
      growth += Math.floor((Math.max(0, spend) * rules.growth.per_yuan) / 100)
      growth += Math.max(0, orders) * rules.growth.per_order
      for (const one of rules.growth.events) {
        const days = Object.groupBy(ofEvent(one.event), (r) => day(r.at).toString())
        for (const list of Object.values(days))
          growth +=
            one.growth * Math.min(list?.length ?? 0, one.per_day ?? Number.POSITIVE_INFINITY)
      }
      const met = (need: Need) => {
        if (need.by === 'spend') return spend >= need.at_least
        if (need.by === 'orders') return orders >= need.at_least
        if (need.by === 'growth') return growth >= need.at_least
        return ofEvent(need.event).length >= need.at_least
      }
      let best = 0
      rules.levels.forEach((level, i) => {
        const met_ = level.needs.map(met)
        if (met_.length === 0 || (level.match === 'any' ? met_.some(Boolean) : met_.every(Boolean)))
          best = i
      })
      return best
    }
    const windowStart = (rules: LevelRules, at: number) => {
      if (rules.window.kind === 'lifetime') return Temporal.PlainDate.from('-009999-01-01')
      if (rules.window.kind === 'calendar_year') return day(at).with({ month: 1, day: 1 })
      return day(at).subtract({ months: rules.window.months }).add({ days: 1 })
    }
    const endOf = (rules: LevelRules, at: number) => {
      const { term } = rules
      if (term.kind === 'forever') return undefined
      if (term.kind === 'months') return begin(day(at).add({ months: term.months }))
      return begin(
        day(at)
          .with({ month: 1, day: 1 })
          .add({ years: term.years + 1 }),
      )
    }
    const hold = (rules: LevelRules, rank: number, at: number, basis: number) => {
      s.rank = rank
      s.code = rules.levels[rank]?.code ?? ''
      s.granted = at
      s.basis = basis
      s.grace = undefined
      s.ends = rank === 0 ? undefined : endOf(rules, at)
    }
    const enter = (rules: LevelRules, isGiven = true) => {
      const codes = rules.levels.slice(0, s.rank + 1).map((level) => level.code)
      for (const code of [...passed])
        if (!codes.includes(code)) passed.splice(passed.indexOf(code), 1)
      for (const code of codes) {
        if (passed.includes(code)) continue
        passed.push(code)
        if (!isGiven) continue
        times[code] = (times[code] ?? 0) + 1
        entries.push(`${code} ${times[code]}`)
      }
    }
    const fall = (rules: LevelRules, some: readonly Row[], of: Stay | undefined) => {
      const at = rules.window.kind === 'calendar_year' ? now - 1 : now
      const rank = Math.max(
        rankWith(rules, some, at, undefined, of),
        rankWith(rules, some, at, s.stretched, of),
      )
      const to = Math.min(
        s.rank - 1,
        rules.downgrade === 'one_level' ? Math.max(s.rank - 1, rank) : rank,
      )
      hold(rules, to, now, Math.min(to, rank))
      enter(rules, false)
    }
    const miss = (
      rules: LevelRules,
      stretched: Temporal.PlainDate,
      some: readonly Row[],
      of: Stay | undefined,
    ) => {
      s.ends = undefined
      s.grace = begin(day(now).add({ days: rules.grace_days }))
      s.stretched = stretched
      if (s.grace <= now) fall(rules, some, of)
    }
    // Who was here until now is held to the terms and the wording of until now.
    const wasHere = stays.find((one) => one.from < now && (one.to === null || one.to >= now))
    for (let again = true; again && s.rank >= 0 && before && wasHere; ) {
      again = false
      const { rules } = before
      if (s.grace === now) {
        fall(rules, knownBefore, wasHere)
        again = true
      } else if (s.ends === now) {
        const at = rules.window.kind === 'calendar_year' ? now - 1 : now
        if (rankWith(rules, knownBefore, at, undefined, wasHere) >= s.rank)
          hold(rules, s.rank, now, s.rank)
        else miss(rules, windowStart(rules, at), knownBefore, wasHere)
        again = s.ends === now
      }
    }
    let reworded = false
    if (word && word !== before && s.rank >= 0 && wasHere) {
      reworded = true
      const { rules } = word
      const same = rules.levels.findIndex((level) => level.code === s.code)
      const rank = rankWith(rules, knownBefore, now, undefined, wasHere)
      if (same < 0) {
        hold(rules, rank, now, rank)
        enter(rules, false)
      } else {
        const was = { ...s }
        s.rank = same
        if (same === 0) {
          s.ends = undefined
          s.grace = undefined
        } else if (was.grace === undefined) {
          const end = endOf(rules, s.granted)
          s.ends =
            was.rank === 0
              ? end
              : was.ends === undefined || end === undefined
                ? undefined
                : Math.max(was.ends, end)
        }
        s.basis = Math.min(
          same,
          Math.max(rankWith(rules, knownBefore, s.granted, undefined, wasHere), rank),
        )
      }
    }
    if (wasHere && wasHere !== stay && s.rank >= 0) {
      s.rank = -1
      s.ends = undefined
      s.grace = undefined
      for (const code of passed) times[code] = (times[code] ?? 1) - 1
      passed.length = 0
    }
    const news = rows.filter((row) => when(row) === now)
    const joined = stay && stay !== wasHere
    if (!stay || !word || !(news.length > 0 || joined || reworded || word !== before)) continue
    const { rules } = word
    const rank = rankWith(rules, known, now)
    if (rank > s.rank) {
      hold(rules, rank, now, rank)
      enter(rules)
    } else if (s.grace !== undefined) {
      if (Math.max(rank, rankWith(rules, known, now, s.stretched)) >= s.rank)
        hold(rules, s.rank, now, s.rank)
    } else if (news.some((r) => r.spendFen < 0 || r.orders < 0 || r.growth < 0)) {
      const was = rankWith(rules, known, s.granted)
      if (Math.max(rank, was) < Math.min(s.rank, s.basis))
        miss(rules, windowStart(rules, s.granted), known, stay)
    }
  }
  const here = stays.some((one) => one.from <= asOf && (one.to === null || one.to > asOf))
  const word = versions.filter((v) => v.from <= asOf).at(-1)
  return { level: here && s.rank >= 0 ? word?.rules.levels[s.rank]?.code : undefined, entries }
}
