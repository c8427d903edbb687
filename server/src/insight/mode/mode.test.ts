import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { record } from '../gmv/testing-rows.ts'
import { routes } from '../routes.ts'
import { propose, WANTED } from './proposal.ts'

test('a brand new to its private domain is proposed to empower others, a grown one to close its own loop', () => {
  const none = { age_days: 10, friends: 20, own_share: 0.1, own_visitors: 3 }
  expect(propose(none).mode).toBe('empower')
  expect(propose(WANTED).mode).toBe('own_loop')
  // Three of four speak for it.
  expect(propose({ ...WANTED, own_visitors: 0 }).mode).toBe('own_loop')
  expect(propose({ ...WANTED, own_visitors: 0, own_share: 0 }).mode).toBe('empower')
  expect(propose(none).reasons.map(({ speaks_for }) => speaks_for)).toEqual(
    Array(4).fill('empower'),
  )
})

test('who manages settings decides the mode; its figures and the one proposed stand beside it', async () => {
  const now = new Date('2026-03-31T04:00:00Z')
  const ctx = { ...(await testCtx()), now: () => now }
  const api = await testApi(ctx, { domains: [routes] })
  api.base.clock.now = now
  const [customer = 0] = await newCustomers(ctx, 1)
  await record(ctx, [
    { customer, name: 'page_viewed', at: Date.parse('2025-03-01T00:00:00Z') },
    { customer, name: 'page_viewed', at: Date.parse('2026-03-01T00:00:00Z') },
    {
      customer,
      name: 'order_paid',
      at: Date.parse('2026-03-02T00:00:00Z'),
      fen: 3_000,
      order: 'a',
    },
    {
      customer,
      name: 'order_paid',
      at: Date.parse('2026-03-02T00:00:00Z'),
      fen: 1_000,
      order: 'b',
      platform: 'taobao',
    },
  ])
  const owner = await keyOf(ctx, 'owner')
  const asked = await api.call('GET', '/insight/mode', { key: owner })
  expect(asked.body).toMatchObject({
    mode: 'empower',
    decided_at: null,
    proposal: { mode: 'empower' },
  })
  const { reasons } = asked.body.proposal as unknown as {
    reasons: { reason: string; value: number }[]
  }
  expect(Object.fromEntries(reasons.map(({ reason, value }) => [reason, value]))).toMatchObject({
    ...{ age_days: 395, friends: 1, own_share: 0.75 },
  })
  const next = {
    mode: 'own_loop',
    own_platforms: ['mini_program'],
    touch_platforms: ['wecom'],
    window_days: 14,
  }
  const analyst = await keyOf(ctx, 'analyst')
  expect((await api.call('PUT', '/insight/mode', { key: analyst, body: next })).status).toBe(403)
  expect((await api.call('PUT', '/insight/mode', { key: owner, body: next })).body).toMatchObject(
    next,
  )
  expect((await api.call('GET', '/insight/mode', { key: analyst })).body).toMatchObject({
    ...next,
    decided_at: now.toISOString(),
  })
})
