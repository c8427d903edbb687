import type { RouteOptions } from 'fastify'
import { expect, test } from 'vitest'
import { createWriteKey, tenantRoutes, writeKeyRoutes } from '../collect/index.ts'
import { ROLE_PERMISSIONS } from '../platform/auth.ts'
import type { Ctx, Role } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { createApiKey } from './api-keys.ts'
import { type Api, addPerson, keyOf, signInAs, testApi } from './testing.ts'

const domains = [tenantRoutes, writeKeyRoutes]

async function withRoutes(ctx: Ctx): Promise<{ api: Api; routes: RouteOptions[] }> {
  const routes: RouteOptions[] = []
  const api = await testApi(ctx, {
    domains,
    before: (app) => void app.addHook('onRoute', (route) => void routes.push(route)),
  })
  return { api, routes: routes.filter((route) => route.method !== 'HEAD') }
}

const ID = '01890000-0000-7000-8000-000000000000'
const urlOf = (route: RouteOptions) => route.url.replace(':id', ID)

test('every route but signing in and claiming asks who it is', async () => {
  const { api, routes } = await withRoutes(await testCtx())
  expect(routes.length).toBeGreaterThan(20)
  const open: string[] = []
  for (const route of routes) {
    const method = String(route.method)
    if (route.config?.access === 'public') {
      open.push(`${method} ${route.url}`)
      continue
    }
    const bad = [{}, { key: 'hfk_made-up' }, { session: { cookie: 'hf_session=hfs_made-up' } }]
    for (const asking of bad) {
      const { status } = await api.call(method, urlOf(route), asking)
      expect(status, `${method} ${route.url}`).toBe(401)
    }
  }
  expect(open).toEqual(['POST /api/v1/session', 'POST /api/v1/session/claim'])
})

test('every role reaches exactly the routes of its permissions', async () => {
  const ctx = await testCtx()
  const { api, routes } = await withRoutes(ctx)
  for (const role of Object.keys(ROLE_PERMISSIONS) as Role[]) {
    const key = await keyOf(ctx, role)
    for (const route of routes) {
      const access = route.config?.access
      if (!access || access === 'public' || access === 'signed-in' || access === 'shopper') continue
      // Without its body a write gets no further than the check of its shape.
      const answer = await api.call(String(route.method), urlOf(route), { key })
      const isForbidden = (answer.body.error as { code?: string } | undefined)?.code === 'forbidden'
      expect(isForbidden, `${role} ${route.method} ${route.url}`).toBe(
        !ROLE_PERMISSIONS[role].has(access),
      )
    }
  }
})

test('a body of another shape is refused with the place of the fault', async () => {
  const ctx = await testCtx()
  const { api, routes } = await withRoutes(ctx)
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  for (const route of routes.filter((r) => r.schema?.body)) {
    const asking = route.config?.access === 'public' ? {} : { session }
    const answer = await api.call(String(route.method), urlOf(route), {
      ...asking,
      body: {
        name: 7,
        email: 'none',
        scope: [],
        role: 'king',
        password: 1,
        current: 1,
        code: 1,
        reason: 1,
      },
    })
    expect(answer.status, `${route.method} ${route.url}`).toBe(400)
    expect(answer.body.error).toMatchObject({ code: 'invalid_request', details: expect.any(Array) })
  }
  const notJson = await api.call('POST', '/session', {
    headers: { 'content-type': 'application/json' },
    body: '{"email":',
  })
  expect(notJson.status).toBe(400)
  const nul = await api.call('POST', '/api-keys', {
    session,
    body: { name: 'a\u0000b', role: 'guide' },
  })
  expect(nul.body.error).toMatchObject({ code: 'invalid_value' })
})

test('another brand is not there: not its header, not its users, not its keys', async () => {
  const [mine, theirs] = [await testCtx(), await testCtx()]
  const { api } = await withRoutes(mine)
  const key = await keyOf(mine, 'owner')
  const session = await signInAs(api, await addPerson(mine, 'owner'))
  const theirUser = await addPerson(theirs, 'owner')
  const theirKey = await createApiKey(theirs, { name: 'x', role: 'owner' })
  const theirWriteKey = await createWriteKey(theirs, { name: 'x', kind: 'server' })
  const asked: [string, string, object?][] = [
    ['GET', `/users/${theirUser.id}`],
    ['PATCH', `/users/${theirUser.id}`, { disabled: true }],
    ['POST', `/users/${theirUser.id}/invite`],
    ['DELETE', `/api-keys/${theirKey.key.id}`],
    ['DELETE', `/write-keys/${theirWriteKey.key.id}`],
  ]
  for (const asking of [{ key }, { session }]) {
    for (const [method, url, body] of asked)
      expect((await api.call(method, url, { ...asking, body })).status, `${method} ${url}`).toBe(
        404,
      )
    for (const id of [theirs.tenantId, 'nonsense', ID]) {
      const headers = { 'x-tenant-id': id }
      expect((await api.call('GET', '/api-keys', { ...asking, headers })).status, id).toBe(404)
    }
    const lists = ['/users', '/api-keys', '/write-keys', '/audit-log', '/tenants']
    for (const url of lists) {
      const { text } = await api.call('GET', url, asking)
      expect(text).not.toContain(theirs.tenantId)
      expect(text).not.toContain(theirKey.key.id)
      expect(text).not.toContain(theirWriteKey.key.id)
      expect(text).not.toContain(theirUser.id)
    }
  }
  expect((await api.call('GET', '/api-keys', { key: theirKey.secret })).status).toBe(200)
})

test('an owner’s key makes a brand with keys that work there and nowhere else', async () => {
  const ctx = await testCtx()
  const { api } = await withRoutes(ctx)
  const key = await keyOf(ctx, 'owner')
  const owner = await addPerson(ctx, 'owner')
  const body = { name: '第二个品牌', timezone: 'Asia/Shanghai', currency: 'CNY' }
  const made = await api.call('POST', '/tenants', { key, body })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    tenant: { ...body, id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    api_key: expect.stringMatching(/^hfk_[\w-]{43}$/),
    write_key: expect.stringMatching(/^hfw_[\w-]{43}$/),
    client_write_key: expect.stringMatching(/^hfw_[\w-]{43}$/),
  })
  const newKey = String(made.body.api_key)
  const kinds = (await api.call('GET', '/write-keys', { key: newKey })).body.items as unknown as {
    kind: string
  }[]
  expect(kinds.map((k) => k.kind).sort()).toEqual(['client', 'server'])
  expect((await api.call('GET', '/tenants', { key: newKey })).body.items).toEqual([
    made.body.tenant,
  ])
  const wrong = { 'x-tenant-id': ctx.tenantId }
  expect((await api.call('GET', '/tenants', { key: newKey, headers: wrong })).status).toBe(404)
  const session = await signInAs(api, owner)
  expect((await api.call('GET', '/tenants', { session })).body.items).toHaveLength(2)
  for (const bad of [
    { ...body, timezone: 'Mars/Base' },
    { ...body, currency: 'XYZ' },
    { ...body, name: ' ' },
  ])
    expect((await api.call('POST', '/tenants', { key, body: bad })).status).toBe(400)
})

test('a brand is renamed, its currency stays', async () => {
  const ctx = await testCtx()
  const { api } = await withRoutes(ctx)
  const key = await keyOf(ctx, 'owner')
  const changed = await api.call('PATCH', '/tenants/current', {
    key,
    body: { name: '新名字', timezone: 'Asia/Urumqi', currency: 'USD' },
  })
  expect(changed.body).toMatchObject({ name: '新名字', timezone: 'Asia/Urumqi', currency: 'CNY' })
})
