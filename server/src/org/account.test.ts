import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import {
  type Api,
  addPerson,
  keyOf,
  PASSWORD,
  sessionHeaders,
  signInAs,
  type TestPerson,
  testApi,
} from './testing.ts'
import { codeAt, findStep, fromBase32, stepAt, toBase32 } from './totp.ts'

test('codes are those of RFC 6238', () => {
  const secret = toBase32(Buffer.from('12345678901234567890'))
  expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(fromBase32(secret).toString()).toBe('12345678901234567890')
  // The last six digits of the RFC's eight.
  const vectors = {
    59: '287082',
    1111111109: '081804',
    1234567890: '005924',
    20000000000: '353130',
  }
  for (const [seconds, code] of Object.entries(vectors)) {
    const at = new Date(Number(seconds) * 1000)
    expect(codeAt(secret, stepAt(at))).toBe(code)
    expect(findStep(secret, code, at)).toBe(stepAt(at))
  }
  const now = new Date(59_000)
  expect(findStep(secret, '287082', new Date(59_000 + 30_000))).toBe(1)
  expect(findStep(secret, '287082', new Date(59_000 + 61_000))).toBeUndefined()
  expect(findStep(secret, '28708a', now)).toBeUndefined()
})

test('a new password ends every other session and works from then on', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const [here, elsewhere] = [await signInAs(api, owner), await signInAs(api, owner)]
  const change = (current: string, next: string) =>
    api.call('POST', '/session/password', { session: here, body: { current, next } })
  expect((await change('not it', 'a much better one')).body.error).toMatchObject({
    code: 'wrong_password',
  })
  expect((await change(PASSWORD, 'short')).body.error).toMatchObject({ code: 'weak_password' })
  expect((await change(PASSWORD, 'a much better one')).body).toEqual({ ended: 1 })
  expect((await api.call('GET', '/session', { session: elsewhere })).status).toBe(401)
  expect((await api.call('GET', '/session', { session: here })).status).toBe(200)
  const signIn = (password: string) =>
    api.call('POST', '/session', { body: { email: owner.email, password } })
  expect((await signIn(PASSWORD)).status).toBe(401)
  expect((await signIn('a much better one')).status).toBe(200)
})

test('a language of one’s own is kept; none is the brand’s, which who manages settings sets', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const [owner, guide] = [await addPerson(ctx, 'owner'), await addPerson(ctx, 'guide')]
  const [boss, clerk] = [await signInAs(api, owner), await signInAs(api, guide)]
  const spoken = async (session: typeof boss) => {
    const { body } = await api.call('GET', '/session', { session })
    const { user, tenants } = body as unknown as {
      user: { language: unknown }
      tenants: { language: unknown }[]
    }
    return [user.language, tenants[0]?.language]
  }
  expect(await spoken(clerk)).toEqual([null, 'zh-CN'])
  const own = (language: string | null) =>
    api.call('PATCH', '/session/user', { session: clerk, body: { language } })
  expect((await own('en')).status).toBe(204)
  expect(await spoken(clerk)).toEqual(['en', 'zh-CN'])
  expect(await spoken(boss)).toEqual([null, 'zh-CN'])
  expect((await own('fr')).status).toBe(400)
  const brand = (session: typeof boss) =>
    api.call('PATCH', '/tenants/current', { session, body: { language: 'en' } })
  expect((await brand(clerk)).status).toBe(403)
  expect((await brand(boss)).body.language).toBe('en')
  expect((await own(null)).status).toBe(204)
  expect(await spoken(clerk)).toEqual([null, 'en'])
  // The name alone leaves the language.
  await own('zh-CN')
  await api.call('PATCH', '/session/user', { session: clerk, body: { name: '小王' } })
  expect(await spoken(clerk)).toEqual(['zh-CN', 'en'])
})

test('a person sees their own sessions and ends them; those of others answer 404', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const [ann, bob] = [await addPerson(ctx, 'owner'), await addPerson(ctx, 'owner')]
  const [here, phone, bobs] = [
    await signInAs(api, ann),
    await signInAs(api, ann),
    await signInAs(api, bob),
  ]
  const list = async (session: typeof here) =>
    (await api.call('GET', '/session/sessions', { session })).body.items as unknown as {
      id: string
      current: boolean
    }[]
  const anns = await list(here)
  expect(anns.map((s) => s.current).sort()).toEqual([false, true])
  const other = anns.find((s) => !s.current)?.id
  const end = (session: typeof here, id = other) =>
    api.call('DELETE', `/session/sessions/${id}`, { session })
  expect((await end(bobs)).status).toBe(404)
  expect((await end(here)).status).toBe(204)
  expect((await api.call('GET', '/session', { session: phone })).status).toBe(401)
  expect((await end(here)).status).toBe(404)
  await signInAs(api, ann)
  expect((await api.call('DELETE', '/session/sessions', { session: here })).body).toEqual({
    ended: 1,
  })
  expect(await list(here)).toHaveLength(1)
})

test('an API key has no account', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  for (const url of ['/session', '/session/sessions'])
    expect((await api.call('GET', url, { key })).body.error).toMatchObject({ code: 'users_only' })
})

async function withTotp(api: Api, owner: TestPerson) {
  const session = await signInAs(api, owner)
  const begun = await api.call('POST', '/session/totp', { session, body: { password: PASSWORD } })
  const secret = String(begun.body.secret)
  const code = codeAt(secret, stepAt(api.base.now()))
  const confirmed = await api.call('POST', '/session/totp/confirm', { session, body: { code } })
  return { session, secret, code, begun, confirmed }
}

test('with two-step sign-in a code is needed too, and each code counts once', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  api.base.clock.now = new Date()
  const owner = await addPerson(ctx, 'owner')
  const { secret, code, begun, confirmed, session } = await withTotp(api, owner)
  expect(begun.body.otpauth_url).toContain(`secret=${secret}`)
  expect(confirmed.body.recovery_codes).toHaveLength(10)
  const { rows } = await sql<{ totp_secret: string }>`
    select totp_secret from app_user where id = ${owner.id}`.execute(ctx.pg)
  expect(rows[0]?.totp_secret).not.toContain(secret)
  const signIn = (totp?: string) =>
    api.call('POST', '/session', { body: { email: owner.email, password: PASSWORD, totp } })
  expect((await signIn()).body.error).toMatchObject({ code: 'totp_required' })
  expect((await signIn(code)).body.error, 'used for confirming').toMatchObject({
    code: 'wrong_totp',
  })
  api.base.clock.now = new Date(api.base.clock.now.getTime() + 30_000)
  const next = codeAt(secret, stepAt(api.base.clock.now))
  const both = await Promise.all([signIn(next), signIn(next)])
  expect(both.map((a) => a.status).sort()).toEqual([200, 401])
  const [recovery] = confirmed.body.recovery_codes as unknown as string[]
  expect((await signIn(recovery?.toLowerCase())).status).toBe(200)
  expect((await signIn(recovery)).status).toBe(401)
  const again = await api.call('POST', '/session/totp', { session, body: { password: PASSWORD } })
  expect(again.body.error).toMatchObject({ code: 'totp_on_already' })
  const off = { session, body: { password: PASSWORD } }
  expect((await api.call('POST', '/session/totp/disable', off)).status).toBe(204)
  expect((await signIn()).status).toBe(200)
})

test('codes cannot be guessed by leaving them out in between', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const now = new Date()
  api.base.clock.now = now
  const { secret } = await withTotp(api, owner)
  const signIn = (totp?: string) =>
    api.call('POST', '/session', { body: { email: owner.email, password: PASSWORD, totp } })
  const wrong = ['000000', '111111', '222222', '333333'].find(
    (code) => findStep(secret, code, now) === undefined,
  )
  const statuses: number[] = []
  for (let i = 0; i < 6; i += 1) {
    statuses.push((await signIn(wrong)).status)
    await signIn()
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
})

test('a person who is signed in on a new name is called by it', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  expect(
    (await api.call('PATCH', '/session/user', { session, body: { name: '王芳' } })).status,
  ).toBe(204)
  const after = await api.call('GET', '/session', { session })
  expect(after.body.user).toMatchObject({ name: '王芳' })
  expect(sessionHeaders(after)).toBeDefined()
})
