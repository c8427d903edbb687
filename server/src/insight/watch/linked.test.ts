// What links in chats and mails open over HTTP, without a sign-in: a picture, and leaving a report.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Api, keyOf, testApi, testSecrets } from '../../org/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { leaveUrl, pictureUrl } from './links.ts'
import { keepPicture } from './pictures.ts'
import { watchRoutes } from './routes.ts'

const OWN = 'https://home.example.com'
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const deps = {
  ...{ secrets: testSecrets, publicUrl: OWN },
  outbound: { allowPrivate: false, timeoutMs: 1_000 },
}

let ctx: Ctx
let api: Api
let key: string
let report: string
let run: string
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, {
    domains: [(app) => watchRoutes({ ...deps, base: api0(ctx) })(app)],
  })
  key = await keyOf(ctx, 'owner')
  const made = await api.call('POST', '/insight/reports', {
    ...{ key, body: { name: '经营 <日报>', kind: 'daily', hour: 8, metrics: [] } },
  })
  expect(made.status, made.text).toBe(201)
  report = String(made.body.id)
  run = randomUUIDv7()
  await sql`insert into metric_report_run (tenant_id, id, report_id, day, kind, state, made_at, message)
    values (${ctx.tenantId}, ${run}, ${report}, '2026-03-30', 'now', 'made', now(), '{}')`.execute(
    ctx.pg,
  )
  await keepPicture(ctx, run, 'zh-CN', PNG)
  await keepPicture(ctx, run, 'en', Buffer.concat([PNG, PNG]))
})
const api0 = ({ tenantId: _tenant, actor: _actor, ...base }: Ctx) => base

const pathOf = (url: string | undefined) => new URL(url ?? '').pathname + new URL(url ?? '').search

test('the picture of a report opens by its link alone, as the chats have it', async () => {
  const answer = await api.app.inject({ url: pathOf(pictureUrl(deps, ctx, run)) })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    ...{ 'content-type': 'image/png', 'cache-control': 'private, max-age=3600' },
  })
  expect(answer.rawPayload).toEqual(PNG)
})

test('a link that has ended, was changed, or is for something else opens no picture', async () => {
  const month = { ...ctx, now: () => new Date(Date.now() - 31 * 86_400_000) }
  const changed = pathOf(pictureUrl(deps, ctx, run)).replace('of=', 'of=x')
  const leave = pathOf(leaveUrl(deps, ctx, report, 'a@example.com')).replace('leave', 'picture')
  for (const url of [
    ...[pathOf(pictureUrl(deps, month, run)), changed, leave],
    pathOf(pictureUrl(deps, ctx, randomUUIDv7())),
    pathOf(pictureUrl(deps, { ...ctx, tenantId: randomUUIDv7() }, run)),
  ])
    expect({ url, status: (await api.app.inject({ url })).statusCode }).toEqual({
      ...{ url, status: 404 },
    })
})

test('looking at the link of leaving changes nothing; the button leaves, as mail programs do', async () => {
  const url = pathOf(leaveUrl(deps, ctx, report, 'wang@example.com'))
  const leavers = async () => {
    const { rows } = await sql<{ address: string }>`
      select address from metric_report_leaver where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    return rows.map(({ address }) => address)
  }
  const asked = await api.app.inject({ url })
  expect(asked.headers['content-type']).toBe('text/html; charset=utf-8')
  for (const words of ['wang@example.com', '不再接收 · Stop', '<form method="post">'])
    expect(asked.body).toContain(words)
  expect(await leavers()).toEqual([])
  const left = await api.app.inject({
    ...{ url, method: 'POST', payload: 'List-Unsubscribe=One-Click' },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(left.statusCode).toBe(200)
  // Her report's name is text, whatever it holds.
  expect(left.body).toContain('经营 &#60;日报&#62;')
  expect(await leavers()).toEqual(['wang@example.com'])
  // Twice is once; a changed link leaves nobody.
  await api.app.inject({ url, method: 'POST' })
  expect(await leavers()).toHaveLength(1)
  const changed = url.replace('of=', 'of=x')
  expect((await api.app.inject({ url: changed, method: 'POST' })).statusCode).toBe(404)
  expect((await api.app.inject({ url: changed })).statusCode).toBe(404)
})

test('leaving a report that is gone is told so and breaks nothing', async () => {
  const url = pathOf(leaveUrl(deps, ctx, randomUUIDv7(), 'wang@example.com'))
  const left = await api.app.inject({ url, method: 'POST' })
  expect(left.statusCode).toBe(200)
  expect(left.body).toContain('The report is sent to')
})
