import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx, Role } from '../platform/ctx.ts'
import { createHttp, type Http } from '../platform/http.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { workbook } from '../platform/workbook-for-tests.ts'
import {
  beginUndo,
  claimImport,
  createImport,
  finishImport,
  loadImport,
  pauseImport,
  resumeImport,
} from './import.ts'
import { queues } from './jobs.ts'
import { routes } from './routes.ts'
import { runImport } from './run.ts'
import { soundMapping } from './saved-mappings.ts'
import { collectorOf, csv, fates, fileOf, one } from './testing.ts'
import { runUndo } from './undo.ts'

const folder = mkdtempSync(join(tmpdir(), 'homefield-wizard-'))
const uploads = { folder, maxBytes: 5_000_000 }
let ctx: TestCtx
let app: Http
const apps: Http[] = []

async function serverOf(ctx: Ctx): Promise<Http> {
  const app = await createHttp({
    log: pino({ level: 'silent' }),
    trustProxy: 0,
    collect: () => false,
    authenticate: async (request) => ({
      ...ctx,
      actor: {
        kind: 'user',
        id: 'u1',
        name: 'Someone',
        role: (request.headers['x-role'] ?? 'operator') as Role,
      },
    }),
  })
  await app.register(async (api) => routes(uploads)(api as unknown as Http), { prefix: '/api/v1' })
  apps.push(app)
  return app
}
beforeAll(async () => {
  ctx = await testCtx()
  app = await serverOf(ctx)
})
afterAll(async () => {
  for (const one of apps) await one.close()
})

function multipart(files: [string, string | Buffer][]) {
  const boundary = 'xxBOUNDARYxx'
  const payload = Buffer.concat([
    ...files.flatMap(([name, content]) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}
async function upload(files: [string, string | Buffer][], query = '', to = app) {
  const answer = await to.inject({
    method: 'POST',
    url: `/api/v1/import-uploads${query}`,
    ...multipart(files),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const ask = async (path: string, payload: object = {}, to = app) =>
  (await to.inject({ method: 'POST', url: `/api/v1/import-uploads/${path}`, payload })).json()
/** The worker's turn. */
async function work(ctx: TestCtx): Promise<void> {
  const known = queues((tenantId) => ({ ...ctx, tenantId }), {
    collector: collectorOf(ctx),
    uploads,
  })
  for (const job of ctx.jobs.sent.splice(0))
    await known.find((q) => q.name === job.queue)?.run(job.data as never)
}
const documentOf = (part: object, source = 'crm') => ({ name: 'wizard', source, parts: [part] })

test('a newcomer’s file is looked at, guessed, checked, imported, its bad rows mended and sent again', async () => {
  const file = csv(
    '会员编号,姓名,手机,注册时间',
    'M1,王小雪,13800138000,2026-01-02',
    'M2,=李雷,13900139000,someday',
    ',,138****0000,2026-01-03',
  )
  const { body: uploaded } = await upload([['会员.csv', file]])
  const seen = await ask(`${uploaded.id}/preview`, {})
  expect(seen).toMatchObject({
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    columns: ['会员编号', '姓名', '手机', '注册时间'],
    guess: { kind: 'customers' },
    mappings: [],
  })
  const document = documentOf(seen.guess.part)
  expect(await ask(`${uploaded.id}/check`, { document })).toMatchObject({
    rows: 3,
    whole: true,
    good: 1,
    rejected: 2,
    customers: 1,
    reasons: [{ code: 'bad_time' }, { code: 'customer_missing' }],
    bad: [
      { row: 2, code: 'bad_time', cells: ['M2', '=李雷', '13900139000', 'someday'] },
      { row: 3 },
    ],
  })
  expect(await one(ctx, 'select 1 from identifier where tenant_id = $1')).toEqual([])
  const started = await ask(`${uploaded.id}/import`, { document, save_as: '会员表' })
  await work(ctx)
  const list = (await app.inject('/api/v1/imports')).json().items
  expect(list[0]).toMatchObject({
    id: started.id,
    state: 'done',
    mapping_title: { 'zh-CN': '会员表' },
    counts: { imported: 1, rejected: 2, aside: 0, repeated: 0 },
  })
  const rows = await app.inject(`/api/v1/imports/${started.id}/rejected`)
  expect(rows.body).toContain("M2,'=李雷,13900139000,someday,2,bad_time")
  const mended = rows.body.replace('someday', '2026-01-05').replace(/^,,138.*\n/m, '')
  const { body: second } = await upload([['修好.csv', mended]], `?mends=${started.id}`)
  expect(await ask(`${second.id}/check`)).toMatchObject({ rows: 1, good: 1, rejected: 0 })
  const again = await ask(`${second.id}/import`)
  await work(ctx)
  expect(again).toMatchObject({ mends: started.id })
  const first = (await app.inject(`/api/v1/imports/${started.id}`)).json()
  expect(first.mended_by).toEqual([again.id])
  expect(
    await one(
      ctx,
      `select value from attribute where tenant_id = $1 and name = 'name' order by value`,
    ),
  ).toEqual([{ value: '=李雷' }, { value: '王小雪' }])
  const preview = (await app.inject(`/api/v1/imports/${again.id}/undo`)).json()
  expect(preview).toMatchObject({ customers: 1, attributes: 1, orders: 0, events: 0 })
})

test('a file with the columns of a saved mapping is offered it; the real shop’s is recognised', async () => {
  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'
  const shipped = (await app.inject('/api/v1/import-mappings')).json().items as {
    name: string
    mapping: { parts: { fields: Record<string, unknown> }[] }
  }[]
  const named = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'column' && typeof inner === 'string') named.add(inner)
        collect(inner)
      }
  }
  const retail = shipped.find((m) => m.name === 'online_retail')
  for (const rule of Object.values(retail?.mapping.parts[0]?.fields ?? {}))
    if (typeof rule === 'string') named.add(rule)
  collect(retail?.mapping.parts)
  const columns = named.size > 0 ? [...named].join(',') : header
  const { body } = await upload([
    ['online_retail.csv', csv(columns, [...named].map(() => '1').join(','))],
  ])
  const { mappings } = await ask(`${body.id}/preview`)
  expect(mappings.map((m: { name: string }) => m.name)).toEqual(['online_retail'])
})

test('the next file is read as an earlier import was, and one that does not fit is refused with the reason', async () => {
  const document = {
    name: 'wizard',
    source: 'crm',
    parts: [
      { kind: 'customers', fields: { 'identifiers.phone': '联系方式', 'attributes.name': '称呼' } },
    ],
  }
  const first = await upload([['一月.csv', csv('联系方式,称呼', '13800007001,甲')]])
  const earlier = await ask(`${first.body.id}/import`, { document })
  const second = await upload([['二月.csv', csv('称呼,联系方式', '乙,13800007002')]])
  const checked = await ask(`${second.body.id}/check`, { like: earlier.id })
  expect(checked).toMatchObject({ rows: 1, good: 1, customers: 1 })
  const begun = await ask(`${second.body.id}/import`, { like: earlier.id })
  expect(begun).toMatchObject({ source: 'crm', kind: 'customers' })
  const other = await upload([['三月.csv', csv('电话', '13800007003')]])
  expect((await ask(`${other.body.id}/check`, { like: earlier.id })).error.code).toBe(
    'mapping_does_not_fit',
  )
  expect((await ask(`${other.body.id}/check`, { like: other.body.id })).error.code).toBe(
    'import_not_found',
  )
})

test('a file in GBK and a workbook of two sheets are read as they are', async () => {
  // GBK bytes of 手机号,姓名 and one row.
  const gbk = Buffer.concat([
    Buffer.from('cad6bbfabac52cd0d5c3fb0a', 'hex'),
    Buffer.from('13800138000,'),
    Buffer.from('cdf50a', 'hex'),
  ])
  const { body: first } = await upload([['a.csv', gbk]])
  expect(await ask(`${first.id}/preview`)).toMatchObject({
    encoding: 'gb18030',
    columns: ['手机号', '姓名'],
    rows: [['13800138000', '王']],
  })
  const { body: second } = await upload([['a.xlsx', workbook([['手机号'], ['13800138000']])]])
  expect(await ask(`${second.id}/preview`)).toMatchObject({
    format: 'xlsx',
    sheets: ['One'],
    guess: { fields: [{ field: 'identifiers.phone' }] },
  })
})

test('a file in which nobody can be told is refused, by the wizard and by the API', async () => {
  const file = csv('姓名,城市', '王小雪,上海')
  const { body } = await upload([['a.csv', file]])
  const seen = await ask(`${body.id}/preview`, { kind: 'customers' })
  const refused = await ask(`${body.id}/check`, { document: documentOf(seen.guess.part) })
  expect(refused.error.code).toBe('no_identifier_column')
  const { payload, headers } = multipart([['a.csv', csv('attributes.name', 'x')]])
  const form = Buffer.concat([
    Buffer.from(
      '--xxBOUNDARYxx\r\ncontent-disposition: form-data; name="kind"\r\n\r\ncustomers\r\n',
    ),
    payload,
  ])
  const direct = await app.inject({
    method: 'POST',
    url: '/api/v1/imports',
    payload: form,
    headers,
  })
  expect(direct.json().error.code).toBe('no_identifier_column')
})

test('rows of another file are not those of an import, and another brand’s upload is not found', async () => {
  const { body } = await upload([['a.csv', csv('手机号,姓名', '13800138000,a', 'x,b')]])
  const seen = await ask(`${body.id}/preview`)
  const started = await ask(`${body.id}/import`, { document: documentOf(seen.guess.part, 'other') })
  await work(ctx)
  const wrong = await upload([['b.csv', csv('手机号', '1')]], `?mends=${started.id}`)
  expect([wrong.status, wrong.body.error.code]).toEqual([400, 'not_rows_of_import'])
  const elsewhere = await serverOf(await testCtx())
  expect((await ask(`${body.id}/preview`, {}, elsewhere)).error.code).toBe(
    'import_upload_not_found',
  )
  expect((await ask(`${body.id}/import`, {}, elsewhere)).error.code).toBe('import_upload_not_found')
})

test('orders are checked whole: a bad row refuses its order, and the sample says how much was looked at', async () => {
  const file = csv(
    '订单号,手机号,下单时间,商品编码,数量,单价',
    '1,13800138000,2026-03-01 10:00:00,a,1,10',
    '1,13800138000,2026-03-01 10:00:00,b,x,10',
    '2,13800138000,2026-03-01 10:00:00,a,1,10',
  )
  const { body } = await upload([['orders.csv', file]])
  const seen = await ask(`${body.id}/preview`)
  expect(seen.guess.kind).toBe('orders')
  expect(await ask(`${body.id}/check`, { document: documentOf(seen.guess.part) })).toMatchObject({
    rows: 3,
    good: 1,
    rejected: 2,
    reasons: expect.arrayContaining([
      expect.objectContaining({ code: 'bad_number', rows: 1 }),
      expect.objectContaining({ code: 'order_has_bad_rows', rows: 1 }),
    ]),
  })
})

const rows = Array.from({ length: 12_000 }, (_, i) => `13800${String(i).padStart(6, '0')},n${i}`)
const people = () =>
  soundMapping({
    name: 'people',
    source: 'crm',
    parts: [
      { kind: 'customers', fields: { 'identifiers.phone': 'phone', 'attributes.name': 'name' } },
    ],
  })

test('an import is paused between two batches, and goes on there; cancelled, it leaves nothing', async () => {
  const ctx = await testCtx()
  const job = await createImport(ctx, {
    mapping: people(),
    files: [fileOf('people.csv', csv('phone,name', ...rows))],
  })
  const collector = collectorOf(ctx)
  let asked: Promise<unknown> | undefined
  const pausing = await runImport(
    ctx,
    {
      collector,
      onProgress: () => {
        asked ??= pauseImport(ctx, job.id)
      },
    },
    job.id,
  )
  await asked
  expect(pausing.state).toBe('paused')
  const half = (await fates(ctx, job)).customer ?? 0
  expect(half).toBeGreaterThan(0)
  expect(half).toBeLessThan(12_000)
  await expect(pauseImport(ctx, job.id)).rejects.toMatchObject({ code: 'import_not_pausable' })
  await resumeImport(ctx, job.id)
  let stopping: Promise<unknown> | undefined
  const cancelled = await runImport(
    ctx,
    {
      collector,
      onProgress: () => {
        stopping ??= beginUndo(ctx, job.id)
      },
    },
    job.id,
  )
  await stopping
  expect(cancelled.state).toBe('undoing')
  expect((await runUndo(ctx, collector, job.id)).state).toBe('undone')
  const left = await one<{ n: number }>(
    ctx,
    'select count(*) as n from identifier where tenant_id = $1',
  )
  expect(left).toEqual([{ n: 0 }])
  await collector.stop()
})

test('one who asked to take it back while the last batch was written gets it taken back', async () => {
  const ctx = await testCtx()
  const job = await createImport(ctx, {
    mapping: people(),
    files: [fileOf('few.csv', csv('phone,name', '13800000001,a'))],
  })
  const owner = randomUUID()
  await claimImport(ctx, job.id, owner, 'running')
  expect((await beginUndo(ctx, job.id)).state).toBe('running')
  expect(await finishImport(ctx, job.id, owner, 'done')).toBe(false)
  expect((await loadImport(ctx, job.id)).state).toBe('undoing')
  const collector = collectorOf(ctx)
  expect((await runUndo(ctx, collector, job.id)).state).toBe('undone')
  await collector.stop()
})

test('a file that is changed under a paused import stops it with its name, and nothing is doubled', async () => {
  const ctx = await testCtx()
  const file = fileOf('people.csv', csv('phone,name', ...rows))
  const job = await createImport(ctx, { mapping: people(), files: [file] })
  const collector = collectorOf(ctx)
  let asked: Promise<unknown> | undefined
  await runImport(
    ctx,
    {
      collector,
      onProgress: () => {
        asked ??= pauseImport(ctx, job.id)
      },
    },
    job.id,
  )
  await asked
  writeFileSync(file.path, csv('phone,name', ...rows.slice(0, 10)))
  await resumeImport(ctx, job.id)
  const after = await runImport(ctx, { collector }, job.id)
  expect([after.state, after.error?.code]).toEqual(['failed', 'file_changed'])
  await beginUndo(ctx, job.id)
  expect((await runUndo(ctx, collector, job.id)).state).toBe('undone')
  expect(await one(ctx, 'select 1 from identifier where tenant_id = $1')).toEqual([])
  await collector.stop()
})
