// Reading service messages: the brand's outbox, and a customer's own.
import { sql } from 'kysely'
import { z } from 'zod'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { type MessageKind, SECRET } from './kinds.ts'
import { openSecret } from './send.ts'

interface Row {
  id: string
  kind: MessageKind
  customer_id: number | null
  text: string
  link: string | null
  secret_sealed: string | null
  secret_until: Date | null
  created_at: Date
  read_at: Date | null
}
export interface OutboxFilter {
  kind?: MessageKind | undefined
  /** All nodes of one customer. */
  nodes?: readonly number[] | undefined
  limit: number
  cursor?: string | undefined
}
const HIDDEN = '••••••'

/** With codes readable only for who may see unmasked data, and only while they are of use. */
export async function listMessages(ctx: Ctx, filter: OutboxFilter) {
  const after = readCursor(filter.cursor, z.tuple([z.uuid()]))
  const { rows } = await sql<Row>`
    select m.id, m.kind, c.canonical_id as customer_id, m.text, m.link, m.secret_sealed, m.secret_until, m.created_at,
      m.read_at
    from service_message m left join customer c on c.tenant_id = m.tenant_id and c.id = m.node_id
    where m.tenant_id = ${ctx.tenantId}
      ${filter.kind ? sql`and m.kind = ${filter.kind}` : sql``}
      ${filter.nodes ? sql`and m.node_id = any(${[...filter.nodes]}::bigint[])` : sql``}
      ${after ? sql`and m.id < ${after[0]}::uuid` : sql``}
    order by m.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  const maySee = can(ctx.actor, 'customers:unmask')
  return toPage(
    rows,
    filter.limit,
    (row) => ({
      id: row.id,
      kind: row.kind,
      customer_id: row.customer_id,
      text: row.text.replace(SECRET, () => secretOf(ctx, row, maySee)),
      link: row.link,
      created_at: row.created_at.toISOString(),
      read_at: row.read_at?.toISOString() ?? null,
    }),
    (row) => [row.id],
  )
}

const secretOf = (ctx: Ctx, row: Row, maySee: boolean): string =>
  maySee && row.secret_sealed && row.secret_until && row.secret_until > ctx.now()
    ? openSecret(ctx.tenantId, row.id, row.secret_sealed)
    : HIDDEN

/** She has opened her list: all that was there then counts as read. @returns how many were new */
export async function readMessages(ctx: Ctx, nodes: readonly number[]): Promise<number> {
  const { numAffectedRows } = await sql`update service_message set read_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and read_at is null`.execute(
    ctx.pg,
  )
  return Number(numAffectedRows ?? 0)
}
