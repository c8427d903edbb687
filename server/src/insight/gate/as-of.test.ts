import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { useMergePolicy } from '../../identity/index.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { ANALYSES, analysisOf, readAnalysis } from '../analyses.ts'
import { behind, thoseBehind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { asOf, momentOf } from './as-of.ts'
import {
  type Brand,
  brandWith,
  DAY,
  day,
  did,
  FIRST,
  FIRST_DAYS,
  of,
  QUESTIONS,
  refused,
} from './testing.ts'

useMergePolicy(consentPolicy)

/** Ids are each brand's own; sums of fractions come in any order. */
const plain = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) =>
      key === 'id' || key === 'customer_id'
        ? undefined
        : typeof value === 'number'
          ? Number(value.toPrecision(9))
          : value,
    ),
  )

/** What has no past and is told as such, where the copy has it. */
function told(name: string, answer: unknown): unknown {
  if (name === 'chain') {
    const { links, ...rest } = answer as { links: { link: string }[] }
    return { ...rest, links: links.filter(({ link }) => !NOT_KEPT.includes(link)) }
  }
  if (name === 'clv') return { ...(answer as object), keeping: null }
  if (name !== 'scorecard') return answer
  const { costs, ...rest } = answer as { costs: { per: { what: string }[] } }
  return { ...rest, costs: { ...costs, per: costs.per.filter(({ what }) => what !== 'guide') } }
}
const NOT_KEPT = ['multi_touch', 'tagging', 'layering']

test('every figure as of a day is the figure of a copy that holds only what had happened by its end', async () => {
  expect(Object.keys(QUESTIONS).sort()).toEqual(Object.keys(ANALYSES).sort())
  const silent = new Set(Object.keys(QUESTIONS))
  await fc.assert(
    fc.asyncProperty(
      fc.array(did, { minLength: 20, maxLength: 50 }).map((drawn) => [...FIRST_DAYS, ...drawn]),
      fc.integer({ min: 2, max: 11 }),
      async (given, n) => {
        const asked = day(n + 1 / 3)
        const brand = await brandWith(given)
        const then = await asOf(brand.ctx, asked)
        const until = await momentOf(brand.ctx, asked)
        expect(until.getTime()).toBe(FIRST + (n + 1) * DAY - 1)
        const copied = await brandWith(given, until.getTime())
        const copy: Brand = { ...copied, ctx: { ...copied.ctx, now: () => until } }
        for (const [name, questionOf] of Object.entries(QUESTIONS)) {
          const ask = (ctx: Ctx, question: object) =>
            analysisOf(name)
              .ask(ctx, readAnalysis(name, question))
              .then((answer) => told(name, plain(answer)), refused)
          const past = await ask(then, { ...questionOf(brand), as_of: asked })
          if (typeof past !== 'string') silent.delete(name)
          expect({ name, answer: past }).toEqual({
            ...{ name, answer: await ask(copy.ctx, questionOf(copy)) },
          })
        }
      },
    ),
    { numRuns: 1, endOnFailure: true },
  )
  // What everybody did in the first days is enough for each of them to tell something.
  expect([...silent]).toEqual([])
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
