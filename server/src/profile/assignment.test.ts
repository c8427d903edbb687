import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { routes as identityRoutes, mergeCustomers, unmerge } from '../identity/index.ts'
import { seen } from '../identity/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { inTx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { assignCustomers, customersOfStaff, transferCustomers } from './assignment.ts'
import { BACKFILL, backfillAssignments } from './assignment-backfill.ts'
import { type AssignmentEvidence, assignByRules } from './assignment-rules.ts'
import { setAssignmentSettings } from './assignment-settings.ts'
import { assignmentsOf } from './assignment-store.ts'
import { routes } from './routes.ts'
import { applyRelations } from './tags.ts'

const SETTINGS = {
  store: { protection_days: 30, follow: 'first' },
  guide: { protection_days: 30, follow: 'first' },
} as const

/** Stores s1, s2; wang works in s1, li in s2; zhao has left. */
async function brand(): Promise<TestCtx> {
  const ctx = await testCtx()
  const t = ctx.tenantId
  await sql`insert into store (tenant_id, id, code, name, kind, created_at)
    select ${t}::uuid, gen_random_uuid(), code, code || '店', 'direct', now() from unnest(array['s1', 's2']) as code`.execute(
    ctx.pg,
  )
  await sql`insert into store (tenant_id, id, code, name, kind, closed_on, created_at)
    values (${t}, gen_random_uuid(), 'shut', '关了', 'direct', '2020-01-01', now())`.execute(ctx.pg)
  await sql`insert into staff (tenant_id, id, code, name, state, created_at)
    select ${t}::uuid, gen_random_uuid(), code, code, state, now()
    from unnest(array['wang', 'li', 'zhao'], array['active', 'active', 'left']) as f (code, state)`.execute(
    ctx.pg,
  )
  await sql`insert into staff_post (tenant_id, id, staff_id, store_id, from_at, actor)
    select ${t}::uuid, gen_random_uuid(), f.id, s.id, now(), 'test' from staff f
    join store s on s.tenant_id = f.tenant_id and (f.code, s.code) in (('wang', 's1'), ('li', 's2'))
    where f.tenant_id = ${t}`.execute(ctx.pg)
  return ctx
}
async function customer(ctx: TestCtx, member: string): Promise<number> {
  const [node] = await seen(ctx, [
    { ...REQUEST, identifiers: [{ namespace: 'member_id', value: member }] },
  ])
  return node ?? 0
}
const REQUEST = {
  at: 1_700_000_000_000,
  intent: 'observe' as const,
  isVerified: true,
  source: 'test',
  reason: 'seen',
}
const bought = (node: number, code: string, at: string): AssignmentEvidence => ({
  ...{ node, code, kind: 'store', source: 'order' },
  at: new Date(at),
})
const befriended = (ctx: TestCtx, node: number, staffId: string, at: string, more = {}) =>
  applyRelations(ctx, [
    {
      ...{ node, staffId, state: 'friend', storeId: null, channelId: null, source: 'wecom' },
      ...{ addedAt: new Date(at), endedAt: null, ...more },
    },
  ])
async function whose(ctx: TestCtx, id: number) {
  const rows = await assignmentsOf(ctx, [id])
  return Object.fromEntries(rows.map((row) => [row.kind, `${row.code} by ${row.source}`]))
}
const staffId = async (ctx: TestCtx, code: string) => {
  const { rows } = await sql<{ id: string }>`
    select id from staff where tenant_id = ${ctx.tenantId} and code = ${code}`.execute(ctx.pg)
  return rows[0]?.id ?? ''
}
/** The history, oldest first. */
async function changes(ctx: TestCtx) {
  const { rows } = await sql<{ said: string }>`
    select node_id || ': ' || kind || ' ' || coalesce(from_code, '') || '→' || coalesce(to_code, '')
      || ' by ' || source as said
    from assignment_change where tenant_id = ${ctx.tenantId} order by at, kind, node_id, id`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.said)
}

test('who adds a customer first is their guide, and the store the one they work in', async () => {
  const ctx = await brand()
  const ada = await customer(ctx, 'ada')
  await befriended(ctx, ada, 'wang', '2026-01-02T00:00:00Z')
  await befriended(ctx, ada, 'li', '2026-01-05T00:00:00Z')
  expect(await whose(ctx, ada)).toEqual({ store: 's1 by relation', guide: 'wang by relation' })
  expect(await changes(ctx)).toEqual([
    `${ada}: guide →wang by relation`,
    `${ada}: store →s1 by relation`,
  ])
  // Again the same, as a retried job brings it.
  await befriended(ctx, ada, 'wang', '2026-01-02T00:00:00Z')
  expect(await changes(ctx)).toHaveLength(2)
})

test('nobody is given to a guide who has left, nor to one who is no friend any more', async () => {
  const ctx = await brand()
  const ada = await customer(ctx, 'ada')
  await befriended(ctx, ada, 'zhao', '2026-01-02T00:00:00Z')
  await befriended(ctx, ada, 'wang', '2026-01-02T00:00:00Z', { state: 'deleted_by_customer' })
  expect(await whose(ctx, ada)).toEqual({})
  await befriended(ctx, ada, 'zhao', '2026-01-02T00:00:00Z', { storeId: 's2' })
  expect(await whose(ctx, ada)).toEqual({ store: 's2 by relation' })
})

test('the first store of purchase decides, whatever order the purchases come in', async () => {
  const purchases = ['2025-03-01', '2025-01-01', '2025-02-01'].map((day, i) => [
    `s${i}`,
    `${day}T00:00:00Z`,
  ])
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    const ctx = await brand()
    const ada = await customer(ctx, 'ada')
    for (const i of order) {
      const [code = '', at = ''] = purchases[i] ?? []
      await assignByRules(ctx, [bought(ada, code, at)])
    }
    expect(await whose(ctx, ada)).toEqual({ store: 's1 by order' })
  }
})

test('what came by itself stays while it is protected, then the brand’s rule decides', async () => {
  const ctx = await brand()
  const now = Date.now()
  const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString()
  const [ada, bob] = [await customer(ctx, 'ada'), await customer(ctx, 'bob')]
  await assignByRules(ctx, [bought(ada, 's1', daysAgo(10)), bought(bob, 's1', daysAgo(40))])
  // An earlier purchase that comes to light: only where nothing protects the present one.
  await assignByRules(ctx, [bought(ada, 's2', daysAgo(50)), bought(bob, 's2', daysAgo(50))])
  expect([await whose(ctx, ada), await whose(ctx, bob)]).toEqual([
    { store: 's1 by order' },
    { store: 's2 by order' },
  ])
  await setAssignmentSettings(ctx, {
    ...SETTINGS,
    store: { protection_days: 20, follow: 'latest' },
  })
  await assignByRules(ctx, [bought(ada, 's2', daysAgo(1)), bought(bob, 's1', daysAgo(1))])
  expect([await whose(ctx, ada), await whose(ctx, bob)]).toEqual([
    { store: 's1 by order' },
    { store: 's1 by order' },
  ])
  expect(await changes(ctx)).toEqual([
    `${ada}: store →s1 by order`,
    `${bob}: store →s1 by order`,
    `${bob}: store s1→s2 by order`,
    `${bob}: store s2→s1 by order`,
  ])
})

test('an operator’s word stands against every rule, and a stale one is refused', async () => {
  const ctx = await brand()
  const ada = await customer(ctx, 'ada')
  await assignByRules(ctx, [bought(ada, 's1', '2025-01-01T00:00:00Z')])
  const word = { kind: 'store' as const, code: 's2', reason: '搬家了' }
  await assignCustomers(ctx, [ada], { ...word, version: 1 })
  await assignByRules(ctx, [bought(ada, 's1', '2024-01-01T00:00:00Z')])
  expect(await whose(ctx, ada)).toEqual({ store: 's2 by operator' })
  await expect(
    assignCustomers(ctx, [ada], { ...word, code: 's1', version: 1 }),
  ).rejects.toMatchObject({
    status: 409,
    code: 'edited_meanwhile',
    details: { present: { code: 's2' } },
  })
  expect(await assignCustomers(ctx, [ada], word)).toEqual({ changed: 0 })
  for (const [kind, code, error] of [
    ['store', 'nowhere', 'unknown_store'],
    ['store', 'shut', 'store_closed'],
    ['guide', 'nobody', 'unknown_staff'],
    ['guide', 'zhao', 'staff_left'],
  ] as const)
    await expect(assignCustomers(ctx, [ada], { kind, code, reason: 'x' })).rejects.toMatchObject({
      code: error,
    })
})

test('of two operators at once one decides and the other is told', async () => {
  const ctx = await brand()
  const ada = await customer(ctx, 'ada')
  const give = (code: string) =>
    assignCustomers(ctx, [ada], { kind: 'guide', code, reason: 'x', version: 0 })
  const outcomes = await Promise.allSettled([give('wang'), give('li')])
  expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((o) => o.status === 'rejected')).toMatchObject({
    reason: { code: 'edited_meanwhile' },
  })
  expect(await changes(ctx)).toHaveLength(1)
})

test('a merge shows the most recent operator’s word, else the strongest, else the oldest; unmerging gives back', async () => {
  const ctx = await brand()
  const [ada, bob] = [await customer(ctx, 'ada'), await customer(ctx, 'bob')]
  await sql`update identifier set namespace = 'phone', is_unique = false
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await assignByRules(ctx, [
    bought(ada, 's1', '2025-02-01T00:00:00Z'),
    bought(bob, 's2', '2025-01-01T00:00:00Z'),
  ])
  await befriended(ctx, bob, 'li', '2025-06-01T00:00:00Z')
  const { mergeId, customerId } = await mergeCustomers(ctx, ada, bob, 'same')
  expect(await whose(ctx, customerId)).toEqual({ store: 's2 by order', guide: 'li by relation' })
  await assignCustomers(ctx, [bob], { kind: 'store', code: 's1', reason: 'x' })
  expect(await whose(ctx, customerId)).toMatchObject({ store: 's1 by operator' })
  await unmerge(ctx, mergeId, 'not the same')
  expect(await whose(ctx, ada)).toEqual({ store: 's1 by operator' })
  expect(await whose(ctx, bob)).toEqual({ store: 's2 by order', guide: 'li by relation' })
})

test('all customers of a guide who leaves go to another at once', async () => {
  const ctx = await brand()
  const [a, b, c] = [await customer(ctx, 'a'), await customer(ctx, 'b'), await customer(ctx, 'c')]
  for (const node of [a, b]) await befriended(ctx, node, 'wang', '2025-01-01T00:00:00Z')
  await befriended(ctx, c, 'li', '2025-01-01T00:00:00Z')
  const wang = await staffId(ctx, 'wang')
  expect(await customersOfStaff(ctx, wang)).toEqual({ customers: 2, friends: 2 })
  await expect(transferCustomers(ctx, wang, { toStaff: null, reason: 'x' })).rejects.toMatchObject({
    code: 'nothing_to_transfer',
  })
  await expect(
    transferCustomers(ctx, wang, { toStaff: 'zhao', reason: 'x' }),
  ).rejects.toMatchObject({ code: 'staff_left' })
  const moved = await transferCustomers(ctx, wang, { toStaff: 'li', toStore: 's2', reason: '离职' })
  expect(moved).toEqual({ customers: 2 })
  for (const node of [a, b])
    expect(await whose(ctx, node)).toEqual({ store: 's2 by operator', guide: 'li by operator' })
  expect(await whose(ctx, c)).toEqual({ store: 's2 by relation', guide: 'li by relation' })
  expect(await customersOfStaff(ctx, wang)).toMatchObject({ customers: 0 })
  expect((await changes(ctx)).slice(-4)).toEqual([
    `${a}: guide wang→li by operator`,
    `${b}: guide wang→li by operator`,
    `${a}: store s1→s2 by operator`,
    `${b}: store s1→s2 by operator`,
  ])
  // A second time there is nobody left.
  expect(await transferCustomers(ctx, wang, { toStaff: 'li', reason: 'x' })).toEqual({
    customers: 0,
  })
})

test('a transfer leaves the word that counts for a merged customer alone', async () => {
  const ctx = await brand()
  const [ada, bob] = [await customer(ctx, 'ada'), await customer(ctx, 'bob')]
  await sql`update identifier set namespace = 'phone', is_unique = false
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await befriended(ctx, ada, 'wang', '2025-01-01T00:00:00Z')
  await assignCustomers(ctx, [bob], { kind: 'guide', code: 'li', reason: 'x' })
  const { mergeId, customerId } = await mergeCustomers(ctx, ada, bob, 'same')
  await sql`insert into staff (tenant_id, id, code, name, created_at)
    values (${ctx.tenantId}, gen_random_uuid(), 'sun', 'sun', now())`.execute(ctx.pg)
  const transfer = { toStaff: 'sun', reason: 'x' }
  expect(await transferCustomers(ctx, await staffId(ctx, 'wang'), transfer)).toEqual({
    customers: 0,
  })
  expect(await whose(ctx, customerId)).toMatchObject({ guide: 'li by operator' })
  await unmerge(ctx, mergeId, 'no')
  expect(await whose(ctx, ada)).toMatchObject({ guide: 'sun by relation' })
})

test('each change is an event of the customer’s, dated when what decided it happened', async () => {
  const ctx = await brand()
  const ada = await customer(ctx, 'ada')
  // Read inside the transaction: once committed, whoever drains the outbox may have taken it.
  const events = await inTx(ctx, async (ctx) => {
    await assignByRules(ctx, [bought(ada, 's1', '2025-01-01T00:00:00Z')])
    await assignByRules(ctx, [{ ...bought(ada, 'wang', '1970-01-01T00:00:00Z'), kind: 'guide' }])
    const { rows } = await sql<{ event: Record<string, unknown> }>`
      select event from event_outbox where tenant_id = ${ctx.tenantId} order by position`.execute(
      ctx.pg,
    )
    return rows.map((row) => row.event)
  })
  const common = { name: 'customer_assigned', customerId: ada, historical: true }
  expect(events).toMatchObject([
    {
      ...common,
      at: Date.UTC(2025, 0, 1),
      storeId: 's1',
      staffId: null,
      props: { kind: 'store', from: '', to: 's1', by: 'order' },
    },
    { ...common, at: Date.UTC(2000, 0, 1), storeId: null, staffId: 'wang' },
  ])
})

test('when the transaction around a rule fails, nothing of it remains', async () => {
  const ctx = await brand()
  const ada = await customer(ctx, 'ada')
  const failing = inTx(ctx, async (ctx) => {
    await assignByRules(ctx, [bought(ada, 's1', '2025-01-01T00:00:00Z')])
    throw new Error('later step')
  })
  await expect(failing).rejects.toThrow('later step')
  expect([await whose(ctx, ada), await changes(ctx)]).toEqual([{}, []])
})

test('the API shows, changes and explains it, within the scope of who asks', async () => {
  const ctx = await brand()
  const api = await testApi(ctx, { domains: [routes, identityRoutes] })
  const key = await keyOf(ctx, 'operator')
  const [ada, bob] = [await customer(ctx, 'ada'), await customer(ctx, 'bob')]
  await assignByRules(ctx, [
    bought(ada, 's1', '2025-01-01T00:00:00Z'),
    bought(bob, 's2', '2025-01-01T00:00:00Z'),
  ])
  const url = `/customers/${ada}/assignment`
  expect((await api.call('GET', url, { key })).body).toMatchObject({
    customer_id: ada,
    store: { code: 's1', name: 's1店', source: 'order', version: 1 },
    guide: null,
  })
  const person = await addPerson(ctx, 'operator', { kind: 'store', ids: ['s1'] })
  const session = await signInAs(api, person)
  const given = await api.call('PUT', url, {
    session,
    body: { kind: 'store', code: 's2', reason: '顾客要求', version: 1 },
  })
  expect(given.body).toMatchObject({
    store: { code: 's2', source: 'operator', reason: '顾客要求' },
  })
  // Given away, it is out of sight.
  expect((await api.call('GET', url, { session })).status).toBe(404)
  expect((await api.call('GET', `${url}/history`, { session })).status).toBe(404)
  expect(
    (await api.call('PUT', url, { session, body: { kind: 'store', code: 's1', reason: 'x' } }))
      .status,
  ).toBe(404)
  const batch = { customer_ids: [ada, bob], kind: 'guide', code: 'li', reason: '分配' }
  expect((await api.call('POST', '/customers/assignments', { session, body: batch })).status).toBe(
    404,
  )
  const done = await api.call('POST', '/customers/assignments', { key, body: batch })
  expect(done.body).toEqual({ changed: 2 })
  const history = await api.call('GET', `${url}/history?limit=2`, { key })
  expect(history.body.items).toMatchObject([
    { kind: 'guide', from: null, to: { code: 'li' }, source: 'operator', reason: '分配' },
    { kind: 'store', from: { code: 's1', name: 's1店' }, to: { code: 's2' }, actor: 'operator' },
  ])
  const rest = await api.call('GET', `${url}/history?cursor=${history.body.next_cursor}`, { key })
  expect(rest.body).toMatchObject({
    items: [{ to: { code: 's1' }, source: 'order' }],
    next_cursor: null,
  })
  expect((await api.call('PUT', url, { key, body: { kind: 'store', code: 's1' } })).status).toBe(
    400,
  )

  const stranger = await keyOf(await testCtx(), 'owner')
  for (const path of [url, `${url}/history`])
    expect((await api.call('GET', path, { key: stranger })).status).toBe(404)
  expect(
    (await api.call('POST', '/customers/assignments', { key: stranger, body: batch })).status,
  ).toBe(404)
  const wang = await staffId(ctx, 'wang')
  expect((await api.call('GET', `/staff/${wang}/customers`, { key: stranger })).status).toBe(404)
  expect(
    (await api.call('POST', `/staff/${wang}/transfer`, { key: stranger, body: batch })).status,
  ).toBe(404)
  const { rows } = await sql<{ action: string; details: unknown }>`
    select action, details from audit_log where tenant_id = ${ctx.tenantId} and action like 'customer%'
    order by position`.execute(ctx.pg)
  expect(rows).toMatchObject([
    { action: 'customer.assigned', details: { to: 's2', customers: [{ id: ada, from: 's1' }] } },
    { action: 'customer.assigned', details: { to: 'li', reason: '分配' } },
  ])
})

test('customers who came before their store and guide are given both from what is on record', async () => {
  const ctx = await testCtx()
  const node = await customer(ctx, 'old')
  const kept = await customer(ctx, 'kept')
  await sql`insert into relation (tenant_id, node_id, staff_id, state, source, added_at)
    select ${ctx.tenantId}::uuid, node, 'wang', 'friend', 'wecom', '2024-01-01'
    from unnest(array[${node}, ${kept}]::bigint[]) as node`.execute(ctx.pg)
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  const call = (url: string, body: object) => api.call('POST', url, { key, body })
  const store = await call('/stores', { code: 's1', name: '一店' })
  await call('/staff', { code: 'wang', name: '王', store_id: store.body.id })
  await assignCustomers(ctx, [kept], { kind: 'store', code: null, reason: '总部客户' })
  const answer = await call('/assignment-settings/backfill', {})
  expect(answer.status).toBe(202)
  expect(ctx.jobs.sent.at(-1)).toMatchObject({ queue: BACKFILL, data: { tenantId: ctx.tenantId } })
  expect(await backfillAssignments(ctx)).toBe(3)
  const belongs = async (id: number) =>
    Object.fromEntries((await assignmentsOf(ctx, [id])).map((row) => [row.kind, row.code]))
  expect(await belongs(node)).toEqual({ store: 's1', guide: 'wang' })
  // What an operator said stays, also that it is nobody.
  expect(await belongs(kept)).toEqual({ store: null, guide: 'wang' })
  expect(await backfillAssignments(ctx)).toBe(0)
})
