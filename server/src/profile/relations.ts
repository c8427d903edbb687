// Friendships between a customer and staff: as they are, as they were, and as operators change them.
import { sql } from 'kysely'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import { demandCustomerInScope } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import { applyRelations, type RelationWrite } from './tags.ts'

async function groupOf(ctx: Ctx, id: number): Promise<{ customer: number; nodes: number[] }> {
  const customer = (await canonicalOf(ctx, [id])).get(id)
  if (customer === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, customer)
  return { customer, nodes: (await nodesOf(ctx, [customer])).get(customer) ?? [] }
}

interface Row {
  staff_id: string
  staff_name: string | null
  staff_left: boolean
  store_id: string | null
  store_name: string | null
  state: RelationWrite['state']
  source: string
  added_at: Date
  ended_at: Date | null
}
interface ChangeRow {
  id: string
  staff_id: string
  staff_name: string | null
  state: RelationWrite['state']
  at: Date
  source: string
  actor: string
}
const HISTORY = 100

/** One line a staff member: of two nodes that are one now, a friendship on either counts. */
export async function relationsOf(ctx: Ctx, id: number) {
  const { nodes } = await groupOf(ctx, id)
  const { rows } = await sql<Row>`
    select distinct on (r.staff_id) r.staff_id, f.name as staff_name, coalesce(f.state = 'left', false) as staff_left,
      r.store_id, s.name as store_name, r.state, r.source, r.added_at, r.ended_at
    from relation r
    left join staff f on f.tenant_id = r.tenant_id and f.code = r.staff_id
    left join store s on s.tenant_id = r.tenant_id and s.code = r.store_id
    where r.tenant_id = ${ctx.tenantId} and r.node_id = any(${nodes}::bigint[])
    order by r.staff_id, (r.state = 'friend') desc, coalesce(r.ended_at, r.added_at) desc`.execute(
    ctx.pg,
  )
  const { rows: history } = await sql<ChangeRow>`
    select r.id, r.staff_id, f.name as staff_name, r.state, r.at, r.source, r.actor from relation_change r
    left join staff f on f.tenant_id = r.tenant_id and f.code = r.staff_id
    where r.tenant_id = ${ctx.tenantId} and r.node_id = any(${nodes}::bigint[])
    order by r.at desc, r.id desc limit ${HISTORY + 1}`.execute(ctx.pg)
  return {
    items: rows
      .sort(
        (a, b) =>
          Number(b.state === 'friend') - Number(a.state === 'friend') ||
          b.added_at.getTime() - a.added_at.getTime(),
      )
      .map((r) => ({
        ...r,
        added_at: r.added_at.toISOString(),
        ended_at: r.ended_at?.toISOString() ?? null,
      })),
    history: history.slice(0, HISTORY).map((h) => ({ ...h, at: h.at.toISOString() })),
    history_is_longer: history.length > HISTORY,
  }
}

/** @throws 400 for a code that is no staff member's, 409 when they are friends already */
export function addRelation(
  ctx: Ctx,
  id: number,
  given: { staffId: string; channelId: string | null },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { customer, nodes } = await groupOf(ctx, id)
    const { rows } = await sql<{ store: string | null; has_left: boolean }>`
      select s.code as store, f.state = 'left' as has_left from staff f
      left join staff_post p on p.tenant_id = f.tenant_id and p.staff_id = f.id and p.to_at is null
      left join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
      where f.tenant_id = ${ctx.tenantId} and f.code = ${given.staffId}`.execute(ctx.pg)
    const staff = rows[0]
    if (!staff || staff.has_left)
      throw invalid('unknown_staff', 'Nobody who works here has this number')
    await lockNodes(ctx, nodes)
    if ((await friendshipOf(ctx, nodes, given.staffId)).length > 0)
      throw conflict('already_friends', 'They are friends already')
    await applyRelations(ctx, [
      {
        node: customer,
        staffId: given.staffId,
        state: 'friend',
        storeId: staff.store,
        channelId: given.channelId,
        source: 'console',
        addedAt: ctx.now(),
        endedAt: null,
      },
    ])
    await tell(ctx, 'relation_added', customer, given.staffId, {})
  })
}

/** @throws 404 when they are no friends */
export function endRelation(
  ctx: Ctx,
  id: number,
  staffId: string,
  by: 'deleted_by_customer' | 'deleted_by_staff',
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { customer, nodes } = await groupOf(ctx, id)
    await lockNodes(ctx, nodes)
    const standing = await friendshipOf(ctx, nodes, staffId)
    if (standing.length === 0) throw notFound('relation')
    await applyRelations(
      ctx,
      standing.map((s) => ({
        node: s.node_id,
        staffId,
        state: by,
        storeId: s.store_id,
        channelId: s.channel_id,
        source: 'console',
        addedAt: s.added_at,
        endedAt: ctx.now(),
      })),
    )
    await tell(ctx, 'relation_ended', customer, staffId, { by })
  })
}

const lockNodes = (ctx: Ctx, nodes: readonly number[]) =>
  sql`select id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...nodes]}::bigint[])
    order by id for no key update`.execute(ctx.pg)

async function friendshipOf(ctx: Ctx, nodes: readonly number[], staffId: string) {
  const { rows } = await sql<{
    node_id: number
    store_id: string | null
    channel_id: string | null
    added_at: Date
  }>`select node_id, store_id, channel_id, added_at from relation
     where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and staff_id = ${staffId} and state = 'friend'`.execute(
    ctx.pg,
  )
  return rows
}

async function tell(
  ctx: Ctx,
  name: 'relation_added' | 'relation_ended',
  customer: number,
  staffId: string,
  more: Record<string, string>,
): Promise<void> {
  await recordEvents(ctx, [
    { name, customerId: customer, at: ctx.now(), source: 'profile', staffId, props: more },
  ])
  await audit(
    ctx,
    name === 'relation_added' ? 'relation.added' : 'relation.ended',
    { kind: 'customer', id: String(customer) },
    { staff_id: staffId, ...more },
  )
}
