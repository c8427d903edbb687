// Rows of the event table with what orders and visits carry, for tests.
import type { Ctx } from '../../platform/ctx.ts'

export interface TestRow {
  customer: number
  name: string
  at: number
  protocol?: string
  platform?: string
  source?: string
  store?: string
  channel?: string
  staff?: string
  order?: string
  share?: string
  method?: string
  fen?: number
  currency?: string
  utm?: string
  props?: Record<string, unknown>
}

const text = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ')

/** Own events of orders have protocol `own`, all others came from outside. */
export async function record(ctx: Ctx, rows: readonly TestRow[]): Promise<void> {
  const lines = rows.map((row, n) =>
    JSON.stringify([
      ...[ctx.tenantId, row.name, row.customer, text(row.at), crypto.randomUUID()],
      ...[text(Date.parse('2026-01-01T00:00:00Z') + n), JSON.stringify(row.props ?? {})],
      ...[row.fen ?? 0, row.currency ?? (row.name.startsWith('order_') ? 'CNY' : '')],
      row.protocol ?? (row.name.startsWith('order_') ? 'own' : 'homefield'),
      ...[
        row.platform ?? 'mini_program',
        row.source ?? 'shop',
        row.store ?? null,
        row.staff ?? null,
      ],
      ...[row.channel ?? null, row.order ?? null, row.share ?? '', row.method ?? '', row.utm ?? ''],
    ]),
  )
  await ctx.ch.insert({
    table: 'event',
    columns: [
      ...['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'props'],
      ...['revenue_fen', 'currency', 'protocol', 'platform', 'source', 'store_id', 'staff_id'],
      ...['channel_id', 'order_id', 'share_id', 'share_method', 'utm_source'],
    ],
    body: Buffer.from(`${lines.join('\n')}\n`),
  })
}
