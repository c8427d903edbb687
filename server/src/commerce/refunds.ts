// Recording refunds from outside: each by its own source and id, its order known, unknown or yet to come.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { recordEvents } from '../platform/outbox.ts'
import { unnest } from '../platform/unnest.ts'
import {
  type Evidence,
  faultOfCurrency,
  faultOfTime,
  type OrderLinks,
  OWN_SOURCE,
  type StoredOrder,
} from './order.ts'
import { orderRefunded } from './order-events.ts'
import { lockOrders, lockSources, type NewOrder, orderKey } from './order-store.ts'

export interface RefundLineInput {
  externalId: string | null
  sku: string
  name: string
  quantity: string
  amountFen: number
  /** Of what was paid ahead, beside the amount; absent: nothing. */
  prepaidFen?: number
}
export interface RefundInput extends OrderLinks {
  source: string
  externalId: string
  /** Null when its source does not say which order it was. */
  orderExternalId: string | null
  /** Whose it is when the order does not tell. */
  node: number | null
  evidence: Evidence
  currency: string
  /** `rest`: whatever of the order is not refunded yet; needs a known order. */
  amountFen: number | 'rest'
  /** Of what was paid ahead, beside the amount; absent: nothing, with `rest` what is left of it. */
  prepaidFen?: number
  platform: string
  at: Date
  reason: string
  lines: readonly RefundLineInput[]
}
export type RefundOutcome =
  | { outcome: 'created' | 'known'; refundId: string }
  | { outcome: 'refused'; refundId: null; code: string; message: string }

interface Decided {
  id: string
  given: RefundInput
  order: StoredOrder | undefined
  amountFen: number
  prepaidFen: number
}

export async function recordRefunds(
  ctx: Ctx,
  refunds: readonly RefundInput[],
  options: { importId?: string | null; historical?: boolean; isOwn?: boolean } = {},
): Promise<RefundOutcome[]> {
  if (refunds.length === 0) return []
  return inTx(ctx, async (ctx) => {
    await lockSources(ctx, refunds)
    const orders = await lockOrders(
      ctx,
      refunds.flatMap((r) =>
        r.orderExternalId ? [{ source: r.source, externalId: r.orderExternalId }] : [],
      ),
    )
    const known = await knownRefunds(ctx, refunds)
    const fresh: Decided[] = []
    const outcomes = refunds.map((given): RefundOutcome => {
      const decided =
        given.source === OWN_SOURCE && !options.isOwn
          ? refused('source_reserved', 'Refunds of this source are the own shop’s')
          : decide(given, known, orders, ctx.now())
      if ('outcome' in decided) return decided
      fresh.push(decided)
      // What was decided now counts for the rest of the set.
      known.set(orderKey(given.source, given.externalId), {
        id: decided.id,
        amount_fen: decided.amountFen,
        currency: given.currency,
        evidence: given.evidence,
      })
      if (decided.order) {
        decided.order.refunded_fen += decided.amountFen
        decided.order.refunded_prepaid_fen += decided.prepaidFen
      }
      return { outcome: 'created', refundId: decided.id }
    })
    await forgetClaims(ctx, fresh)
    await insertRefunds(ctx, fresh, options.importId ?? null)
    await addToOrders(ctx, fresh)
    await recordEvents(
      ctx,
      fresh
        .filter((d) => d.given.evidence === 'verified')
        .map((d) =>
          orderRefunded(
            {
              ...linked(d),
              orderExternalId: d.given.orderExternalId,
              refundId: d.id,
              externalId: d.given.externalId,
              orderId: d.order?.id ?? null,
              amountFen: d.amountFen,
              currency: d.given.currency,
              at: d.given.at,
              reason: d.given.reason,
              source: d.given.source,
              lines: d.given.lines,
            },
            { historical: options.historical ?? false },
          ),
        ),
    )
    return outcomes
  })
}

interface Known {
  id: string
  amount_fen: number
  currency: string
  evidence: Evidence
}

const refused = (code: string, message: string): RefundOutcome => ({
  outcome: 'refused',
  refundId: null,
  code,
  message,
})

function decide(
  given: RefundInput,
  known: Map<string, Known>,
  orders: Map<string, StoredOrder>,
  now: Date,
): RefundOutcome | Decided {
  if (given.source === '' || given.externalId === '')
    return refused('refund_unnamed', 'A refund needs a source and an id')
  const fault = faultOfTime(given.at, now) ?? faultOfCurrency(given.currency)
  if (fault) return refused(fault.code, fault.message)
  const before = known.get(orderKey(given.source, given.externalId))
  if (before && (before.evidence === 'verified' || given.evidence === 'claimed')) {
    const same =
      given.amountFen === 'rest' ||
      (given.amountFen === before.amount_fen && given.currency === before.currency)
    return same
      ? { outcome: 'known', refundId: before.id }
      : refused('refund_differs', 'The refund is known with another amount or currency')
  }
  const found = given.orderExternalId
    ? orders.get(orderKey(given.source, given.orderExternalId))
    : undefined
  const order =
    found?.evidence === 'verified' && found.paid_at && given.evidence === 'verified'
      ? found
      : undefined
  if (given.amountFen === 'rest' && !order)
    return refused('order_unknown', 'The rest of an order that is not known')
  const amountFen =
    given.amountFen === 'rest'
      ? (order?.total_fen ?? 0) - (order?.refunded_fen ?? 0)
      : given.amountFen
  const prepaidLeft = (order?.prepaid_fen ?? 0) - (order?.refunded_prepaid_fen ?? 0)
  const prepaidFen = given.prepaidFen ?? (given.amountFen === 'rest' ? prepaidLeft : 0)
  if (
    !Number.isSafeInteger(amountFen) ||
    amountFen < 0 ||
    given.lines.some((l) => !Number.isSafeInteger(l.amountFen) || l.amountFen < 0)
  )
    return refused('negative_amount', 'Amounts are whole fen and not below zero')
  if (given.lines.reduce((a, l) => a + l.amountFen, 0) > amountFen)
    return refused('refund_lines_exceed_amount', 'The lines come to more than the refund')
  if (order && order.currency !== given.currency)
    return refused('refund_currency_differs', `The order was paid in ${order.currency}`)
  if (order && (order.refunded_fen + amountFen > order.total_fen || prepaidFen > prepaidLeft))
    return refused(
      'refund_exceeds_order',
      'Together with earlier refunds this is more than was paid',
    )
  return { id: randomUUIDv7(), given, order, amountFen, prepaidFen }
}

/** A refund belongs where its order belongs, unless its source says otherwise. */
const linked = ({ given, order }: Decided) => ({
  node: order ? order.node_id : given.node,
  platform: given.platform || order?.platform || '',
  storeId: given.storeId ?? order?.store_id ?? null,
  staffId: given.staffId ?? order?.staff_id ?? null,
  channelId: given.channelId ?? order?.channel_id ?? null,
  activityId: given.activityId ?? order?.activity_id ?? null,
})

async function knownRefunds(
  ctx: Ctx,
  refunds: readonly RefundInput[],
): Promise<Map<string, Known>> {
  const u = unnest(refunds, {
    source: ['text', (r) => r.source],
    external_id: ['text', (r) => r.externalId],
  })
  const { rows } = await sql<Known & { source: string; external_id: string }>`
    select id, source, external_id, amount_fen, currency, evidence from refund
    where tenant_id = ${ctx.tenantId} and (source, external_id) in (select source, external_id from ${u.rows})`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [orderKey(r.source, r.external_id), r]))
}

/** What a client key claimed gives way to what a verified source says under the same name. */
async function forgetClaims(ctx: Ctx, fresh: Decided[]): Promise<void> {
  const verified = fresh.filter((d) => d.given.evidence === 'verified')
  if (verified.length === 0) return
  const u = unnest(verified, {
    source: ['text', (d) => d.given.source],
    external_id: ['text', (d) => d.given.externalId],
  })
  await sql`delete from refund where tenant_id = ${ctx.tenantId} and evidence = 'claimed'
    and (source, external_id) in (select source, external_id from ${u.rows})`.execute(ctx.pg)
}

async function insertRefunds(ctx: Ctx, fresh: Decided[], importId: string | null): Promise<void> {
  if (fresh.length === 0) return
  const u = unnest(fresh, {
    id: ['uuid', (d) => d.id],
    source: ['text', (d) => d.given.source],
    external_id: ['text', (d) => d.given.externalId],
    order_external_id: ['text', (d) => d.given.orderExternalId],
    order_id: ['uuid', (d) => d.order?.id ?? null],
    node_id: ['bigint', (d) => linked(d).node],
    evidence: ['text', (d) => d.given.evidence],
    currency: ['text', (d) => d.given.currency],
    amount_fen: ['bigint', (d) => d.amountFen],
    prepaid_fen: ['bigint', (d) => d.prepaidFen],
    reason: ['text', (d) => d.given.reason],
    platform: ['text', (d) => linked(d).platform],
    store_id: ['text', (d) => linked(d).storeId],
    staff_id: ['text', (d) => linked(d).staffId],
    channel_id: ['text', (d) => linked(d).channelId],
    activity_id: ['text', (d) => linked(d).activityId],
    at: ['timestamptz', (d) => d.given.at],
  })
  await sql`insert into refund (tenant_id, import_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${importId}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
  const lines = fresh.flatMap((d) =>
    d.given.lines.map((line, position) => ({ id: d.id, position, line })),
  )
  if (lines.length === 0) return
  const l = unnest(lines, {
    refund_id: ['uuid', (r) => r.id],
    position: ['integer', (r) => r.position],
    external_id: ['text', (r) => r.line.externalId],
    sku: ['text', (r) => r.line.sku],
    name: ['text', (r) => r.line.name],
    quantity: ['numeric', (r) => r.line.quantity],
    amount_fen: ['bigint', (r) => r.line.amountFen],
    prepaid_fen: ['bigint', (r) => r.line.prepaidFen ?? 0],
  })
  await sql`insert into refund_line (tenant_id, ${l.names})
    select ${ctx.tenantId}::uuid, ${l.names} from ${l.rows}`.execute(ctx.pg)
}

/** Orders are locked, and the table's own check refuses more than was paid whatever happens here. */
async function addToOrders(ctx: Ctx, fresh: Decided[]): Promise<void> {
  const sums = new Map<string, { fen: number; prepaid: number }>()
  for (const { order, amountFen, prepaidFen } of fresh) {
    if (!order) continue
    const { fen, prepaid } = sums.get(order.id) ?? { fen: 0, prepaid: 0 }
    sums.set(order.id, { fen: fen + amountFen, prepaid: prepaid + prepaidFen })
  }
  if (sums.size === 0) return
  const u = unnest([...sums], {
    id: ['uuid', ([id]) => id],
    fen: ['bigint', ([, sum]) => sum.fen],
    prepaid: ['bigint', ([, sum]) => sum.prepaid],
  })
  await sql`update sales_order o set refunded_fen = o.refunded_fen + r.fen,
      refunded_prepaid_fen = o.refunded_prepaid_fen + r.prepaid,
      state = ${stateAfter(sql`o.refunded_fen + o.refunded_prepaid_fen + r.fen + r.prepaid`)}
    from ${u.rows} where o.tenant_id = ${ctx.tenantId} and o.id = r.id`.execute(ctx.pg)
}

/** A refund of nothing (a free order sent back) refunds it wholly. */
const stateAfter = (
  refunded: ReturnType<typeof sql>,
) => sql`case when o.state = 'cancelled' then 'cancelled'
  when ${refunded} >= o.total_fen + o.prepaid_fen then 'refunded' when ${refunded} > 0 then 'partly_refunded' else o.state end`

/** Refunds that came before their order find it, in time order, as far as they fit into it. */
export async function linkWaitingRefunds(ctx: Ctx, orders: readonly NewOrder[]): Promise<void> {
  if (orders.length === 0) return
  await sql`with waiting as (
      select w.id, o.id as order_id, w.amount_fen, o.total_fen - o.refunded_fen as room,
        sum(w.amount_fen) over (partition by o.id order by w.at, w.id) as upto
      from sales_order o
      join refund w on w.tenant_id = o.tenant_id and w.source = o.source and w.order_external_id = o.external_id
      where o.tenant_id = ${ctx.tenantId} and o.id = any(${orders.map((o) => o.id)}::uuid[])
        and w.order_id is null and w.evidence = 'verified' and w.currency = o.currency),
    linked as (
      update refund f set order_id = w.order_id from waiting w
      where f.tenant_id = ${ctx.tenantId} and f.id = w.id and w.upto <= w.room
      returning f.order_id, f.amount_fen),
    sums as (select order_id, sum(amount_fen)::bigint as fen from linked group by order_id)
    update sales_order o set refunded_fen = o.refunded_fen + s.fen, state = ${stateAfter(sql`o.refunded_fen + o.refunded_prepaid_fen + s.fen`)}
    from sums s where o.tenant_id = ${ctx.tenantId} and o.id = s.order_id`.execute(ctx.pg)
}
