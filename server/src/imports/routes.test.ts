import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { routes as orderRoutes, recordOrders } from '../commerce/index.ts'
import type { Ctx, Role, Scope } from '../platform/ctx.ts'
import { createHttp, type Http } from '../platform/http.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { queues } from './jobs.ts'
import { routes } from './routes.ts'
import { collectorOf } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'homefield-uploads-'))
const uploads = { folder, maxBytes: 200_000 }

async function serverOf(ctx: Ctx): Promise<Http> {
  const app = await createHttp({
    log: pino({ level: 'silent' }),
    trustProxy: 0,
    collect: () => false,
    authenticate: async (request) => {
      const role = (request.headers['x-role'] ?? 'operator') as Role
      const scope = request.headers['x-scope']
        ? { scope: { kind: 'store', ids: ['s1'] } satisfies Scope }
        : {}
      return { ...ctx, actor: { kind: 'user', id: 'u1', name: 'Someone', role, ...scope } }
    },
  })
  await app.register(
    async (api) => {
      await routes(uploads)(api as unknown as Http)
      await orderRoutes(api as unknown as Http)
    },
    { prefix: '/api/v1' },
  )
  return app
}

function upload(fields: Record<string, string>, files: [name: string, content: string][]) {
  const boundary = 'homefield-boundary'
  const parts = [
    ...files.map(
      ([name, content]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n`,
    ),
    ...Object.entries(fields).map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
  ]
  return {
    method: 'POST' as const,
    url: '/api/v1/imports',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  }
}

/** Runs what the requests have sent to the queues, as the worker would. */
async function work(ctx: TestCtx): Promise<void> {
  const known = queues((tenantId) => ({ ...ctx, tenantId }), {
    collector: collectorOf(ctx),
    uploads,
  })
  for (const { queue, data } of ctx.jobs.sent.splice(0))
    await known.find((q) => q.name === queue)?.run(data as never)
}

const CUSTOMERS = 'identifiers.phone,attributes.name\n13800000001,王芳\nnone,Li Lei\n'

test('a file is uploaded, imported by the worker, looked at, and undone', async () => {
  const ctx = await testCtx()
  const app = await serverOf(ctx)
  const sent = await app.inject(
    upload({ kind: 'customers', source: 'crm' }, [['客户.csv', CUSTOMERS]]),
  )
  expect([sent.statusCode, sent.json().state]).toEqual([202, 'waiting'])
  const { id } = sent.json()
  await work(ctx)
  const got = (await app.inject(`/api/v1/imports/${id}`)).json()
  expect(got).toMatchObject({
    state: 'done',
    kind: 'customers',
    source: 'crm',
    error: null,
    undo: null,
    files: [{ name: '客户.csv', rows_read: 2, done: true }],
    report: {
      rows: 2,
      fates: [
        { fate: 'customer', rows: 1, notes: {} },
        { fate: 'rejected:customer_missing', rows: 1, notes: {} },
      ],
    },
  })
  const rejected = await app.inject(`/api/v1/imports/${id}/rejected`)
  expect([rejected.statusCode, rejected.headers['content-type']]).toEqual([
    200,
    'text/csv; charset=utf-8',
  ])
  expect(rejected.body).toBe(
    '\uFEFFidentifiers.phone,attributes.name,homefield_row,homefield_code,homefield_reason\nnone,Li Lei,2,customer_missing,No value in the row identifies a customer\n',
  )
  expect(
    (await app.inject('/api/v1/imports')).json().items.map((i: { id: string }) => i.id),
  ).toEqual([id])
  expect(
    (await app.inject({ method: 'POST', url: `/api/v1/imports/${id}/resume` })).json().error.code,
  ).toBe('import_not_resumable')
  expect((await app.inject({ method: 'POST', url: `/api/v1/imports/${id}/undo` })).statusCode).toBe(
    202,
  )
  await work(ctx)
  expect((await app.inject(`/api/v1/imports/${id}`)).json()).toMatchObject({
    state: 'undone',
    undo: { customers: 1, attributes: 1 },
  })
  const { rows } = await ctx.stores.pg.pool.query(
    'select action from audit_log where tenant_id = $1 order by position',
    [ctx.tenantId],
  )
  expect(rows.map((r) => r.action)).toEqual([
    'import.created',
    'import.rows_exported',
    'import.undo_begun',
    'import.undone',
  ])
})

test('what cannot be imported is refused with its reason, and its file is not kept', async () => {
  const ctx = await testCtx()
  const app = await serverOf(ctx)
  const before = readdirSync(folder).length
  const code = async (request: InjectOptions | string) => {
    const answer = await app.inject(request)
    return [answer.statusCode, answer.json().error.code]
  }
  expect(await code({ method: 'POST', url: '/api/v1/imports', payload: {} })).toEqual([
    400,
    'not_multipart',
  ])
  expect(await code(upload({ kind: 'customers' }, []))).toEqual([400, 'file_missing'])
  expect(await code(upload({}, [['a.csv', CUSTOMERS]]))).toEqual([400, 'mapping_missing'])
  expect(await code(upload({ kind: 'people' }, [['a.csv', CUSTOMERS]]))).toEqual([
    400,
    'invalid_request',
  ])
  expect(await code(upload({ mapping: 'nobody' }, [['a.csv', CUSTOMERS]]))).toEqual([
    404,
    'mapping_not_found',
  ])
  expect(await code(upload({ kind: 'customers' }, [['a.csv', '']]))).toEqual([400, 'file_empty'])
  expect(await code(upload({ kind: 'customers' }, [['a.csv', 'x'.repeat(200_001)]]))).toEqual([
    413,
    'file_too_large',
  ])
  expect(await code('/api/v1/imports/0199c2a4-1111-7000-8000-000000000000')).toEqual([
    404,
    'import_not_found',
  ])
  expect(await code('/api/v1/imports?cursor=x')).toEqual([400, 'invalid_cursor'])
  expect(readdirSync(folder).length).toBe(before)
})

test('only those who may run imports of the whole brand do, and never another brand’s', async () => {
  const [ctx, other] = [await testCtx(), await testCtx()]
  const [app, elsewhere] = [await serverOf(ctx), await serverOf(other)]
  const { id } = (await app.inject(upload({ kind: 'customers' }, [['a.csv', CUSTOMERS]]))).json()
  for (const url of [
    '/api/v1/imports',
    `/api/v1/imports/${id}`,
    `/api/v1/imports/${id}/rejected`,
    '/api/v1/import-mappings',
  ])
    expect((await app.inject({ url, headers: { 'x-role': 'analyst' } })).statusCode, url).toBe(403)
  const scoped = upload({ kind: 'customers' }, [['a.csv', CUSTOMERS]])
  expect(
    (await app.inject({ ...scoped, headers: { ...scoped.headers, 'x-scope': 'store' } })).json()
      .error.code,
  ).toBe('outside_scope')
  expect(
    (await app.inject({ url: `/api/v1/imports/${id}`, headers: { 'x-scope': 'store' } }))
      .statusCode,
  ).toBe(403)
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/rejected'],
    ['POST', '/undo'],
    ['POST', '/resume'],
  ] as const)
    expect(
      (await elsewhere.inject({ method, url: `/api/v1/imports/${id}${path}` })).statusCode,
      path,
    ).toBe(404)
})

test('mappings are saved, stand in for shipped ones of their name, and wrong ones say why', async () => {
  const ctx = await testCtx()
  const app = await serverOf(ctx)
  const put = (name: string, payload: object) =>
    app.inject({ method: 'PUT', url: `/api/v1/import-mappings/${name}`, payload })
  const good = {
    source: 'taobao',
    parts: [{ kind: 'customers', fields: { 'identifiers.taobao': '买家会员名' } }],
  }
  expect((await put('mine', good)).statusCode).toBe(200)
  expect((await put('online_retail', good)).statusCode).toBe(200)
  const listed = (await app.inject('/api/v1/import-mappings')).json().items as {
    name: string
    shipped: boolean
  }[]
  expect(
    listed
      .filter((m) => ['mine', 'online_retail'].includes(m.name))
      .map((m) => [m.name, m.shipped]),
  ).toEqual([
    ['mine', false],
    ['online_retail', false],
  ])
  expect(
    (await app.inject({ method: 'DELETE', url: '/api/v1/import-mappings/online_retail' }))
      .statusCode,
  ).toBe(204)
  expect(
    (await app.inject({ method: 'DELETE', url: '/api/v1/import-mappings/online_retail' }))
      .statusCode,
  ).toBe(404)
  const wrong = await put('bad', {
    source: 'x',
    parts: [
      { kind: 'orders', fields: { colour: 'a', 'attributes.x': { constant: '1', column: 'b' } } },
      { kind: 'tags', fields: { tags: 't' } },
    ],
  })
  expect(wrong.json().error).toMatchObject({
    code: 'invalid_mapping',
    details: [
      'parts.0: orders have no field colour',
      'parts.0: orders need the field order_id',
      'parts.0.attributes.x: name one of column, template, sum, constant, row_number',
      'parts.1: tags need an identifier, such as identifiers.phone',
    ],
  })
})

test('orders are read by the page and one by one, and a stranger’s id is not found', async () => {
  const [ctx, other] = [await testCtx(), await testCtx()]
  const [app, elsewhere] = [await serverOf(ctx), await serverOf(other)]
  const at = new Date('2026-03-01T10:00:00Z')
  const [made] = await recordOrders(ctx, [
    {
      source: 'shop',
      externalId: '1',
      node: null,
      state: 'paid',
      evidence: 'verified',
      currency: 'CNY',
      totalFen: 100,
      discountFen: 0,
      shippingFen: 0,
      platformCommissionFen: null,
      platform: '',
      storeId: null,
      staffId: null,
      channelId: null,
      activityId: null,
      placedAt: at,
      paidAt: at,
      cancelledAt: null,
      lines: [],
    },
  ])
  expect((await app.inject('/api/v1/orders?limit=1')).json()).toMatchObject({
    items: [{ external_id: '1', total_fen: 100, customer_id: null }],
    next_cursor: null,
  })
  expect((await app.inject(`/api/v1/orders/${made?.orderId}`)).json()).toMatchObject({
    lines: [],
    refunds: [],
    changes: [],
  })
  expect((await elsewhere.inject(`/api/v1/orders/${made?.orderId}`)).statusCode).toBe(404)
  expect((await app.inject('/api/v1/customers/4000000000/orders')).statusCode).toBe(404)
  expect((await app.inject('/api/v1/orders?limit=0')).statusCode).toBe(400)
  const items = [{ platform: '', goods_bp: 4000, commission_bp: 100 }]
  expect(
    (await app.inject({ method: 'PUT', url: '/api/v1/cost-defaults', payload: { items } }))
      .statusCode,
  ).toBe(403)
  expect(
    (
      await app.inject({
        method: 'PUT',
        url: '/api/v1/cost-defaults',
        payload: { items },
        headers: { 'x-role': 'admin' },
      })
    ).json(),
  ).toEqual({ items })
})
