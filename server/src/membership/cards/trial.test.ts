import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { mergeCustomers } from '../../identity/index.ts'
import { request, seen } from '../../identity/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { setBenefit } from '../benefits/benefits.ts'
import { entitledTo } from '../benefits/entitled.ts'
import { findProgramme, setProgramme } from '../programme/programme.ts'
import { onDay } from '../testing-members.ts'
import { cardsOf } from './cards.ts'
import { setPlan } from './plans.ts'
import { giveTrialsOf } from './trial.ts'

let ctx: TestCtx
const day = (text: string) => onDay(ctx, text)
const PLAN = {
  ...{ code: 'svip', name: '超级会员卡', name_en: 'Super card', price_fen: 99_00, days: 30 },
  ...{ sku: null, is_retired: false },
}
const setTrial = async (trial_plan: string | null) =>
  setProgramme(
    ctx,
    {
      ...{ name: '主场会员', terms_version: '1', terms_text: '', joining: [], join_event: null },
      trial_plan,
    },
    (await findProgramme(ctx))?.revision ?? 0,
  )
beforeEach(async () => {
  ctx = onDay(await testCtx(), '2025-03-01')
  await setPlan(ctx, { ...PLAN, trial_days: 7 }, 0)
  await setPlan(ctx, { ...PLAN, code: 'no_trial', trial_days: 0 }, 0)
  await setBenefit(
    ctx,
    {
      ...{ code: 'card_off', kind: 'discount', name: 'n', name_en: 'n', args: { off_bp: 500 } },
      ...{ stacks: false, behaviour: null, unit_cost_fen: 0, per_customer: null, period: 'ever' },
      ...{ uses_limit: null, is_retired: false },
      holders: [{ holder: 'card', holder_code: 'svip' }],
    },
    0,
  )
})
const at = (text: string) => day(text).now().getTime()
async function leaves(ids: Record<string, string>, on: string, isVerified = true): Promise<number> {
  const [node] = await seen(day(on), [request(ids, { at: at(on), isVerified })])
  return node ?? 0
}
const trials = async (node: number) => (await cardsOf(ctx, node)).length
async function settle(on: string): Promise<void> {
  while ((await giveTrialsOf(day(on))) > 0);
}

test('who leaves a phone number is given the trial for its days, once, however often she leaves more', async () => {
  await setTrial('svip')
  const node = await leaves({ cookie: 'c1' }, '2025-03-02')
  await settle('2025-03-02')
  expect(await trials(node)).toBe(0)
  await leaves({ cookie: 'c1', phone: '13800000001' }, '2025-03-03')
  await settle('2025-03-03')
  const [card] = await cardsOf(ctx, node)
  expect(card).toMatchObject({ is_trial: true, price_fen: 0, plan_code: 'svip', state: 'active' })
  expect((card?.ends_at.getTime() ?? 0) - at('2025-03-03')).toBe(7 * 86_400_000)
  const codes = async (on: string) => (await entitledTo(day(on), node)).map((b) => b.code)
  expect(await codes('2025-03-04')).toEqual(['card_off'])
  expect(await codes('2025-03-11')).toEqual([])
  await leaves({ phone: '13800000001', email: 'a@example.com' }, '2025-03-12')
  await settle('2025-03-12')
  expect(await trials(node)).toBe(1)
})

test('what only a browser says is no contact; once it is proved it is', async () => {
  await setTrial('svip')
  const node = await leaves({ phone: '13800000002' }, '2025-03-02', false)
  await settle('2025-03-02')
  expect(await trials(node)).toBe(0)
  await leaves({ phone: '13800000002' }, '2025-03-03')
  await settle('2025-03-03')
  expect(await trials(node)).toBe(1)
})

test('whoever the brand could reach before it set the trial is given none', async () => {
  const node = await leaves({ phone: '13800000003' }, '2025-02-20')
  await setTrial('svip')
  await leaves({ phone: '13800000003', email: 'b@example.com' }, '2025-03-02')
  await settle('2025-03-02')
  expect(await trials(node)).toBe(0)
})

test('64 at once give one; two who are found to be one keep the one each had, and none is given anew', async () => {
  await setTrial('svip')
  const a = await leaves({ phone: '13800000004' }, '2025-03-02')
  await Promise.all(Array.from({ length: 64 }, () => giveTrialsOf(day('2025-03-02'))))
  expect(await trials(a)).toBe(1)
  const b = await leaves({ cookie: 'c5' }, '2025-03-02')
  await mergeCustomers(day('2025-03-02'), a, b, 'the same person')
  await leaves({ cookie: 'c5', email: 'c@example.com' }, '2025-03-03')
  await settle('2025-03-03')
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from card
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(1)
})

test('a card without days to be tried is refused', async () => {
  await expect(setTrial('no_trial')).rejects.toMatchObject({ code: 'no_trial_of_plan' })
  await expect(setTrial('nothing')).rejects.toMatchObject({ code: 'no_trial_of_plan' })
})
