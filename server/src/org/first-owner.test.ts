import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createKeyring, ensureFirstUse, openTenantAsSystem } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { ensureFirstOwner, type FirstOwnerSettings } from './first-owner.ts'
import { createResetLink } from './links.ts'
import { type Api, addPerson, emptyDatabase, PASSWORD, sessionHeaders, testApi } from './testing.ts'

const NOTHING = { owner: undefined, apiKey: undefined, needsTenant: false, origin: 'http://h:7070' }

/** A server on a database where nobody has ever been. */
async function firstStart(): Promise<{ ctx: Ctx; api: Api }> {
  const store = await emptyDatabase()
  onTestFinished(() => store.drop())
  const ctx = { ...(await testCtx()), pg: store.db }
  return { ctx, api: await testApi(ctx) }
}

const tokenOf = (link: string | undefined) => new URL(link ?? 'none:').searchParams.get('token')
const claim = (api: Api, link: string | undefined, body: object = {}) =>
  api.call('POST', '/session/claim', {
    body: {
      token: tokenOf(link),
      email: 'li@example.com',
      name: '李雷',
      password: PASSWORD,
      ...body,
    },
  })

test('the first start prints a link, and whoever follows it owns the first brand', async () => {
  const { ctx, api } = await firstStart()
  const { link } = await ensureFirstOwner(ctx, NOTHING)
  expect(link).toMatch(/^http:\/\/h:7070\/console\/claim\?token=hfl_[\w-]{43}$/)
  const weak = await claim(api, link, { password: 'li@example.com' })
  expect(weak.body.error).toMatchObject({ code: 'weak_password' })
  const tenant = { name: '主场咖啡', timezone: 'Asia/Tokyo', currency: 'JPY' }
  const claimed = await claim(api, link, { tenant })
  expect(claimed.status).toBe(200)
  expect(claimed.body).toMatchObject({ user: { role: 'owner', name: '李雷' }, tenants: [tenant] })
  const session = sessionHeaders(claimed)
  expect((await api.call('GET', '/users', { session })).body.items).toHaveLength(1)
  expect((await claim(api, link)).body.error).toMatchObject({ code: 'link_unusable' })
  expect(await ensureFirstOwner(ctx, NOTHING)).not.toHaveProperty('link')
})

test('a link used by two people at once makes one owner', async () => {
  const { ctx, api } = await firstStart()
  const { link } = await ensureFirstOwner(ctx, NOTHING)
  const both = await Promise.all([
    claim(api, link, { email: 'a@example.com' }),
    claim(api, link, { email: 'b@example.com' }),
  ])
  expect(both.map((a) => a.status).sort()).toEqual([200, 410])
  const { rows } = await sql`select 1 from membership where role = 'owner'`.execute(ctx.pg)
  expect(rows).toHaveLength(1)
})

test('of the links of two servers that start at once only the first used counts', async () => {
  const { ctx, api } = await firstStart()
  const [one, two] = await Promise.all([
    ensureFirstOwner(ctx, NOTHING),
    ensureFirstOwner(ctx, NOTHING),
  ])
  const both = await Promise.all([
    claim(api, one.link, { email: 'a@example.com' }),
    claim(api, two.link, { email: 'b@example.com' }),
  ])
  expect(both.map((a) => a.status).sort()).toEqual([200, 410])
})

test('a link is out of date after a day', async () => {
  const { ctx, api } = await firstStart()
  const { link } = await ensureFirstOwner(ctx, NOTHING)
  api.base.clock.now = new Date(Date.now() + 24.1 * 3600 * 1000)
  expect((await claim(api, link)).status).toBe(410)
  expect((await claim(api, 'http://h/?token=made-up')).status).toBe(410)
})

const SETTINGS = {
  owner: { email: 'Han@Example.com', password: PASSWORD },
  apiKey: 'hfk_from-the-settings',
  writeKey: 'hfw_from-the-settings',
  origin: 'http://h',
}

test('an automated install has its owner and keys, however often and however many start', async () => {
  const { ctx, api } = await firstStart()
  const starts = await Promise.all([1, 2, 3].map(() => ensureFirstUse(ctx, SETTINGS)))
  expect(starts).toEqual([{}, {}, {}])
  expect(await ensureFirstUse(ctx, SETTINGS)).toEqual({})
  const tenants = await api.call('GET', '/tenants', { key: SETTINGS.apiKey })
  expect(tenants.body.items).toHaveLength(1)
  const key = await createKeyring(ctx.pg).find(SETTINGS.writeKey)
  expect(key).toMatchObject({ kind: 'server' })
  const signedIn = await api.call('POST', '/session', {
    body: { email: 'han@example.com', password: PASSWORD },
  })
  expect(signedIn.body.user).toMatchObject({ role: 'owner' })
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from app_user) + (select count(*) from api_key)
      + (select count(*) from write_key) + (select count(*) from tenant) as n`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(4)
})

test('a restart brings back neither an old password nor a revoked key', async () => {
  const { ctx, api } = await firstStart()
  await ensureFirstUse(ctx, SETTINGS)
  const body = { email: 'han@example.com', password: PASSWORD }
  const session = sessionHeaders(await api.call('POST', '/session', { body }))
  const changed = { current: PASSWORD, next: 'another good one' }
  await api.call('POST', '/session/password', { session, body: changed })
  const [key] = (await api.call('GET', '/api-keys', { session })).body.items as unknown as {
    id: string
  }[]
  await api.call('DELETE', `/api-keys/${key?.id}`, { session })
  await ensureFirstUse(ctx, SETTINGS)
  expect((await api.call('POST', '/session', { body })).status).toBe(401)
  expect((await api.call('GET', '/tenants', { key: SETTINGS.apiKey })).status).toBe(401)
})

test('keys without an owner make the first brand, and the link makes its owner', async () => {
  const { ctx, api } = await firstStart()
  const { link } = await ensureFirstUse(ctx, { ...SETTINGS, owner: undefined })
  const opened = await openTenantAsSystem(ctx, {
    name: '二号',
    timezone: 'Asia/Shanghai',
    currency: 'CNY',
    language: 'zh-CN',
  })
  const claimed = await claim(api, link)
  expect(claimed.body.tenants).toHaveLength(2)
  expect((await api.call('GET', '/tenants', { key: opened.apiKey })).body.items).toMatchObject([
    { name: '二号' },
  ])
})

test('a weak password in the settings stops the start', async () => {
  const { ctx } = await firstStart()
  const settings: FirstOwnerSettings = {
    ...NOTHING,
    owner: { email: 'a@b.cn', password: '1111111111' },
  }
  await expect(ensureFirstOwner(ctx, settings)).rejects.toThrow('different characters')
})

test('who runs the server lets somebody back in who lost password and phone', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const body = { email: owner.email, password: PASSWORD }
  const before = sessionHeaders(await api.call('POST', '/session', { body }))
  const link = `http://h${await createResetLink(api.base, { email: owner.email, dropTotp: true })}`
  const wrong = await claim(api, link, { email: 'somebody@example.com' })
  expect(wrong.body.error).toMatchObject({ code: 'email_mismatch' })
  const reset = await claim(api, link, { email: owner.email, password: 'found again 123' })
  expect(reset.body.user).toMatchObject({ id: owner.id, name: 'owner' })
  expect((await api.call('GET', '/session', { session: before })).status).toBe(401)
  expect((await api.call('POST', '/session', { body })).status).toBe(401)
  expect((await claim(api, link, { email: owner.email })).status).toBe(410)
  await expect(
    createResetLink(api.base, { email: 'nobody@x.cn', dropTotp: false }),
  ).rejects.toThrow('Nobody')
})
