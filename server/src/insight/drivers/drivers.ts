// Which behaviour goes with buying, and how common it is: importance × performance over customers.
import { z } from 'zod'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { keyDrivers, MOST_DRIVERS } from '../calc/key-drivers.ts'
import { modeSaid, readGmv } from '../gmv/gmv.ts'
import { ModeSaid } from '../gmv/shape.ts'
import { allOrders, countedOrders, currenciesPaid } from '../mode/counted-sql.ts'
import { QuestionPattern, range, whom } from '../question/pattern.ts'
import { readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'

/** So many customers are looked at; of more, as many drawn by their ids. */
const MOST = 20_000
/** On more days than this nobody counts as doing it more. */
const MOST_DAYS = 10

export const DriversQuestion = z
  .object({
    ...range,
    drivers: z.array(QuestionPattern).min(1).max(MOST_DRIVERS).describe('What customers do'),
    outcome: z
      .enum(['spend', 'orders'])
      .default('spend')
      .describe(
        'What it may drive: net sales or orders of the range, as the operating mode counts them',
      ),
    ...whom,
  })
  .strict()
  .meta({
    example: {
      date_from: '2026-10-01',
      date_to: '2026-10-31',
      drivers: [{ any_of: [{ event: 'product_viewed' }] }, { any_of: [{ event: 'page_shared' }] }],
    },
  })
export type DriversQuestion = z.infer<typeof DriversQuestion>

export const DriversAnswer = z.object({
  mode: ModeSaid,
  orders: z
    .enum(['counted', 'all'])
    .describe(
      'Which orders the outcome is of: those the mode counts, or, where it counts none of the range, all',
    ),
  currency: z
    .string()
    .describe('Of these orders: the brand’s, or where nothing was paid in it, the most frequent'),
  customers: z.int().describe('Seen in the range'),
  n: z.int().describe('Of them, looked at'),
  r_squared: z.number().describe('Of the outcome’s variance, what all drivers together explain'),
  drivers: z
    .array(
      z.object({
        of: z.int().describe('The number of the driver, from 0'),
        importance: z.number().describe('Its Shapley share of R²'),
        share: z.number().describe('Of what all explain'),
        performance: z.number().describe('Mean days of doing it, capped at ten, ÷ ten'),
        doing: z.int().describe('Customers who did it at all'),
        correlation: z.number(),
        quadrant: z.enum(['concentrate_here', 'keep_it_up', 'low_priority', 'overdone']),
      }),
    )
    .describe('Most important first'),
  as_of: z.iso.datetime(),
})
export type DriversAnswer = z.infer<typeof DriversAnswer>

/** @throws 422 no_variance where nobody bought, 400 invalid_drivers for fewer customers than drivers */
export async function drivers(ctx: Ctx, question: DriversQuestion): Promise<DriversAnswer> {
  const { counting, mode } = await readGmv(ctx, { by: 'none', who: question.who })
  const reading = await readQuestion(ctx, question.drivers, question.who)
  const { clock } = reading
  const stretch = stretchOfRange(question, clock)
  const days = question.drivers.map(
    (pattern): Sql =>
      sql`least(uniqExactIf(toDate(at, ${as('String', clock.timezone)}), ${reading.means(pattern)}), ${as('UInt64', MOST_DAYS)})`,
  )
  const did = sql`select ${CUSTOMER} as c, [${join(days, ', ')}] as days from event
    where ${reading.whose} and ${rowsIn(stretch)} group by c`
  const read = (orders: Sql) =>
    ctx.ch.rows<{ days: string[]; outcome: string; customers: string; paid: string }>(
      ctx.tenantId,
      sql`select d.days as days, o.outcome as outcome, o.paid as paid, count() over () as customers
        from (${did}) as d left join (
          select c, sum(${question.outcome === 'spend' ? sql`fen` : sql`n`}) as outcome, countIf(paid) as paid
          from (${orders}) group by c) as o on o.c = d.c
        order by cityHash64(d.c) limit ${as('UInt32', MOST)}`,
    )
  let basis: Pick<DriversAnswer, 'orders' | 'currency'> = {
    orders: 'counted',
    currency: counting.currency,
  }
  let rows = await read(countedOrders(mode, stretch, reading.whose, basis.currency))
  if (!rows.some(({ paid }) => Number(paid) > 0)) {
    // Of a brand whose orders are all past the mode what goes with buying can be told all the same.
    const paidIn = await ctx.ch.rows<{ currency: string }>(
      ctx.tenantId,
      currenciesPaid(stretch, reading.whose),
    )
    const currencies = paidIn.map(({ currency }) => currency)
    const currency = currencies.includes(basis.currency) ? basis.currency : currencies[0]
    if (currency !== undefined) {
      basis = { orders: 'all', currency }
      rows = await read(allOrders(stretch, reading.whose, currency))
    }
  }
  const found = keyDrivers(
    question.drivers.map((_, i) => ({
      name: String(i),
      values: rows.map((row) => Number(row.days[i])),
      scale: { low: 0, high: MOST_DAYS },
    })),
    rows.map((row) => Number(row.outcome)),
  )
  return {
    mode: modeSaid(mode),
    ...basis,
    customers: Number(rows[0]?.customers ?? 0),
    n: found.n,
    r_squared: found.r_squared,
    drivers: found.drivers.map(({ name, ...figures }) => ({
      of: Number(name),
      ...figures,
      doing: rows.filter((row) => Number(row.days[Number(name)]) > 0).length,
    })),
    as_of: new Date(clock.now).toISOString(),
  }
}
