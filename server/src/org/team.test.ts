import { expect, test } from 'vitest'
import type { Role, Scope } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { listMemberRows } from './store.ts'
import { inviteAgain } from './team.ts'
import {
  type Api,
  addPerson,
  keyOf,
  PASSWORD,
  sessionHeaders,
  signInAs,
  testApi,
} from './testing.ts'

async function invite(api: Api, key: string, body: object) {
  const answer = await api.call('POST', '/users', {
    key,
    body: { name: '小美', role: 'guide', ...body },
  })
  const link = new URL(String(answer.body.invite_link ?? 'none:'))
  return {
    answer,
    token: link.searchParams.get('token'),
    user: answer.body.user as unknown as { id: string },
  }
}
const accept = (api: Api, token: string | null, email: string, password = PASSWORD) =>
  api.call('POST', '/session/claim', { body: { token, email, name: '王小美', password } })
const newEmail = () => `guide-${crypto.randomUUID()}@example.com`

test('an invited guide chooses a password and works within the scope given', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { publicUrl: 'https://home.example.com' })
  const key = await keyOf(ctx, 'owner')
  const email = newEmail()
  const scope = { kind: 'own', ids: ['wangxm'] }
  const { answer, token, user } = await invite(api, key, { email: email.toUpperCase(), scope })
  expect(answer.status).toBe(201)
  expect(answer.body.invite_link).toMatch(/^https:\/\/home\.example\.com\/console\/claim\?token=/)
  expect(user).toMatchObject({
    email,
    name: '小美',
    role: 'guide',
    scope,
    state: 'invited',
    joined_at: null,
  })
  const joined = await accept(api, token, email)
  expect(joined.body).toMatchObject({
    user: { role: 'guide', name: '王小美' },
    scope,
    tenant_id: ctx.tenantId,
  })
  expect((await accept(api, token, email)).status).toBe(410)
  const seen = await api.call('GET', `/users/${user.id}`, { key })
  expect(seen.body).toMatchObject({ state: 'active', name: '王小美' })
  const session = sessionHeaders(joined)
  const refused = await api.call('GET', '/users', { session })
  expect(refused.body.error).toMatchObject({ code: 'forbidden' })
})

test('a person of another brand joins with the password they have, and nothing is told before', async () => {
  const [mine, theirs] = [await testCtx(), await testCtx()]
  const api = await testApi(mine)
  const person = await addPerson(theirs, 'owner')
  const key = await keyOf(mine, 'owner')
  const { user, token } = await invite(api, key, { email: person.email, role: 'analyst' })
  expect(user).toMatchObject({ name: '小美', state: 'invited', last_seen_at: null })
  const before = await signInAs(api, person)
  expect((await api.call('GET', '/session', { session: before })).body.tenants).toHaveLength(1)
  const other = { ...before, 'x-tenant-id': mine.tenantId }
  expect((await api.call('GET', '/session', { session: other })).status).toBe(404)
  expect((await accept(api, token, person.email, 'not the password')).status).toBe(401)
  const joined = await accept(api, token, person.email)
  expect(joined.body.user).toMatchObject({ name: 'owner' })
  expect(joined.body.tenants).toHaveLength(2)
  const session = { ...sessionHeaders(joined), 'x-tenant-id': mine.tenantId }
  const there = await api.call('GET', '/session', { session })
  expect(there.body).toMatchObject({ tenant_id: mine.tenantId, user: { role: 'analyst' } })
  expect((await api.call('GET', '/users', { session })).status).toBe(403)
})

test('an address is invited once; a new link replaces the old one', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const email = newEmail()
  const { token, user } = await invite(api, key, { email })
  expect((await invite(api, key, { email })).answer.body.error).toMatchObject({
    code: 'user_exists',
  })
  const renewed = await api.call('POST', `/users/${user.id}/invite`, { key })
  expect((await accept(api, token, email)).status).toBe(410)
  const fresh = new URL(String(renewed.body.invite_link)).searchParams.get('token')
  expect((await accept(api, fresh, email)).status).toBe(200)
  const late = await api.call('POST', `/users/${user.id}/invite`, { key })
  expect(late.body.error).toMatchObject({ code: 'user_joined' })
})

test('whoever runs the server lets the first person into a brand that has nobody', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const email = newEmail()
  const linkFor = (role: Role) => inviteAgain(ctx, { email, name: '小美', role })
  const lost = await linkFor('operator')
  const path = await linkFor('owner')
  const token = new URL(path, 'http://localhost').searchParams.get('token')
  expect(
    (await accept(api, new URL(lost, 'http://localhost').searchParams.get('token'), email)).status,
  ).toBe(410)
  expect((await accept(api, token, email)).status).toBe(200)
  expect(await listMemberRows(ctx, { limit: 10, after: undefined })).toMatchObject([
    { email, role: 'owner' },
  ])
  await expect(linkFor('owner')).rejects.toMatchObject({ code: 'user_joined' })
})

test('nobody gives a role, or makes a key, that may do more than they may', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const admin = await signInAs(api, await addPerson(ctx, 'admin'))
  const developer = await signInAs(api, await addPerson(ctx, 'developer'))
  const refused = { status: 403, body: { error: { code: 'beyond_own_role' } } }
  const asAdmin = (method: string, url: string, body: object) =>
    api.call(method, url, { session: admin, body })
  const person = { email: newEmail(), name: 'x' }
  expect(await asAdmin('POST', '/users', { ...person, role: 'owner' })).toMatchObject(refused)
  expect(await asAdmin('PATCH', `/users/${owner.id}`, { disabled: true })).toMatchObject(refused)
  expect(await asAdmin('POST', '/api-keys', { name: 'x', role: 'owner' })).toMatchObject(refused)
  expect(await asAdmin('POST', '/users', { ...person, role: 'admin' })).toMatchObject({
    status: 201,
  })
  const asDeveloper = (role: string) =>
    api.call('POST', '/api-keys', { session: developer, body: { name: 'x', role } })
  expect(await asDeveloper('admin')).toMatchObject(refused)
  expect(await asDeveloper('operator')).toMatchObject(refused)
  expect(await asDeveloper('analyst')).toMatchObject({ status: 201 })
})

test('the last owner can neither step down nor be shut out', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const key = await keyOf(ctx, 'owner')
  await invite(api, key, { email: newEmail(), role: 'owner' })
  for (const body of [{ role: 'admin' }, { disabled: true }]) {
    const refused = await api.call('PATCH', `/users/${owner.id}`, { key, body })
    expect(refused.body.error).toMatchObject({ code: 'last_owner' })
  }
})

test('of two owners who remove each other at the same moment one stays', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  for (let round = 0; round < 5; round += 1) {
    const owners = [await addPerson(ctx, 'owner'), await addPerson(ctx, 'owner')]
    const shutOut = (id: string) =>
      api.call('PATCH', `/users/${id}`, { key, body: { disabled: true } })
    const answers = await Promise.all(owners.map((o) => shutOut(o.id)))
    // The one who stayed in earlier rounds makes both possible later on.
    expect(answers.filter((a) => a.status === 200).length).toBe(round === 0 ? 1 : 2)
    const list = (await api.call('GET', '/users', { key })).body.items as unknown as {
      state: string
    }[]
    expect(list.filter((u) => u.state === 'active')).toHaveLength(1)
  }
})

test('somebody who is shut out is out at once, and back when let in again', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const analyst = await addPerson(ctx, 'analyst')
  const session = await signInAs(api, analyst)
  const set = (disabled: boolean) =>
    api.call('PATCH', `/users/${analyst.id}`, { key, body: { disabled } })
  expect((await set(true)).body).toMatchObject({ state: 'disabled' })
  expect((await api.call('GET', '/session', { session })).status).toBe(401)
  const body = { email: analyst.email, password: PASSWORD }
  expect((await api.call('POST', '/session', { body })).body.error).toMatchObject({
    code: 'no_membership',
  })
  await set(false)
  expect((await api.call('GET', '/session', { session })).status).toBe(200)
})

test('a scope names whose customers, and an owner has none', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const user = await addPerson(ctx, 'guide')
  const set = (body: { role?: string; scope?: Scope }) =>
    api.call('PATCH', `/users/${user.id}`, { key, body })
  const bad = { status: 400, body: { error: { code: 'invalid_scope' } } }
  expect(await set({ scope: { kind: 'own', ids: [] } })).toMatchObject(bad)
  expect(await set({ scope: { kind: 'all', ids: ['s1'] } })).toMatchObject(bad)
  expect(await set({ role: 'owner', scope: { kind: 'own', ids: ['s1'] } })).toMatchObject(bad)
  const scope: Scope = { kind: 'store', ids: ['s1', 's2'] }
  expect((await set({ scope })).body).toMatchObject({ scope })
  expect((await set({ role: 'owner' })).body).toMatchObject({
    role: 'owner',
    scope: { kind: 'all', ids: [] },
  })
})

test('the team is listed page by page', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const people = [
    await addPerson(ctx, 'guide'),
    await addPerson(ctx, 'admin'),
    await addPerson(ctx, 'guide'),
  ]
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await api.call('GET', `/users?limit=2${cursor}`, { key })
    seen.push(...(body.items as unknown as { email: string }[]).map((u) => u.email))
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : ''
  } while (cursor)
  expect(seen).toEqual(people.map((p) => p.email).sort())
  const bad = await api.call('GET', '/users?cursor=made-up', { key })
  expect(bad.body.error).toMatchObject({ code: 'invalid_cursor' })
})

test('the team list calls regions, stores and staff by their names, and by code what is not declared', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  expect(
    (await api.call('POST', '/stores', { key, body: { code: 'S1', name: '静安店' } })).status,
  ).toBe(201)
  const scope = { kind: 'store', ids: ['S1', 'S2'] }
  const { user } = await invite(api, key, { email: newEmail(), role: 'operator', scope })
  expect(user).toMatchObject({ scope, scope_names: { S1: '静安店' } })
})
