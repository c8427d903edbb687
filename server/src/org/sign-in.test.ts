import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { networkOf } from './guesses.ts'
import { type Api, addPerson, PASSWORD, sessionHeaders, signInAs, testApi } from './testing.ts'

const guess = (api: Api, email: string, ip?: string) =>
  api.call('POST', '/session', { body: { email, password: 'not the password' }, ...(ip && { ip }) })

test('an owner signs in, is told who they are and which brands they have, and signs out', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const answer = await api.call('POST', '/session', {
    body: { email: ` ${owner.email.toUpperCase()} `, password: PASSWORD },
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    user: { id: owner.id, email: owner.email, role: 'owner', totp_enabled: false },
    tenant_id: ctx.tenantId,
    tenants: [{ id: ctx.tenantId, timezone: 'Asia/Shanghai', currency: 'CNY' }],
  })
  expect(answer.headers['set-cookie']).toMatch(
    /^hf_session=hfs_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
  )
  const session = sessionHeaders(answer)
  expect((await api.call('GET', '/session', { session })).body).toEqual(answer.body)
  const out = await api.call('DELETE', '/session', { session })
  expect(out.status).toBe(204)
  expect(out.headers['set-cookie']).toContain('Max-Age=0')
  expect((await api.call('GET', '/session', { session })).status).toBe(401)
})

test('the cookie is Secure when the server is reached by https', async () => {
  const ctx = await testCtx()
  const owner = await addPerson(ctx, 'owner')
  const body = { email: owner.email, password: PASSWORD }
  const named = await testApi(ctx, { publicUrl: 'https://home.example.com' })
  expect((await named.call('POST', '/session', { body })).headers['set-cookie']).toContain(
    '; Secure',
  )
  const proxied = await testApi(ctx, { trustProxy: 1 })
  const headers = { 'x-forwarded-proto': 'https' }
  expect(
    (await proxied.call('POST', '/session', { body, headers })).headers['set-cookie'],
  ).toContain('; Secure')
})

test('an unknown address is refused in the same words as a wrong password', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const wrong = await guess(api, owner.email)
  const unknown = await guess(api, `nobody-${owner.email}`)
  expect(wrong.status).toBe(401)
  expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body])
})

test('guessing locks the account for longer and longer, whether or not it exists', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  for (const email of [owner.email, `nobody-${owner.email}`]) {
    api.base.clock.now = new Date()
    for (let i = 0; i < 5; i += 1) expect((await guess(api, email)).status).toBe(401)
    const waits: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const locked = await guess(api, email)
      expect(locked.status).toBe(429)
      expect(locked.body.error).toMatchObject({ code: 'too_many_attempts' })
      const wait = Number(locked.headers['retry-after'])
      waits.push(wait)
      api.base.clock.now = new Date(api.base.clock.now.getTime() + wait * 1000)
      expect((await guess(api, email)).status).toBe(401)
    }
    expect(waits).toEqual([15, 30, 60])
  }
})

test('while it is locked the right password does not help, afterwards it opens and clears the count', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const right = { body: { email: owner.email, password: PASSWORD } }
  api.base.clock.now = new Date()
  for (let i = 0; i < 5; i += 1) await guess(api, owner.email)
  expect((await api.call('POST', '/session', right)).status).toBe(429)
  api.base.clock.now = new Date(Date.now() + 16_000)
  expect((await api.call('POST', '/session', right)).status).toBe(200)
  for (let i = 0; i < 5; i += 1) expect((await guess(api, owner.email)).status).toBe(401)
  const session = { session: await signInAs(api, await addPerson(ctx, 'owner')) }
  const log = await api.call('GET', `/audit-log?action=sign_in.locked`, session)
  expect(log.body.items).toMatchObject([
    { subject_id: owner.id, details: { attempts: 5 } },
    { subject_id: owner.id, details: { attempts: 5 } },
  ])
})

test('forty guesses at once get no further than five in a row', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  api.base.clock.now = new Date()
  const owner = await addPerson(ctx, 'owner')
  const answers = await Promise.all(Array.from({ length: 40 }, () => guess(api, owner.email)))
  const count = (status: number) => answers.filter((a) => a.status === status).length
  expect({ looked_at: count(401), refused: count(429) }).toEqual({ looked_at: 5, refused: 35 })
})

test('guessing many accounts locks the address, but not who signs in from elsewhere', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  api.base.clock.now = new Date()
  const owner = await addPerson(ctx, 'owner')
  const ip = '2001:db8:aaaa:bbbb::1'
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) => guess(api, `${i}-${owner.email}`, ip)),
  )
  expect(answers.filter((a) => a.status === 401)).toHaveLength(50)
  const right = { body: { email: owner.email, password: PASSWORD } }
  const neighbour = '2001:db8:aaaa:bbbb:ffff::2'
  expect((await api.call('POST', '/session', { ...right, ip: neighbour })).status).toBe(429)
  expect(
    (await api.call('POST', '/session', { ...right, ip: '2001:db8:aaaa:cccc::1' })).status,
  ).toBe(200)
})

test('an IPv6 address counts as its network, an IPv4 one as itself', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9')
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
})

test('a write with the cookie but without the token of the session is refused', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  const other = await signInAs(api, await addPerson(ctx, 'owner'))
  const write = (headers: typeof session) =>
    api.call('POST', '/api-keys', { session: headers, body: { name: 'x', role: 'analyst' } })
  const { 'x-csrf-token': _, ...without } = session
  for (const bad of [without, { ...session, 'x-csrf-token': other['x-csrf-token'] }]) {
    const refused = await write(bad)
    expect([refused.status, refused.body.error]).toMatchObject([403, { code: 'csrf_failed' }])
  }
  expect((await api.call('GET', '/api-keys', { session: without })).status).toBe(200)
  expect((await write(session)).status).toBe(201)
})

test('signing in again makes a new session and ends the one the browser carried', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const first = await signInAs(api, owner)
  const again = await api.call('POST', '/session', {
    session: first,
    body: { email: owner.email, password: PASSWORD },
  })
  const second = sessionHeaders(again)
  expect(second.cookie).not.toBe(first.cookie)
  expect((await api.call('GET', '/session', { session: first })).status).toBe(401)
  expect((await api.call('GET', '/session', { session: second })).status).toBe(200)
})

test('a session ends after a week without use, and after a month in any case', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  const DAY = 24 * 3600 * 1000
  const start = Date.now()
  const statusOnDay = async (day: number) => {
    api.base.clock.now = new Date(start + day * DAY)
    return (await api.call('GET', '/session', { session })).status
  }
  for (const day of [6, 12, 18, 24, 29]) expect(await statusOnDay(day), `day ${day}`).toBe(200)
  expect(await statusOnDay(30.1)).toBe(401)
  api.base.clock.now = undefined
  const idle = await signInAs(api, await addPerson(ctx, 'owner'))
  api.base.clock.now = new Date(Date.now() + 7.1 * DAY)
  expect((await api.call('GET', '/session', { session: idle })).status).toBe(401)
})
