// Leads as their followers see them: their own, their store's, their region's.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { customerScope, happenedInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, isMeant, withNames } from '../../profile/index.ts'
import type { LeadState } from './states.ts'

export interface LeadRow {
  id: string
  state: LeadState
  /** Null: she was erased. */
  customer_id: number | null
  form: { id: string; name: string }
  channel: { id: string; name: string }
  staff: { code: string; name: string } | null
  store: { code: string; name: string } | null
  due_at: Date | null
  won_order_id: string | null
  won_at: Date | null
  revision: number
  created_at: Date
}
export interface ListedLead extends LeadRow {
  /** As the actor may see it. */
  name: string | null
  phone: string | null
}

export interface LeadFilter {
  q?: string | undefined
  state?: LeadState | undefined
  form_id?: string | undefined
  channel_id?: string | undefined
  staff_id?: string | undefined
  store_id?: string | undefined
  /** Something was to be done by now. */
  overdue?: boolean | undefined
  /** Nobody has it. */
  unowned?: boolean | undefined
}

/** Whoever answers for its guide or store, or may see the customer. */
export function leadScope(ctx: Ctx): RawBuilder<boolean> {
  const owned = happenedInScope(ctx, { store: 'l.store_code', staff: 'l.staff_code' })
  const seen = customerScope(ctx, 'c.canonical_id')
  return owned && seen ? sql<boolean>`(coalesce(${owned}, false) or ${seen})` : sql<boolean>`true`
}

const COLUMNS = sql`l.id, l.state, c.canonical_id as customer_id, l.due_at, l.won_order_id, l.won_at, l.revision, l.created_at,
  jsonb_build_object('id', f.id, 'name', f.name) as form, jsonb_build_object('id', ch.id, 'name', ch.name) as channel,
  case when l.staff_code is not null then jsonb_build_object('code', l.staff_code, 'name', coalesce(st.name, l.staff_code)) end as staff,
  case when l.store_code is not null then jsonb_build_object('code', l.store_code, 'name', coalesce(s.name, l.store_code)) end as store`
const FROM = sql`from lead l
  join lead_form f on f.tenant_id = l.tenant_id and f.id = l.form_id
  join lead_form_channel ch on ch.tenant_id = l.tenant_id and ch.id = l.channel_id
  left join customer c on c.tenant_id = l.tenant_id and c.id = l.node_id
  left join staff st on st.tenant_id = l.tenant_id and st.code = l.staff_code
  left join store s on s.tenant_id = l.tenant_id and s.code = l.store_code`

const Position = z.tuple([z.iso.datetime(), z.uuid()])

/** Newest first. */
export async function listLeads(
  ctx: Ctx,
  { limit, cursor, ...filter }: LeadFilter & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, Position)
  const { rows } = await sql<LeadRow>`select ${COLUMNS} ${FROM}
    where l.tenant_id = ${ctx.tenantId} and ${leadScope(ctx)} and ${conditionOf(ctx, filter)}
      ${after ? sql`and (date_trunc('milliseconds', l.created_at), l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by date_trunc('milliseconds', l.created_at) desc, l.id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.created_at.toISOString(), row.id],
  )
  // Who has just left her details is known by name at once.
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}

function conditionOf(ctx: Ctx, filter: LeadFilter): RawBuilder<unknown> {
  const { q, state, form_id, channel_id, staff_id, store_id, overdue, unowned } = filter
  const all = [
    ...(q ? [isMeant(ctx, sql`c.canonical_id`, q)] : []),
    ...(state ? [sql`l.state = ${state}`] : []),
    ...(form_id ? [sql`l.form_id = ${form_id}::uuid`] : []),
    ...(channel_id ? [sql`l.channel_id = ${channel_id}::uuid`] : []),
    ...(staff_id ? [sql`l.staff_code = ${staff_id}`] : []),
    ...(store_id ? [sql`l.store_code = ${store_id}`] : []),
    ...(overdue ? [sql`l.due_at < ${ctx.now()} and l.state in ('open', 'following')`] : []),
    ...(unowned ? [sql`l.staff_code is null`] : []),
  ]
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

export interface LeadChange {
  id: string
  kind: 'created' | 'moved' | 'assigned' | 'planned' | 'note'
  from_state: LeadState | null
  to_state: LeadState | null
  from_staff: string | null
  to_staff: string | null
  note: string
  /** Null: she herself, or what happened by itself. */
  actor: string | null
  at: Date
}

/** @throws 404, also out of scope */
export async function getLead(ctx: Ctx, id: string) {
  const { rows } = await sql<LeadRow>`select ${COLUMNS} ${FROM}
    where l.tenant_id = ${ctx.tenantId} and l.id = ${id}::uuid and ${leadScope(ctx)}`.execute(
    ctx.pg,
  )
  const [lead] = await withNames(ctx, rows)
  if (!lead) throw notFound('lead')
  const { rows: changes } = await sql<LeadChange>`
    select h.id, h.kind, h.from_state, h.to_state, coalesce(a.name, h.from_staff) as from_staff,
      coalesce(b.name, h.to_staff) as to_staff, h.note, case when h.actor like 'user:%' or h.actor like 'api_key:%' then h.actor_name end as actor, h.at
    from lead_change h
    left join staff a on a.tenant_id = h.tenant_id and a.code = h.from_staff
    left join staff b on b.tenant_id = h.tenant_id and b.code = h.to_staff
    where h.tenant_id = ${ctx.tenantId} and h.lead_id = ${id}::uuid order by h.at desc, h.id desc`.execute(
    ctx.pg,
  )
  return { ...lead, changes }
}
