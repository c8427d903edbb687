// Cards as operators see them: who gave one, who accepted it, and what came of it.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { calledOf, isMeant } from '../../profile/index.ts'
import { type BestieCardState, getCard } from './cards.ts'
import type { HolderRefused } from './earn.ts'
import { getBestiePlan } from './plans.ts'

export interface BestieCardFilter {
  /** A whole code, or the holder or friend by number, phone or name. */
  q?: string | undefined
  state?: BestieCardState | undefined
  limit: number
  cursor?: string | undefined
}
/** Of a coupon that was given. */
export const GIVEN_STATES = ['taken', 'held', 'used', 'void'] as const
type GivenState = (typeof GIVEN_STATES)[number]
interface Row {
  id: string
  state: BestieCardState
  holder_id: number | null
  friend_id: number | null
  order_id: string | null
  made_at: Date
  expires_at: Date | null
  accepted_at: Date | null
  ended_at: Date | null
  friend_coupon_state: GivenState | null
  earned_at: Date | null
  holder_coupon_state: GivenState | null
  holder_refused: HolderRefused | null
}
const iso = (at: Date | null) => at?.toISOString() ?? null
const Position = z.tuple([z.iso.datetime(), z.guid()])

const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select c.id, c.state, h.canonical_id as holder_id, f.canonical_id as friend_id, c.order_id,
    date_trunc('milliseconds', c.made_at) as made_at, c.expires_at, c.accepted_at, c.ended_at, c.earned_at,
    c.holder_refused, fc.state as friend_coupon_state, hc.state as holder_coupon_state
  from bestie_card c
  left join customer h on h.tenant_id = c.tenant_id and h.id = c.holder_node_id
  left join customer f on f.tenant_id = c.tenant_id and f.id = c.friend_node_id
  left join coupon fc on fc.tenant_id = c.tenant_id and fc.code = c.friend_coupon
  left join coupon hc on hc.tenant_id = c.tenant_id and hc.code = c.holder_coupon
  where c.tenant_id = ${ctx.tenantId} and ${where}`

async function named(ctx: Ctx, rows: readonly Row[]) {
  const called = await calledOf(
    ctx,
    rows.flatMap((row) => [row.holder_id, row.friend_id]),
  )
  return rows.map((row) => {
    const [holder, friend] = [called(row.holder_id), called(row.friend_id)]
    return {
      ...row,
      ...{ holder_name: holder.name, holder_phone: holder.phone },
      ...{ friend_name: friend.name, friend_phone: friend.phone },
      ...{ made_at: row.made_at.toISOString(), expires_at: iso(row.expires_at) },
      ...{ accepted_at: iso(row.accepted_at), ended_at: iso(row.ended_at) },
      earned_at: iso(row.earned_at),
    }
  })
}
export type ListedBestieCard = Awaited<ReturnType<typeof named>>[number]

/** Newest first; cards of orders that nobody paid are left out. @throws 404 */
export async function listBestieCards(ctx: Ctx, plan: string, filter: BestieCardFilter) {
  await getBestiePlan(ctx, plan)
  const { q, state, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const any = sql`true`
  const customer = q !== undefined && /^\d{1,10}$/.test(q) ? Number(q) : null
  const meant = (text: string) => sql`(c.code = ${text.replace(/[\s-]/g, '').toUpperCase()}
    or h.canonical_id = ${customer}::bigint or f.canonical_id = ${customer}::bigint
    or ${isMeant(ctx, sql`h.canonical_id`, text)} or ${isMeant(ctx, sql`f.canonical_id`, text)})`
  const { rows } = await selected(
    ctx,
    sql`c.plan_id = ${plan} and ${state ? sql`c.state = ${state}` : sql`c.state <> 'released'`}
      and ${q ? meant(q) : any}
      and ${after ? sql`(date_trunc('milliseconds', c.made_at), c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
      order by date_trunc('milliseconds', c.made_at) desc, c.id desc limit ${limit + 1}`,
  ).execute(ctx.pg)
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.made_at.toISOString(), row.id],
  )
  return { items: await named(ctx, items), next_cursor }
}

/** @throws 404 */
export async function getBestieCard(ctx: Ctx, id: string): Promise<ListedBestieCard> {
  await getCard(ctx, id)
  const { rows } = await selected(ctx, sql`c.id = ${id}`).execute(ctx.pg)
  const [card] = await named(ctx, rows)
  if (!card) throw new Error('a card that was read is not there')
  return card
}

/** Of its cards as they are now. @throws 404 */
export async function bestieFigures(ctx: Ctx, plan: string) {
  await getBestiePlan(ctx, plan)
  const { rows } = await sql<{
    given: number
    waiting: number
    accepted: number
    expired: number
    revoked: number
    friends_bought: number
    holders_given: number
    holders_refused: number
    friend_sales_fen: number
    friend_coupons_fen: number
  }>`
    select count(*) filter (where c.given_at is not null)::int as given,
      count(*) filter (where c.state = 'waiting')::int as waiting,
      count(*) filter (where c.state = 'accepted')::int as accepted,
      count(*) filter (where c.state = 'expired')::int as expired,
      count(*) filter (where c.state = 'revoked')::int as revoked,
      count(*) filter (where r.order_id is not null)::int as friends_bought,
      count(*) filter (where c.holder_coupon is not null)::int as holders_given,
      count(*) filter (where c.holder_refused is not null)::int as holders_refused,
      coalesce(sum(o.total_fen - o.refunded_fen), 0)::bigint as friend_sales_fen,
      coalesce(sum(r.fen), 0)::bigint as friend_coupons_fen
    from bestie_card c
    left join lateral (select r.order_id, r.fen from redemption r where r.tenant_id = c.tenant_id
      and r.coupon_code = c.friend_coupon and r.state = 'spent' limit 1) r on true
    left join sales_order o on o.tenant_id = c.tenant_id and o.id = r.order_id
    where c.tenant_id = ${ctx.tenantId} and c.plan_id = ${plan}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw new Error('counting answered nothing')
  const decided = row.given - row.waiting
  return {
    ...row,
    /** Of the cards that do not wait any more. */
    accepted_bp: decided === 0 ? null : Math.floor((row.accepted * 10_000) / decided),
  }
}

/** @throws 404 for one that is not this brand's */
export async function demandBestiePlans(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`select 1 from unnest(${[...ids]}::uuid[]) as w (id)
    where not exists (select 1 from bestie_plan b where b.tenant_id = ${ctx.tenantId} and b.id = w.id)`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw notFound('bestie_plan')
}
