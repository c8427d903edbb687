// Orders, refunds and costs are the books: they stay when a person is erased, and lead to nobody.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Erased, Person, PersonalData } from '../profile/index.ts'
import { forgetBuyer, ownOrdersOf } from './checkout/personal-data.ts'
import { commissionsData } from './commission/personal-data.ts'
import { quotationsData } from './quotation/personal-data.ts'
import { subscriptionsData } from './subscription/personal-data.ts'

const nodesOf = (person: Person) => sql`any(${[...person.nodes]}::bigint[])`

/** Free text about the person goes; amounts, products, times and the source's own number stay. */
async function unlink(ctx: Ctx, person: Erased, table: string, text?: string): Promise<number> {
  const { numAffectedRows } = await sql`update ${sql.table(table)}
    set node_id = null, unlinked_id = ${person.unlinkedId}::uuid ${text ? sql`, ${sql.ref(text)} = ''` : sql``}
    where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}

const orders: PersonalData = {
  name: 'orders',
  tables: ['sales_order', 'order_line', 'order_change'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select o.source, o.external_id as number, o.state, o.currency, o.total_fen, o.prepaid_fen, o.discount_fen,
        o.refunded_fen, o.refunded_prepaid_fen,
        o.platform, o.store_id, o.placed_at, o.paid_at,
        (select jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'total_fen', l.total_fen,
          'prepaid_fen', l.prepaid_fen) order by l.position)
         from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) as lines
      from sales_order o where o.tenant_id = ${ctx.tenantId} and o.node_id = ${nodesOf(person)} order by o.placed_at, o.id`.execute(
      ctx.pg,
    )
    return rows
  },
  erase: (ctx, person) => unlink(ctx, person, 'sales_order'),
}

const refunds: PersonalData = {
  name: 'refunds',
  tables: ['refund', 'refund_line'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select source, external_id as number, order_external_id as order_number, currency, amount_fen, prepaid_fen, reason, at
      from refund where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} order by at, id`.execute(
      ctx.pg,
    )
    return rows
  },
  erase: (ctx, person) => unlink(ctx, person, 'refund', 'reason'),
}

const costs: PersonalData = {
  name: 'costs',
  tables: ['cost', 'replaced_row'],
  async erase(ctx, person) {
    // What undoing an import would put back must not name the person either.
    await sql`update replaced_row
      set row = row || jsonb_build_object('node_id', null, 'note', '', 'unlinked_id', ${person.unlinkedId}::text)
      where tenant_id = ${ctx.tenantId} and kind = 'cost' and row ->> 'node_id' = any(${person.nodes.map(String)}::text[])`.execute(
      ctx.pg,
    )
    return unlink(ctx, person, 'cost', 'note')
  },
}

/** What only the own shop knows of a buyer. Before `orders`, which forgets whose they are. */
const ownOrders: PersonalData = {
  name: 'own_orders',
  tables: [
    ...['own_order', 'own_order_line', 'own_order_change', 'after_sale', 'invoice_request'],
    ...['shipment', 'parcel_track', 'parcel_trace', 'buyer_device'],
  ],
  export: (ctx, person) => ownOrdersOf(ctx, person.nodes),
  erase: (ctx, person) => forgetBuyer(ctx, person.nodes),
}

/** What counted for her code stays with the code, and leads to nobody. */
const affiliates: PersonalData = {
  name: 'affiliates',
  tables: ['affiliate'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select code, state, made_at, ended_at from affiliate
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)} order by made_at, code`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    const { numAffectedRows } = await sql`update affiliate set node_id = null, state = 'ended',
        ended_at = coalesce(ended_at, ${ctx.now()})
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

export const commerceData: readonly PersonalData[] = [
  ...[quotationsData, subscriptionsData, ownOrders, orders, refunds, costs],
  ...[commissionsData, affiliates],
]
