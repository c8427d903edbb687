import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createKeyring, createWriteKey, tenantRoutes, writeKeyRoutes } from '../collect/index.ts'
import { testCtx } from '../platform/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from './testing.ts'

const domains = [tenantRoutes, writeKeyRoutes]

test('a key is shown once, kept as a hash, and ends when revoked', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains })
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  const made = await api.call('POST', '/api-keys', {
    session,
    body: { name: 'BI', role: 'analyst' },
  })
  const secret = String(made.body.key)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    name: 'BI',
    role: 'analyst',
    prefix: secret.slice(0, 12),
    created_by: 'owner',
  })
  const listed = await api.call('GET', '/api-keys', { session })
  expect(listed.text).not.toContain(secret)
  const { rows } = await sql<{ all: string }>`
    select k::text as all from api_key k where tenant_id = ${ctx.tenantId}
    union all select details::text from audit_log where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows.some((row) => row.all?.includes(secret))).toBe(false)
  expect((await api.call('GET', '/tenants', { key: secret })).status).toBe(200)
  const revoke = () => api.call('DELETE', `/api-keys/${made.body.id}`, { session })
  expect((await revoke()).status).toBe(204)
  expect((await revoke()).status).toBe(204)
  expect((await api.call('GET', '/tenants', { key: secret })).body.error).toMatchObject({
    code: 'invalid_key',
  })
  const log = await api.call('GET', '/audit-log?action=api_key', { session })
  expect(log.body.items).toMatchObject([
    { action: 'api_key.revoked', subject_id: made.body.id, actor: { type: 'user', name: 'owner' } },
    { action: 'api_key.created', details: { after: { name: 'BI', role: 'analyst' } } },
  ])
  expect(log.body.items).toHaveLength(2)
})

test('a key can be allowed less than its role, never more', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains })
  const key = await keyOf(ctx, 'owner')
  const make = (body: object) =>
    api.call('POST', '/api-keys', { key, body: { name: 'x', ...body } })
  const beyond = await make({ role: 'analyst', permissions: ['keys:manage'] })
  expect(beyond.body.error).toMatchObject({ code: 'beyond_role' })
  const narrow = await make({ role: 'owner', permissions: ['keys:manage'] })
  expect(narrow.body).toMatchObject({ permissions: ['keys:manage'] })
  const own = { key: String(narrow.body.key) }
  expect((await api.call('GET', '/api-keys', own)).status).toBe(200)
  expect((await api.call('GET', '/users', own)).status).toBe(403)
  const more = await api.call('POST', '/api-keys', { ...own, body: { name: 'y', role: 'analyst' } })
  expect(more.body.error).toMatchObject({ code: 'beyond_own_role' })
})

test('when a key was last used is known to the minute, and costs a write a minute', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains })
  const key = await keyOf(ctx, 'owner')
  const lastUsed = async () => {
    const { body } = await api.call('GET', '/api-keys', { key })
    return (body.items as unknown as { last_used_at: string }[])[0]?.last_used_at
  }
  const start = new Date('2026-03-01T08:00:00Z')
  const at = (seconds: number) => {
    api.base.clock.now = new Date(start.getTime() + seconds * 1000)
  }
  at(0)
  expect(await lastUsed()).toBe(start.toISOString())
  at(50)
  expect(await lastUsed()).toBe(start.toISOString())
  at(70)
  expect(await lastUsed()).toBe(new Date(start.getTime() + 70_000).toISOString())
})

test('a write key opens collection for its brand and kind until it is revoked', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains })
  const key = await keyOf(ctx, 'developer')
  const made = await api.call('POST', '/write-keys', {
    key,
    body: { name: '官网', kind: 'client' },
  })
  const secret = String(made.body.key)
  expect(made.body).toMatchObject({
    name: '官网',
    kind: 'client',
    prefix: secret.slice(0, 12),
    revoked_at: null,
  })
  const find = () => createKeyring(ctx.pg).find(secret)
  expect(await find()).toEqual({
    tenantId: ctx.tenantId,
    id: made.body.id,
    name: '官网',
    kind: 'client',
  })
  const [used] = (await api.call('GET', '/write-keys', { key })).body.items as unknown as {
    last_used_at: string | null
  }[]
  expect(used?.last_used_at).not.toBeNull()
  for (let i = 0; i < 2; i += 1)
    expect((await api.call('DELETE', `/write-keys/${made.body.id}`, { key })).status).toBe(204)
  expect(await find()).toBeUndefined()
  const { secret: other } = await createWriteKey(ctx, { name: 'pos', kind: 'server' })
  const listed = await api.call('GET', '/write-keys', { key })
  expect(listed.body.items).toMatchObject([{ name: 'pos', kind: 'server' }, { name: '官网' }])
  expect(listed.text).not.toContain(other)
  expect((await api.call('GET', '/tenants', { key: other })).status, 'is no API key').toBe(401)
})

test('many keys are revoked together, each with its line in the log; one that may not be is said', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains })
  const session = await signInAs(api, await addPerson(ctx, 'admin'))
  const make = async (path: string, body: object) =>
    String((await api.call('POST', path, { session, body })).body.id)
  const keys = [
    await make('/api-keys', { name: 'a', role: 'analyst' }),
    await make('/api-keys', { name: 'b', role: 'operator' }),
  ]
  const writeKeys = [
    await make('/write-keys', { name: 'web', kind: 'client' }),
    await make('/write-keys', { name: 'pos', kind: 'server' }),
  ]
  const revoke = (path: string, ids: string[]) =>
    api.call('POST', `${path}/revoke`, { session, body: { ids } })
  const stranger = '00000000-0000-7000-8000-000000000001'
  expect((await revoke('/write-keys', [...writeKeys, stranger])).body).toEqual({
    changed: 2,
    refused: [{ id: stranger, code: 'write_key_not_found' }],
  })
  expect((await revoke('/write-keys', writeKeys)).body).toEqual({ changed: 0, refused: [] })
  await keyOf(ctx, 'owner')
  const { rows } = await sql<{ id: string }>`
    select id from api_key where tenant_id = ${ctx.tenantId} and role = 'owner'`.execute(ctx.pg)
  const above = rows[0]?.id ?? ''
  expect((await revoke('/api-keys', [...keys, above, stranger])).body).toEqual({
    changed: 2,
    refused: [
      { id: above, code: 'beyond_own_role' },
      { id: stranger, code: 'api_key_not_found' },
    ],
  })
  const alone = await api.call('DELETE', `/api-keys/${above}`, { session })
  expect([alone.status, alone.text]).toEqual([403, expect.stringContaining('beyond_own_role')])
  for (const path of ['/api-keys', '/write-keys'])
    expect((await api.call('DELETE', `${path}/${stranger}`, { session })).status).toBe(404)
  const { rows: log } = await sql<{ action: string; n: number }>`
    select action, count(*)::int as n from audit_log
    where tenant_id = ${ctx.tenantId} and action like '%.revoked' group by 1 order by 1`.execute(
    ctx.pg,
  )
  expect(log).toEqual([
    { action: 'api_key.revoked', n: 2 },
    { action: 'write_key.revoked', n: 2 },
  ])
})
