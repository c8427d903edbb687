// Orders and customers for tests.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Pg } from '../platform/pg.ts'
import { testStores } from '../platform/testing.ts'
import { applyAttributes } from '../profile/index.ts'
import { recordProducts } from './catalogue.ts'
import type { OrderInput, OrderLineInput } from './order.ts'
import { beginPayment } from './payment/payments.ts'
import { payAtTill } from './payment/test-provider.ts'
import { applyPaymentWord } from './payment/words.ts'
import type { RefundInput } from './refunds.ts'
import { writeDocument } from './stock/documents.ts'

export async function newCustomer(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}

/** She said what she is called. */
export const nameCustomer = (ctx: Ctx, node: number, name: string): Promise<void> =>
  applyAttributes(ctx, [
    {
      node,
      source: 'shop',
      at: 1,
      eventId: randomUUID(),
      op: 'set',
      name: 'nickname',
      value: name,
    },
  ])

export const line = (
  sku: string,
  totalFen: number,
  given: Partial<OrderLineInput> = {},
): OrderLineInput => ({
  externalId: null,
  sku,
  name: sku,
  category: null,
  quantity: '1',
  unitPriceFen: totalFen,
  discountFen: 0,
  totalFen,
  ...given,
})

const NOWHERE = { storeId: null, staffId: null, channelId: null, activityId: null, platform: '' }

export function order(
  externalId: string,
  totalFen: number,
  given: Partial<OrderInput> = {},
): OrderInput {
  const at = new Date('2026-03-01T10:00:00Z')
  return {
    ...NOWHERE,
    source: 'shop',
    externalId,
    node: null,
    state: 'paid',
    evidence: 'verified',
    currency: 'CNY',
    totalFen,
    discountFen: 0,
    shippingFen: 0,
    platformCommissionFen: null,
    placedAt: at,
    paidAt: given.state === 'placed' ? null : at,
    cancelledAt: null,
    lines: [line('sku-1', totalFen)],
    ...given,
  }
}

export const refund = (
  externalId: string,
  orderExternalId: string | null,
  amountFen: number,
  given: Partial<RefundInput> = {},
): RefundInput => ({
  ...NOWHERE,
  source: 'shop',
  externalId,
  orderExternalId,
  node: null,
  evidence: 'verified',
  currency: 'CNY',
  amountFen,
  at: new Date('2026-03-05T10:00:00Z'),
  reason: '',
  lines: [],
  ...given,
})

export interface Told {
  name: string
  revenueFen: number
  currency: string
  customerId: number | null
  orderId: string | null
}
/**
 * Other tests drain the outbox, of every tenant, while these run: what is told is kept beside it.
 * Once a database; two processes at once wait for each other.
 */
async function keepTold(db: Pg): Promise<void> {
  await db.transaction().execute(async (pg) => {
    await sql`select pg_advisory_xact_lock(7201)`.execute(pg)
    const { rows } = await sql<{ there: boolean }>`
      select to_regclass('told_event') is not null as there`.execute(pg)
    if (rows[0]?.there) return
    await sql`create table told_event (position bigint generated always as identity, tenant_id uuid, event jsonb)`.execute(
      pg,
    )
    await sql`create function keep_told() returns trigger language plpgsql as
      'begin insert into told_event (tenant_id, event) values (new.tenant_id, new.event); return new; end'`.execute(
      pg,
    )
    await sql`create trigger keep_told before insert on event_outbox for each row execute function keep_told()`.execute(
      pg,
    )
  })
}
await keepTold((await testStores()).pg.db)

/** What commerce told the event store of this tenant, oldest first. */
export async function told(ctx: Ctx): Promise<Told[]> {
  const { rows } = await sql<{ event: Told }>`
    select event from told_event where tenant_id = ${ctx.tenantId} and event ->> 'name' like 'order_%'
    order by position`.execute(ctx.pg)
  return rows.map(({ event: e }) => ({
    name: e.name,
    revenueFen: e.revenueFen,
    currency: e.currency,
    customerId: e.customerId,
    orderId: e.orderId,
  }))
}
export async function revenue(ctx: Ctx): Promise<number> {
  return (await told(ctx)).reduce((sum, e) => sum + e.revenueFen, 0)
}

/** A store that goods can be kept at. */
export async function stockStore(ctx: Ctx, code: string): Promise<void> {
  await sql`insert into store (tenant_id, id, code, name, kind, address, created_at)
    values (${ctx.tenantId}, gen_random_uuid(), ${code}, ${code}, 'direct', '', now())`.execute(
    ctx.pg,
  )
}

export const goods = (ctx: Ctx, ...skus: string[]): Promise<void> =>
  recordProducts(
    ctx,
    skus.map((sku) => ({
      ...{ sku, name: sku, category: [], brand: null, priceFen: 1000 },
      ...{ currency: 'CNY', attributes: {}, source: 'test' },
    })),
  )

/** A product with so many of it at a store. */
export async function stocked(
  ctx: Ctx,
  store: string,
  sku: string,
  quantity: number,
): Promise<void> {
  await goods(ctx, sku)
  await writeDocument(ctx, {
    ...{ kind: 'purchase', store, toStore: null, note: '' },
    lines: [{ sku, quantity, unitCostFen: null }],
  })
}

/** She pays at the test provider's till, and its word arrives. */
export async function payOrder(ctx: Ctx, orderId: string): Promise<void> {
  const { id } = await beginPayment(ctx, orderId, { provider: 'test', way: 'test' })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, id))
}
