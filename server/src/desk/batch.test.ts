import { randomUUIDv7 } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { type Api, addPerson, signInAs, testApi } from '../org/testing.ts'
import type { Ctx, Role } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { requestApproval } from './approvals.ts'
import { listNotices, notify } from './notices.ts'
import { routes } from './routes.ts'
import { exportPath } from './run-export.ts'
import { done, files, list, work } from './testing.ts'

let ctx: TestCtx
let api: Api
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes(files)] })
})
async function by(role: Role): Promise<{ ctx: Ctx; session: IncomingHttpHeaders }> {
  const person = await addPerson(ctx, role)
  const session = await signInAs(api, person)
  return {
    ctx: { ...ctx, actor: { kind: 'user', id: person.id, name: role, role } },
    session,
  }
}
const ask = (of: Ctx, what: string) =>
  requestApproval(of, {
    kind: 'thing',
    subject: { kind: 'thing', id: what },
    payload: { what },
    summary: { what },
  })

test('many requests are decided at once, and one that cannot be keeps no other from it', async () => {
  const [admin, owner] = await Promise.all([by('admin'), by('owner')])
  const names = [randomUUIDv7(), randomUUIDv7()]
  const ids = await Promise.all(names.map((what) => ask(admin.ctx, what)))
  const own = await ask(owner.ctx, 'own')
  const foreign = randomUUIDv7()
  const answer = await api.call('POST', '/approvals/decide', {
    session: owner.session,
    body: { ids: [...ids, own, foreign], decision: 'approve', comment: '同意' },
  })
  expect(answer.body).toMatchObject({
    changed: 2,
    refused: [
      { id: own, code: 'own_request' },
      { id: foreign, code: 'approval_not_found' },
    ],
  })
  expect(names.every((what) => done.includes(what))).toBe(true)
  const again = await api.call('POST', '/approvals/decide', {
    session: owner.session,
    body: { ids, decision: 'reject' },
  })
  expect(again.body).toMatchObject({
    changed: 0,
    refused: ids.map((id) => ({ id, code: 'already_decided' })),
  })
})

test('many exports are deleted with their files, but for those at work and other people’s', async () => {
  list.rows = async function* (n) {
    for (let i = 0; i < n; i++) yield [i, 'x']
  }
  const [operator, other] = await Promise.all([by('operator'), by('operator')])
  const start = async (session: IncomingHttpHeaders) =>
    String(
      (await api.call('POST', '/exports', { session, body: { kind: 'list', params: { n: 2 } } }))
        .body.id,
    )
  const [one, two] = [await start(operator.session), await start(operator.session)]
  await work(ctx)
  const waiting = await start(operator.session)
  const theirs = await start(other.session)
  expect(existsSync(exportPath(files, one))).toBe(true)
  const answer = await api.call('POST', '/exports/delete', {
    session: operator.session,
    body: { ids: [one, two, waiting, theirs] },
  })
  expect(answer.body).toMatchObject({
    changed: 2,
    refused: [
      { id: waiting, code: 'export_at_work' },
      { id: theirs, code: 'export_not_found' },
    ],
  })
  expect([one, two].map((id) => existsSync(exportPath(files, id)))).toEqual([false, false])
})

test('many notices are read at once, and only one’s own', async () => {
  const [reader, other] = await Promise.all([by('operator'), by('operator')])
  for (const { ctx: of } of [reader, other])
    for (const key of ['a', 'b'])
      await notify(of, { kind: 'alert', to: { userId: of.actor.id }, key })
  const unread = async (of: Ctx) =>
    (await listNotices(of, { limit: 10, unread: true })).map((n) => n.id)
  const [hers, theirs] = [await unread(reader.ctx), await unread(other.ctx)]
  const answer = await api.call('POST', '/notices/read', {
    session: reader.session,
    body: { ids: [...hers, ...theirs] },
  })
  expect(answer.body).toEqual({ read: 2 })
  expect([(await unread(reader.ctx)).length, (await unread(other.ctx)).length]).toEqual([0, 2])
})
