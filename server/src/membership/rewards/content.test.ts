import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { removePicture } from '../../pictures/pictures.ts'
import { testPicture } from '../../pictures/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { type EarnRule, EarnRule as Rule } from '../points/rule.ts'
import { draftRule, publishRule } from '../points/rules.ts'
import { wayOf, waysToEarn } from '../points/ways.ts'
import { given, held, ledgerFaults } from '../testing.ts'
import { rewardChecks } from './checks.ts'
import { readContent } from './content.ts'
import { rewardShop } from './offered.ts'
import { redeem, returnRedemption } from './redeem.ts'
import { type GivenReward, type Reward, setReward } from './rewards.ts'

useMergePolicy({ staysAlone: async () => [] })

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const words = (text: string, refund_days: number | null = null) => ({
  ...{ parts: [{ kind: 'text', text }], refund_days },
})
const GIVEN: GivenReward = {
  ...{ name: '泡茶课', name_en: 'Brewing tea', description: 'Water, time, cups', kind: 'content' },
  ...{ args: words('Ninety degrees.', 7), points: 100, cash_fen: 0 },
  ...{ ships_free: false, stock: null, per_customer: 1, period: 'ever', levels: [] },
  ...{ is_highlight: false, unit_cost_fen: 0, starts_at: null, ends_at: null, state: 'live' },
  position: 0,
}
const content = (more: Partial<GivenReward> = {}) => setReward(ctx, { ...GIVEN, ...more }, null)
const open = (of: Ctx, { id, points }: Reward, customer: number, key: string = randomUUID()) =>
  redeem(of, {
    ...{ key, rewardId: id, customer, expectedPoints: points, expectedDueFen: 0 },
    ...{ storefront: null, address: null, staffId: null },
  })
async function withPoints(points: number): Promise<number> {
  const node = await newCustomer(ctx)
  await given(ctx, node, points)
  return node
}
const faults = async () => [
  ...(await ledgerFaults(ctx)),
  ...(await Promise.all(rewardChecks.map((c) => c.compare(ctx)))).flatMap((c) =>
    c.differences.filter((d) => d.tenant === ctx.tenantId),
  ),
]

test('64 taps open it once for its points, and it stays open when it is not offered any more', async () => {
  const lesson = await content()
  const node = await withPoints(500)
  expect(await code(readContent(ctx, lesson.id, node))).toBe('content_not_opened')
  const taps = await Promise.all(Array.from({ length: 64 }, () => code(open(ctx, lesson, node))))
  expect(taps.filter((tap) => tap === 'done')).toHaveLength(1)
  expect(taps.filter((tap) => tap === 'reward_limit')).toHaveLength(63)
  expect((await held(ctx, node)).active).toBe(400)
  expect(await readContent(ctx, lesson.id, node)).toMatchObject({
    parts: [{ text: 'Ninety degrees.' }],
  })
  expect((await rewardShop(ctx, node)).rewards).toMatchObject([{ is_opened: true }])
  await setReward(ctx, { ...GIVEN, state: 'stopped' }, { id: lesson.id, revision: lesson.revision })
  expect(await readContent(ctx, lesson.id, node)).toMatchObject({ name: '泡茶课' })
  expect(await code(readContent(ctx, lesson.id, await withPoints(500)))).toBe('content_not_opened')
  expect(await faults()).toEqual([])
})

test('64 times the same key is one opening', async () => {
  const lesson = await content()
  const node = await withPoints(500)
  const taps = await Promise.all(
    Array.from({ length: 64 }, () => code(open(ctx, lesson, node, 'the same one'))),
  )
  expect(new Set(taps)).toEqual(new Set(['done']))
  expect((await held(ctx, node)).active).toBe(400)
})

test('its points are given back for as long as was said, whatever is said later, and then it is closed to her', async () => {
  const lesson = await content()
  const kept = await content({ args: words('For good.') })
  const node = await withPoints(500)
  const first = await open(ctx, lesson, node)
  const second = await open(ctx, kept, node)
  await setReward(
    ctx,
    { ...GIVEN, args: words('Ninety degrees.') },
    { id: lesson.id, revision: lesson.revision },
  )
  const late: Ctx = { ...ctx, now: () => new Date(Date.now() + 8 * 86_400_000) }
  expect(await code(returnRedemption(late, first.redemption.id, 'x'))).toBe(
    'content_not_refundable',
  )
  expect(await code(returnRedemption(ctx, second.redemption.id, 'x'))).toBe(
    'content_not_refundable',
  )
  await Promise.all(
    Array.from({ length: 8 }, () => returnRedemption(ctx, first.redemption.id, 'Not for her')),
  )
  expect((await held(ctx, node)).active).toBe(400)
  expect(await code(readContent(ctx, lesson.id, node))).toBe('content_not_opened')
  expect(await code(open(ctx, lesson, node))).toBe('done')
  expect((await held(ctx, node)).active).toBe(300)
  expect(await faults()).toEqual([])
})

test('who is proved to be one with her reads it too; a claim opens nothing', async () => {
  const lesson = await content()
  const [hers, other, claimant] = [
    await withPoints(500),
    await newCustomer(ctx),
    await newCustomer(ctx),
  ]
  await open(ctx, lesson, hers)
  await mergeCustomers(ctx, hers, other, 'test')
  const { mergeId } = await mergeCustomers(ctx, hers, claimant, 'test')
  await sql`update identity_merge set evidence = 'claimed' where tenant_id = ${ctx.tenantId} and id = ${mergeId}`.execute(
    ctx.pg,
  )
  expect(await readContent(ctx, lesson.id, other)).toMatchObject({
    parts: [{ text: 'Ninety degrees.' }],
  })
  expect(await code(readContent(ctx, lesson.id, claimant))).toBe('content_not_opened')
})

test('it is sold once a customer, for points alone', async () => {
  expect(await code(content({ per_customer: 2 }))).toBe('reward_content_once')
  expect(await code(content({ per_customer: null }))).toBe('reward_content_once')
  expect(await code(content({ period: 'year' }))).toBe('reward_content_once')
  expect(await code(content({ cash_fen: 100 }))).toBe('reward_cash')
  expect(await code(content({ args: words(' ') }))).toBe('reward_args')
})

test('its words and pictures come in the brand’s order, with the room each picture takes; its pictures cannot be removed while it shows them', async () => {
  const [cup, pot, loose] = [
    await testPicture(ctx, 40, 20),
    await testPicture(ctx, 30, 60),
    await testPicture(ctx),
  ]
  const picture = (id: string, alt = '') => ({ kind: 'picture', picture_id: id, alt })
  const lesson = await content({
    args: {
      parts: [
        picture(cup.id, 'A cup'),
        { kind: 'text', text: ' Then wait. ' },
        picture(pot.id),
        picture(cup.id),
      ],
      refund_days: null,
    },
  })
  const node = await withPoints(500)
  await open(ctx, lesson, node)
  const size = ({ url, width, height }: typeof cup) => ({ url, width, height })
  expect((await readContent(ctx, lesson.id, node)).parts).toEqual([
    { kind: 'picture', alt: 'A cup', ...size(cup) },
    { kind: 'text', text: 'Then wait.' },
    { kind: 'picture', alt: '', ...size(pot) },
    { kind: 'picture', alt: '', ...size(cup) },
  ])
  expect(await code(removePicture(ctx, cup.id))).toBe('picture_in_use')
  await setReward(
    ctx,
    { ...GIVEN, args: { parts: [picture(pot.id)], refund_days: null } },
    { id: lesson.id, revision: lesson.revision },
  )
  expect(await code(removePicture(ctx, cup.id))).toBe('done')
  expect(await code(removePicture(ctx, pot.id))).toBe('picture_in_use')
  expect(await code(removePicture(ctx, loose.id))).toBe('done')
})

test('a picture of another brand, nothing at all, or more words than anybody reads is no content', async () => {
  const theirs = await testPicture(await testCtx())
  const of = (parts: object[]) => code(content({ args: { parts, refund_days: null } }))
  expect(await of([{ kind: 'picture', picture_id: theirs.id, alt: '' }])).toBe('picture_not_found')
  expect(await of([])).toBe('reward_args')
  expect(await of([{ kind: 'video', url: 'x' }])).toBe('reward_args')
  const long = { kind: 'text', text: 'x'.repeat(10_001) }
  expect(await of([long, long])).toBe('reward_content_long')
})

const rule = (on: object, caps: object = {}): EarnRule =>
  Rule.parse({
    on,
    caps: { day_points: null, day_times: null, person_points: null, person_times: null, ...caps },
  })

test('an order of what a way says brings the points it says, and a fen less does not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      (points, per_fen, missing) => {
        const nothing = { today: { times: 0, points: 0 }, ever: { times: 0, points: 0 } }
        const of = rule({ kind: 'order', points, per_fen, round: 'down' })
        const way = wayOf('orders', of, missing, nothing)
        const earned = (fen: number) => Math.floor((fen * points) / per_fen)
        const spend = way?.spend_fen ?? 0
        expect(earned(spend)).toBeGreaterThanOrEqual(missing)
        expect(earned(spend - 1)).toBeLessThan(missing)
      },
    ),
  )
})

test('ways on are what rules still give her, the nearest first', async () => {
  const publish = async (name: string, of: EarnRule) => {
    const { id } = await draftRule(ctx, { name, rule: of })
    await publishRule(ctx, id)
    return id
  }
  await publish('下单', rule({ kind: 'order', points: 1, per_fen: 100, round: 'down' }))
  await publish('评价', rule({ kind: 'event', event: 'reviewed', points: 50 }))
  const checkIn = await publish('签到', rule({ kind: 'check_in', event: 'checked_in', points: 5 }))
  await publish('完善资料', rule({ kind: 'profile', attributes: ['birthday'], points: 200 }))
  await draftRule(ctx, {
    ...{ name: '草稿', rule: rule({ kind: 'event', event: 'x', points: 1_000 }) },
  })
  const node = await newCustomer(ctx)
  const names = async () => (await waysToEarn(ctx, node, 120)).map((way) => way.name)
  expect(await waysToEarn(ctx, node, 120)).toEqual([
    { name: '完善资料', kind: 'profile', points: 200, spend_fen: null, times: 1 },
    { name: '评价', kind: 'event', points: 50, spend_fen: null, times: 3 },
    { name: '签到', kind: 'check_in', points: 5, spend_fen: null, times: 24 },
    { name: '下单', kind: 'order', points: 120, spend_fen: 12_000, times: null },
  ])
  await sql`insert into points_given (tenant_id, rule_id, node_id, day, times, points)
    select ${ctx.tenantId}, ${checkIn}, ${node}, (${ctx.now()}::timestamptz at time zone t.timezone)::date, 1, 5
    from tenant t where t.id = ${ctx.tenantId}`.execute(ctx.pg)
  // Checked in today: no more of it today.
  expect(await names()).toEqual(['完善资料', '评价', '下单'])
})
