import { sql as pgSql } from 'kysely'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { sql } from '../../platform/ch.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { catchUp, computedValues } from '../../profile/index.ts'
import { type ClvRow, fitClv, outlookOf } from '../calc/clv.ts'
import { chanceFrom } from '../calc/random.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { asOfMoment, momentOf } from '../gate/as-of.ts'
import { fitNightly } from '../jobs.ts'
import { fitModels } from './fit.ts'
import { customersByOutlook, outlook } from './outlook.ts'
import { dropScores, keepScores, SCORE_QUEUE, writeScores } from './scores.ts'
import { OutlookQuestion } from './shape.ts'
import { keepingOf } from './store.ts'

const DAY = 86_400_000
const START = Date.parse('2025-06-01T00:00:00+08:00')
const SPAN = 300
const NOW = START + SPAN * DAY + DAY / 2
const QUESTION = OutlookQuestion.parse({})

/** Buyers who come back at rates of their own and leave; some days hold two orders, some orders came back. */
async function brandOfBuyers(count: number) {
  const ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const customers = await newCustomers(ctx, count)
  const { uniform: chance } = chanceFrom(7)
  const bought = customers.map(() => {
    const days = new Map<number, number[]>()
    const rate = 0.005 + 0.04 * chance() ** 2
    const worth = 2_000 + 20_000 * chance()
    let day = Math.floor(chance() * 250)
    while (day <= SPAN) {
      const fen = Math.round(worth * (0.5 + chance()))
      days.set(day, chance() < 0.1 ? [fen, 700] : [fen])
      if (chance() < 0.15) break
      day += 1 + Math.floor(-Math.log(1 - chance()) / rate)
    }
    return days
  })
  let order = 0
  await happen(
    ctx,
    customers.flatMap((customer, i) =>
      [...(bought[i] ?? [])].flatMap(([day, orders]) =>
        orders.flatMap((fen, n) => {
          const about = { customer, currency: 'CNY', isOwn: true, props: {}, orderId: `${order++}` }
          const at = START + day * DAY + n * 3_600_000
          const back = order % 20 === 0
          return [
            { ...about, at, name: 'order_paid', revenueFen: fen },
            ...(back ? [{ ...about, at: at + 1, name: 'order_refunded', revenueFen: -fen }] : []),
          ]
        }),
      ),
    ),
  )
  order = 0
  const rows = bought.flatMap((days): ClvRow[] => {
    const kept = [...days]
      .sort(([one], [other]) => one - other)
      .flatMap(([day, orders]) => {
        const fen = orders.reduce((sum, each) => sum + (++order % 20 === 0 ? 0 : each), 0)
        return fen > 0 ? [{ day, fen }] : []
      })
    const [first, ...further] = kept
    const last = kept.at(-1)
    if (!first || !last) return []
    return [
      {
        ...{ frequency: further.length, recency: last.day - first.day, T: SPAN - first.day },
        monetary:
          further.length > 0 ? further.reduce((sum, { fen }) => sum + fen, 0) / further.length : 0,
      },
    ]
  })
  return { ctx, customers, rows }
}

async function sizeOf(ctx: TestCtx, figure: unknown): Promise<number> {
  const { customers } = await behind(ctx, Figure.parse(figure))
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select bitmapCardinality(${customers}) as n`,
  )
  return Number(row?.n)
}

const sum = (list: readonly number[]) => list.reduce((all, n) => all + n, 0)

test('models of the brand’s orders are those of its buyers counted by hand, and so is what is to come', async () => {
  const { ctx, rows } = await brandOfBuyers(400)
  const { fit, holdout } = await fitModels(ctx)
  const plain = fitClv(rows)
  expect(fit.orders.customers).toBe(rows.length)
  expect(fit.orders.log_likelihood).toBeCloseTo(plain.orders.log_likelihood, 3)
  expect(fit.value?.log_likelihood).toBeCloseTo(plain.value?.log_likelihood ?? 0, 3)
  const answer = await outlook(ctx, QUESTION)
  const terms = { horizons: [30, 90, 365] }
  const outlooks = rows.map((row) => outlookOf(fit.orders, fit.value, row, terms))
  expect(answer.buyers).toBe(rows.length)
  expect(answer.alive).toBeCloseTo(sum(outlooks.map(({ alive }) => alive)), 6)
  for (const [h, { orders, value_fen }] of answer.horizons.entries()) {
    expect(orders).toBeCloseTo(sum(outlooks.map((o) => o.horizons[h]?.orders ?? 0)), 6)
    expect(value_fen).toBeCloseTo(sum(outlooks.map((o) => o.horizons[h]?.value ?? 0)), 1)
  }
  expect(sum(answer.by_value.map(({ customers }) => customers))).toBe(rows.length)
  for (const { from, to, customers } of answer.by_alive) {
    const cell = { alive_from: from, alive_to: to }
    expect(await sizeOf(ctx, { analysis: 'clv', question: {}, cell })).toBe(customers)
  }
  // Days held back: what came is what the buyers of then did, and the weeks hold all further purchases.
  expect(holdout?.days).toBe(75)
  expect(holdout?.actual).toBeLessThan(sum(rows.map(({ frequency }) => frequency)))
  const further = sum((holdout?.weeks ?? []).map(({ actual }) => actual))
  expect(further).toBeGreaterThan(0.95 * sum(rows.map(({ frequency }) => frequency)))
  expect(holdout?.forecast.mean_absolute_error).toBeLessThan(
    (holdout?.naive.mean_absolute_error ?? 0) * 1.2,
  )
})

test('models fitted as of a past day stand for questions as of then, and no night fits them anew', async () => {
  const { ctx } = await brandOfBuyers(200)
  const day = new Date(ctx.now().getTime() - 100 * 86_400_000).toISOString().slice(0, 10)
  const then = asOfMoment(ctx, await momentOf(ctx, day))
  const before = asOfMoment(ctx, new Date(then.now().getTime() - 1))
  expect((await outlook(then, QUESTION)).fit).toBeNull()
  const fitted = await fitModels(ctx, day)
  const answer = await outlook(then, QUESTION)
  expect(answer.fit).toMatchObject({ id: fitted.id, as_of_day: day })
  expect(answer.buyers).toBe(fitted.customers)
  expect((await outlook(before, QUESTION)).fit).toBeNull()
  expect((await outlook(ctx, QUESTION)).keeping?.nightly).toBe(false)
  // What was fitted of now knows more than what looks back, whichever came last.
  const now = await fitModels(ctx)
  await fitModels(ctx, day)
  expect((await outlook(ctx, QUESTION)).fit?.id).toBe(now.id)
})

test('customers come by the value of their year, each once, page after page', async () => {
  const { ctx, rows } = await brandOfBuyers(120)
  await expect(customersByOutlook(ctx, QUESTION, { by: 'value', limit: 5 })).rejects.toMatchObject({
    code: 'clv_not_fitted',
  })
  await fitModels(ctx)
  await catchUp(ctx)
  const seen: number[] = []
  let purchases = 0
  let cursor: string | undefined
  do {
    const page = await customersByOutlook(ctx, QUESTION, { by: 'value', limit: 50, cursor })
    seen.push(...page.items.map(({ horizons }) => horizons[2]?.value_fen ?? 0))
    purchases += page.items.reduce((sum, item) => sum + item.purchases, 0)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(seen.toSorted((one, other) => other - one))
  expect(seen).toHaveLength(rows.length)
  expect(purchases).toBe(sum(rows.map(({ frequency }) => frequency + 1)))
})

test('scores become attributes with what the models say, and are taken away again', async () => {
  const { ctx, rows } = await brandOfBuyers(120)
  await expect(keepScores(ctx)).rejects.toMatchObject({ code: 'clv_not_fitted' })
  const { fit } = await fitModels(ctx)
  await keepScores(ctx)
  expect(ctx.jobs.sent).toEqual([{ queue: SCORE_QUEUE, data: { tenantId: ctx.tenantId } }])
  await writeScores(ctx)
  const everybody = { from: 0, to: undefined }
  const alive = await computedValues(ctx, 'clv_alive', everybody)
  const rounded = rows.map((row) => outlookOf(fit.orders, fit.value, row, { horizons: [365] }))
  expect(alive.map(({ value }) => value).sort()).toEqual(
    rounded.map((one) => Math.round(one.alive * 100) / 100).sort(),
  )
  const value = await computedValues(ctx, 'clv_value_365', everybody)
  expect(sum(value.map((one) => Number(one.value)))).toBeCloseTo(
    sum(rounded.map((one) => Math.round(one.horizons[0]?.value ?? 0))),
    0,
  )
  expect(await keepingOf(ctx)).toMatchObject({ isScored: true, scored: rows.length })
  await dropScores(ctx)
  await writeScores(ctx)
  expect(await computedValues(ctx, 'clv_alive', everybody)).toEqual([])
  const { rows: names } = await pgSql`select name from attribute_definition
    where tenant_id = ${ctx.tenantId} and is_computed`.execute(ctx.pg)
  expect(names).toEqual([])
})

test('a brand whose orders make no model is told so, by day and by night', async () => {
  const empty = await testCtx()
  await expect(fitModels(empty)).rejects.toMatchObject({ status: 422, code: 'too_few_buyers' })
  const { ctx, customers } = await brandOfBuyers(60)
  await fitModels(ctx)
  const [other] = customers
  await ctx.ch.command(`alter table homefield.event delete where tenant_id = '${ctx.tenantId}'
    and customer_id != ${other} settings mutations_sync = 2`)
  await fitNightly(ctx)
  expect(await keepingOf(ctx)).toMatchObject({ failure: 'too_few_buyers' })
})
