import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testCollector } from '../collect/testing.ts'
import { runImport, saveMapping } from '../imports/index.ts'
import { type Api, keyOf, testApi, testSecrets } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { INBOUND_PRESETS } from './inbound-presets.ts'
import { receiveInbound } from './inbound-routes.ts'
import { importMessages } from './messages.ts'
import { routes } from './routes.ts'
import { rowsIn } from './rows-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'homefield-inbound-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const uploads = { folder, maxBytes: 10_000_000 }

let ctx: TestCtx
let api: Api
let key: string
beforeEach(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, {
    domains: [routes({ secrets: testSecrets, outbound: { allowPrivate: false }, plugins: [] })],
    before: (app) => receiveInbound(app, (tenantId) => ({ ...ctx, tenantId })),
  })
  key = await keyOf(ctx, 'owner')
  await saveMapping(ctx, {
    name: 'youzan_trades',
    source: 'youzan',
    currency: 'CNY',
    zone: 'Asia/Shanghai',
    parts: [
      {
        kind: 'orders',
        fields: {
          order_id: 'tid',
          'identifiers.phone': 'buyer.phone',
          paid_at: 'pay_time',
          sku: 'sku',
          quantity: 'num',
          unit_price: 'price',
        },
      },
    ],
  })
})

async function address(rowsAt = 'data.trades') {
  const answer = await api.call('POST', '/inbound-addresses', {
    key,
    body: { name: '有赞', mapping: 'youzan_trades', rows_at: rowsAt },
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as unknown as { address: { id: string }; path: string }
}
const trade = (tid: string) => ({
  tid,
  buyer: { phone: '13900139000' },
  pay_time: '2026-06-01 12:00:00',
  sku: 'TEA',
  num: 2,
  price: '30.00',
})
const leave = (path: string, body: unknown, type = 'text/plain') =>
  api.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': type },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
const gather = () => importMessages((tenantId) => ({ ...ctx, tenantId }), ctx, uploads)
async function runAll() {
  const { rows } = await sql<{ id: string }>`
    select id from data_import where tenant_id = ${ctx.tenantId} and state = 'waiting'`.execute(
    ctx.pg,
  )
  const collector = testCollector(ctx)
  for (const { id } of rows) await runImport(ctx, { collector }, id)
  await collector.stop()
}
const orders = async () =>
  (
    await sql<{ external_id: string; total_fen: number }>`
      select external_id, total_fen from sales_order where tenant_id = ${ctx.tenantId} order by 1`.execute(
      ctx.pg,
    )
  ).rows

describe('an inbound address', () => {
  test('takes any JSON under any label and reads it by a mapping; repeats count once', async () => {
    const { path } = await address()
    const body = { code: 200, data: { trades: [trade('T1'), trade('T2')] } }
    expect((await leave(path, body)).statusCode).toBe(200)
    expect((await leave(path, body, 'application/x-www-form-urlencoded')).statusCode).toBe(200)
    expect((await leave(path, { data: { trades: trade('T3') } })).statusCode).toBe(200)
    expect(await gather()).toBe(2)
    await runAll()
    expect(await orders()).toEqual(
      ['T1', 'T2', 'T3'].map((external_id) => ({ external_id, total_fen: 6000 })),
    )
    expect(await gather()).toBe(0)
  })

  test('keeps what cannot be read with its fault, and reads it again once it is mended', async () => {
    const { address: made, path } = await address('data.orders')
    await leave(path, { data: { trades: [trade('T9')] } })
    await leave(path, '{"broken')
    expect(await gather()).toBe(0)
    const faulty = await api.call('GET', `/inbound-addresses/${made.id}/messages?faulty=true`, {
      key,
    })
    expect(
      (faulty.body.items as unknown as { fault: string }[]).map((m) => m.fault).sort(),
    ).toEqual(['malformed_json', 'rows_missing'])
    await api.call('PATCH', `/inbound-addresses/${made.id}`, {
      key,
      body: { rows_at: 'data.trades' },
    })
    expect((await api.call('POST', `/inbound-addresses/${made.id}/retry`, { key })).body).toEqual({
      count: 2,
    })
    expect(await gather()).toBe(1)
    await runAll()
    expect(await orders()).toMatchObject([{ external_id: 'T9' }])
  })

  test('that nobody made, or that is off, takes nothing', async () => {
    const { address: made, path } = await address()
    expect((await leave('/hooks/in/hfi_nobody', {})).statusCode).toBe(404)
    await api.call('PATCH', `/inbound-addresses/${made.id}`, { key, body: { is_on: false } })
    expect((await leave(path, { data: {} })).statusCode).toBe(409)
    expect((await leave(path, '')).statusCode).not.toBe(200)
    const { rows } =
      await sql`select 1 from inbound_message where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(rows).toEqual([])
  })

  test('is switched off and removed together with others; one that is not there is said', async () => {
    const ids = [(await address()).address.id, (await address()).address.id]
    const stranger = randomUUIDv7()
    const batch = async (action: string, chosen: string[]) =>
      (
        await api.call('POST', '/inbound-addresses/batch', {
          key,
          body: { ids: chosen, action },
        })
      ).body
    const refused = [{ id: stranger, code: 'inbound_address_not_found' }]
    expect(await batch('off', [...ids, stranger])).toEqual({ changed: 2, refused })
    expect(await batch('off', ids)).toEqual({ changed: 0, refused: [] })
    expect(await batch('remove', ids)).toEqual({ changed: 2, refused: [] })
    const { rows } = await sql<{ action: string; n: number }>`
      select action, count(*)::int as n from audit_log
      where tenant_id = ${ctx.tenantId} and action like 'inbound.%' group by 1 order by 1`.execute(
      ctx.pg,
    )
    expect(rows).toEqual([
      { action: 'inbound.changed', n: 2 },
      { action: 'inbound.created', n: 2 },
      { action: 'inbound.removed', n: 2 },
    ])
    const alone = await api.call('DELETE', `/inbound-addresses/${ids[0]}`, { key })
    expect(alone.status).toBe(404)
  })

  test('gathered by two servers at once becomes one import', async () => {
    const { path } = await address()
    for (let i = 0; i < 20; i++) await leave(path, { data: { trades: [trade(`R${i}`)] } })
    const taken = await Promise.all([gather(), gather(), gather()])
    expect(taken.reduce((a, b) => a + b, 0)).toBe(20)
    const { rows } = await sql`select 1 from data_import where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
    expect(rows).toHaveLength(1)
  })

  test('needs a mapping that reads one file', async () => {
    const answer = await api.call('POST', '/inbound-addresses', {
      key,
      body: { name: 'x', mapping: 'complete_journey' },
    })
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('mapping_of_several_files'),
    ])
  })
})

describe('a preset', () => {
  test.each(INBOUND_PRESETS.map((preset) => preset.key))(
    'for %s reads its own sample, whole, and its mapping is kept to be adapted',
    async (chosen) => {
      const listed = await api.call('GET', '/inbound-presets', { key })
      const presets = listed.body.items as unknown as {
        key: string
        rows_at: string
        sample: string
      }[]
      const preset = presets.find((one) => one.key === chosen)
      const made = await api.call('POST', '/inbound-addresses', {
        key,
        body: { name: chosen, preset: chosen, rows_at: preset?.rows_at },
      })
      expect(made.status, made.text).toBe(201)
      expect((await leave(String(made.body.path), preset?.sample ?? '')).statusCode).toBe(200)
      expect(await gather()).toBe(1)
      await runAll()
      const { rows } = await sql<{ state: string }>`
        select state from data_import where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
      expect(rows).toMatchObject([{ state: 'done' }])
      const { rows: people } = await sql<{ held: string[] }>`
        select array_agg(namespace order by namespace) as held from identifier
        where tenant_id = ${ctx.tenantId} group by customer_id`.execute(ctx.pg)
      expect(people).toHaveLength(1)
      const totals = { youzan: 11800, weimob: 8800, pos: 20600, erp: undefined }
      expect((await orders()).map((one) => one.total_fen)).toEqual(
        [totals[chosen as keyof typeof totals]].filter((fen) => fen !== undefined),
      )
      const saved =
        await sql`select 1 from import_mapping where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
      expect(saved.rows.length).toBe(2)
    },
  )
})

test('a line knows the order around it, through lists and through JSON sent as text', () => {
  const orders = [
    { no: 'A', shop: 's', lines: [{ n: 1 }, { n: 2 }] },
    { no: 'B', shop: 's', lines: [{ n: 3 }] },
  ]
  const expected = [
    { n: 1, parent: { no: 'A', shop: 's' } },
    { n: 2, parent: { no: 'A', shop: 's' } },
    { n: 3, parent: { no: 'B', shop: 's' } },
  ]
  expect(rowsIn(JSON.stringify({ orders }), 'orders.lines')).toEqual(expected)
  for (const msg of [JSON.stringify({ orders }), encodeURIComponent(JSON.stringify({ orders }))])
    expect(rowsIn(JSON.stringify({ msg }), 'msg.orders.lines')).toEqual(expected)
  expect(rowsIn('{"id":7,"rows":[{"parent":"mine"}]}', 'rows')).toEqual([{ parent: 'mine' }])
  for (const msg of ['plain words', '%E0%A4', '[1'])
    expect(() => rowsIn(JSON.stringify({ msg }), 'msg.orders'), msg).toThrow('rows_missing')
})

test('rows are found where the address says they are, and nowhere else', () => {
  expect(rowsIn('[{"a":1},{"a":2}]', '')).toHaveLength(2)
  expect(rowsIn('{"a":1}', '')).toEqual([{ a: 1 }])
  expect(rowsIn('{"d":{"l":[{"a":1}]}}', 'd.l')).toEqual([{ a: 1 }])
  for (const [text, at] of [
    ['1', ''],
    ['[1]', ''],
    ['[[]]', ''],
    ['{"d":1}', 'd.l'],
    ['{}', '__proto__'],
    ['null', ''],
  ] as const)
    expect(() => rowsIn(text, at), text).toThrow('rows_missing')
})
