import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { createApiKey } from '../org/index.ts'
import { addPerson, signInAs, testApi } from '../org/testing.ts'
import type { Ctx, Role } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { decideApproval, requestApproval, withdrawApproval } from './approvals.ts'
import { countUnread, listNotices, notify } from './notices.ts'
import { routes } from './routes.ts'
import { done, files } from './testing.ts'

const as = async (ctx: TestCtx, role: Role): Promise<Ctx> => {
  const person = await addPerson(ctx, role)
  return { ...ctx, actor: { kind: 'user', id: person.id, name: role, role } }
}
const ask = (ctx: Ctx, what: string) =>
  requestApproval(ctx, {
    kind: 'thing',
    subject: { kind: 'thing', id: what },
    payload: { what },
    summary: { what },
  })

test('whoever can decide is told of a request, and two who decide at once decide once', async () => {
  const ctx = await testCtx()
  const [admin, owner, other] = await Promise.all([
    as(ctx, 'admin'),
    as(ctx, 'owner'),
    as(ctx, 'owner'),
  ])
  const what = randomUUIDv7()
  const id = await ask(admin, what)
  expect([await countUnread(owner), await countUnread(admin)]).toEqual([1, 0])
  const outcomes = await Promise.allSettled(
    [owner, other].map((c) => decideApproval(c, id, { approve: true, comment: '' })),
  )
  expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(done.filter((d) => d === what)).toHaveLength(1)
  expect((await listNotices(admin, { limit: 10, unread: true }))[0]).toMatchObject({
    kind: 'approval_approved',
  })
})

test('the only one who can decide may agree with themselves, and the record says so', async () => {
  const ctx = await testCtx()
  const owner = await as(ctx, 'owner')
  const id = await ask(owner, 'alone')
  const decided = await decideApproval(owner, id, { approve: true, comment: '' })
  expect(decided.decided_alone).toBe(true)
  const next = await ask(owner, 'not alone')
  await as(ctx, 'admin')
  await expect(decideApproval(owner, next, { approve: true, comment: '' })).rejects.toMatchObject({
    code: 'own_request',
  })
})

test('a key decides nothing, and what its maker asked for through it is the maker’s own request', async () => {
  const ctx = await testCtx()
  const [owner] = await Promise.all([as(ctx, 'owner'), as(ctx, 'owner')])
  const { key } = await createApiKey(owner, { name: 'k', role: 'owner' })
  const asKey: Ctx = { ...ctx, actor: { kind: 'api_key', id: key.id, name: 'k', role: 'owner' } }
  const id = await ask(asKey, 'by key')
  await expect(decideApproval(asKey, id, { approve: true, comment: '' })).rejects.toMatchObject({
    code: 'person_needed',
  })
  await expect(decideApproval(owner, id, { approve: true, comment: '' })).rejects.toMatchObject({
    code: 'own_request',
  })
})

test('what cannot be done is not decided either', async () => {
  const ctx = await testCtx()
  const [admin, owner] = await Promise.all([as(ctx, 'admin'), as(ctx, 'owner')])
  const id = await ask(admin, 'fails')
  await expect(decideApproval(owner, id, { approve: true, comment: '' })).rejects.toThrow(
    'it cannot be done',
  )
  const rejected = await decideApproval(owner, id, { approve: false, comment: '不行' })
  expect([rejected.state, rejected.comment]).toEqual(['rejected', '不行'])
})

test('a request is taken back only by who made it', async () => {
  const ctx = await testCtx()
  const [admin, owner] = await Promise.all([as(ctx, 'admin'), as(ctx, 'owner')])
  const id = await ask(admin, 'withdrawn')
  await expect(withdrawApproval(owner, id)).rejects.toMatchObject({ code: 'not_own_request' })
  expect((await withdrawApproval(admin, id)).state).toBe('withdrawn')
  expect(done).toContain('not withdrawn')
})

test('another brand and a role that does not decide see no request', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes(files)] })
  const id = await ask(await as(ctx, 'admin'), 'hidden')
  const stranger = await testCtx()
  const sees = async (c: TestCtx, role: Role) =>
    (
      await api.call('GET', `/approvals/${id}`, {
        session: await signInAs(api, await addPerson(c, role)),
      })
    ).status
  expect([
    await sees(stranger, 'owner'),
    await sees(ctx, 'operator'),
    await sees(ctx, 'owner'),
  ]).toEqual([404, 404, 200])
})

test('a notice told twice by a job that was tried again is told once, and reading is each person’s own', async () => {
  const ctx = await testCtx()
  const [one, two] = await Promise.all([as(ctx, 'owner'), as(ctx, 'admin')])
  for (let i = 0; i < 2; i++)
    await notify(ctx, { kind: 'alert', to: { permission: 'events:manage' }, key: 'gap 1' })
  expect([await countUnread(one), await countUnread(two)]).toEqual([1, 1])
  const api = await testApi(ctx, { domains: [routes(files)] })
  const [notice] = await listNotices(one, { limit: 1, unread: true })
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  const others = await api.call('POST', `/notices/${notice?.id}/read`, { session })
  expect(others.status).toBe(404)
  const all = await api.call('POST', '/notices/read-all', { session })
  expect(all.body).toEqual({ read: 0 })
})
