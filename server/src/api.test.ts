import { randomUUIDv7 } from 'node:crypto'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes as audienceRoutes } from './audiences/index.ts'
import { routes as collectRoutes, tenantRoutes, writeKeyRoutes } from './collect/index.ts'
import { draft, submission, testCollector } from './collect/testing.ts'
import { routes as commerceRoutes } from './commerce/index.ts'
import { routes as identityRoutes, mergeCustomers } from './identity/index.ts'
import { routes as importRoutes } from './imports/index.ts'
import { routes as insightRoutes } from './insight/index.ts'
import { routes as membershipRoutes } from './membership/index.ts'
import { routes as messageRoutes } from './messages/index.ts'
import { createApiKey } from './org/index.ts'
import { type Api, addPerson, signInAs, testApi, testSecrets } from './org/testing.ts'
import { ROLE_PERMISSIONS } from './platform/auth.ts'
import { type TestCtx, testCtx } from './platform/testing.ts'
import { routes as profileRoutes } from './profile/index.ts'
import { routes as promotionRoutes } from './promotion/index.ts'
import { createShopAuthenticator, routes as shopRoutes } from './shop/index.ts'
import { routes as trackingRoutes } from './tracking/index.ts'

interface Route {
  method: string
  url: string
  access: string
}
const routes: Route[] = []
let mine: TestCtx
let other: TestCtx
let api: Api
let key: string
let strangerKey: string
const collector = testCollector(await testCtx())

beforeAll(async () => {
  mine = await testCtx()
  other = await testCtx()
  api = await testApi(mine, {
    authenticateShopper: createShopAuthenticator,
    before: (app) =>
      app.addHook('onRoute', (route) => {
        for (const method of [route.method].flat())
          if (method !== 'HEAD' && !route.schema?.hide)
            routes.push({ method, url: route.url, access: String(route.config?.access) })
      }),
    domains: [
      tenantRoutes,
      writeKeyRoutes,
      profileRoutes,
      identityRoutes,
      collectRoutes(collector),
      trackingRoutes(mine),
      commerceRoutes,
      audienceRoutes,
      insightRoutes,
      promotionRoutes,
      membershipRoutes,
      messageRoutes,
      (app, base) => shopRoutes({ base, secrets: testSecrets, publicUrl: undefined })(app),
      importRoutes({ folder: `${tmpdir()}/homefield-uploads-${process.pid}`, maxBytes: 1_000_000 }),
    ],
  })
  key = (await createApiKey(mine, { name: 'mine', role: 'owner' })).secret
  strangerKey = (await createApiKey(other, { name: 'theirs', role: 'owner' })).secret
})
afterAll(() => collector.stop())

const codeOf = (answer: { text: string }) =>
  (JSON.parse(answer.text) as { error: { code: string } }).error.code
const known = (member: string, more: { namespace: string; value: string }[] = []) => [
  { namespace: 'member_id', value: member },
  ...more,
]
async function arrive(
  ctx: TestCtx,
  name: string,
  identifiers: { namespace: string; value: string }[],
  attributes: Record<string, string> = {},
) {
  await collector.submit(
    submission(ctx, [
      draft({
        name,
        identifiers,
        attributes: Object.entries(attributes).map(([n, value]) => ({
          op: 'set' as const,
          name: n,
          value,
        })),
      }),
    ]),
  )
}

test('every route that is not public refuses who does not say who they are', async () => {
  const open: string[] = []
  for (const { method, url, access } of routes) {
    if (access === 'public') continue
    const path = url.replace(/:id|:mergeId/g, randomUUIDv7()).replace(/:\w+/g, 'x')
    const answer = await api.call(method, path)
    if (answer.status !== 401) open.push(`${method} ${url} answered ${answer.status}`)
  }
  expect(open).toEqual([])
  expect(routes.length).toBeGreaterThan(40)
})

test('every route of a role that may not is refused, whatever it is asked', async () => {
  const guide = await signInAs(
    api,
    await addPerson(mine, 'guide', { kind: 'own', ids: ['nobody'] }),
  )
  const allowed: string[] = []
  const forGuides = new Set<string>([...ROLE_PERMISSIONS.guide, 'signed-in', 'public', 'shopper'])
  for (const { method, url, access } of routes) {
    if (forGuides.has(access)) continue
    const answer = await api.call(method, url.replace(/:id/g, '1').replace(/:\w+/g, 'x'), {
      session: guide,
    })
    if (answer.status !== 403) allowed.push(`${method} ${url} answered ${answer.status}`)
  }
  expect(allowed).toEqual([])
})

describe("another brand's", () => {
  test('customers, events, orders and imports are not found by their ids', async () => {
    await arrive(mine, 'secret_visit', known('hidden'))
    const { body } = await api.call('GET', '/customers/by/member_id/hidden', { key })
    const id = body.id as unknown as number
    const asStranger = async (url: string) =>
      (await api.call('GET', url, { key: strangerKey })).status
    expect(await asStranger(`/customers/${id}`)).toBe(404)
    expect(await asStranger(`/customers/${id}/events`)).toBe(404)
    expect(await asStranger(`/customers/${id}/orders`)).toBe(404)
    expect(await asStranger('/customers/by/member_id/hidden')).toBe(404)
    expect(await asStranger(`/events?customer_id=${id}`)).toBe(404)
    expect(await asStranger(`/orders/${randomUUIDv7()}`)).toBe(404)
    expect(await asStranger(`/imports/${randomUUIDv7()}`)).toBe(404)
    const merge = await api.call('POST', `/customers/${id}/merge`, {
      key: strangerKey,
      body: { other_id: id },
    })
    expect(merge.status).toBe(404)
    for (const list of [
      '/customers',
      '/events',
      '/dead-letters',
      '/event-catalogue',
      '/orders',
      '/imports',
      '/tracking/events',
      '/tracking/rules',
      '/tracking/named-events',
      '/tracking/pages',
    ])
      expect((await api.call('GET', list, { key: strangerKey })).body.items, list).toEqual([])
  })

  test('merges and conflicts cannot be decided by a stranger', async () => {
    await arrive(mine, 'x', known('ma'))
    await arrive(mine, 'x', [{ namespace: 'unionid', value: 'ub' }])
    const [a, b] = await Promise.all(
      ['member_id/ma', 'unionid/ub'].map(async (by) =>
        Number((await api.call('GET', `/customers/by/${by}`, { key })).body.id),
      ),
    )
    const { mergeId } = await mergeCustomers(mine, a ?? 0, b ?? 0, 'test')
    const refused = await api.call('POST', '/identity/unmerge', {
      key: strangerKey,
      body: { merge_id: mergeId },
    })
    expect(refused.status).toBe(404)
    const done = await api.call('POST', '/identity/unmerge', { key, body: { merge_id: mergeId } })
    expect(done.body.customers).toEqual([Number(a), Number(b)].sort((one, other) => one - other))
    const twice = await api.call('POST', '/identity/unmerge', { key, body: { merge_id: mergeId } })
    expect([twice.status, codeOf(twice)]).toEqual([409, 'already_unmerged'])
  })
})

describe('customers', () => {
  test('are found by name, phone in any form, identifier, its beginning, tag and id', async () => {
    await arrive(
      mine,
      'x',
      known('find-me', [
        { namespace: 'phone', value: '13912345678' },
        { namespace: 'openid:wx1', value: 'oABCdef' },
      ]),
      { name: '欧阳小雪' },
    )
    const find = async (q: string) =>
      (
        (await api.call('GET', `/customers?q=${encodeURIComponent(q)}`, { key })).body
          .items as unknown as { attributes: { name?: string } }[]
      ).map((c) => c.attributes.name)
    for (const q of [
      '欧阳小雪',
      '小雪',
      '139 1234 5678',
      '139123',
      '+8613912345678',
      'find-me',
      'find',
      'oABC',
    ])
      expect(await find(q), q).toContain('欧阳小雪')
    expect(await find('没有这个人')).toEqual([])
    expect(await find('%')).toEqual([])
  })

  test('show personal values masked to roles that may not see them', async () => {
    await arrive(mine, 'x', known('masked', [{ namespace: 'phone', value: '13912340000' }]), {
      email: 'xue@example.com',
    })
    const operator = (await createApiKey(mine, { name: 'op', role: 'operator' })).secret
    const seen = async (as: string) =>
      (await api.call('GET', '/customers/by/member_id/masked', { key: as })).text
    expect(await seen(key)).toContain('+8613912340000')
    expect(await seen(operator)).toContain('+86139****0000')
    expect(await seen(operator)).not.toMatch(/13912340000|xue@/)
  })

  test('page by cursor without a gap; a foreign cursor is refused', async () => {
    const own = await testCtx()
    const ownKey = (await createApiKey(own, { name: 'k', role: 'owner' })).secret
    for (let i = 0; i < 7; i++) await arrive(own, 'x', known(`page-${i}`))
    const seen: number[] = []
    let cursor = ''
    do {
      const { body } = await api.call('GET', `/customers?limit=3${cursor}`, { key: ownKey })
      seen.push(...(body.items as unknown as { id: number }[]).map((c) => c.id))
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : ''
    } while (cursor)
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
    expect(new Set(seen).size).toBe(7)
    const bad = await api.call('GET', '/customers?cursor=nonsense', { key: ownKey })
    expect([bad.status, codeOf(bad)]).toEqual([400, 'invalid_cursor'])
  })

  test('hostile input is a clear refusal, never a failure of ours', async () => {
    const urls = [
      '/customers?q=%00',
      '/customers/0',
      '/customers/99999999999',
      '/customers/abc',
      '/customers?limit=0',
      '/customers/by/phone/%00',
      "/customers?q='%3B%20drop%20table%20customer--",
      '/events?from=yesterday',
      '/events?name=%00%27',
    ]
    for (const url of urls) {
      const { status } = await api.call('GET', url, { key })
      expect(status, url).toBeLessThan(500)
    }
  })

  test('a guide sees only customers she is friends with', async () => {
    await arrive(mine, 'x', known('hers'))
    await arrive(mine, 'x', known('not-hers'))
    const id = Number((await api.call('GET', '/customers/by/member_id/hers', { key })).body.id)
    await mine.stores.pg.pool.query(
      `insert into relation (tenant_id, node_id, staff_id, state, source, added_at) values ($1, $2, 'g1', 'friend', 'test', now())`,
      [mine.tenantId, id],
    )
    const guide = await signInAs(api, await addPerson(mine, 'guide', { kind: 'own', ids: ['g1'] }))
    const { body } = await api.call('GET', '/customers', { session: guide })
    expect((body.items as unknown as { id: number }[]).map((c) => c.id)).toEqual([id])
    expect(
      (await api.call('GET', '/customers/by/member_id/not-hers', { session: guide })).status,
    ).toBe(404)
    expect((await api.call('GET', `/customers/${id}/events`, { session: guide })).status).toBe(200)
  })
})

test('namespaces are declared, and a declaration that customers contradict is refused', async () => {
  await arrive(mine, 'x', known('two-cards', [{ namespace: 'card', value: '1' }]))
  await arrive(mine, 'x', known('two-cards', [{ namespace: 'card', value: '2' }]))
  const unique = {
    namespace: 'card',
    is_weak: false,
    is_unique: true,
    rank: 45,
    max_values: 1,
    normalise: 'trim',
  }
  const refused = await api.call('PUT', '/identity/namespaces', { key, body: unique })
  expect([refused.status, codeOf(refused)]).toEqual([409, 'namespace_has_several'])
  const taken = await api.call('PUT', '/identity/namespaces', {
    key,
    body: { ...unique, namespace: 'badge' },
  })
  expect(taken.status).toBe(200)
  const { body } = await api.call('GET', '/identity/namespaces', { key })
  expect(body.items).toContainEqual({ ...unique, namespace: 'badge' })
})

test('a conflict is listed, decided once, and obeyed ever after', async () => {
  const own = await testCtx()
  const ownKey = (await createApiKey(own, { name: 'k', role: 'owner' })).secret
  await arrive(own, 'x', known('c1', [{ namespace: 'phone', value: '13800001111' }]))
  await arrive(own, 'x', known('c2', [{ namespace: 'phone', value: '13800001111' }]))
  const { body } = await api.call('GET', '/identity/conflicts', { key: ownKey })
  const [conflict] = body.items as unknown as { id: string; kind: string; seen: number }[]
  expect(conflict).toMatchObject({ kind: 'different_values', seen: 1 })
  const resolve = (action: string) =>
    api.call('POST', `/identity/conflicts/${conflict?.id}/resolve`, {
      key: ownKey,
      body: { action },
    })
  expect((await resolve('merge')).body.error).toMatchObject({
    code: 'cannot_merge_different_values',
  })
  expect((await resolve('keep_apart')).status).toBe(200)
  expect((await resolve('keep_apart')).body.error).toMatchObject({ code: 'already_resolved' })
})
