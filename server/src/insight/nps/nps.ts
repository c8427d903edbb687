// NPS from answers that customers gave as events: by wave, by segment, and the change between waves.
import { CUSTOMER, sortOf } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Answers, compareWaves, npsOf } from '../calc/nps.ts'
import { attributeValues, demandCountable, textOf } from '../question/breakdown.ts'
import { type Edges, edgesOf, nameOf, periodOf, periodsOver } from '../question/periods.ts'
import {
  type QuestionReading,
  readQuestion,
  rowsIn,
  type Stretch,
  stretchOfRange,
} from '../question/reading.ts'
import type { NpsClass, NpsOverTime, NpsQuestion } from './shape.ts'
import { belongingRows, demandUnit, readUnits, type UnitReading, waitingBy } from './units.ts'

export interface NpsReading {
  reading: QuestionReading
  stretch: Stretch
  edges: Edges
  /** Of a breakdown by units: of which kind, and of which region each store is. */
  unit: UnitReading
}

/** @throws 400, 403 as other questions */
export async function readNps(ctx: Ctx, question: NpsQuestion): Promise<NpsReading> {
  const { of, breakdown, who, wave } = question
  if (breakdown?.type === 'customer') await demandCountable(ctx, breakdown.by)
  if (breakdown?.type === 'unit') demandUnit(ctx, breakdown.by)
  const reading = await readQuestion(ctx, [of], who)
  const stretch = stretchOfRange(question, reading.clock)
  return {
    ...{ reading, stretch, edges: edgesOf(stretch, wave, reading.clock.timezone) },
    unit: await readUnits(ctx, breakdown?.type === 'unit' ? breakdown.by : undefined),
  }
}

const number = (property: string): Sql => {
  const raw = sql`ifNull(toString(${sortOf(property)}), '')`
  // Imports and forms send numbers as texts.
  return sql`toFloat64OrNull(trimBoth(${raw}, '"'))`
}
export const isAnswer = (property: string): Sql =>
  sql`(isNotNull(${number(property)}) and ${number(property)} between 0 and 10 and ${number(property)} = floor(${number(property)}))`
export const scoreOf = (property: string): Sql => sql`toUInt8(assumeNotNull(${number(property)}))`
const CLASS = sql`multiIf(s >= 9, 'promoters', s >= 7, 'passives', 'detractors')`

/** Rows (c, p, s, class, v): of each customer and wave her last answer; without waves p is 0. */
export function answerRows(
  question: NpsQuestion,
  { reading, stretch, edges }: NpsReading,
  byWave: boolean,
): Sql {
  const { of, property, breakdown } = question
  const told = breakdown?.type === 'event' ? textOf(breakdown.by) : sql`''`
  return sql`select c, p, last.1 as s, last.2 as v, ${CLASS} as class from (
    select ${CUSTOMER} as c, ${byWave ? periodOf(edges) : sql`toInt64(0)`} as p,
      argMax(tuple(${scoreOf(property)}, ${told}), tuple(at, received_at, event_id)) as last
    from event where ${reading.whose} and ${reading.means(of)} and ${rowsIn(stretch)} and ${isAnswer(property)}
    group by c, p)`
}

/** As `answerRows` of the whole range, a row a value of the breakdown that she has; '' for none. */
export function segmentRows(question: NpsQuestion, read: NpsReading): Sql {
  const rows = answerRows(question, read, false)
  const { breakdown } = question
  if (breakdown?.type === 'unit')
    return sql`select a.c as c, a.s as s, a.class as class, k.v as v
      from (${rows}) as a left join (${belongingRows(read.unit)}) as k on k.c = a.c`
  if (breakdown?.type !== 'customer') return rows
  return sql`select a.c as c, a.s as s, a.class as class, arrayJoin(if(empty(k.values), [''], k.values)) as v
    from (${rows}) as a left join (${attributeValues(breakdown.by)}) as k on k.c = a.c`
}

interface Counted {
  n: string
  class: NpsClass
}
function answersOf(rows: readonly Counted[]): Answers {
  const of = (name: NpsClass) =>
    rows.filter((r) => r.class === name).reduce((sum, r) => sum + Number(r.n), 0)
  return { promoters: of('promoters'), passives: of('passives'), detractors: of('detractors') }
}
const sizeOf = (a: Answers) => a.promoters + a.passives + a.detractors

export async function npsOverTime(ctx: Ctx, question: NpsQuestion): Promise<NpsOverTime> {
  const read = await readNps(ctx, question)
  const { reading, edges, stretch } = read
  const { confidence, wave } = question
  const { timezone } = reading.clock
  const [waves, total, unreadable, segments] = await Promise.all([
    ctx.ch.rows<Counted & { p: string }>(
      ctx.tenantId,
      sql`select p, class, count() as n from (${answerRows(question, read, true)}) group by p, class`,
    ),
    ctx.ch.rows<Counted>(
      ctx.tenantId,
      sql`select class, count() as n from (${answerRows(question, read, false)}) group by class`,
    ),
    ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      sql`select count() as n from event where ${reading.whose} and ${reading.means(question.of)}
        and ${rowsIn(stretch)} and not ${isAnswer(question.property)}`,
    ),
    segmentsOf(ctx, question, read),
  ])
  const starts = edges.slice(0, -1)
  const results = starts.map((start) => answersOf(waves.filter((w) => Number(w.p) === start)))
  const complete = periodsOver(edges, reading.clock)
  const told = results.flatMap((r, i) => (i < complete && sizeOf(r) > 0 ? [i] : []))
  const [last, before] = [told.at(-1), told.at(-2)]
  const said = (answers: Answers) => (sizeOf(answers) > 0 ? npsOf(answers, confidence) : null)
  return {
    total: said(answersOf(total)),
    waves: starts.map((start, i) => ({
      start: nameOf(start, wave, timezone),
      result: said(results[i] ?? answersOf([])),
    })),
    complete,
    change:
      last === undefined || before === undefined
        ? null
        : {
            before: nameOf(starts[before] ?? 0, wave, timezone),
            now: nameOf(starts[last] ?? 0, wave, timezone),
            ...compareWaves(
              results[before] ?? answersOf([]),
              results[last] ?? answersOf([]),
              await pairsOf(ctx, question, read, starts[before] ?? 0, starts[last] ?? 0),
              confidence,
            ),
          },
    ...segments,
    unreadable: Number(unreadable[0]?.n ?? 0),
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

async function segmentsOf(ctx: Ctx, question: NpsQuestion, read: NpsReading) {
  const { breakdown, confidence } = question
  if (!breakdown) return { segments: [], further_values: 0 }
  const rows = await ctx.ch.rows<{ v: string; class: NpsClass; n: string; every: string }>(
    ctx.tenantId,
    sql`select v, class, n, every from (
      select v, class, n, dense_rank() over (order by whole desc, v) as place, uniqExact(v) over () as every from (
        select v, class, count() as n, sum(n) over (partition by v) as whole from (${segmentRows(question, read)}) group by v, class))
      where place <= ${as('UInt32', breakdown.limit)} order by place`,
  )
  const values = [...Map.groupBy(rows, (r) => r.v)]
  const waiting =
    breakdown.type === 'unit' ? await waitingBy(ctx, segmentRows(question, read)) : undefined
  return {
    segments: values.map(([value, counted]) => ({
      value: value || null,
      name: read.unit.names.get(value) ?? null,
      result: npsOf(answersOf(counted), confidence),
      waiting: waiting ? (waiting.get(value) ?? 0) : null,
    })),
    further_values: Number(rows[0]?.every ?? 0) - values.length,
  }
}

/** Who answered both waves, one pair a customer. */
async function pairsOf(
  ctx: Ctx,
  question: NpsQuestion,
  read: NpsReading,
  before: number,
  now: number,
): Promise<{ before: number; now: number }[]> {
  const rows = await ctx.ch.rows<{ a: number; b: number; n: string }>(
    ctx.tenantId,
    sql`select a, b, count() as n from (
      select c, anyIf(s, p = ${as('Int64', before)}) as a, anyIf(s, p = ${as('Int64', now)}) as b
      from (${answerRows(question, read, true)}) where p in (${as('Int64', before)}, ${as('Int64', now)})
      group by c having count() = 2)
    group by a, b`,
  )
  return rows.flatMap(({ a, b, n }) =>
    Array.from({ length: Number(n) }, () => ({ before: Number(a), now: Number(b) })),
  )
}
