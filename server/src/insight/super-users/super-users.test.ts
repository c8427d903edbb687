import fc from 'fast-check'
import { sql as pgSql } from 'kysely'
import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import { sql } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { computedValues } from '../../profile/index.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { changeSettings } from '../settings/versions.ts'
import { paid, type Told, tellEvents } from '../testing-insight.ts'
import { calledOf, OF_CUSTOMER } from '../told/called.ts'
import { reserveScores } from './attributes.ts'
import { evidenceOf } from './evidence.ts'
import { superUsers } from './overview.ts'
import { reckonSuperUsers } from './run.ts'
import { type Measured, score } from './score.ts'
import { MEASURE_CODES, type Measure, SuperUserSettings } from './settings.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-30T12:00:00+08:00')
const at = (daysAgo: number) => NOW - daysAgo * DAY
const SETTINGS = SuperUserSettings.parse({})

async function brand(): Promise<Ctx> {
  return { ...(await testCtx()), now: () => new Date(NOW) }
}
const did = (customer: number, name: string, daysAgo: number, more: Partial<Told> = {}): Told => ({
  ...{ customer, name, at: at(daysAgo) },
  ...more,
})

/** Two whole months of everything for the first customer, less for each after her. */
async function lively(ctx: Ctx): Promise<number[]> {
  const customers = await newCustomers(ctx, 6)
  const [ann, bea, cid, dan, eva, guest] = customers as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  await know(ctx, [
    ...['name', 'phone', 'gender', 'birthday', 'city'].map((key) => ({
      ...{ customer: ann, kind: 'attribute', key, value: 'x' },
    })),
    { customer: bea, kind: 'attribute', key: 'name', value: 'x' },
    { customer: guest, kind: 'known', key: '' },
  ])
  await tellEvents(ctx, [
    ...Array.from({ length: 50 }, (_, i) => did(ann, 'page_viewed', i * 3)),
    ...[10, 40, 70, 100].map((d, i) => paid(ann, at(d), `a${i}`, 5_000)),
    ...[5, 6, 7, 8].map((d) => did(ann, 'review_posted', d)),
    did(ann, 'nps_answered', 4, { props: { score: 10 } }),
    ...['s1', 's2', 's3'].map((shareId, i) => did(ann, 'page_shared', 20 - i, { shareId })),
    did(guest, 'page_viewed', 15, { shareId: 's1' }),
    ...[3, 9].map((d) => did(bea, 'page_viewed', d)),
    paid(bea, at(8), 'b0', 900_000),
    paid(cid, at(30), 'c0', 100),
    did(dan, 'page_viewed', 2),
    // Bought at a great discount and was never seen again.
    paid(eva, at(120), 'e0', 400, 600),
  ])
  return customers
}

test('who recognises, takes part, stays and spreads is a super user, whatever she spends', async () => {
  const ctx = await brand()
  const [ann, bea, , , eva, guest] = (await lively(ctx)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const { peers } = await reckonSuperUsers(ctx)
  expect(peers).toBe(6)
  const proof = await evidenceOf(ctx, ann)
  expect(proof).toMatchObject({ status: 'super', basis: 'score', recognised: true, payments: 4 })
  const value = (code: string) => proof.measures.find((m) => m.code === code)?.value
  expect(value('recruits')).toBe(1)
  expect(value('reached')).toBe(1)
  expect(value('completeness')).toBe(1)
  expect(value('attitude')).toBe(10)
  // The one who spent most is none: she came twice and told nobody.
  expect(await evidenceOf(ctx, bea)).toMatchObject({ status: 'ordinary', recognised: false })
  expect(await evidenceOf(ctx, eva)).toMatchObject({
    status: 'suspect',
    suspicions: ['benefit_then_silent'],
  })
  const stored = await computedValues(ctx, 'super_user_status', { ids: [ann, bea, guest] })
  expect(Object.fromEntries(stored.map((s) => [s.customer, s.value]))).toMatchObject({
    [ann]: 'super',
    [bea]: 'ordinary',
  })
})

test('every figure of the page opens as many customers as it counts', async () => {
  const ctx = await brand()
  const customers = await lively(ctx)
  await reckonSuperUsers(ctx)
  for (const name of ['super_user_status', 'super_user_diffusion', 'super_user_recognised'])
    await know(
      ctx,
      (await computedValues(ctx, name, { ids: customers })).map((s) => ({
        ...{ customer: s.customer, kind: 'attribute', key: name, value: s.value as string },
      })),
    )
  const page = await superUsers(ctx)
  expect(page.counts).toMatchObject({ super: 1, suspect: 1, koc: 1, content: 1, recognised: 1 })
  expect((page.counts.super_high ?? 0) + (page.counts.super_low ?? 0)).toBe(page.counts.super)
  expect(page.performance).toMatchObject({ customers: 6, total_fen: 920_500, super_fen: 20_000 })
  expect(page.performance.fewest_for_80?.customers).toBe(1)
  for (const [is, count] of Object.entries(page.counts)) {
    const { customers } = await behind(ctx, Figure.parse({ analysis: 'super_users', cell: { is } }))
    const [row] = await ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      sql`select bitmapCardinality(${customers}) as n`,
    )
    expect([is, Number(row?.n)]).toEqual([is, count])
  }
  // Of the discounts given, all went to whom nobody wants to keep.
  expect(page.allocation.map((a) => [a.tier, a.spent_fen])).toEqual([
    ['super', 0],
    ['candidate', 0],
    ['others', 600],
  ])
})

test('the lifetime value is said and combined only of who has all four dimensions', async () => {
  const ctx = await brand()
  const [ann, bea, cid] = (await lively(ctx)) as [number, number, number]
  await know(ctx, [
    { customer: ann, kind: 'attribute', key: 'clv_value_365', value: 30_000.4 },
    { customer: bea, kind: 'attribute', key: 'clv_value_365', value: 40_000 },
  ])
  await reckonSuperUsers(ctx)
  const { value, score } = await evidenceOf(ctx, ann)
  // Of six peers four have less and one has more.
  expect(value).toMatchObject({ kept_fen: 20_000, expected_fen: 30_000, ltv_fen: 50_000 })
  expect(value?.percentile).toBeCloseTo(4.5 / 6, 10)
  expect(value?.index).toBe(Math.round(100 * Math.sqrt(((score ?? 0) / 100) * (4.5 / 6))))
  // The one who spends most shares nothing: nothing is said of what she is worth.
  expect(await evidenceOf(ctx, bea)).toMatchObject({ score: 0, value: null })
  expect((await evidenceOf(ctx, cid)).value).toBeNull()
  const stored = await computedValues(ctx, 'lifetime_value_fen', { ids: [ann, bea, cid] })
  expect(stored.map((s) => [s.customer, s.value])).toEqual([[ann, 50_000]])
})

test('the index weighs lifetime value against the four dimensions as the brand sets it', () => {
  const all = MEASURE_CODES.map((code) => ({ code, value: 1, percentile: 0.8, facts: 100 }))
  const index = (value_weight: number, percentile: number) =>
    score(
      {
        ...{ measures: all, payments: 5, signals: [], suspicions: [], was: undefined },
        worth: { ...WORTH, percentile },
      },
      { ...SETTINGS, value_weight },
      told,
    )
  const { score: points } = index(0, 0.1)
  expect(index(0, 0.1).value?.index).toBe(points)
  expect(index(100, 0.3).value?.index).toBe(30)
  expect(index(50, 0).value?.index).toBe(0)
})

test('without data for all four dimensions three signals decide', async () => {
  const ctx = await brand()
  const [ann, bea] = (await newCustomers(ctx, 2)) as [number, number]
  await tellEvents(ctx, [
    did(ann, 'member_joined', 100),
    paid(ann, at(50), 'a0'),
    paid(ann, at(20), 'a1'),
    did(ann, 'wish_added', 3),
    did(bea, 'member_joined', 100),
    paid(bea, at(50), 'b0'),
    did(bea, 'wish_added', 3),
  ])
  await reckonSuperUsers(ctx)
  expect(await evidenceOf(ctx, ann)).toMatchObject({
    ...{ basis: 'signals', score: null, status: 'super' },
    signals: ['paid_as_member', 'keeps_paying', 'stated_intent'],
  })
  expect(await evidenceOf(ctx, bea)).toMatchObject({ basis: 'signals', status: 'candidate' })
})

test('a status is called in words wherever it is told, also by a brand that had it before words', async () => {
  const ctx = await testCtx()
  await lively(ctx)
  await inTx(ctx, reserveScores)
  await pgSql`update attribute_definition set value_labels = '[]', label_en = ''
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await reckonSuperUsers({ ...ctx, now: () => new Date(at(0)) })
  const called = async (tongue: 'zh-CN' | 'en') =>
    (await calledOf(ctx, tongue))(`${OF_CUSTOMER}super_user_status`, 'super')
  expect([await called('zh-CN'), await called('en')]).toEqual(['超级用户', 'Super user'])
})

test('a score that moved leaves its history, and what stays is not written again', async () => {
  const ctx = await testCtx()
  const clock = (daysAgo: number): Ctx => ({ ...ctx, now: () => new Date(at(daysAgo)) })
  const [ann] = (await lively(ctx)) as [number]
  await reckonSuperUsers(clock(0))
  expect((await reckonSuperUsers(clock(0))).changed).toBe(0)
  await changeSettings(ctx, 'super_user', SuperUserSettings, {
    settings: SuperUserSettings.parse({ payments_needed: 9 }),
    version: 0,
  })
  await reckonSuperUsers(clock(-1))
  const { drift, settings_version, status } = await evidenceOf(ctx, ann)
  expect({ status, settings_version }).toEqual({ status: 'candidate', settings_version: 1 })
  expect(drift.map((d) => d.status)).toContain('super')
  await expect(
    changeSettings(ctx, 'super_user', SuperUserSettings, { settings: SETTINGS, version: 0 }),
  ).rejects.toMatchObject({ code: 'edited_meanwhile' })
})

const WORTH = { kept_fen: 10_000, expected_fen: null, percentile: 0.5 }
const told: ReadonlySet<Measure> = new Set(MEASURE_CODES)
const measured = fc.uniqueArray(
  fc.record({
    code: fc.constantFrom(...MEASURE_CODES),
    value: fc.double({ min: 0.1, max: 9, noNaN: true }),
    percentile: fc.double({ min: 0, max: 1, noNaN: true }),
    facts: fc.integer({ min: 1, max: 20 }),
  }),
  { selector: (m) => m.code },
)
const of = (measures: readonly Measured[], more: object = {}) =>
  score(
    { measures, payments: 5, signals: [], suspicions: [], worth: WORTH, was: undefined, ...more },
    SETTINGS,
    told,
  )

test('more of anything never lowers a score, and none of one dimension is made up for by another', () => {
  fc.assert(
    fc.property(
      measured,
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (measures, n, up) => {
        const before = of(measures)
        if (measures.length > 0) {
          const i = n % measures.length
          const better = measures.map((m, at) =>
            at === i ? { ...m, percentile: Math.max(m.percentile, up), facts: m.facts + 1 } : m,
          )
          expect(of(better).score ?? 0).toBeGreaterThanOrEqual(before.score ?? 0)
        }
        const without = of(
          measures.filter((m) => !['shares', 'reached', 'recruits'].includes(m.code)),
        )
        expect(without.score ?? 0).toBe(0)
      },
    ),
  )
})

test('who is inside stays down to the lower threshold, who is outside does not come in there', () => {
  const middling = MEASURE_CODES.map((code) => ({ code, value: 1, percentile: 0.6, facts: 20 }))
  const { score: value } = of(middling)
  expect(value).toBeGreaterThanOrEqual(SETTINGS.leave)
  expect(value).toBeLessThan(SETTINGS.enter)
  expect(of(middling, { was: 'super' }).status).toBe('super')
  expect(of(middling, { was: 'candidate' }).status).toBe('candidate')
  expect(of(middling, { was: 'super', suspicions: ['deleted_soon'] }).status).toBe('suspect')
})
