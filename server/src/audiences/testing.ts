// Customers with what they did and what is known of them, for tests.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Happened } from './testing-evaluator.ts'

/** For brands that tests of other domains play. */
export { makeRfm } from './rfm-kit.ts'
export { RFM_NAMES } from './rfm-names.ts'

const text = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ')

/** So many customers who are there, as the rules know it too. */
export async function newCustomers(ctx: Ctx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from (
      select nextval('customer_id_seq') as n from generate_series(1, ${count})) s returning id`.execute(
    ctx.pg,
  )
  const ids = rows.map((r) => r.id).sort((a, b) => a - b)
  await know(
    ctx,
    ids.map((customer) => ({ customer, kind: 'customer', key: '' })),
  )
  return ids
}

export interface KnownRow {
  customer: number
  kind: string
  key: string
  value?: string | number | boolean | string[]
  /** Milliseconds since 1970. */
  since?: number
}
let version = 0

export async function know(ctx: Ctx, rows: readonly KnownRow[]): Promise<void> {
  const lines = rows.map(({ customer, kind, key, value, since = 0 }) => {
    const type =
      value === undefined
        ? ''
        : Array.isArray(value)
          ? 'list'
          : { string: 'text', number: 'number', boolean: 'truth' }[typeof value as 'string']
    return JSON.stringify([
      ...[ctx.tenantId, kind, key, customer, ++version, false, type],
      typeof value === 'string' ? value : '',
      typeof value === 'number' || typeof value === 'boolean' ? Number(value) : 0,
      typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? text(Date.parse(value)) : null,
      Array.isArray(value) ? value : [],
      text(since),
    ])
  })
  await ctx.ch.insert({
    table: 'customer_state',
    columns: [
      ...['tenant_id', 'kind', 'key', 'customer_id', 'version', 'gone', 'type', 'text', 'number'],
      ...['at', 'list', 'since'],
    ],
    body: Buffer.from(`${lines.join('\n')}\n`),
  })
}

interface Told {
  customer: number
  currency?: string
  channelId?: string
  orderId?: string
  /** Said by our own domains, as orders are; else by a source outside. */
  isOwn?: boolean
}

/** In the order given: it breaks ties of time. */
export async function happen(ctx: Ctx, events: readonly (Happened & Told)[]): Promise<void> {
  const lines = events.map((e, n) =>
    JSON.stringify([
      ...[ctx.tenantId, e.name, e.customer, text(e.at), crypto.randomUUID()],
      ...[text(Date.parse('2026-01-01T00:00:00Z') + n), JSON.stringify(e.props)],
      ...[e.revenueFen ?? 0, e.currency ?? '', e.channelId ?? null],
      ...[e.orderId ?? null, e.isOwn ? 'own' : ''],
    ]),
  )
  await ctx.ch.insert({
    table: 'event',
    columns: [
      ...['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'props'],
      ...['revenue_fen', 'currency', 'channel_id', 'order_id', 'protocol'],
    ],
    body: Buffer.from(`${lines.join('\n')}\n`),
  })
}
