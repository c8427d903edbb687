import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { paid, tellEvents } from '../testing-insight.ts'
import { addBenchmark, benchmarks, removeBenchmark } from './benchmarks.ts'
import { PUBLISHED } from './published.ts'
import { NewBenchmark } from './shape.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-30T12:00:00+08:00')

test('every published figure says who says so, when, and on what grounds', () => {
  expect(new Set(PUBLISHED.map((b) => b.code)).size).toBe(PUBLISHED.length)
  for (const { source, name, year, value, unit } of PUBLISHED) {
    for (const words of [source, name])
      expect(Object.values(words).every((text) => text.length > 3)).toBe(true)
    expect(year).toBeGreaterThan(2015)
    expect(value).toBeGreaterThan(0)
    if (unit === 'share') expect(value).toBeLessThanOrEqual(1)
  }
})

test('members’ repurchase stands beside the claim, with how many cases are behind it', async () => {
  const ctx: Ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const [ann, bea, cid] = (await newCustomers(ctx, 3)) as [number, number, number]
  const at = (daysAgo: number) => NOW - daysAgo * DAY
  await tellEvents(ctx, [
    { customer: ann, name: 'member_joined', at: at(200) },
    { customer: bea, name: 'membership_joined', at: at(200) },
    paid(ann, at(190), 'a0'),
    paid(ann, at(150), 'a1'),
    paid(bea, at(190), 'b0'),
    paid(cid, at(190), 'c0'),
    { customer: cid, name: 'page_shared', at: at(5) },
  ])
  const own = async (code: string) => (await benchmarks(ctx)).find((b) => b.code === code)?.own
  expect(await own('member_repurchase')).toMatchObject({
    ...{ value: 0.5, cases: 2 },
    beside: { of: 'other_repurchase', value: 0, cases: 1 },
  })
  expect(await own('private_sharing')).toMatchObject({ value: 1 / 3, cases: 3 })
  expect(await own('private_interaction')).toMatchObject({ value: 1 / 3 })
  expect(await own('private_repurchase')).toMatchObject({ value: 1 / 3, cases: 3 })
})

test('paid members stand beside who did not pay, once there are such; until then it is said what is missing', async () => {
  const ctx: Ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const [ann, bea] = (await newCustomers(ctx, 2)) as [number, number]
  const at = (daysAgo: number) => NOW - daysAgo * DAY
  await tellEvents(ctx, [
    ...[190, 150].map((d) => paid(ann, at(d), `a${d}`)),
    paid(bea, at(190), 'b0'),
  ])
  const row = async (code: string) => (await benchmarks(ctx)).find((b) => b.code === code)
  const before = await row('paid_member_repurchase')
  expect(before).toMatchObject({ own: { value: null, beside: { value: 0.5, cases: 2 } } })
  expect(before?.missing?.en).toMatch(/membership_paid/)
  const card = (reason: string) => ({
    ...{ customer: ann, name: 'benefit_card_changed', at: at(180), props: { reason } },
  })
  await tellEvents(ctx, [card('trial')])
  expect(await row('paid_member_repurchase')).toMatchObject({ own: { value: null } })
  await tellEvents(ctx, [card('bought')])
  expect(await row('paid_member_repurchase')).toMatchObject({
    ...{ own: { value: 1, cases: 1, beside: { value: 0, cases: 1 } }, missing: null },
  })
})

test('texts and social messages stand beside the claims as soon as receipts are told', async () => {
  const ctx: Ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const [ann, bea, cid] = (await newCustomers(ctx, 3)) as [number, number, number]
  const row = async (code: string) => (await benchmarks(ctx)).find((b) => b.code === code)
  expect((await row('sms_open'))?.missing?.en).toMatch(/sms_opened/)
  const did = (customer: number, name: string) => ({ customer, name, at: NOW - 5 * DAY })
  await tellEvents(ctx, [
    ...[ann, bea, cid].map((customer) => did(customer, 'sms_sent')),
    did(ann, 'sms_opened'),
    ...[ann, bea].map((customer) => did(customer, 'wecom_message_sent')),
    did(bea, 'wecom_message_read'),
    // Never written to: she cannot have been reached by it.
    did(cid, 'wecom_message_read'),
  ])
  expect(await row('sms_open')).toMatchObject({ own: { value: 1 / 3, cases: 3 }, missing: null })
  expect(await row('social_reach')).toMatchObject({ own: { value: 0.5, cases: 2 } })
})

test('a published figure has one of ours beside it, or says why there is none', () => {
  for (const { own, missing } of PUBLISHED) expect(own ?? missing).toBeDefined()
})

test('a brand adds benchmarks of its own with their source, and takes away only those', async () => {
  const ctx: Ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const id = await addBenchmark(
    ctx,
    NewBenchmark.parse({
      ...{ name: 'Tea shops’ refunds', unit: 'share', value: 0.04, evidence: 'measured' },
      ...{ source: 'Association of tea shops', year: 2025, metric: 'refund_share' },
    }),
  )
  expect((await benchmarks(ctx)).find((b) => b.id === id)).toMatchObject({
    year: 2025,
    own: { of: 'refund_share', value: null },
  })
  await expect(
    addBenchmark(ctx, {
      ...{ name: 'x', unit: 'share', value: 1, evidence: 'claimed', source: 'x', year: 2020 },
      metric: 'nothing',
    }),
  ).rejects.toMatchObject({ code: 'unknown_metric' })
  await removeBenchmark(ctx, id)
  await expect(removeBenchmark(ctx, id)).rejects.toMatchObject({ status: 404 })
})
