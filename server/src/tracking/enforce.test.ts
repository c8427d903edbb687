import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { routes as collectRoutes, drainOutbox } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { createApiKey } from '../org/index.ts'
import { testApi } from '../org/testing.ts'
import { recordEvents } from '../platform/outbox.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { createEventRules } from './enforce.ts'
import { routes } from './routes.ts'
import { addRule, editRule, listRules, tryRule } from './rules.ts'

const bought = (amount: unknown, messageId: string) =>
  draft({ name: 'bought', messageId, props: { amount } })

async function brand() {
  const ctx = await testCtx()
  const rules = createEventRules((tenantId) => ({ ...ctx, tenantId }))
  return { ctx, collector: testCollector(ctx, { rules }) }
}
const refusing = (ctx: TestCtx) =>
  addRule(ctx, {
    event_name: 'bought',
    property: 'amount',
    setting: { kind: 'range', min: 0, max: 100 },
    action: 'reject',
  })
/** When it was asked the last time in vain, from now: a machine that answers late is not at fault. */
async function secondsUntil(holds: () => Promise<boolean>): Promise<number> {
  const begin = performance.now()
  for (let last = 0; ; ) {
    const asked = performance.now() - begin
    if (await holds()) return last / 1000
    last = asked
    await setTimeout(100)
  }
}
const listed = async (ctx: TestCtx) => (await listRules(ctx, { limit: 50 })).items

test('an event that breaks a refusing rule is refused with the rule’s words, the rest of its batch is taken', async () => {
  const { ctx, collector } = await brand()
  const rule = await refusing(ctx)
  const outcomes = await collector.submit(
    submission(ctx, [bought(50, '1'), bought(500, '2'), draft({ name: 'seen', messageId: '3' })]),
  )
  expect(outcomes.map((o) => o.status)).toEqual(['stored', 'refused', 'stored'])
  expect(outcomes[1]).toMatchObject({
    refusal: {
      code: 'rule_violated',
      reason: 'bought: property “amount” must be a number from 0 to 100',
      ruleId: rule.id,
      eventName: 'bought',
    },
  })
  await collector.stop()
})

test('events that break a warning rule are taken and counted once, however often they are sent', async () => {
  const { ctx, collector } = await brand()
  await addRule(ctx, {
    event_name: 'bought',
    property: 'amount',
    setting: { kind: 'type', type: 'number' },
    action: 'warn',
  })
  const events = [bought('ten', '1'), bought('twenty', '2'), bought(3, '3')]
  await collector.submit(submission(ctx, events))
  const again = await collector.submit(submission(ctx, events))
  expect(again.map((o) => o.status)).toEqual(['duplicate', 'duplicate', 'duplicate'])
  const [rule] = await listed(ctx)
  expect(rule).toMatchObject({ warned: 2, refused: 0 })
  expect(rule?.samples).toHaveLength(2)
  await collector.stop()
})

test('what Homefield records itself is held against no rule', async () => {
  const { ctx, collector } = await brand()
  await addRule(ctx, {
    event_name: 'order_paid',
    property: 'lines',
    setting: { kind: 'required' },
    action: 'reject',
  })
  await recordEvents(ctx, [
    { name: 'order_paid', customerId: null, at: new Date(), source: 'taobao' },
  ])
  await drainOutbox(ctx, collector)
  const rows = await ctx.stores.pg.pool.query('select 1 from event_outbox where tenant_id = $1', [
    ctx.tenantId,
  ])
  expect(rows.rows).toEqual([])
  await collector.stop()
})

test('a rule that was changed holds within three seconds, in collectors that knew the old one', async () => {
  const { ctx, collector } = await brand()
  const rule = await refusing(ctx)
  expect((await collector.submit(submission(ctx, [bought(500, 'a')])))[0]?.status).toBe('refused')
  await editRule(ctx, rule.id, { version: rule.version, action: 'off' })
  const isTaken = async () =>
    (await collector.submit(submission(ctx, [bought(500, 'a')])))[0]?.status === 'stored'
  expect(await secondsUntil(isTaken)).toBeLessThan(3)
  await collector.stop()
})

test('a rule is tried on the last seven days before it refuses', async () => {
  const { ctx, collector } = await brand()
  await collector.submit(
    submission(ctx, [
      bought(5, '1'),
      bought(500, '2'),
      bought('much', '3'),
      draft({ name: 'bought', messageId: '4' }),
      { ...bought(900, '5'), at: Date.now() - 8 * 86_400_000 },
    ]),
  )
  const tried = await tryRule(ctx, {
    event_name: 'bought',
    property: 'amount',
    setting: { kind: 'range', min: 0, max: 100 },
  })
  expect(tried).toMatchObject({ events: 4, broken: 2, sources: [{ source: 'test', broken: 2 }] })
  expect(tried.samples).toHaveLength(2)
  await collector.stop()
})

test('a dead letter of a rule is found by it, and comes in once the rule is mended', async () => {
  const { ctx, collector } = await brand()
  const api = await testApi(ctx, { domains: [routes(ctx), collectRoutes(collector)] })
  const key = (await createApiKey(ctx, { name: 'mine', role: 'owner' })).secret
  const rule = await refusing(ctx)
  const event = {
    id: 'm1',
    name: 'bought',
    identifiers: [{ namespace: 'member_id', value: 'u1' }],
    properties: { amount: 500 },
  }
  const raw = Buffer.from(JSON.stringify({ events: [event] }))
  const [outcome] = await collector.submit(submission(ctx, [bought(500, 'm1')]))
  expect(outcome?.status).toBe('refused')
  await ctx.stores.pg.pool.query(
    `insert into dead_letter (tenant_id, id, received_at, protocol, verified, code, reason, event_name, rule_id, raw)
     values ($1, $2, now(), 'homefield', true, 'rule_violated', 'x', 'bought', $3, $4)`,
    [ctx.tenantId, '01890000-0000-7000-8000-000000000001', rule.id, raw],
  )
  const found = await api.call('GET', `/dead-letters?rule=${rule.id}`, { key })
  expect(found.body.items).toHaveLength(1)
  const id = '01890000-0000-7000-8000-000000000001'
  const refused = await api.call('POST', `/dead-letters/${id}/replay`, { key, body: {} })
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([400, 'still_refused'])
  const mended = await api.call('PATCH', `/tracking/rules/${rule.id}`, {
    key,
    body: { version: rule.version, setting: { kind: 'range', min: 0, max: 1000 } },
  })
  expect(mended.status).toBe(200)
  const comesIn = async () =>
    (await api.call('POST', `/dead-letters/${id}/replay`, { key, body: {} })).status === 200
  expect(await secondsUntil(comesIn)).toBeLessThan(3)
  await collector.stop()
})
