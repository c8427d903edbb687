import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes as audienceRoutes } from './audiences/index.ts'
import { routes as collectRoutes } from './collect/index.ts'
import { draft, submission, testCollector } from './collect/testing.ts'
import { routes as commerceRoutes, recordOrders } from './commerce/index.ts'
import { order } from './commerce/testing.ts'
import { routes as identityRoutes } from './identity/index.ts'
import { routes as insightRoutes } from './insight/index.ts'
import { type Api, addPerson, signInAs, testApi } from './org/testing.ts'
import { type TestCtx, testCtx } from './platform/testing.ts'
import { applyRelations, routes as profileRoutes } from './profile/index.ts'

interface Route {
  method: string
  url: string
}
const routes: Route[] = []
const collector = testCollector(await testCtx())
let ctx: TestCtx
let api: Api
/** wang's friend, and li's. */
let mine = 0
let theirs = 0

/** What each write needs to get past the check of its shape; a new route gets a line here. */
const BODIES: Record<string, object> = {
  'POST /customers/:id/tags': { add: ['老客'], remove: [] },
  'PUT /customers/:id/attributes/:name': { value: 'x', version: '' },
  'POST /customers/:id/attributes/:name/undo': { version: '' },
  'POST /customers/:id/attributes/reveal': { names: ['x'], reason: 'asked for' },
  'PUT /customers/:id/assignment': { kind: 'store', code: null, reason: 'x' },
  'POST /customers/:id/consents': {
    ...{ purpose: 'marketing', channel: 'sms', state: 'withdrawn' },
    source: 'x',
  },
  'POST /customers/:id/family': { other_id: 1, kind: 'parent' },
  'POST /customers/:id/family/:link/agree': {},
  'POST /customers/:id/family/:link/end': {},
  'POST /customers/:id/relations': { staff_id: 'wang' },
  'POST /customers/:id/relations/:staff/end': {},
  'POST /customers/:id/touchpoints': { kind: 'phone', state: 'do_not_disturb' },
  'POST /customers/:id/export': { reason: 'x' },
  'POST /customers/:id/erase': { reason: 'x', confirm: '1' },
}

beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, {
    before: (app) =>
      app.addHook('onRoute', (route) => {
        for (const method of [route.method].flat())
          if (method !== 'HEAD' && route.config?.scoped && route.url.includes('/customers/:id'))
            routes.push({ method, url: route.url.replace('/api/v1', '') })
      }),
    domains: [
      profileRoutes,
      identityRoutes,
      collectRoutes(collector),
      commerceRoutes,
      audienceRoutes,
      insightRoutes,
    ],
  })
  const arrivals = ['mine', 'theirs'].map((member) =>
    draft({ name: `visit_of_${member}`, identifiers: [{ namespace: 'member_id', value: member }] }),
  )
  await collector.submit(submission(ctx, arrivals))
  const { rows } = await sql<{ value: string; node_id: number }>`
    select value, node_id from identifier where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const nodes = new Map(rows.map((row) => [row.value, row.node_id]))
  mine = nodes.get('mine') ?? 0
  theirs = nodes.get('theirs') ?? 0
  const friend = { state: 'friend', storeId: null, channelId: null, source: 'wecom' } as const
  const since = { addedAt: new Date('2026-01-01'), endedAt: null }
  await applyRelations(ctx, [
    { ...friend, ...since, node: mine, staffId: 'wang' },
    { ...friend, ...since, node: theirs, staffId: 'li' },
  ])
  await recordOrders(ctx, [
    order('order-of-mine', 100, { node: mine }),
    order('order-of-theirs', 100, { node: theirs }),
  ])
})
afterAll(() => collector.stop())

const asWang = async () =>
  signInAs(api, await addPerson(ctx, 'admin', { kind: 'own', ids: ['wang'] }))
const urlFor = (url: string, id: number) =>
  url
    .replace(':id', String(id))
    .replace(':link', '01890000-0000-7000-8000-000000000000')
    .replace(/:\w+/g, 'name')

test('no route shows or changes a customer who is out of sight', async () => {
  const session = await asWang()
  expect(routes.length).toBeGreaterThan(15)
  const answers = []
  for (const { method, url } of routes) {
    const body = method === 'GET' ? undefined : BODIES[`${method} ${url}`]
    if (method !== 'GET') expect(body, `${method} ${url} needs a body in this test`).toBeDefined()
    const { status, text } = await api.call(method, urlFor(url, theirs), {
      session,
      ...(body && { body }),
    })
    if (status !== 404) answers.push(`${method} ${url}: ${status} ${text.slice(0, 200)}`)
  }
  expect(answers).toEqual([])
})

test('what is in sight is shown, and is not as soon as the guide has left', async () => {
  const session = await asWang()
  const reads = routes.filter(
    (route) => route.method === 'GET' && !/:\w+/.test(route.url.slice(15)),
  )
  expect(reads.length).toBeGreaterThan(6)
  for (const { url } of reads)
    expect((await api.call('GET', urlFor(url, mine), { session })).status, url).toBe(200)
  await sql`insert into staff (tenant_id, id, code, name, state, created_at)
    values (${ctx.tenantId}, gen_random_uuid(), 'wang', '王', 'left', now())`.execute(ctx.pg)
  for (const { url } of reads)
    expect((await api.call('GET', urlFor(url, mine), { session })).status, url).toBe(404)
  await sql`delete from staff where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
})

test('lists hold only what is in sight', async () => {
  const session = await asWang()
  const orders = await api.call('GET', '/orders', { session })
  expect(orders.text).toContain('order-of-mine')
  expect(orders.text).not.toContain('order-of-theirs')
  expect((await api.call('GET', `/orders?customer_id=${theirs}`, { session })).body.items).toEqual(
    [],
  )
  const { text } = await api.call('GET', '/customers/by/member_id/theirs', { session })
  expect(text).toContain('customer_not_found')
  // They know nothing of scopes, and are closed.
  for (const url of ['/events', `/events?customer_id=${theirs}`, '/identity/conflicts'])
    expect((await api.call('GET', url, { session })).body.error).toMatchObject({
      code: 'outside_scope',
    })
})
