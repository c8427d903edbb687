// Events with all that insight reads of them, for tests.
import type { Ctx } from '../platform/ctx.ts'

export interface Told {
  customer: number
  name: string
  /** Milliseconds since 1970. */
  at: number
  props?: Record<string, unknown>
  revenueFen?: number
  /** Commerce's own. */
  orderId?: string
  shareId?: string
  staffId?: string
  contentId?: string
  channelId?: string
}
const text = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ')
/** As collection makes them: a hash in the shape of a UUID, of no version. */
const eventId = () => crypto.randomUUID().replace(/^(.{14})4(.{4})./, '$10$2c')
const COLUMNS = [
  ...['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'props', 'revenue_fen'],
  ...['protocol', 'order_id', 'currency', 'share_id', 'staff_id', 'content_id', 'channel_id'],
]

export async function tellEvents(ctx: Ctx, events: readonly Told[]): Promise<void> {
  if (events.length === 0) return
  const lines = events.map((e, n) =>
    JSON.stringify([
      ...[ctx.tenantId, e.name, e.customer, text(e.at), eventId()],
      ...[text(Date.parse('2026-01-01T00:00:00Z') + n), JSON.stringify(e.props ?? {})],
      ...[
        e.revenueFen ?? 0,
        e.orderId ? 'own' : '',
        e.orderId ?? null,
        e.revenueFen === undefined ? '' : 'CNY',
        e.shareId ?? '',
      ],
      ...[e.staffId ?? null, e.contentId ?? null, e.channelId ?? null],
    ]),
  )
  await ctx.ch.insert({
    table: 'event',
    columns: COLUMNS,
    body: Buffer.from(`${lines.join('\n')}\n`),
  })
}

/** A paid order as commerce tells it. */
export const paid = (
  customer: number,
  at: number,
  order: string,
  fen = 100,
  discount = 0,
): Told => ({
  ...{ customer, name: 'order_paid', at, revenueFen: fen },
  orderId: order,
  props: { commerce_order: order, discount_fen: discount },
})
