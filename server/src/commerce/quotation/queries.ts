// Quotations as those who make them see them, and as the customer does.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { nodesOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, isMeant, withNames } from '../../profile/index.ts'
import type { OwnState } from '../checkout/states.ts'
import { judge } from './send.ts'
import type { QuotationState } from './states.ts'
import { quotationScope, versionsOf, type WholeVersion } from './store.ts'

interface Coded {
  code: string
  name: string
}
export interface QuotationRow {
  id: string
  number: string
  state: QuotationState
  /** Null: she was erased. */
  customer_id: number | null
  storefront: Coded
  store: Coded
  staff: Coded | null
  version: number
  currency: string
  list_fen: number
  total_fen: number
  deposit_fen: number | null
  deepest_bp: number
  valid_until: Date
  order: { id: string; number: string; state: OwnState } | null
  reason: string
  revision: number
  created_at: Date
  sent_at: Date | null
  decided_at: Date | null
}
export interface ListedQuotation extends QuotationRow {
  /** As the actor may see it. */
  name: string | null
  phone: string | null
}
export interface QuotationFilter {
  q?: string | undefined
  state?: QuotationState | undefined
  staff_id?: string | undefined
  store_id?: string | undefined
  customer_id?: number | undefined
}

const COLUMNS = sql`q.id, q.number, q.state, c.canonical_id as customer_id, q.version, v.currency, v.list_fen, v.total_fen,
  v.deposit_fen, v.deepest_bp, q.valid_until, q.reason, q.revision, q.created_at, q.sent_at, q.decided_at,
  jsonb_build_object('code', q.storefront, 'name', coalesce(f.name, q.storefront)) as storefront,
  jsonb_build_object('code', q.store, 'name', coalesce(s.name, q.store)) as store,
  case when q.staff_code is not null then jsonb_build_object('code', q.staff_code, 'name', coalesce(st.name, q.staff_code)) end as staff,
  case when w.id is not null then jsonb_build_object('id', w.id, 'number', w.number, 'state', w.state) end as "order"`
const FROM = sql`from quotation q
  join quotation_version v on v.tenant_id = q.tenant_id and v.quotation_id = q.id and v.version = q.version
  left join customer c on c.tenant_id = q.tenant_id and c.id = q.node_id
  left join storefront f on f.tenant_id = q.tenant_id and f.code = q.storefront
  left join store s on s.tenant_id = q.tenant_id and s.code = q.store
  left join staff st on st.tenant_id = q.tenant_id and st.code = q.staff_code
  left join own_order w on w.tenant_id = q.tenant_id and w.id = q.order_id`

const Position = z.tuple([z.iso.datetime(), z.uuid()])
const createdAt = sql`date_trunc('milliseconds', q.created_at)`

/** Newest first. @throws 404 for an unknown customer */
export async function listQuotations(
  ctx: Ctx,
  { limit, cursor, ...filter }: QuotationFilter & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, Position)
  const { rows } = await sql<QuotationRow>`select ${COLUMNS} ${FROM}
    where q.tenant_id = ${ctx.tenantId} and ${quotationScope(ctx)} and ${await conditionOf(ctx, filter)}
      ${after ? sql`and (${createdAt}, q.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by ${createdAt} desc, q.id desc limit ${limit + 1}`.execute(ctx.pg)
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.created_at.toISOString(), row.id],
  )
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}

async function conditionOf(ctx: Ctx, filter: QuotationFilter): Promise<RawBuilder<unknown>> {
  const { q, state, staff_id, store_id, customer_id } = filter
  let nodes: number[] | undefined
  if (customer_id !== undefined) {
    nodes = [...(await nodesOf(ctx, [customer_id])).values()].flat()
    if (nodes.length === 0) throw notFound('customer')
  }
  return sql.join(
    [
      sql`true`,
      ...(q
        ? [sql`(position(upper(${q}) in q.number) > 0 or ${isMeant(ctx, sql`c.canonical_id`, q)})`]
        : []),
      ...(state ? [sql`q.state = ${state}`] : []),
      ...(staff_id ? [sql`q.staff_code = ${staff_id}`] : []),
      ...(store_id ? [sql`q.store = ${store_id}`] : []),
      ...(nodes ? [sql`q.node_id = any(${nodes}::bigint[])`] : []),
    ],
    sql` and `,
  )
}

interface Change {
  id: string
  at: Date
  act: string
  version: number
  to_state: QuotationState
  /** Null: the customer, or it happened by itself. */
  actor: string | null
  note: string
}

/** @throws 404, also out of sight */
export async function getQuotation(ctx: Ctx, id: string) {
  const { rows } = await sql<QuotationRow & { approval_id: string | null; path: string | null }>`
    select ${COLUMNS}, q.approval_id, '/m/' || h.slug || '/quotations/' || q.code as path
    ${FROM} left join shop h on h.tenant_id = q.tenant_id
    where q.tenant_id = ${ctx.tenantId} and q.id = ${id}::uuid and ${quotationScope(ctx)}`.execute(
    ctx.pg,
  )
  const [row] = rows
  if (!row) throw notFound('quotation')
  const { approval_id, path } = row
  const [quotation] = await withNames(ctx, rows)
  const versions = await versionsOf(ctx, id)
  const [newest] = versions
  if (!quotation || !newest) throw notFound('quotation')
  const { rows: changes } = await sql<Change>`
    select id::text, at, act, version, to_state, note,
      case when actor like 'user:%' or actor like 'api_key:%' then actor_name end as actor
    from quotation_change where tenant_id = ${ctx.tenantId} and quotation_id = ${id}::uuid
    order by quotation_change.id desc`.execute(ctx.pg)
  return { ...quotation, approval_id, path, versions, changes, judged: await judge(ctx, newest) }
}

export interface ShownQuotation extends Pick<QuotationRow, 'number' | 'state'> {
  id: string
  version: WholeVersion
  /** Somebody is changing it: nothing of it can be accepted until it is sent again. */
  is_being_revised: boolean
  brand: string
  store: string
  staff: string | null
  node_id: number | null
  order_id: string | null
  reason: string
}

/** As it was last sent, for whoever has its link. @throws 404 before it was sent */
export async function shownQuotation(ctx: Ctx, code: string): Promise<ShownQuotation> {
  const { rows } = await sql<Omit<ShownQuotation, 'version' | 'is_being_revised'>>`
    select q.id, q.number, q.state, t.name as brand, coalesce(s.name, q.store) as store, coalesce(st.name, q.staff_code) as staff,
      q.node_id, q.order_id, q.reason
    from quotation q join tenant t on t.id = q.tenant_id
    left join store s on s.tenant_id = q.tenant_id and s.code = q.store
    left join staff st on st.tenant_id = q.tenant_id and st.code = q.staff_code
    where q.tenant_id = ${ctx.tenantId} and q.code = ${code} and q.node_id is not null`.execute(
    ctx.pg,
  )
  const [row] = rows
  const version = row && (await versionsOf(ctx, row.id)).find((one) => one.sent_at !== null)
  if (!row || !version) throw notFound('quotation')
  return { ...row, version, is_being_revised: row.state === 'draft' || row.state === 'waiting' }
}
