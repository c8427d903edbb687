// Order-like events that SDKs sent, made orders. What a client key claims is kept, and counts for nothing.
import { sql } from 'kysely'
import { keepDeadLetters, type Signal } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { NO_LINKS, type OrderInput } from './order.ts'
import { orderWord } from './order-signal.ts'
import { recordOrders } from './orders.ts'
import { type RefundInput, recordRefunds } from './refunds.ts'

export interface SignalsReport {
  orders: number
  refunds: number
  /** Event id and why nothing came of it. */
  ignored: { eventId: string; code: string }[]
}

/**
 * Makes external orders of raw events, known by (the event's source, its order id). Safe to run
 * again with the same signals.
 */
export async function ordersFromSignals(
  ctx: Ctx,
  signals: readonly Signal[],
): Promise<SignalsReport> {
  const { rows } = await sql<{
    currency: string
  }>`select currency from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const tenantCurrency = rows[0]?.currency ?? 'CNY'
  const report: SignalsReport = { orders: 0, refunds: 0, ignored: [] }
  const orders: { signal: Signal; order: OrderInput }[] = []
  const refunds: { signal: Signal; refund: RefundInput }[] = []
  for (const signal of signals) {
    // Commerce's own order_paid comes back through the same door.
    if (signal.protocol === 'own') continue
    const word = orderWord(withOrderId(signal))
    if (word.kind === 'nothing') {
      report.ignored.push({ eventId: signal.eventId, code: word.code })
      continue
    }
    const common = {
      ...NO_LINKS,
      storeId: signal.links.store_id ?? null,
      staffId: signal.links.staff_id ?? null,
      channelId: signal.links.channel_id ?? null,
      activityId: signal.links.activity_id ?? null,
      source: signal.source,
      node: signal.node === 0 ? null : signal.node,
      evidence: signal.isVerified ? ('verified' as const) : ('claimed' as const),
      currency: signal.currency ?? tenantCurrency,
      platform: signal.platform,
    }
    const at = new Date(signal.at)
    if (word.kind === 'refund') {
      refunds.push({
        signal,
        refund: {
          ...common,
          externalId: word.refundId ?? `event:${signal.eventId}`,
          orderExternalId: word.orderId,
          amountFen: word.amountFen,
          at,
          reason: word.reason,
          lines: [],
        },
      })
      continue
    }
    const { kind, orderId, ...money } = word
    orders.push({
      signal,
      order: {
        ...common,
        ...money,
        externalId: orderId,
        state: kind,
        platformCommissionFen: null,
        placedAt: at,
        // Whether a cancelled order had been paid is known only if its payment was told.
        paidAt: kind === 'paid' ? at : null,
        cancelledAt: kind === 'cancelled' ? at : null,
      },
    })
  }
  const byTime = (a: { signal: Signal }, b: { signal: Signal }) =>
    Number(a.signal.at) - Number(b.signal.at)
  orders.sort(byTime)
  refunds.sort(byTime)
  const ordered = await recordOrders(
    ctx,
    orders.map((o) => o.order),
  )
  const refunded = await recordRefunds(
    ctx,
    refunds.map((r) => r.refund),
  )
  for (const [i, outcome] of ordered.entries()) {
    if (outcome.outcome !== 'refused') report.orders += 1
    else report.ignored.push({ eventId: orders[i]?.signal.eventId ?? '', code: outcome.code })
  }
  for (const [i, outcome] of refunded.entries()) {
    if (outcome.outcome !== 'refused') report.refunds += 1
    else report.ignored.push({ eventId: refunds[i]?.signal.eventId ?? '', code: outcome.code })
  }
  await keepIgnored(ctx, signals, report.ignored)
  return report
}

/** Beside the other data that somebody has to look at: the event is stored, its order is not. */
async function keepIgnored(
  ctx: Ctx,
  signals: readonly Signal[],
  ignored: SignalsReport['ignored'],
): Promise<void> {
  const bySignal = new Map(signals.map((s) => [s.eventId, s]))
  const letters = ignored.flatMap(({ eventId, code }) => {
    const signal = bySignal.get(eventId)
    if (!signal || code === 'not_order_like') return []
    return {
      protocol: 'order',
      writeKeyId: null,
      verified: signal.isVerified,
      code,
      reason: `No order was made of the event ${signal.name} (${eventId})`,
      messageId: signal.messageId,
      raw: Buffer.from(JSON.stringify(signal)),
    }
  })
  await keepDeadLetters(ctx, letters, ctx.now().getTime())
}

/** An event of our own protocol that names no order is its own order: its id is the order's. */
function withOrderId(signal: Signal): Signal {
  if (signal.protocol !== 'homefield' || signal.messageId === null || signal.links.order_id)
    return signal
  return { ...signal, props: { order_id: signal.messageId, ...signal.props } }
}
