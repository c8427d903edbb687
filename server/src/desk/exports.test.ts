import { createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Api, addPerson, signInAs, testApi } from '../org/testing.ts'
import { SYSTEM } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { startExport } from './exports.ts'
import { routes } from './routes.ts'
import { expireExports, exportPath, runExport, unattendedExports } from './run-export.ts'
import { files, list, work } from './testing.ts'
import { workbook } from './workbook.ts'

let ctx: TestCtx
let api: Api
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes(files)] })
})
const by = async (role: 'owner' | 'admin' | 'operator' | 'analyst') => {
  const person = await addPerson(ctx, role)
  return { ...person, session: await signInAs(api, person) }
}
const textOf = (id: string) => readFileSync(exportPath(files, id), 'utf8')
const auditOf = async (id: string) =>
  (
    await ctx.stores.pg.pool.query<{ action: string }>(
      `select action from audit_log where tenant_id = $1 and object_id = $2 order by position`,
      [ctx.tenantId, id],
    )
  ).rows.map((r) => r.action)

test('an operator exports a list, is told when it is done and takes it away, and each step is in the log', async () => {
  const operator = await by('operator')
  const started = await api.call('POST', '/exports', {
    session: operator.session,
    body: { kind: 'list', params: { n: 3 }, header: 'zh-CN' },
  })
  expect([started.status, started.body.state]).toEqual([202, 'waiting'])
  const id = String(started.body.id)
  const early = await api.call('GET', `/exports/${id}/file`, { session: operator.session })
  expect([early.status, (early.body.error as unknown as { code: string }).code]).toEqual([
    409,
    'export_not_done',
  ])
  await work(ctx)
  const file = await api.call('GET', `/exports/${id}/file`, { session: operator.session })
  expect(file.status).toBe(200)
  expect(file.text).toBe('\uFEFF编号,姓名\r\n0,name 0\r\n1,name 1\r\n2,name 2\r\n')
  const notices = await api.call('GET', '/notices', { session: operator.session })
  expect(notices.body.items).toMatchObject([
    { kind: 'export_done', link: '/exports', params: { rows: 3 } },
  ])
  expect(await auditOf(id)).toEqual(['export.started', 'export.downloaded'])
})

test('a cell that begins like a formula is text in every spreadsheet', async () => {
  list.rows = async function* () {
    for (const name of [
      '=1+1',
      '+8613800138000',
      '-cmd',
      '@sum(1)',
      '\tx',
      '\rx',
      'a"b,c',
      'plain',
    ])
      yield [-5, name]
  }
  const job = await startExport(ctx, { kind: 'list', bom: false })
  await work(ctx)
  expect(textOf(job.id).split('\r\n')).toEqual([
    'id,name',
    "-5,'=1+1",
    "-5,'+8613800138000",
    "-5,'-cmd",
    "-5,'@sum(1)",
    "-5,'\tx",
    '-5,"\'\rx"',
    '-5,"a""b,c"',
    '-5,plain',
    '',
  ])
})

test('a workbook holds the same cells as texts and numbers', async () => {
  list.rows = async function* () {
    yield [1, '=1+1 & <b>']
    yield [2.5, '第二行\u0001_x0041_']
    yield [null, true]
  }
  const job = await startExport(ctx, { kind: 'list', format: 'xlsx' })
  await work(ctx)
  const sheet = await readSheet(exportPath(files, job.id))
  expect(sheet).toEqual([
    ['id', 'name'],
    [1, '=1+1 & <b>'],
    [2.5, '第二行\u0001_x0041_'],
    [null, true],
  ])
})

test('a workbook goes on in further sheets where one is full', async () => {
  const rows = async function* () {
    for (let i = 0; i < 5; i++) yield [i]
  }
  const path = join(files.folder, 'sheets')
  await pipeline(Readable.from(workbook(['n'], rows(), 3)), createWriteStream(path))
  expect(await Promise.all([1, 2, 3].map((n) => readSheet(path, n)))).toEqual([
    [['n'], [0], [1]],
    [['n'], [2], [3]],
    [['n'], [4]],
  ])
})

test('NDJSON is exact, and gzip is gzip', async () => {
  list.rows = async function* () {
    yield [1, '=1+1']
  }
  const job = await startExport(ctx, { kind: 'list', format: 'ndjson', gzip: true })
  await work(ctx)
  expect(job.file_name).toMatch(/\.ndjson\.gz$/)
  expect(gunzipSync(readFileSync(exportPath(files, job.id))).toString()).toBe(
    '{"id":1,"name":"=1+1"}\n',
  )
})

describe('nobody takes away', () => {
  test('what others have exported, unless they answer for it and may read such rows', async () => {
    const [operator, other, owner, analyst] = await Promise.all([
      by('operator'),
      by('operator'),
      by('owner'),
      by('analyst'),
    ])
    const started = await api.call('POST', '/exports', {
      session: operator.session,
      body: { kind: 'list' },
    })
    await work(ctx)
    const take = async (session: typeof operator.session) =>
      (await api.call('GET', `/exports/${String(started.body.id)}/file`, { session })).status
    expect(await take(operator.session)).toBe(200)
    expect(await take(other.session)).toBe(404)
    expect(await take(analyst.session)).toBe(404)
    expect(await take(owner.session)).toBe(200)
    const stranger = await testCtx()
    const theirs = await signInAs(api, await addPerson(stranger, 'owner'))
    expect(await take(theirs)).toBe(404)
    const denied = await api.call('POST', '/exports', {
      session: analyst.session,
      body: { kind: 'list' },
    })
    expect(denied.status).toBe(403)
    const all = await api.call('GET', '/exports?whose=all', { session: operator.session })
    expect(all.status).toBe(403)
  })

  test('a file by halves: a worker that was killed leaves nothing to download, the next one begins again', async () => {
    let kill = true
    list.rows = async function* (n) {
      for (let i = 0; i < n; i++) {
        // As a kill would: nothing of the worker runs after it.
        if (kill && i === 1500) await new Promise(() => undefined)
        yield [i, 'x']
      }
    }
    const job = await startExport(ctx, { kind: 'list', params: { n: 2000 }, bom: false })
    void runExport(ctx, { files }, job.id)
    await expect
      .poll(() => readdirSync(files.folder).filter((f) => f.startsWith(job.id)))
      .toHaveLength(1)
    expect(existsSync(exportPath(files, job.id))).toBe(false)
    await sql`update data_export set lease_until = now() - interval '1 second', owner = gen_random_uuid()
      where id = ${job.id}`.execute(ctx.pg)
    expect((await unattendedExports(ctx)).map((e) => e.id)).toContain(job.id)
    kill = false
    const after = await runExport(ctx, { files }, job.id)
    expect([after.state, after.rows, after.attempts]).toEqual(['done', 2000, 2])
    expect(textOf(job.id).trim().split('\r\n')).toHaveLength(2001)
    await expireExports(ctx, files)
    expect(readdirSync(files.folder).filter((f) => f.startsWith(job.id))).toEqual([job.id])
  })

  test('one that was cancelled while it was written', async () => {
    let cancelled = false
    list.rows = async function* (n) {
      for (let i = 0; i < n; i++) {
        if (i === 1200 && !cancelled) {
          cancelled = true
          await api.call('POST', `/exports/${id}/cancel`, { session: owner.session })
        }
        yield [i, 'x']
      }
    }
    const owner = await by('owner')
    const started = await api.call('POST', '/exports', {
      session: owner.session,
      body: { kind: 'list', params: { n: 4000 } },
    })
    const id = String(started.body.id)
    await work(ctx)
    const { body } = await api.call('GET', `/exports/${id}`, { session: owner.session })
    expect(body.state).toBe('cancelled')
    expect(readdirSync(files.folder).filter((f) => f.startsWith(id))).toEqual([])
    const again = await api.call('POST', `/exports/${id}/cancel`, { session: owner.session })
    expect(again.status).toBe(409)
  })

  test('anything after seven days: the file is gone, and it says so', async () => {
    list.rows = async function* () {
      yield [1, 'x']
    }
    const owner = await by('owner')
    const started = await api.call('POST', '/exports', {
      session: owner.session,
      body: { kind: 'list' },
    })
    const id = String(started.body.id)
    await work(ctx)
    const later = { ...ctx, now: () => new Date(Date.now() + 8 * 86_400_000) }
    await expireExports(later, files)
    expect(existsSync(exportPath(files, id))).toBe(false)
    const gone = await api.call('GET', `/exports/${id}/file`, { session: owner.session })
    expect([gone.status, gone.body.error]).toMatchObject([409, { code: 'export_expired' }])
  })

  test('what they may not see any more when the worker comes to it', async () => {
    const operator = await by('operator')
    const started = await api.call('POST', '/exports', {
      session: operator.session,
      body: { kind: 'list' },
    })
    await ctx.stores.pg.pool.query(
      `update membership set role = 'analyst' where tenant_id = $1 and user_id = $2`,
      [ctx.tenantId, operator.id],
    )
    await work(ctx)
    const { body } = await api.call('GET', `/exports/${String(started.body.id)}`, {
      session: operator.session,
    })
    expect(body).toMatchObject({ state: 'failed', error: { code: 'access_changed' } })
  })
})

describe('a large export', () => {
  const rowsOf = async function* (n: number) {
    for (let i = 0; i < n; i++) yield [i, 'x']
  }
  test('waits for a second person, and nobody is their own', async () => {
    list.rows = rowsOf
    const [owner, admin] = await Promise.all([by('owner'), by('admin')])
    const put = await api.call('PUT', '/export-settings', {
      session: owner.session,
      body: { approval_rows: 10 },
    })
    expect(put.body).toEqual({ approval_rows: 10 })
    const started = await api.call('POST', '/exports', {
      session: admin.session,
      body: { kind: 'list', params: { n: 11 }, reason: '双十一复盘' },
    })
    expect(started.body.state).toBe('waiting_approval')
    const approval = String(started.body.approval_id)
    const decide = (session: typeof owner.session) =>
      api.call('POST', `/approvals/${approval}/decide`, { session, body: { decision: 'approve' } })
    const own = await decide(admin.session)
    expect([own.status, own.body.error]).toMatchObject([403, { code: 'own_request' }])
    const todo = await api.call('GET', '/notices/count', { session: owner.session })
    expect(todo.body.to_decide).toBeGreaterThan(0)
    expect((await decide(owner.session)).status).toBe(200)
    expect((await decide(owner.session)).status).toBe(409)
    await work(ctx)
    const { body } = await api.call('GET', `/exports/${String(started.body.id)}`, {
      session: admin.session,
    })
    expect(body).toMatchObject({ state: 'done', rows: 11 })
    const told = await api.call('GET', '/notices', { session: admin.session })
    expect((told.body.items as unknown as { kind: string }[]).map((n) => n.kind)).toEqual([
      'export_done',
      'approval_approved',
    ])
  })

  test('is refused when rows that came later make it large', async () => {
    list.rows = () => rowsOf(20)
    const operator = await by('operator')
    const started = await api.call('POST', '/exports', {
      session: operator.session,
      body: { kind: 'list', params: { n: 5 } },
    })
    await work(ctx)
    const { body } = await api.call('GET', `/exports/${String(started.body.id)}`, {
      session: operator.session,
    })
    expect(body).toMatchObject({ state: 'failed', error: { code: 'export_needs_approval' } })
  })

  test('that is cancelled withdraws its request; one that is rejected stays refused', async () => {
    list.rows = rowsOf
    const [owner, operator] = await Promise.all([by('owner'), by('operator')])
    const start = async () =>
      (
        await api.call('POST', '/exports', {
          session: operator.session,
          body: { kind: 'list', params: { n: 50 } },
        })
      ).body
    const first = await start()
    const cancelled = await api.call('POST', `/exports/${String(first.id)}/cancel`, {
      session: operator.session,
    })
    expect(cancelled.body.state).toBe('cancelled')
    const request = await api.call('GET', `/approvals/${String(first.approval_id)}`, {
      session: operator.session,
    })
    expect(request.body.state).toBe('withdrawn')
    const second = await start()
    await api.call('POST', `/approvals/${String(second.approval_id)}/decide`, {
      session: owner.session,
      body: { decision: 'reject', comment: '范围太大' },
    })
    await work(ctx)
    const { body } = await api.call('GET', `/exports/${String(second.id)}`, {
      session: operator.session,
    })
    expect(body.state).toBe('refused')
  })
})

test('the audit log is exported, and that it was is in it', async () => {
  const job = await startExport({ ...ctx, actor: SYSTEM }, { kind: 'audit_log', bom: false })
  await work(ctx)
  expect(textOf(job.id)).toMatch(/^at,actor_kind,actor_id/)
  expect(textOf(job.id)).toContain('export.started')
})
