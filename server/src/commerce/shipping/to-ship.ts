// What waits to be sent, as a warehouse works through it: a row an SKU, with empty places for carrier and number.
// An exchange is a parcel of its own, under its own number.
import { sql } from 'kysely'
import { z } from 'zod'
import { type Column, exportKind, type Row } from '../../desk/index.ts'
import { codesInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { IS_OPEN } from '../after-sale/after-sale.ts'
import type { Address, OwnGift } from '../checkout/own-order.ts'
import { keptBack } from '../checkout/parties.ts'

const ORDERS_A_PAGE = 500

const Params = z.strictObject({
  store: z.string().max(100).optional(),
  storefront: z.string().max(64).optional(),
})

const COLUMNS = [
  { key: 'order_number', title: { 'zh-CN': '订单号', en: 'Order number' } },
  { key: 'paid_at', title: { 'zh-CN': '付款时间', en: 'Paid at' } },
  { key: 'store', title: { 'zh-CN': '发货门店', en: 'Store' } },
  { key: 'storefront', title: { 'zh-CN': '店铺', en: 'Storefront' } },
  { key: 'receiver', title: { 'zh-CN': '收件人', en: 'Receiver' } },
  { key: 'phone', title: { 'zh-CN': '手机', en: 'Phone' } },
  { key: 'province', title: { 'zh-CN': '省', en: 'Province' } },
  { key: 'city', title: { 'zh-CN': '市', en: 'City' } },
  { key: 'district', title: { 'zh-CN': '区县', en: 'District' } },
  { key: 'street', title: { 'zh-CN': '详细地址', en: 'Street' } },
  { key: 'sku', title: { 'zh-CN': '商品编码', en: 'SKU' } },
  { key: 'name', title: { 'zh-CN': '商品名称', en: 'Name' } },
  { key: 'quantity', title: { 'zh-CN': '待发数量', en: 'Left to send' } },
  { key: 'gift', title: { 'zh-CN': '赠品', en: 'Gift' } },
  { key: 'exchange', title: { 'zh-CN': '换货', en: 'Exchange' } },
  { key: 'note', title: { 'zh-CN': '买家留言', en: 'Note' } },
  { key: 'asked_back', title: { 'zh-CN': '售后处理中', en: 'After-sale open' } },
  { key: 'carrier', title: { 'zh-CN': '快递公司', en: 'Carrier' } },
  { key: 'tracking_number', title: { 'zh-CN': '快递单号', en: 'Tracking number' } },
] as const satisfies readonly Column[]

interface Waiting {
  id: string
  number: string
  store: string
  storefront: string
  address: Address | null
  note: string
  gifts: OwnGift[]
  paid_at: Date
  asked_back: boolean
  /** Gifts go along with the first parcel. */
  is_begun: boolean
  is_exchange: boolean
  lines: { sku: string; name: string; left: number }[]
}

async function* rowsToShip(ctx: Ctx, given: z.infer<typeof Params>): AsyncGenerator<Row> {
  const seen = await codesInScope(ctx)
  let after: Waiting | undefined
  for (;;) {
    const { rows } = await sql<Waiting>`
      select w.id, w.number, w.store, w.storefront, w.address, w.note, w.gifts, w.paid_at,
        w.state <> 'to_ship' as is_begun, false as is_exchange,
        exists (select 1 from after_sale a where a.tenant_id = w.tenant_id and a.order_id = w.id
          and ${IS_OPEN}) as asked_back, (
          select coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name,
            'left', l.quantity - l.sent_quantity - l.unsent_quantity) order by l.sku collate "C"), '[]')
          from own_order_line l where l.tenant_id = w.tenant_id and l.order_id = w.id and l.ships
            and l.quantity > l.sent_quantity + l.unsent_quantity) as lines
      from own_order w
      where w.tenant_id = ${ctx.tenantId} and w.state in ('to_ship', 'partly_shipped')
        and ${seen ? sql`w.store = any(${[...seen.stores]}::text[])` : sql`true`}
        and ${given.store === undefined ? sql`true` : sql`w.store = ${given.store}`}
        and ${given.storefront === undefined ? sql`true` : sql`w.storefront = ${given.storefront}`}
        and ${after ? sql`(w.paid_at, w.id) > (${after.paid_at}::timestamptz, ${after.id}::uuid)` : sql`true`}
      order by w.paid_at, w.id limit ${ORDERS_A_PAGE}`.execute(ctx.pg)
    const kept = await keptBack(
      ctx,
      rows.map((row) => row.id),
    )
    for (const order of rows) if (!kept.has(order.id)) yield* rowsOf(order)
    if (rows.length < ORDERS_A_PAGE) break
    after = rows.at(-1)
  }
  yield* exchangesToShip(ctx, given)
}

/** Those whose goods have come back, as orders of one line. */
async function* exchangesToShip(ctx: Ctx, given: z.infer<typeof Params>): AsyncGenerator<Row> {
  const seen = await codesInScope(ctx)
  let after: Waiting | undefined
  for (;;) {
    const { rows } = await sql<Waiting>`
      select a.id, a.exchange_number as number, w.store, w.storefront, w.address, w.note, '[]'::jsonb as gifts,
        a.goods_at as paid_at, false as asked_back, true as is_begun, true as is_exchange,
        jsonb_build_array(jsonb_build_object('sku', l.to_sku, 'name', coalesce(p.name, l.to_sku), 'left', l.quantity)) as lines
      from after_sale a
      join after_sale_line l on l.tenant_id = a.tenant_id and l.after_sale_id = a.id
      join own_order w on w.tenant_id = a.tenant_id and w.id = a.order_id
      left join product p on p.tenant_id = l.tenant_id and p.sku = l.to_sku
      where a.tenant_id = ${ctx.tenantId} and a.state = 'to_send' and w.address is not null
        and ${seen ? sql`w.store = any(${[...seen.stores]}::text[])` : sql`true`}
        and ${given.store === undefined ? sql`true` : sql`w.store = ${given.store}`}
        and ${given.storefront === undefined ? sql`true` : sql`w.storefront = ${given.storefront}`}
        and ${after ? sql`(a.goods_at, a.id) > (${after.paid_at}::timestamptz, ${after.id}::uuid)` : sql`true`}
      order by a.goods_at, a.id limit ${ORDERS_A_PAGE}`.execute(ctx.pg)
    for (const exchange of rows) yield* rowsOf(exchange)
    if (rows.length < ORDERS_A_PAGE) return
    after = rows.at(-1)
  }
}

function* rowsOf(order: Waiting): Generator<Row> {
  const { name, phone, region = [], street } = order.address ?? {}
  const [province, city, ...district] = region
  const row = (sku: string, called: string, quantity: number, gift: boolean): Row => [
    ...[order.number, order.paid_at, order.store, order.storefront, name, phone],
    ...[province, city, district.join(' '), street, sku, called, quantity, gift, order.is_exchange],
    ...[order.note, order.asked_back, '', ''],
  ]
  for (const line of order.lines) yield row(line.sku, line.name, line.left, false)
  if (!order.is_begun)
    for (const gift of order.gifts) yield row(gift.sku, gift.name, gift.quantity, true)
}

export const ordersToShip = exportKind({
  permission: 'orders:read',
  params: Params,
  isPersonal: true,
  isScoped: true,
  columns: () => COLUMNS,
  stream: rowsToShip,
  async count(ctx, given) {
    let n = 0
    for await (const _ of rowsToShip(ctx, given)) n += 1
    return n
  },
})
