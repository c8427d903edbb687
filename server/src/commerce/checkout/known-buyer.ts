// Buyers who may be one person though no identifier says so: their orders go to one address or recipient, they
// sign in on one browser, or one account pays for them.
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Address } from './own-order.ts'

export const MARKS = ['address', 'recipient', 'device', 'payer'] as const
export type Mark = (typeof MARKS)[number]

export interface Alike {
  nodes: readonly number[]
  /** Which marks count. */
  by: readonly Mark[]
  /** Where the order would go. */
  address?: Address | null | undefined
  /** The order that is asked about: its address, and who pays for it. */
  orderId?: string | undefined
}

export const payerHash = (provider: string, payer: string): Buffer =>
  createHash('sha256').update(`${provider} ${payer}`).digest()
export const deviceHash = (device: string): Buffer =>
  createHash('sha256').update(`device ${device}`).digest()

/** She has signed in on this browser. */
export async function noteDevice(ctx: Ctx, node: number, device: string): Promise<void> {
  await sql`insert into buyer_device (tenant_id, device_hash, node_id, first_seen_at)
    values (${ctx.tenantId}, ${deviceHash(device)}, ${node}, ${ctx.now()}) on conflict do nothing`.execute(
    ctx.pg,
  )
}

/** The address that is asked about, as the order has it or as it is given. */
const addressOf = (ctx: Ctx, { address, orderId }: Alike) =>
  orderId === undefined
    ? sql`select ${address ? JSON.stringify(address) : null}::jsonb as address`
    : sql`select address from own_order where tenant_id = ${ctx.tenantId} and id = ${orderId}`

const nodesIn = (nodes: readonly number[]) => sql`any(${[...nodes]}::bigint[])`

/** Payers of hers, and of the order that is asked about. */
const payersOf = (ctx: Ctx, { nodes, orderId }: Alike) => sql`
  select p.payer_hash from payment p join sales_order s on s.tenant_id = p.tenant_id and s.id = p.order_id
  where p.tenant_id = ${ctx.tenantId} and p.payer_hash is not null
    and (s.node_id = ${nodesIn(nodes)} or s.id = ${orderId ?? null}::uuid)`

/** Orders of others that bear the mark. */
function bearing(ctx: Ctx, alike: Alike, mark: Mark): RawBuilder<unknown> {
  const others = sql`s.tenant_id = ${ctx.tenantId} and s.node_id <> all(${[...alike.nodes]}::bigint[])`
  const own = sql`own_order w join sales_order s on s.tenant_id = w.tenant_id and s.id = w.id`
  const asked = addressOf(ctx, alike)
  switch (mark) {
    case 'address':
      return sql`select s.id, s.state, s.evidence from ${own} where ${others} and w.tenant_id = ${ctx.tenantId}
        and w.address is not null and address_mark(w.address) = (select address_mark(a.address) from (${asked}) a)`
    case 'recipient':
      return sql`select s.id, s.state, s.evidence from ${own} where ${others} and w.tenant_id = ${ctx.tenantId}
        and w.address is not null and recipient_mark(w.address) = (select recipient_mark(a.address) from (${asked}) a)`
    case 'device':
      return sql`select s.id, s.state, s.evidence from buyer_device mine
        join buyer_device other on other.tenant_id = mine.tenant_id and other.device_hash = mine.device_hash
        join customer c on c.tenant_id = other.tenant_id and c.id = other.node_id
        join customer n on n.tenant_id = c.tenant_id and n.canonical_id = c.canonical_id
        join sales_order s on s.tenant_id = n.tenant_id and s.node_id = n.id
        where mine.tenant_id = ${ctx.tenantId} and mine.node_id = ${nodesIn(alike.nodes)} and ${others}`
    case 'payer':
      return sql`select s.id, s.state, s.evidence from payment p
        join sales_order s on s.tenant_id = p.tenant_id and s.id = p.order_id
        where p.tenant_id = ${ctx.tenantId} and p.payer_hash in (${payersOf(ctx, alike)}) and ${others}`
  }
}

/** By what somebody else who has paid here looks like her; undefined: by nothing that counts. */
export async function paidAlike(ctx: Ctx, alike: Alike): Promise<Mark | undefined> {
  if (alike.by.length === 0) return undefined
  const { rows } = await sql<{ mark: Mark }>`${sql.join(
    alike.by.map(
      (
        mark,
      ) => sql`select ${mark} as mark where exists (select 1 from (${bearing(ctx, alike, mark)}) b
        where b.evidence = 'verified' and b.state in ('paid', 'partly_refunded', 'refunded'))`,
    ),
    sql` union all `,
  )} limit 1`.execute(ctx.pg)
  return rows[0]?.mark
}

/** Orders of others who look like her that nobody has paid yet. */
export async function waitingAlike(ctx: Ctx, alike: Alike): Promise<string[]> {
  if (alike.by.length === 0) return []
  const { rows } = await sql<{ id: string }>`${sql.join(
    alike.by.map(
      (mark) => sql`select b.id from (${bearing(ctx, alike, mark)}) b where b.state = 'placed'`,
    ),
    sql` union `,
  )}`.execute(ctx.pg)
  return rows.map(({ id }) => id)
}

/** Two orders that bear one mark wait for each other here. Held to the end of the transaction. */
export async function lockMarks(ctx: Ctx, alike: Alike): Promise<void> {
  if (alike.by.length === 0) return
  await sql`select pg_advisory_xact_lock(k) from (
    select distinct hashtextextended('new buyer ' || ${ctx.tenantId} || ' ' || m.mark, 0) as k from (
      select 'address ' || address_mark(a.address) as mark from (${addressOf(ctx, alike)}) a
      union all select 'recipient ' || recipient_mark(a.address) from (${addressOf(ctx, alike)}) a
      union all select 'device ' || encode(device_hash, 'hex') from buyer_device
        where tenant_id = ${ctx.tenantId} and node_id = ${nodesIn(alike.nodes)}
      union all select 'payer ' || encode(y.payer_hash, 'hex') from (${payersOf(ctx, alike)}) y) m
    where m.mark is not null order by k) locks`.execute(ctx.pg)
}
