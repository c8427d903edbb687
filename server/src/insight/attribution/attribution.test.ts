import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { recordCosts } from '../../commerce/index.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { MODELS } from '../calc/attribution.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { attribution } from './attribution.ts'
import { AttributionQuestion } from './shape.ts'
import { plainCredits, plainJourneys, type Seen } from './testing-journeys.ts'

const START = Date.parse('2026-03-01T00:00:00+08:00')
const DAY = 86_400_000
const RANGE = { date_from: '2026-03-04', date_to: '2026-03-10' }
const SPAN = { from: START + 3 * DAY, to: START + 10 * DAY, lookbackDays: 3 }

const histories = fc.array(
  fc.record({
    who: fc.nat(4),
    // Half hours and a little more, so that visits end just before and just after.
    slot: fc.nat(11 * 48),
    late: fc.constantFrom(0, 1),
    value: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    worth: fc.integer({ min: 0, max: 500 }),
  }),
  { maxLength: 40 },
)

async function seen(ctx: Ctx, rows: readonly Seen[]): Promise<void> {
  await happen(
    ctx,
    rows.map(({ customer, at, value, worth = 0 }) => ({
      ...{ customer, at, props: {} },
      ...(value === undefined
        ? { name: 'order_paid', revenueFen: worth, currency: 'CNY', channelId: 'x' }
        : { name: 'visited', channelId: value }),
    })),
  )
}

const near = (n: number) => Math.round(n * 1e6) / 1e6

async function customersBehind(ctx: Ctx, figure: unknown): Promise<number[]> {
  const { customers } = await behind(ctx, Figure.parse(figure))
  const [row] = await ctx.ch.rows<{ ids: number[] }>(
    ctx.tenantId,
    sql`select bitmapToArray(${customers}) as ids`,
  )
  return (row?.ids ?? []).map(Number).sort((a, b) => a - b)
}

test('every model gives each channel what a plain walk through all histories gives it', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (given) => {
      const ctx = await testCtx()
      const customers = await newCustomers(ctx, 5)
      const rows = given.map(({ who, slot, late, value, worth }) => ({
        customer: customers[who] as number,
        at: START + slot * 30 * 60_000 + late,
        ...(value === undefined ? { worth } : { value }),
      }))
      await seen(ctx, rows)
      const question = { ...RANGE, lookback_days: 3, half_life_days: 2 }
      const answer = await attribution(ctx, AttributionQuestion.parse(question))
      const journeys = plainJourneys(rows, SPAN)
      const converted = journeys.filter((journey) => journey.converted)
      const worthOf = (list: typeof journeys) => list.reduce((sum, { worth }) => sum + worth, 0)
      const none = converted.filter(({ path }) => path.length === 0)
      expect(answer).toMatchObject({
        ...{ conversions: converted.length, value: worthOf(converted) },
        untouched: { conversions: none.length, value: worthOf(none) },
      })
      const plain = plainCredits(journeys, 2)
      for (const { value, credits, removal_effect, converted: reached } of answer.values) {
        for (const model of MODELS) {
          const credit = plain.get(model)?.get(value ?? '')
          expect(near(credits[model].conversions)).toBe(near(credit?.conversions ?? 0))
          expect(near(credits[model].value)).toBe(near(credit?.value ?? 0))
        }
        const effect = plain.get('markov')?.get(value ?? '')?.removal_effect ?? 0
        expect(near(removal_effect)).toBe(near(effect))
        const touchedBuyers = converted.filter(({ path }) => path.includes(value ?? ''))
        expect(reached).toBe(new Set(touchedBuyers.map(({ customer }) => customer)).size)
      }
      expect(answer.paths.map(({ path }) => path.join('>')).sort()).toEqual(
        [...new Set(journeys.map(({ path }) => path.join('>')))].sort(),
      )
    }),
    { numRuns: 30 },
  )
})

test('a channel, a way and a conversion that nobody led to open their customers', async () => {
  const ctx = await testCtx()
  const [one, two, three, four] = (await newCustomers(ctx, 4)) as [number, number, number, number]
  const at = (day: number) => START + day * DAY
  await seen(ctx, [
    { customer: one, at: at(3), value: 'a' },
    { customer: one, at: at(4), value: 'b' },
    { customer: one, at: at(5), worth: 100 },
    { customer: two, at: at(4), value: 'b' },
    { customer: two, at: at(5), worth: 300 },
    { customer: three, at: at(5), worth: 50 },
    { customer: four, at: at(5), value: 'a' },
  ])
  const question = { ...RANGE, lookback_days: 3 }
  const figure = (cell: object) => customersBehind(ctx, { analysis: 'attribution', question, cell })
  expect(await figure({ value: 'b' })).toEqual([one, two])
  expect(await figure({ value: 'b', at: 'first' })).toEqual([two])
  expect(await figure({ value: 'b', at: 'last' })).toEqual([one, two])
  expect(await figure({ value: 'a', at: 'touched' })).toEqual([one, four])
  expect(await figure({ path: ['a', 'b'] })).toEqual([one])
  expect(await figure({ path: ['a'], converted: false })).toEqual([four])
  expect(await figure({ path: [] })).toEqual([three])
  await expect(figure({ value: 'z' })).rejects.toMatchObject({ status: 404 })
})

test('values beyond those shown are one, and nothing of them is lost', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 6)
  await seen(
    ctx,
    customers.flatMap((customer, i) => [
      { customer, at: START + 4 * DAY, value: i < 3 ? 'big' : `small ${i}` },
      { customer, at: START + 5 * DAY, worth: 10 },
    ]),
  )
  const answer = await attribution(
    ctx,
    AttributionQuestion.parse({ ...RANGE, touch: { by: 'event.channel_id', limit: 1 } }),
  )
  expect(answer.further_values).toBe(3)
  expect(answer.values.map(({ value, credits }) => [value, credits.last.conversions])).toEqual([
    ['big', 3],
    [null, 3],
  ])
})

test('a cost that nobody recorded is unknown, and costs of everybody are not those of some', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 2)
  await seen(
    ctx,
    customers.flatMap((customer, i) => [
      { customer, at: START + 4 * DAY, value: ['paid', 'free'][i] as string },
      { customer, at: START + 5 * DAY, worth: 10 },
    ]),
  )
  const cost = (externalId: string, fen: number, currency = 'CNY', kind = 'media' as const) => ({
    ...{ source: 'ads', externalId, spentOn: '2026-03-05', kind, fen, currency },
    ...{ channelId: 'paid', activityId: null, storeId: null, staffId: null, node: null, note: '' },
  })
  await recordCosts(ctx, [
    cost('1', 700),
    cost('2', -100),
    cost('3', 900, 'USD'),
    { ...cost('4', 5000), spentOn: '2026-02-01' },
  ])
  const costs = async (further: object) => {
    const { values, costs } = await attribution(
      ctx,
      AttributionQuestion.parse({ ...RANGE, ...further }),
    )
    return [costs, Object.fromEntries(values.map(({ value, cost_fen }) => [value, cost_fen]))]
  }
  expect(await costs({})).toEqual(['given', { paid: 600, free: null }])
  expect(await costs({ who: { kind: 'everybody' } })).toEqual([
    'not_of_these_customers',
    { paid: null, free: null },
  ])
})
