import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listMessages } from '../../messages/index.ts'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { getAfterSale } from '../after-sale/after-sale.ts'
import { approveAfterSale, goodsCameBack } from '../after-sale/after-sales.ts'
import { askExchange, wrongWith } from '../after-sale/testing.ts'
import { getOwnOrder, linesOf } from '../checkout/own-order.ts'
import { type OrderParty, useOrderParties } from '../checkout/parties.ts'
import { shipOrder } from '../checkout/ship.ts'
import { showOwnOrder } from '../checkout/shown.ts'
import { shipsTo, type TestShop, testShop } from '../checkout/testing.ts'
import { commerceExports } from '../exports.ts'
import { parcelChecks } from '../parcels/checks.ts'
import { routes } from '../routes.ts'
import { payOrder, stockStore, told } from '../testing.ts'
import { checkShippingFile, faultyRows, runShippingFile } from './ship-file.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 500, cup: 500 })
  await shipsTo(ctx)
})
afterEach(() => useOrderParties([]))

const home = {
  ...{ name: 'Li', phone: '13800000000', region: ['广东省', '深圳市', '南山区'], street: '1 Road' },
}
async function paid(lines: Record<string, number> = { tea: 2, cup: 1 }) {
  const id = await shop.place(lines, { address: home, note: 'ring' })
  await payOrder(ctx, id)
  return { id, number: (await getOwnOrder(ctx, id)).number }
}
const file = (...lines: string[]) =>
  Buffer.from(['订单号,快递公司,快递单号,商品编码,数量', ...lines].join('\n'))
const state = async (id: string) => (await getOwnOrder(ctx, id)).state

/** What `homefield check` finds of this brand. */
const wrong = async () =>
  (await Promise.all(parcelChecks.map((check) => check.compare(ctx))))
    .flatMap(({ differences }) => differences)
    .filter(({ tenant }) => tenant === ctx.tenantId)

async function exported(of: TestCtx, params: object = {}) {
  const kind = commerceExports.orders_to_ship
  if (!kind) throw new Error('there is no such export')
  const opened = kind.open(of, kind.parse(params))
  const columns = await opened.columns()
  const rows: Record<string, unknown>[] = []
  for await (const row of opened.stream())
    rows.push(Object.fromEntries(columns.map(({ key }, i) => [key, row[i]])))
  expect(await opened.count()).toBe(rows.length)
  return { columns, rows }
}

describe('what waits to be sent', () => {
  test('is a row an SKU with what is left of it, and goes when it is sent', async () => {
    const { id, number } = await paid()
    await shop.place({ tea: 1 }, { address: home })
    await shipOrder(ctx, id, {
      ...{ carrier: '顺丰', number: 'SF1', lines: [{ sku: 'tea', quantity: 1 }] },
    })
    const { rows } = await exported(ctx)
    expect(rows).toMatchObject([
      { order_number: number, sku: 'cup', quantity: 1, city: '深圳市', note: 'ring', carrier: '' },
      { order_number: number, sku: 'tea', quantity: 1, receiver: 'Li', tracking_number: '' },
    ])
    await shipOrder(ctx, id, { carrier: '顺丰', number: 'SF2' })
    expect((await exported(ctx)).rows).toEqual([])
  })

  test('leaves out what a party keeps back, and what another store sends', async () => {
    const { id } = await paid()
    expect((await exported(ctx, { store: 's2' })).rows).toEqual([])
    expect((await exported(ctx, { store: 's1', storefront: 'home' })).rows).toHaveLength(2)
    useOrderParties([keeps(id)])
    expect((await exported(ctx)).rows).toEqual([])
  })

  test('filled in and sent back as it is, ships every order', async () => {
    const orders = [await paid(), await paid({ tea: 3 })]
    const { columns, rows } = await exported(ctx)
    for (const language of ['zh-CN', 'en'] as const) {
      const lines = rows.map((row) =>
        columns.map(({ key }) =>
          key === 'carrier'
            ? 'zto'
            : key === 'tracking_number'
              ? `Z${String(row.order_number)}`
              : key === 'paid_at'
                ? ''
                : String(row[key] ?? ''),
        ),
      )
      const content = [columns.map(({ title }) => title[language]), ...lines]
        .map((cells) => cells.join(','))
        .join('\n')
      expect(await checkShippingFile(ctx, Buffer.from(content))).toMatchObject({
        ...{ rows: 3, parcels: 2, orders: 2, faulty: 0 },
      })
      if (language === 'en') await runShippingFile(ctx, 'parcels.csv', Buffer.from(content))
    }
    for (const { id } of orders) expect(await state(id)).toBe('shipped')
  })
})

const keeps = (id: string): OrderParty => ({
  ...{ code: 'p', hold: async () => undefined, commit: async () => undefined },
  ...{ release: async () => undefined, giveBack: async () => undefined },
  keepsBack: async (_ctx, orderId) =>
    orderId === id ? { code: 'group_incomplete', message: 'not yet' } : undefined,
})

describe('a file of parcels', () => {
  test('is only looked at by the check, sent by the run, and the same again changes nothing', async () => {
    const [a, b] = [await paid(), await paid()]
    const content = file(
      ...[`${a.number},顺丰,SF1,tea,2`, `${a.number},顺丰,SF2,cup,1`, `${b.number},yunda,Y1,,`],
    )
    const counts = { rows: 3, orders: 2, parcels: 3, already: 0, faulty: 0 }
    expect(await checkShippingFile(ctx, content)).toMatchObject(counts)
    expect(await state(a.id)).toBe('to_ship')
    expect(await runShippingFile(ctx, 'parcels.csv', content)).toMatchObject(counts)
    expect([await state(a.id), await state(b.id)]).toEqual(['shipped', 'shipped'])
    const before = await showOwnOrder(ctx, a.id)
    expect(before.shipments).toMatchObject([
      { carrier: '顺丰速运', number: 'SF1', lines: [{ sku: 'tea', quantity: 2 }] },
      { carrier: '顺丰速运', number: 'SF2', lines: [{ sku: 'cup', quantity: 1 }] },
    ])
    expect(before.changes.map((change) => change.act)).toEqual([
      ...['place', 'pay_to_ship', 'ship_part', 'ship_rest'],
    ])
    expect(await runShippingFile(ctx, 'parcels.csv', content)).toMatchObject({
      ...{ parcels: 0, already: 3, faulty: 0 },
    })
    expect(await showOwnOrder(ctx, a.id)).toEqual(before)
    expect((await told(ctx)).filter((event) => event.name === 'order_shipped')).toHaveLength(3)
    const { rows: audits } = await sql<{
      details: Record<string, unknown>
    }>`select details from audit_log
      where tenant_id = ${ctx.tenantId} and action = 'shipping_file.run' order by position`.execute(
      ctx.pg,
    )
    expect(audits.map(({ details }) => [details.parcels, details.already])).toEqual([
      [3, 0],
      [0, 3],
    ])
  })

  test('tells each buyer once of each parcel', async () => {
    const { id, number } = await paid()
    for (const _ of [1, 2]) await runShippingFile(ctx, 'f', file(`${number},SF,SF1,,`))
    const { items } = await listMessages(ctx, { limit: 50 })
    expect(items).toMatchObject([{ kind: 'order_shipped', link: `/orders/${id}` }])
    expect(items[0]?.text).toContain('顺丰速运 SF1')
  })

  test('sends what is sound, and gives the rest back to be mended and sent again', async () => {
    const [a, b, c] = [await paid(), await paid(), await paid()]
    useOrderParties([keeps(c.id)])
    const bad = file(
      ...[`${a.number},顺丰,SF1,,`, `${b.number},顺丰,SF2,tea,9`, `${b.number},顺丰,SF2,cup,1`],
      ...[`${c.number},顺丰,SF3,,`, 'NOBODY,顺丰,SF4,,', `${b.number},,,tea,1`],
    )
    const report = await runShippingFile(ctx, 'f', bad)
    expect(report).toMatchObject({ parcels: 1, faulty: 4, left_out: 1 })
    expect(report.faults.map(({ row, code }) => [row, code])).toEqual([
      [3, 'too_many_to_ship'],
      [4, 'order_has_faults'],
      [5, 'group_incomplete'],
      [6, 'order_not_found'],
    ])
    expect([await state(a.id), await state(b.id)]).toEqual(['shipped', 'to_ship'])
    const faulty = await faultyRows(ctx, bad)
    expect(faulty.split('\n')[0]).toContain('未发货原因,订单号')
    // Mended in the file that came back, which has our column.
    const mended = Buffer.from(faulty.replace('tea,9', 'tea,2').replace(/^.*NOBODY.*$/m, ''))
    useOrderParties([])
    expect(await runShippingFile(ctx, 'f', mended)).toMatchObject({ parcels: 2, faulty: 0 })
    expect([await state(b.id), await state(c.id)]).toEqual(['shipped', 'shipped'])
    expect(await faultyRows(ctx, mended)).not.toContain('SF2')
  })

  test('sent 16 times at once ships each piece once', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => paid()))
    const content = file(
      ...orders.flatMap(({ number }, i) => [
        `${number},顺丰,SF${i}A,tea,1`,
        `${number},顺丰,SF${i}B,tea,1`,
        `${number},顺丰,SF${i}B,cup,1`,
      ]),
    )
    const reports = await Promise.all(
      Array.from({ length: 16 }, () => runShippingFile(ctx, 'f', content)),
    )
    expect(reports.reduce((sum, { parcels }) => sum + parcels, 0)).toBe(24)
    expect(reports.every(({ faulty }) => faulty === 0)).toBe(true)
    for (const { id } of orders) {
      expect(await state(id)).toBe('shipped')
      expect((await linesOf(ctx, id)).map((line) => line.sent_quantity)).toEqual([1, 2])
    }
    expect(await wrong()).toEqual([])
    await sql`update own_order_line set sent_quantity = 0
      where tenant_id = ${ctx.tenantId} and order_id = ${orders[0]?.id} and sku = 'cup'`.execute(
      ctx.pg,
    )
    expect(await wrong()).toMatchObject([{ id: orders[0]?.id, what: 'sent_differs' }])
  })

  test('against parcels noted by hand at the same time: 64 at the last piece, one has it', async () => {
    const { id, number } = await paid({ tea: 1 })
    const tries = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        i % 2
          ? runShippingFile(ctx, 'f', file(`${number},顺丰,SF${i},tea,1`)).then((r) => r.parcels)
          : shipOrder(ctx, id, { carrier: '顺丰', number: `SF${i}` }).then(
              () => 1,
              () => 0,
            ),
      ),
    )
    expect(tries.reduce((sum, n) => sum + n, 0)).toBe(1)
    expect((await showOwnOrder(ctx, id)).shipments).toHaveLength(1)
  })
})

describe('an exchange', () => {
  const columns = ['order_number', 'exchange', 'sku', 'quantity'] as const
  const waiting = async () =>
    (await exported(ctx)).rows.map((row) => columns.map((column) => row[column]))

  test('is a row and a parcel of its own, which may travel with the rest of its order', async () => {
    const { id, number } = await paid({ tea: 3 })
    await shipOrder(ctx, id, {
      ...{ carrier: '顺丰', number: 'SF1', lines: [{ sku: 'tea', quantity: 2 }] },
    })
    const sale = await askExchange(ctx, id, { sku: 'tea', toSku: 'tea', quantity: 2 })
    await approveAfterSale(ctx, sale.id, '')
    expect(await waiting()).toEqual([[number, false, 'tea', 1]])
    await goodsCameBack(ctx, sale.id)
    const own = `${number}-X1`
    expect(await waiting()).toEqual([
      [number, false, 'tea', 1],
      [own, true, 'tea', 2],
    ])
    const part = await runShippingFile(ctx, 'f', file(`${own},顺丰,SF2,tea,1`))
    expect(part.faults).toMatchObject([{ code: 'exchange_in_one' }])
    const content = file(`${number},顺丰,SF2,,`, `${own},SF,SF2,tea,2`)
    expect(await checkShippingFile(ctx, content)).toMatchObject({ parcels: 2, faulty: 0 })
    expect(await runShippingFile(ctx, 'f', content)).toMatchObject({ parcels: 2, faulty: 0 })
    expect(await runShippingFile(ctx, 'f', content)).toMatchObject({ parcels: 0, already: 2 })
    expect(await getAfterSale(ctx, sale.id)).toMatchObject({ state: 'exchanged' })
    expect(await state(id)).toBe('shipped')
    expect(await waiting()).toEqual([])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('that is not to be sent, or another brand’s, is told so', async () => {
    const { id, number } = await paid({ tea: 1 })
    await shipOrder(ctx, id, { carrier: '顺丰', number: 'SF1' })
    await askExchange(ctx, id, { sku: 'tea', toSku: 'tea' })
    const content = file(`${number}-X1,顺丰,SF2,,`)
    expect((await runShippingFile(ctx, 'f', content)).faults).toMatchObject([
      { code: 'order_state' },
    ])
    const other = await testCtx()
    expect((await checkShippingFile(other, content)).faults[0]?.code).toBe('order_not_found')
  })
})

describe('over the API', () => {
  let api: Api
  beforeEach(async () => {
    api = await testApi(ctx, { domains: [routes] })
  })
  const send = async (act: string, content: Buffer, role: 'owner' | 'analyst' = 'owner') => {
    const key = await keyOf(ctx, role)
    return api.app.inject({
      ...{ method: 'POST', url: `/api/v1/shipping-files/${act}?name=a.csv`, payload: content },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    })
  }

  test('a file is checked, run, and its faulty rows come as a file', async () => {
    const { number } = await paid()
    const content = file(`${number},顺丰,SF1,,`, 'NOBODY,顺丰,SF2,,')
    expect((await send('check', content)).json()).toMatchObject({ parcels: 1, faulty: 1 })
    expect((await send('run', content)).json()).toMatchObject({ parcels: 1, faulty: 1 })
    const faults = await send('faults', content)
    expect(faults.headers['content-type']).toContain('text/csv')
    expect(faults.body).toContain('NOBODY')
    expect(faults.body).not.toContain(number)
  })

  test('what is no file, has no such columns, or may not be sent is refused', async () => {
    expect((await send('check', Buffer.alloc(0))).statusCode).toBe(400)
    const odd = await send('run', Buffer.from('a,b\n1,2\n'))
    expect([odd.statusCode, odd.json().error.code]).toEqual([400, 'columns_missing'])
    expect((await send('run', file('A,顺丰,1,,'), 'analyst')).statusCode).toBe(403)
  })

  test('another brand’s order, and another store’s, is not there', async () => {
    const { number } = await paid()
    const other = await testCtx()
    const content = file(`${number},顺丰,SF1,,`)
    expect((await checkShippingFile(other, content)).faults[0]?.code).toBe('order_not_found')
    await stockStore(ctx, 's2')
    const elsewhere = { ...ctx, actor: { ...ctx.actor, scope: { kind: 'store', ids: ['s2'] } } }
    const seen = await runShippingFile(elsewhere as TestCtx, 'f', content)
    expect([seen.parcels, seen.faults[0]?.code]).toEqual([0, 'order_not_found'])
    expect((await exported(elsewhere as TestCtx)).rows).toEqual([])
  })
})
