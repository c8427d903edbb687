import { randomUUIDv7 } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Collector, drainOutbox } from './collect/index.ts'
import { draft, submission, testCollector } from './collect/testing.ts'
import { recordOrders } from './commerce/index.ts'
import { order } from './commerce/testing.ts'
import { routes as deskRoutes, useApprovals } from './desk/index.ts'
import { mergeCustomers } from './identity/index.ts'
import { createFinder } from './imports/customers-of-rows.ts'
import { runImport } from './imports/index.ts'
import { bringIn, csv, fileOf } from './imports/testing.ts'
import { type Api, addPerson, keyOf, signInAs, testApi } from './org/testing.ts'
import { everyPersonalData } from './personal-data.ts'
import { as, sql as ch } from './platform/ch.ts'
import { type TestCtx, testCtx } from './platform/testing.ts'
import {
  eraseApproval,
  routes as profileRoutes,
  sweepErased,
  usePersonalData,
} from './profile/index.ts'

usePersonalData(everyPersonalData)
useApprovals({ customer_erase: eraseApproval })

let ctx: TestCtx
let api: Api
let key: string
let collector: Collector

beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, {
    domains: [profileRoutes, deskRoutes({ folder: join(tmpdir(), 'homefield-no-exports') })],
  })
  key = await keyOf(ctx, 'owner')
  collector = testCollector(ctx)
  return () => collector.stop()
})

async function arrive(given: Record<string, string>, name = 'visit', attributes = {}) {
  await collector.submit(
    submission(ctx, [
      draft({
        name,
        messageId: randomUUIDv7(),
        identifiers: Object.entries(given).map(([namespace, value]) => ({ namespace, value })),
        attributes: Object.entries(attributes).map(([n, value]) => ({
          op: 'set' as const,
          name: n,
          value,
        })),
      }),
    ]),
  )
}
async function holder(namespace: string, value: string): Promise<number> {
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from identifier where tenant_id = ${ctx.tenantId} and namespace = ${namespace} and value = ${value}`.execute(
    ctx.pg,
  )
  return rows[0]?.customer_id ?? 0
}
async function erase(id: number, with_: { key?: string } = { key }): Promise<string> {
  const answer = await api.call('POST', `/customers/${id}/erase`, {
    ...with_,
    body: { reason: 'asked', confirm: String(id) },
  })
  expect([200, answer.text]).toEqual([answer.status, expect.stringContaining('"id"')])
  return String(answer.body.id)
}
async function eventsOf(node: number): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from event where customer_id = ${as('UInt32', node)}`,
  )
  return Number(row?.n ?? 0)
}

test('events that arrive while a customer is erased are hers before, or a new customer’s after', async () => {
  const ids = { member_id: 'in-a-storm', phone: '13922220000' }
  await arrive(ids)
  const before = await holder('member_id', 'in-a-storm')
  let sent = 1
  let going = true
  const storm = Promise.all(
    [1, 2, 3].map(async () => {
      while (going) {
        await arrive(ids, 'visit', { name: `n${sent}` })
        sent += 1
      }
    }),
  )
  await expect.poll(() => sent).toBeGreaterThan(3)
  const request = await erase(before)
  await expect.poll(() => holder('member_id', 'in-a-storm')).toBeGreaterThan(before)
  going = false
  await storm
  expect(await sweepErased(ctx, request, 0)).toBe(true)
  const after = await holder('member_id', 'in-a-storm')
  expect(after).toBeGreaterThan(before)
  expect(await holder('phone', '+8613922220000')).toBe(after)
  expect(await eventsOf(before)).toBe(0)
  expect(await eventsOf(after)).toBeGreaterThan(0)
  expect(await eventsOf(after)).toBeLessThan(sent)
  const { rows } =
    await sql`select 1 from attribute where tenant_id = ${ctx.tenantId} and node_id = ${before}`.execute(
      ctx.pg,
    )
  expect(rows).toEqual([])
})

const PEOPLE = {
  name: 'people',
  source: 'crm',
  zone: 'Asia/Shanghai',
  parts: [
    {
      kind: 'customers',
      fields: { 'identifiers.phone': 'phone', 'attributes.name': 'name', at: 'at' },
    },
  ],
}

test('rows of an import that come after the erasure make her a new customer', async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) =>
      `1380000${String(i % 10).padStart(4, '0')},n${i},2026-01-01 00:00:${String(i % 60).padStart(2, '0')}`,
  )
  const pause = new AbortController()
  const stopped = bringIn(ctx, PEOPLE, [fileOf('p.csv', csv('phone,name,at', ...rows))], {
    collector,
    signal: pause.signal,
    onProgress: () => pause.abort(),
  })
  await expect(stopped).rejects.toMatchObject({ code: 'stopping' })
  const { rows: jobs } = await sql<{ id: string }>`
    select id from data_import where tenant_id = ${ctx.tenantId} order by created_at desc limit 1`.execute(
    ctx.pg,
  )
  const before = await holder('phone', '+8613800000003')
  const request = await erase(before)
  const ended = await runImport(ctx, { collector }, jobs[0]?.id ?? '')
  expect(ended.state).toBe('done')
  expect(await sweepErased(ctx, request, 0)).toBe(true)
  const { rows: left } =
    await sql`select 1 from attribute where tenant_id = ${ctx.tenantId} and node_id = ${before}`.execute(
      ctx.pg,
    )
  expect(left).toEqual([])
  expect(await holder('phone', '+8613800000003')).toBeGreaterThan(before)
  expect(await holder('phone', '+8613800000004')).toBeLessThan(before + 10)
})

test('an import that found a customer before the erasure looks her up again', async () => {
  const finder = createFinder(randomUUIDv7(), 'test')
  const asked = [{ identifiers: [{ namespace: 'phone', value: '13833330000' }], at: Date.now() }]
  const [before = 0] = await finder.nodesOf(ctx, asked)
  expect(await finder.nodesOf(ctx, asked)).toEqual([before])
  await erase(before ?? 0)
  const [after = 0] = await finder.nodesOf(ctx, asked)
  expect(after).toBeGreaterThan(before ?? 0)
})

test('with a second person demanded nothing goes before another one agrees, then all of it', async () => {
  await api.call('PUT', '/privacy-settings', { key, body: { erase_needs_approval: true } })
  const [asker, decider] = [await addPerson(ctx, 'admin'), await addPerson(ctx, 'owner')]
  const [asking, deciding] = [await signInAs(api, asker, ctx), await signInAs(api, decider, ctx)]
  await arrive({ member_id: 'waits' })
  const id = await holder('member_id', 'waits')
  const body = { reason: 'asked', confirm: String(id) }
  const first = await api.call('POST', `/customers/${id}/erase`, { session: asking, body })
  expect(first.body).toMatchObject({ state: 'waiting' })
  const twice = await api.call('POST', `/customers/${id}/erase`, { session: asking, body })
  expect(twice.status).toBe(409)
  expect(await holder('member_id', 'waits')).toBe(id)
  const { rows } = await sql<{ approval_id: string }>`
    select approval_id from privacy_request where tenant_id = ${ctx.tenantId} and state = 'waiting'`.execute(
    ctx.pg,
  )
  expect(rows).toHaveLength(1)
  const decide = (session: typeof asking) =>
    api.call('POST', `/approvals/${rows[0]?.approval_id}/decide`, {
      session,
      body: { decision: 'approve' },
    })
  expect((await decide(asking)).status).toBe(403)
  expect(await holder('member_id', 'waits')).toBe(id)
  expect((await decide(deciding)).status).toBe(200)
  expect(await holder('member_id', 'waits')).toBe(0)
  const { body: request } = await api.call('GET', `/privacy-requests/${first.body.id}`, { key })
  expect(request).toMatchObject({ state: 'erased' })
  await api.call('PUT', '/privacy-settings', { key, body: { erase_needs_approval: false } })
})

test('an order that is corrected after the erasure does not lead to the person again', async () => {
  await arrive({ member_id: 'buyer' })
  const id = await holder('member_id', 'buyer')
  await recordOrders(ctx, [order('kept-1', 9_900, { node: id })], {
    mode: 'first_wins',
    historical: false,
  })
  await erase(id)
  await arrive({ member_id: 'buyer' })
  const again = await holder('member_id', 'buyer')
  await recordOrders(ctx, [order('kept-1', 8_800, { node: again })], {
    mode: 'correct',
    historical: false,
  })
  const { rows } = await sql<{ node_id: number | null; total_fen: number }>`
    select node_id, total_fen from sales_order where tenant_id = ${ctx.tenantId} and external_id = 'kept-1'`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ node_id: null, total_fen: 8_800 }])
})

test('two erase at the same moment: one does, the other finds nobody', async () => {
  await arrive({ member_id: 'twice' })
  const id = await holder('member_id', 'twice')
  const body = { reason: 'asked', confirm: String(id) }
  const answers = await Promise.all(
    [1, 2].map(() => api.call('POST', `/customers/${id}/erase`, { key, body })),
  )
  expect(answers.map((a) => a.status).sort()).toEqual([200, 404])
})

test('the copy for a person holds both sides of a merge, readable, and is written to the log', async () => {
  await arrive({ member_id: 'copy-a', phone: '13911110001' }, 'visit', { name: '欧阳' })
  await arrive({ 'openid:wx1': 'copy-b' }, 'page_viewed')
  const [a, b] = [await holder('member_id', 'copy-a'), await holder('openid:wx1', 'copy-b')]
  await mergeCustomers(ctx, a, b, 'test')
  await recordOrders(ctx, [order('copy-1', 100, { node: b })], {
    mode: 'first_wins',
    historical: false,
  })
  await drainOutbox(ctx, collector)
  const answer = await api.call('POST', `/customers/${b}/export`, {
    key,
    body: { reason: 'by mail' },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-disposition']).toContain(`customer-${a}.json`)
  const copy = JSON.parse(answer.text)
  expect(copy).toMatchObject({
    customer_id: a,
    known_before_as: [b],
    identifiers: expect.arrayContaining([
      expect.objectContaining({ namespace: 'phone', value: '+8613911110001' }),
      expect.objectContaining({ namespace: 'openid:wx1', value: 'copy-b' }),
    ]),
    orders: [expect.objectContaining({ number: 'copy-1', total_fen: 100 })],
  })
  expect(copy.events.map((e: { name: string }) => e.name)).toEqual(
    expect.arrayContaining(['visit', 'page_viewed', 'order_paid']),
  )
  const { rows } = await sql`select 1 from audit_log
    where tenant_id = ${ctx.tenantId} and action = 'customer.exported' and object_id = ${String(a)}`.execute(
    ctx.pg,
  )
  expect(rows).toHaveLength(1)
})

test('the copy is for those who may see personal values, erasing for those who may erase', async () => {
  await arrive({ member_id: 'guarded' })
  const id = await holder('member_id', 'guarded')
  const status = async (role: 'operator' | 'analyst' | 'guide', what: 'export' | 'erase') => {
    const body = what === 'export' ? { reason: 'x' } : { reason: 'x', confirm: String(id) }
    const session = await signInAs(api, await addPerson(ctx, role), ctx)
    return (await api.call('POST', `/customers/${id}/${what}`, { session, body })).status
  }
  expect(await status('operator', 'export')).toBe(403)
  expect(await status('analyst', 'export')).toBe(403)
  expect(await status('operator', 'erase')).toBe(403)
  expect(await status('guide', 'erase')).toBe(403)
  const other = await testCtx()
  const stranger = await keyOf(other, 'owner')
  for (const what of ['export', 'erase'])
    expect(
      (
        await api.call('POST', `/customers/${id}/${what}`, {
          key: stranger,
          body: { reason: 'x', confirm: String(id) },
        })
      ).status,
    ).toBe(404)
  expect(await holder('member_id', 'guarded')).toBe(id)
})
