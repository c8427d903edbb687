import { beforeAll, expect, test } from 'vitest'
import { listOf } from '../../audiences/index.ts'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { funnel } from '../funnel/funnel.ts'
import { FunnelQuestion } from '../funnel/shape.ts'
import { lifecycle, stickiness } from '../retention/activity.ts'
import { retention } from '../retention/retention.ts'
import { LifecycleQuestion, RetentionQuestion, StickinessQuestion } from '../retention/shape.ts'
import { sizeBehind } from '../testing.ts'
import { TrendsQuestion } from '../trends/shape.ts'
import { trends } from '../trends/trends.ts'
import { behind } from './customers.ts'
import { Figure } from './shape.ts'

const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']
const RANGE = { date_from: DAYS[0], date_to: DAYS[4] }
const of = (event: string) => ({ any_of: [{ event }] })
let ctx: Ctx

beforeAll(async () => {
  ctx = await testCtx()
  const customers = await newCustomers(ctx, 12)
  await happen(
    ctx,
    customers.flatMap((customer, i) =>
      DAYS.flatMap((day, d) => {
        const at = Date.parse(`${day}T08:00:00+08:00`)
        const props = { colour: ['red', 'blue', 7][i % 3] as string }
        return [
          ...((i * 7 + d * 3) % 4 < 2 ? [{ customer, name: 'came', at, props }] : []),
          ...((i * 5 + d) % 3 === 0 ? [{ customer, name: 'bought', at: at + 60_000, props }] : []),
        ]
      }),
    ),
  )
})

const sizeOf = (figure: object) => sizeBehind(ctx, figure)

test('every figure of a funnel opens as many customers as it counts, those lost as well', async () => {
  const question = {
    ...{ ...RANGE, steps: [of('came'), of('bought'), of('came')] },
    breakdown: { type: 'event', by: 'colour' },
  }
  const answer = await funnel(ctx, FunnelQuestion.parse(question))
  expect(answer.breakdowns.map((b) => b.value).toSorted()).toEqual(['7', 'blue', 'red'])
  for (const { value, steps } of [{ value: undefined, steps: answer.steps }, ...answer.breakdowns])
    for (const [i, { count }] of steps.entries()) {
      const cell = { step: i + 1, value }
      expect(await sizeOf({ analysis: 'funnel', question, cell })).toBe(count)
      const next = steps[i + 1]?.count ?? 0
      expect(await sizeOf({ analysis: 'funnel', question, cell: { ...cell, came: 'lost' } })).toBe(
        count - next,
      )
    }
})

test('every cell of a cohort table opens those who came back, or those who did not', async () => {
  const question = {
    ...{ target: of('came'), returning: of('bought'), period: 'day', intervals: 4 },
    date_to: DAYS[4],
  }
  const { cohorts } = await retention(ctx, RetentionQuestion.parse(question))
  for (const { start, size, values } of cohorts)
    for (const [after, count] of values.entries()) {
      const cell = { cohort: start, after }
      expect(await sizeOf({ analysis: 'retention', question, cell })).toBe(count)
      if (after > 0)
        expect(
          await sizeOf({ analysis: 'retention', question, cell: { ...cell, back: false } }),
        ).toBe(size - count)
    }
})

test('every figure of the lifecycle and of stickiness opens its customers', async () => {
  const question = { ...RANGE, of: of('came'), period: 'day' }
  const { periods } = await lifecycle(ctx, LifecycleQuestion.parse(question))
  for (const { start, ...counts } of periods)
    for (const [is, count] of Object.entries(counts))
      expect(await sizeOf({ analysis: 'lifecycle', question, cell: { start, is } })).toBe(count)
  const { counts } = await stickiness(ctx, StickinessQuestion.parse(question))
  for (const [i, count] of counts.entries())
    expect(await sizeOf({ analysis: 'stickiness', question, cell: { periods: i + 1 } })).toBe(count)
})

test('every point of a trend of customers opens them, by value and added up', async () => {
  for (const cumulative of [false, true]) {
    const question = {
      ...{ ...RANGE, series: [{ of: of('bought'), measure: { kind: 'customers' } }], cumulative },
      breakdown: { type: 'event', by: 'colour' },
    }
    const answer = await trends(ctx, TrendsQuestion.parse(question))
    for (const { value, values, total } of answer.series) {
      expect(await sizeOf({ analysis: 'trends', question, cell: { of: 0, value } })).toBe(total)
      for (const [i, count] of values.entries())
        expect(
          await sizeOf({
            analysis: 'trends',
            question,
            cell: { of: 0, start: answer.periods[i], value },
          }),
        ).toBe(count)
    }
  }
})

test('a place that the answer does not have is not there', async () => {
  const question = { ...RANGE, steps: [of('came')] }
  for (const cell of [{ step: 2 }, { step: 1, value: 'red' }])
    await expect(
      behind(ctx, Figure.parse({ analysis: 'funnel', question, cell })),
    ).rejects.toMatchObject({ status: 404 })
})

test('the customers of a figure become a list, and stay in it when the figure moves on', async () => {
  const question = { ...RANGE, steps: [of('came'), of('bought'), of('gone')] }
  const figure = { analysis: 'funnel', question, cell: { step: 2, came: 'lost' } }
  const { customers } = await behind(ctx, Figure.parse(figure))
  const before = await sizeOf(figure)
  const id = await listOf(ctx, { name: 'bought and stayed', description: '' }, customers)
  const [first] = await ctx.ch.rows<{ id: number }>(
    ctx.tenantId,
    sql`select bitmapMin(${customers}) as id`,
  )
  await happen(ctx, [
    {
      ...{ customer: Number(first?.id), name: 'gone', props: {} },
      at: Date.parse(`${DAYS[4]}T23:00:00+08:00`),
    },
  ])
  expect(await sizeOf(figure)).toBe(before - 1)
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select bitmapCardinality(groupBitmapOrState(entered)) as n from audience_change
      where audience_id = ${as('UUID', id)}`,
  )
  expect(Number(row?.n)).toBe(before)
})
