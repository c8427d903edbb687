// Groups as anybody with their link sees them: true numbers, nobody's name.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { GroupState } from './queries.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null
const ITEMS = sql`(select jsonb_agg(jsonb_build_object('sku', i.sku, 'name', p.name, 'price_fen', i.price_fen,
    'usual_fen', p.price_fen) order by i.sku)
  from group_buy_item i join product p on p.tenant_id = i.tenant_id and p.sku = i.sku
  where i.tenant_id = b.tenant_id and i.group_buy_id = b.id)`
const isOpen = (
  ctx: Ctx,
) => sql`b.state = 'live' and a.state = 'live' and a.starts_at <= ${ctx.now()}
  and a.ends_at > ${ctx.now()}`

interface Item {
  sku: string
  name: string
  price_fen: number
  /** The product's own price; a storefront may have another. */
  usual_fen: number | null
}

/** Groups shown to join beside an article. */
const SHOWN = 5

/** Where an article can be bought with others now, and the groups that still miss somebody. */
export async function groupBuysOf(ctx: Ctx, sku: string) {
  const { rows } = await sql<{
    id: string
    name: string
    size: number
    live_hours: number
    per_order: number
    who: string
    complete_from: number | null
    price_fen: number
    ends_at: Date
    groups: { id: string; joined: number; free: number; expires_at: string }[]
  }>`
    select b.id, b.name, b.size, b.live_hours, b.per_order, b.who, b.complete_from, i.price_fen, a.ends_at, (
      select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (
        select g.id, g.joined, g.size - g.held - g.joined as free, g.expires_at from buying_group g
        where g.tenant_id = b.tenant_id and g.group_buy_id = b.id and g.state = 'open' and g.expires_at > ${ctx.now()}
          and g.joined > 0 and g.held + g.joined < g.size
        order by g.expires_at, g.id limit ${SHOWN}) x) as groups
    from group_buy_item i join group_buy b on b.tenant_id = i.tenant_id and b.id = i.group_buy_id
    join activity a on a.tenant_id = b.tenant_id and a.id = b.activity_id
    where i.tenant_id = ${ctx.tenantId} and i.sku = ${sku} and ${isOpen(ctx)}
    order by i.price_fen, b.id`.execute(ctx.pg)
  return rows.map((row) => ({
    ...row,
    ends_at: row.ends_at.toISOString(),
    groups: row.groups.map((g) => ({
      ...g,
      missing: row.size - g.joined,
      expires_at: new Date(g.expires_at).toISOString(),
    })),
  }))
}

/** Articles that can be bought with others now; what ends first first. */
export async function runningGroupBuys(ctx: Ctx): Promise<
  {
    group_buy_id: string
    sku: string
    size: number
    price_fen: number
    ends_at: string
    /** When the activity began. */
    begins_at: Date
    /** That miss somebody now. */
    groups: number
  }[]
> {
  const { rows } = await sql<{
    group_buy_id: string
    sku: string
    size: number
    price_fen: number
    ends_at: Date
    begins_at: Date
    groups: number
  }>`
    select b.id as group_buy_id, i.sku, b.size, i.price_fen, a.ends_at, a.starts_at as begins_at, (
      select count(*)::int from buying_group g where g.tenant_id = b.tenant_id and g.group_buy_id = b.id
        and g.state = 'open' and g.expires_at > ${ctx.now()} and g.joined > 0 and g.held + g.joined < g.size) as groups
    from group_buy b join activity a on a.tenant_id = b.tenant_id and a.id = b.activity_id
    join group_buy_item i on i.tenant_id = b.tenant_id and i.group_buy_id = b.id
    where b.tenant_id = ${ctx.tenantId} and ${isOpen(ctx)}
    order by a.ends_at, b.id, i.sku limit 100`.execute(ctx.pg)
  return rows.map((row) => ({ ...row, ends_at: row.ends_at.toISOString() }))
}

/** @throws 404 */
export async function viewGroup(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    id: string
    group_buy_id: string
    name: string
    state: GroupState
    size: number
    joined: number
    held: number
    gone: number
    completed_by: 'members' | 'merge' | 'platform' | null
    complete_from: number | null
    merged_into: string | null
    expires_at: Date | null
    per_order: number
    who: string
    can_join: boolean
    can_open: boolean
    items: Item[] | null
  }>`
    select g.id, g.group_buy_id, b.name, g.state, g.size, g.joined, g.held, g.gone, g.completed_by, g.complete_from,
      g.merged_into, g.expires_at, b.per_order, b.who, ${isOpen(ctx)} as can_open,
      ${isOpen(ctx)} and g.state = 'open' and g.expires_at > ${ctx.now()} and g.held + g.joined < g.size as can_join,
      ${ITEMS} as items
    from buying_group g join group_buy b on b.tenant_id = g.tenant_id and b.id = g.group_buy_id
    join activity a on a.tenant_id = b.tenant_id and a.id = b.activity_id
    where g.tenant_id = ${ctx.tenantId} and g.id = ${id}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw notFound('group')
  const { held, ...shown } = row
  const waits = row.state === 'open' || row.state === 'opening'
  return {
    ...shown,
    ...{ items: row.items ?? [], expires_at: iso(row.expires_at) },
    /** People who have paid are counted, nobody else. */
    missing: waits ? row.size - row.joined : 0,
    free: waits ? row.size - row.joined - held : 0,
    made_up: row.completed_by === 'platform' ? row.size - row.joined - row.gone : 0,
  }
}

/** Null: the order was not bought with others. */
export async function seatOfOrder(ctx: Ctx, orderId: string) {
  const { rows } = await sql<{ group_id: string; state: string; is_leader: boolean }>`
    select s.group_id, s.state, coalesce(g.leader_order_id = s.order_id, false) as is_leader
    from group_seat s join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
    where s.tenant_id = ${ctx.tenantId} and s.order_id = ${orderId}`.execute(ctx.pg)
  const [seat] = rows
  return seat ? { ...seat, group: await viewGroup(ctx, seat.group_id) } : null
}
