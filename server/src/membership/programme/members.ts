// Joining and leaving: a row a stay, under the node it began with. A customer is a member while any of her
// nodes has a stay that has not ended.
import { randomInt, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { firstOrdersSince } from '../../commerce/index.ts'
import { canonicalOf } from '../../identity/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import { findProgramme, getProgramme, type Way } from './programme.ts'

export interface Joining {
  node: number
  at: Date
  /** How she agreed to the terms. */
  evidence: string
}
export interface Stay {
  id: string
  number: string
  joined_at: Date
  joined_by: Way
  terms_version: string
  consent_evidence: string
  left_at: Date | null
  left_by: string | null
  left_reason: string
}
export interface Joined {
  member: Stay
  /** False when she was one already. */
  isNew: boolean
}

const STAY = sql`m.id, m.number, m.joined_at, m.joined_by, m.terms_version, m.consent_evidence, m.left_at, m.left_by, m.left_reason`

/** Twelve digits that say nothing of how many members there are. */
const newNumber = () => String(randomInt(100_000_000_000, 1_000_000_000_000))

/** All stays of a customer, the newest first. `customer` is canonical. */
export async function staysOf(ctx: Ctx, customer: number): Promise<Stay[]> {
  const { rows } = await sql<Stay>`
    select ${STAY} from member m join customer c on c.tenant_id = m.tenant_id and c.id = m.node_id
    where m.tenant_id = ${ctx.tenantId} and c.canonical_id = ${customer}
    order by m.left_at is not null, m.joined_at desc, m.id`.execute(ctx.pg)
  return rows
}

/**
 * Lets a customer join; joining twice is joining once.
 * @throws 404 without a programme or customer, 409 when this way is closed
 */
export function join(ctx: Ctx, way: Way, given: Joining): Promise<Joined> {
  return inTx(ctx, async (ctx) => {
    const { joining } = await getProgramme(ctx)
    if (!joining.includes(way))
      throw conflict('joining_closed', 'The programme does not let customers join in this way', {
        way,
      })
    const customer = (await canonicalOf(ctx, [given.node])).get(given.node)
    if (customer === undefined) throw notFound('customer')
    const came = await joinMany(ctx, way, [given])
    const [member] = await staysOf(ctx, customer)
    if (!member) throw new Error('who joined is no member')
    if (came > 0 && way === 'operator')
      await audit(
        ctx,
        'member.joined',
        { kind: 'customer', id: String(customer) },
        { after: member },
      )
    return { member, isNew: came > 0 }
  })
}

/** Of these, whoever is no member becomes one. In a transaction. @returns how many came */
export async function joinMany(ctx: Ctx, way: Way, given: readonly Joining[]): Promise<number> {
  const programme = await findProgramme(ctx)
  if (!programme || given.length === 0) return 0
  // Two nodes of one customer that join at once: the second waits here and sees the first.
  await sql`select pg_advisory_xact_lock(hashtext('membership joining'), hashtext(${ctx.tenantId}))`.execute(
    ctx.pg,
  )
  const u = unnest(given, {
    id: ['uuid', () => randomUUIDv7()],
    node_id: ['bigint', (g) => g.node],
    number: ['text', newNumber],
    joined_at: ['timestamptz', (g) => g.at],
    consent_evidence: ['text', (g) => g.evidence],
  })
  const { rows } = await sql<{ id: string; node_id: number; number: string; joined_at: Date }>`
    insert into member (tenant_id, joined_by, terms_version, ${u.names})
    select ${ctx.tenantId}::uuid, ${way}, ${programme.terms_version}, ${u.names} from (
      select distinct on (c.canonical_id) r.* from ${u.rows}
      join customer c on c.tenant_id = ${ctx.tenantId} and c.id = r.node_id
      where not exists (
        select 1 from customer o join member m on m.tenant_id = o.tenant_id and m.node_id = o.id and m.left_at is null
        where o.tenant_id = ${ctx.tenantId} and o.canonical_id = c.canonical_id)
      order by c.canonical_id, r.joined_at) r
    on conflict (tenant_id, node_id) where left_at is null do nothing
    returning id, node_id, number, joined_at`.execute(ctx.pg)
  await recordEvents(
    ctx,
    rows.map((m) => ({
      ...{ id: m.id, name: 'membership_joined', customerId: m.node_id, at: m.joined_at },
      ...{ source: 'membership', props: { number: m.number, by: way } },
    })),
  )
  return rows.length
}

/** Ends her stay. @throws 404 when she is no member */
export function leave(ctx: Ctx, customer: number, reason: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const by = `${ctx.actor.kind}:${ctx.actor.id}`
    const { rows } = await sql<{ id: string; node_id: number; number: string }>`
      update member m set left_at = greatest(${ctx.now()}::timestamptz, m.joined_at), left_by = ${by}, left_reason = ${reason}
      from customer c where m.tenant_id = ${ctx.tenantId} and c.tenant_id = m.tenant_id and c.id = m.node_id
        and c.canonical_id = ${customer} and m.left_at is null
      returning m.id, m.node_id, m.number`.execute(ctx.pg)
    if (rows.length === 0) throw notFound('member')
    await recordEvents(
      ctx,
      rows.map((m) => ({
        ...{ name: 'membership_left', customerId: m.node_id, at: ctx.now() },
        ...{ source: 'membership', props: { number: m.number, by, reason } },
      })),
    )
    await audit(ctx, 'member.left', { kind: 'customer', id: String(customer) }, { reason })
  })
}

/** By their first order since the programme began. Who has left is not let in again by an order. */
export async function joinByFirstOrder(ctx: Ctx, nodes: readonly number[]): Promise<number> {
  const programme = await findProgramme(ctx)
  if (!programme?.joining.includes('first_order')) return 0
  const { rows } = await sql<{ id: number }>`
    select c.id from customer c where c.tenant_id = ${ctx.tenantId} and c.id = any(${[...nodes]}::bigint[])
      and not exists (
        select 1 from customer o join member m on m.tenant_id = o.tenant_id and m.node_id = o.id
        where o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id)`.execute(ctx.pg)
  const orders = await firstOrdersSince(
    ctx,
    rows.map((r) => r.id),
    programme.created_at,
  )
  return joinMany(
    ctx,
    'first_order',
    orders.map(({ node, orderId, paidAt }) => ({ node, at: paidAt, evidence: `order:${orderId}` })),
  )
}
