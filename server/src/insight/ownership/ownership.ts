// Levels of ownership at two dates: how many, who moved, what it cost, and who pulled them.
import { sql } from 'kysely'
import { compile } from '../../audiences/index.ts'
import { spentBy } from '../../commerce/index.ts'
import { as, sql as ch, type Sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { type QuestionReading, readQuestion } from '../question/reading.ts'
import { settingsOf } from '../settings/versions.ts'
import { answersBy, levelRows } from './levels-sql.ts'
import { LEVELS, type Level, OwnershipSettings, RANK } from './settings.ts'
import type { OwnershipAnswer, OwnershipQuestion } from './shape.ts'

const MOST_PRODUCERS = 50
const SLOW = { maxSeconds: 60 }

export interface OwnershipReading {
  reading: QuestionReading
  settings: OwnershipSettings
  version: number
  /** Ends of the two days, and as long again before the first; never later than now. */
  moments: { first: number; last: number; earlier: number }
  days: { from: string; date: string }
  /** Whether a customer counts. */
  seen: (c: Sql) => Sql
}

/**
 * As of a past day, later ones have not come yet: then it is the last, whatever is asked.
 * @throws 400 when the dates are in the wrong order
 */
function daysOf(question: OwnershipQuestion, today: Temporal.PlainDate) {
  const { compare } = Temporal.PlainDate
  const asked = question.date ? Temporal.PlainDate.from(question.date) : today
  const first = question.from ? Temporal.PlainDate.from(question.from) : undefined
  const isPast = question.as_of !== undefined
  if ((first && compare(first, asked) > 0) || (!isPast && compare(asked, today) > 0))
    throw invalid('bad_days', 'The last day lies before the first, or is still to come')
  const date = compare(asked, today) > 0 ? today : asked
  return { date, from: first && compare(first, date) < 0 ? first : date.subtract({ days: 30 }) }
}

/** @throws 400 when the dates are in the wrong order */
export async function readOwnership(
  ctx: Ctx,
  question: OwnershipQuestion,
): Promise<OwnershipReading> {
  const reading = await readQuestion(ctx, [], question.who)
  const { settings, version } = await settingsOf(ctx, 'ownership', OwnershipSettings)
  const { now, timezone } = reading.clock
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
  const { date, from } = daysOf(question, today)
  const endOf = (day: Temporal.PlainDate) =>
    Math.min(now, day.add({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds)
  const bitmap = reading.narrow(
    compile(question.who ?? { kind: 'everybody' }, reading.reading).bitmap,
  )
  return {
    reading,
    settings,
    version,
    moments: {
      last: endOf(date),
      first: endOf(from),
      earlier: endOf(from.subtract({ days: from.until(date).days })),
    },
    days: { from: from.toString(), date: date.toString() },
    seen: (c) => ch`bitmapContains(${bitmap}, toUInt32(${c}))`,
  }
}

/** Rows (c, was, level); `was` is 'none' for who was not there yet. */
export const movedRows = (
  { settings, seen }: OwnershipReading,
  then: number,
  now: number,
): Sql => ch`
  select n.c as c, if(t.c = 0, 'none', t.level) as was, n.level as level
  from (${levelRows(settings, now)}) as n left join (${levelRows(settings, then)}) as t on t.c = n.c
  where ${seen(ch`n.c`)}`

type Move = { before: Level | 'none'; now: Level; customers: number }

async function movesBetween(
  ctx: Ctx,
  read: OwnershipReading,
  then: number,
  now: number,
): Promise<Move[]> {
  const rows = await ctx.ch.rows<{ was: Level | 'none'; level: Level; n: string }>(
    ctx.tenantId,
    ch`select was, level, count() as n from (${movedRows(read, then, now)}) group by was, level order by was, level`,
    SLOW,
  )
  return rows.map((r) => ({ before: r.was, now: r.level, customers: Number(r.n) }))
}

export async function ownership(ctx: Ctx, question: OwnershipQuestion): Promise<OwnershipAnswer> {
  const read = await readOwnership(ctx, question)
  const { first, last, earlier } = read.moments
  const { currency } = await brandOf(ctx)
  const [moves, before, producers, cost] = await Promise.all([
    movesBetween(ctx, read, first, last),
    movesBetween(ctx, read, earlier, first),
    producersOf(ctx, read),
    costBetween(ctx, read.days, currency),
  ])
  const count = (which: (move: Move) => boolean) =>
    moves.filter(which).reduce((sum, m) => sum + m.customers, 0)
  const rank = (level: Level | 'none') => (level === 'none' ? 0 : RANK[level])
  const isUp = (m: Move) => RANK[m.now] > rank(m.before)
  const promoted = count(isUp)
  return {
    ...read.days,
    settings_version: read.version,
    levels: LEVELS.map((level) => ({
      level,
      before: before.filter((m) => m.now === level).reduce((sum, m) => sum + m.customers, 0),
      now: count((m) => m.now === level),
    })),
    moves,
    promotions: {
      customers: promoted,
      demotions: count((m) => m.before !== 'none' && RANK[m.now] < rank(m.before)),
      cost_fen: cost,
      cost_each_fen: cost === null || promoted === 0 ? null : cost / promoted,
      by_level: (['acquired', 'related', 'owned'] as const).map((level) => ({
        level,
        customers: count((m) => m.now === level && isUp(m)),
      })),
    },
    producers: producers.slice(0, MOST_PRODUCERS),
    further_producers: Math.max(0, producers.length - MOST_PRODUCERS),
    forecast: forecastOf(before, moves),
    currency,
    as_of: new Date(read.reading.clock.now).toISOString(),
  }
}

/**
 * What the moves of one span foretell of the next, as a Markov chain: of each level as large a share goes to
 * each other as went before; as many newcomers arrive. Beside it what came. Pure.
 */
export function forecastOf(
  before: readonly Move[],
  came: readonly Move[],
): OwnershipAnswer['forecast'] {
  const standing = new Map<Level, number>()
  for (const { now, customers } of before) standing.set(now, (standing.get(now) ?? 0) + customers)
  const started = new Map<Level | 'none', number>()
  for (const move of before)
    started.set(move.before, (started.get(move.before) ?? 0) + move.customers)
  return LEVELS.map((level) => {
    const expected = before
      .filter((m) => m.now === level)
      .reduce((sum, m) => {
        if (m.before === 'none') return sum + m.customers
        return sum + ((standing.get(m.before) ?? 0) * m.customers) / (started.get(m.before) ?? 1)
      }, 0)
    // A level that nobody left from before: who stands there is taken to stay.
    const stays = started.has(level) ? 0 : (standing.get(level) ?? 0)
    return {
      level,
      expected: expected + stays,
      actual: came.filter((m) => m.now === level).reduce((sum, m) => sum + m.customers, 0),
    }
  })
}

async function costBetween(
  ctx: Ctx,
  { from, date }: { from: string; date: string },
  currency: string,
): Promise<number | null> {
  const { rows } = await sql<{ fen: number | null }>`
    select sum(fen)::bigint as fen from cost where tenant_id = ${ctx.tenantId} and currency = ${currency}
      and ${spentBy(ctx)} and kind in ('media', 'incentive', 'staff', 'tool') and spent_on > ${from} and spent_on <= ${date}`.execute(
    ctx.pg,
  )
  return rows[0]?.fen ?? null
}

async function producersOf(
  ctx: Ctx,
  read: OwnershipReading,
): Promise<OwnershipAnswer['producers']> {
  const { settings, moments } = read
  const rows = await ctx.ch.rows<{
    producer: string
    customers: number
    promoted: number
    answers: string
  }>(
    ctx.tenantId,
    ch`select producer, sum(share) as customers, sumIf(share, was not in ('related', 'owned')) as promoted, sum(n) as answers from (
        select a.c as c, a.producer as producer, a.n as n, m.was as was, a.n / sum(a.n) over (partition by a.c) as share
        from (${answersBy(settings, moments.last)}) as a
        inner join (select * from (${movedRows(read, moments.first, moments.last)}) where level in ('related', 'owned')) as m on m.c = a.c)
      group by producer order by customers desc, producer limit ${as('UInt32', 10_000)}`,
    SLOW,
  )
  const codes = rows.map((r) => r.producer).filter((p) => p.startsWith('staff:'))
  const { rows: staff } = await sql<{ code: string; name: string }>`
    select code, name from staff where tenant_id = ${ctx.tenantId}
      and code = any(${codes.map((p) => p.slice('staff:'.length))}::text[])`.execute(ctx.pg)
  const nameOf = new Map(staff.map((s) => [s.code, s.name]))
  return rows.map((r) => {
    const kind = r.producer.startsWith('staff:') ? ('staff' as const) : ('content' as const)
    const code = r.producer.slice(kind.length + 1)
    return {
      kind,
      code,
      name: kind === 'staff' ? (nameOf.get(code) ?? null) : null,
      customers: Number(r.customers),
      promoted: Number(r.promoted),
      answers: Number(r.answers),
    }
  })
}
