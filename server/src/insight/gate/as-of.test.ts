import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { mergeCustomers, projectAliases, useMergePolicy } from '../../identity/index.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { behind, thoseBehind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { funnel } from '../funnel/funnel.ts'
import { FunnelQuestion } from '../funnel/shape.ts'
import { lifecycle, stickiness } from '../retention/activity.ts'
import { retention } from '../retention/retention.ts'
import { LifecycleQuestion, RetentionQuestion, StickinessQuestion } from '../retention/shape.ts'
import { TrendsQuestion } from '../trends/shape.ts'
import { trends } from '../trends/trends.ts'
import { asOf, momentOf } from './as-of.ts'

useMergePolicy(consentPolicy)

const FIRST = Date.parse('2026-03-01T00:00:00+08:00')
const DAY = 86_400_000
const of = (event: string) => ({ any_of: [{ event }] })
const did = fc.record({
  customer: fc.integer({ min: 0, max: 5 }),
  day: fc.integer({ min: 0, max: 13 }),
  hour: fc.integer({ min: 0, max: 23 }),
  name: fc.constantFrom('came', 'bought'),
  colour: fc.constantFrom('red', 'blue'),
  fen: fc.integer({ min: 1, max: 900 }),
})

/** The same people under other ids: the fifth is the sixth, told apart until today. */
async function brandWith(happened: readonly ReturnType<typeof eventOf>[]): Promise<Ctx> {
  const ctx = await testCtx()
  const ids = await newCustomers(ctx, 6)
  await happen(
    ctx,
    happened.map((event) => ({ ...event, customer: ids[event.customer] as number })),
  )
  await mergeCustomers(ctx, ids[4] as number, ids[5] as number, 'the same phone')
  await projectAliases(ctx)
  return ctx
}
type Did = typeof did extends fc.Arbitrary<infer T> ? T : never
const eventOf = ({ customer, day, hour, name, colour, fen }: Did) => ({
  ...{ customer, name, at: FIRST + day * DAY + hour * 3_600_000, props: { colour, fen } },
})

const ANALYSES: Record<string, (ctx: Ctx) => Promise<object>> = {
  trends: (ctx) =>
    trends(
      ctx,
      TrendsQuestion.parse({
        series: [
          { of: of('came'), measure: { kind: 'customers' } },
          { of: of('bought'), measure: { kind: 'sum', property: 'fen' } },
        ],
        breakdown: { type: 'event', by: 'colour' },
        compare: 'previous',
      }),
    ),
  funnel: (ctx) => funnel(ctx, FunnelQuestion.parse({ steps: [of('came'), of('bought')] })),
  retention: (ctx) =>
    retention(
      ctx,
      RetentionQuestion.parse({
        ...{ target: of('came'), returning: of('bought'), kind: 'first_time', period: 'day' },
      }),
    ),
  lifecycle: (ctx) => lifecycle(ctx, LifecycleQuestion.parse({ of: of('came'), period: 'day' })),
  stickiness: (ctx) => stickiness(ctx, StickinessQuestion.parse({ of: of('came') })),
}

test('every figure as of a day is the figure of a copy that holds only what had happened by its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(did, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 2, max: 11 }),
      async (given, day) => {
        const asked = new Date(FIRST + day * DAY + 8 * 3_600_000).toISOString().slice(0, 10)
        const events = given.map(eventOf)
        const brand = await brandWith(events)
        const then = await asOf(brand, asked)
        const until = await momentOf(brand, asked)
        expect(until.getTime()).toBe(FIRST + (day + 1) * DAY - 1)
        const copied = await brandWith(events.filter(({ at }) => at <= until.getTime()))
        const copy: Ctx = { ...copied, now: () => until }
        for (const [name, ask] of Object.entries(ANALYSES))
          expect({ name, answer: await ask(then) }).toEqual({ name, answer: await ask(copy) })
      },
    ),
    { numRuns: 6, endOnFailure: true },
  )
})

test('the customers behind a past figure are those of then, and a list of them keeps to them', async () => {
  const ctx = await testCtx()
  const ids = await newCustomers(ctx, 2)
  const [early = 0, late = 0] = ids
  await happen(ctx, [
    { customer: early, name: 'came', at: FIRST, props: {} },
    { customer: late, name: 'came', at: FIRST + 5 * DAY, props: {} },
  ])
  const figure = Figure.parse({
    analysis: 'trends',
    question: { series: [{ of: of('came') }], date_from: '2026-03-01', as_of: '2026-03-03' },
    cell: { of: 0 },
  })
  const then = await asOf(ctx, '2026-03-03')
  const found = await behind(then, figure)
  const idsOf = async (ctx: Ctx, bitmap: Awaited<ReturnType<typeof thoseBehind>>) => {
    const [row] = await ctx.ch.rows<{ ids: number[] }>(
      ctx.tenantId,
      sql`select bitmapToArray(${bitmap}) as ids`,
    )
    return row?.ids
  }
  expect(await idsOf(then, found.customers)).toEqual([early])
  expect(await idsOf(ctx, await thoseBehind(ctx, figure))).toEqual([early])
})

test('a day to come is refused, and today is shown as far as it has come', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date('2026-03-03T04:00:00Z') }
  expect(await momentOf(ctx, '2026-03-03')).toEqual(ctx.now())
  await expect(momentOf(ctx, '2026-03-04')).rejects.toMatchObject({ code: 'as_of_to_come' })
  await expect(momentOf(ctx, '2026-03-03T04:00:01Z')).rejects.toMatchObject({
    code: 'as_of_to_come',
  })
})
