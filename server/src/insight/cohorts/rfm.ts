// Buyers by recency, frequency and money, by the cut-offs that scores of the brand go by.
import { z } from 'zod'
import { rfmInForce } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { broughtIn } from '../buyers/orders-sql.ts'
import { SEGMENTS, segmentOf } from '../calc/rfm.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { moment } from '../question/pattern.ts'
import { readQuestion } from '../question/reading.ts'

const SLOW = { maxSeconds: 60 }
const Score = z.number().int().min(1).max(5)
const Cuts = z.array(z.number())

export const RfmQuestion = z
  .object({
    days: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .default(365)
      .describe('Orders of so many days; once the brand’s scores are made, theirs count'),
    money: z.enum(['average_fen', 'amount_fen']).default('average_fen'),
    high: z.number().int().min(2).max(5).default(4).describe('Scores from here on count as high'),
    ...moment,
  })
  .strict()
  .meta({ example: { days: 365 } })
export type RfmQuestion = z.infer<typeof RfmQuestion>

export const RfmAnswer = z.object({
  days: z.number().nullable().describe('null: orders of all times'),
  money: z.enum(['average_fen', 'amount_fen']),
  cut_offs: z.object({ r: Cuts, f: Cuts, m: Cuts }).nullable().describe('null: nobody has bought'),
  taken_at: z.iso.datetime().nullable().describe('null: cut for this answer and not kept'),
  again_at: z.iso.datetime().nullable(),
  cells: z.array(
    z.object({ r: Score, f: Score, m: Score, customers: z.number().int(), fen: z.number().int() }),
  ),
  segments: z.array(
    z.object({ segment: z.enum(SEGMENTS), customers: z.number().int(), fen: z.number().int() }),
  ),
  as_of: z.iso.datetime(),
})
export type RfmAnswer = z.infer<typeof RfmAnswer>

export const RfmCell = z
  .object({
    r: Score.optional(),
    f: Score.optional(),
    m: Score.optional(),
    segment: z.enum(SEGMENTS).optional(),
  })
  .strict()
  .describe('Scores or a kind of buyers; what is left out may be any')
export type RfmCell = z.infer<typeof RfmCell>

const ANEW = 'month'

export async function rfm(ctx: Ctx, question: RfmQuestion): Promise<RfmAnswer> {
  const { days, money, high } = question
  const inForce = await rfmInForce(ctx, { days, money, anew: ANEW })
  const { rfm, cuts, takenAt, again, cells, reading } = inForce
  const { currency } = await brandOf(ctx)
  const asked = await readQuestion(ctx, [])
  const span = rfm.window.kind === 'last' ? rfm.window.span : undefined
  const from = span
    ? Temporal.Instant.fromEpochMilliseconds(reading.clock.now)
        .toZonedDateTimeISO(reading.clock.timezone)
        .subtract({ [`${span.unit}s`]: span.n }).epochMilliseconds
    : 0
  const spent = broughtIn({ reading: asked, currency }, { from, to: reading.clock.now + 1 })
  const rows = cells
    ? await ctx.ch.rows<{ cell: string; n: string; fen: string }>(
        ctx.tenantId,
        sql`select JSONExtractString(b.v) as cell, count() as n, sum(s.fen) as fen
          from (${cells}) as b left join (${spent}) as s on s.c = b.c group by cell order by cell`,
        SLOW,
      )
    : []
  const found = rows.map(({ cell, n, fen }) => {
    const [r = 0, f = 0, m = 0] = cell.split('-').map(Number)
    return { r, f, m, customers: Number(n), fen: Number(fen) }
  })
  const segments = SEGMENTS.map((segment) => {
    const own = found.filter(
      ({ r, f, m }) => segmentOf(r >= high, f >= high, m >= high) === segment,
    )
    return {
      segment,
      customers: own.reduce((sum, { customers }) => sum + customers, 0),
      fen: own.reduce((sum, { fen }) => sum + fen, 0),
    }
  })
  return {
    days: span && span.unit === 'day' ? span.n : null,
    money: rfm.money,
    cut_offs: cuts ? { r: cuts.r, f: cuts.f, m: cuts.m } : null,
    taken_at: takenAt?.toISOString() ?? null,
    again_at: again?.toISOString() ?? null,
    ...{ cells: found, segments },
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

export async function behindRfm(
  ctx: Ctx,
  { days, money, high }: RfmQuestion,
  { segment, ...scores }: RfmCell,
): Promise<Behind> {
  const { cells } = await rfmInForce(ctx, { days, money, anew: ANEW })
  const reading = await readQuestion(ctx, [])
  const at = (place: number) =>
    sql`toUInt8(splitByChar('-', JSONExtractString(v))[${as('UInt8', place)}])`
  const conditions = (['r', 'f', 'm'] as const).flatMap((name, i) => {
    const score = scores[name]
    return score === undefined ? [] : [sql`${at(i + 1)} = ${as('UInt8', score)}`]
  })
  if (segment !== undefined) conditions.push(ofSegment(segment, high, at))
  const rows = cells ?? sql`select toUInt32(0) as c, '' as v where false`
  return {
    customers: setOf(rows, join([sql`true`, ...conditions], ' and ')),
    reading,
  }
}

/** The one way of high and low that the kind has. */
function ofSegment(
  segment: (typeof SEGMENTS)[number],
  high: number,
  at: (place: number) => Sql,
): Sql {
  const ways = [true, false].flatMap((r) =>
    [true, false].flatMap((f) => [true, false].map((m) => [r, f, m] as const)),
  )
  const way = ways.find(([r, f, m]) => segmentOf(r, f, m) === segment) ?? []
  return join(
    way.map((isHigh, i) =>
      isHigh ? sql`${at(i + 1)} >= ${as('UInt8', high)}` : sql`${at(i + 1)} < ${as('UInt8', high)}`,
    ),
    ' and ',
  )
}
