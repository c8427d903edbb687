// Subscriptions as people see them: the list, one with its history, and figures.
import { sql } from 'kysely'
import { z } from 'zod'
import { customerScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { isMeant } from '../../profile/index.ts'
import { priceCheckout } from '../checkout/basket.ts'
import { onShelf } from '../storefront/shelf.ts'
import { addDays, type Cadence, daysUntil } from './cadence.ts'
import { basketOf } from './deliver.ts'
import { getPlan, swapsOf } from './plans.ts'
import type { DeliveryState, SubscriptionState } from './states.ts'
import { brandDay, COLUMNS, FROM, type Subscription } from './subscriptions.ts'

export interface SubscriptionFilter {
  /** In the product's name, its SKU, or who subscribed. */
  q?: string | undefined
  state?: SubscriptionState | undefined
  /** Hers alone, of these nodes. */
  nodes?: readonly number[]
  customer_id?: number | undefined
  limit: number
  cursor?: string | undefined
}
type Listed = Subscription & { customer_id: number | null; waiting_order: string | null }
export type ShownSubscription = ReturnType<typeof shown>

const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
const SHOWN = sql`${COLUMNS}, c.canonical_id as customer_id, (select d.order_id from subscription_delivery d
  where d.tenant_id = s.tenant_id and d.subscription_id = s.id and d.state = 'waiting' order by d.cycle limit 1) as waiting_order`
const OF = sql`${FROM} left join customer c on c.tenant_id = s.tenant_id and c.id = s.node_id`

/** What this actor may see: subscriptions of the customers in its scope. */
const visibleTo = (ctx: Ctx) => customerScope(ctx, 'c.canonical_id') ?? sql<boolean>`true`

const iso = (at: Date | null) => at?.toISOString() ?? null
const shown = (s: Listed) => ({
  ...{ id: s.id, plan_id: s.plan_id, customer_id: s.customer_id, storefront: s.storefront },
  ...{ sku: s.sku, name: s.name, quantity: s.quantity, most_quantity: s.most_quantity },
  ...{ state: s.state, unit: s.unit, every: s.every, price_fen: s.price_fen, off_bp: s.off_bp },
  ...{ next_on: s.next_on, cycle: s.cycle, pause_reason: s.pause_reason },
  ...{ told_at: iso(s.told_at), told_fen: s.told_fen, waiting_order: s.waiting_order },
  ...{ agreed_at: s.agreed_at.toISOString(), made_at: s.made_at.toISOString() },
  ended_at: iso(s.ended_at),
})

/** Newest first. */
export async function listSubscriptions(ctx: Ctx, filter: SubscriptionFilter) {
  const { q, state, nodes, customer_id, limit } = filter
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.guid()]))
  const any = sql`true`
  const { rows } = await sql<Listed>`select ${SHOWN} from ${OF}
    where s.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
      and ${q ? sql`(p.name ilike ${containing(q)} or s.sku ilike ${containing(q)} or ${isMeant(ctx, sql`c.canonical_id`, q)})` : any}
      and ${state ? sql`s.state = ${state}` : any}
      and ${nodes ? sql`s.node_id = any(${[...nodes]}::bigint[])` : any}
      and ${customer_id === undefined ? any : sql`c.canonical_id = ${customer_id}`}
      and ${after ? sql`(date_trunc('milliseconds', s.made_at), s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
    order by date_trunc('milliseconds', s.made_at) desc, s.id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(rows, limit, shown, (row) => [row.made_at.toISOString(), row.id])
}

/** @throws 404, also for one out of sight */
export async function demandInSight(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select 1 from ${OF}
    where s.tenant_id = ${ctx.tenantId} and s.id = ${id}::uuid and ${visibleTo(ctx)}`.execute(
    ctx.pg,
  )
  if (rows.length === 0) throw notFound('product_subscription')
}

/** @throws 404 for what is not of these nodes */
export async function demandOf(ctx: Ctx, id: string, nodes: readonly number[]): Promise<void> {
  const { rows } = await sql`select 1 from product_subscription
    where tenant_id = ${ctx.tenantId} and id = ${id}::uuid and node_id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  if (rows.length === 0) throw notFound('product_subscription')
}

/** All that is known of one. @throws 404 */
export async function showSubscription(ctx: Ctx, id: string) {
  const { rows } = await sql<Listed>`select ${SHOWN} from ${OF}
    where s.tenant_id = ${ctx.tenantId} and s.id = ${id}::uuid`.execute(ctx.pg)
  const [found] = rows
  if (!found) throw notFound('product_subscription')
  const { rows: deliveries } = await sql<{
    cycle: number
    order_id: string | null
    number: string | null
    due_on: string
    state: DeliveryState
    reminded: number
    due_fen: number | null
  }>`select d.cycle, d.order_id, w.number, d.due_on::text as due_on, d.state, d.reminded, w.due_fen
    from subscription_delivery d left join own_order w on w.tenant_id = d.tenant_id and w.id = d.order_id
    where d.tenant_id = ${ctx.tenantId} and d.subscription_id = ${id}::uuid order by d.cycle desc limit 200`.execute(
    ctx.pg,
  )
  const { rows: changes } = await sql<{
    at: Date
    act: string
    from_state: SubscriptionState | null
    to_state: SubscriptionState
    cycle: number
    actor: string
    details: Record<string, unknown>
  }>`select at, act, from_state, to_state, cycle, actor, details from subscription_change
    where tenant_id = ${ctx.tenantId} and subscription_id = ${id}::uuid order by at desc, id desc limit 500`.execute(
    ctx.pg,
  )
  return {
    ...shown(found),
    ...{ address: found.address, agreed_version: found.agreed_version },
    ...{ agreed_text: found.agreed_text, deliveries },
    changes: changes.map((change) => ({ ...change, at: change.at.toISOString() })),
    ...(await aheadOf(ctx, found)),
  }
}

/** What the next one would cost today, and what it may be swapped for. */
async function aheadOf(ctx: Ctx, s: Subscription) {
  if (s.state !== 'active' && s.state !== 'paused')
    return { next_fen: null, next_fault: null, swaps: [] }
  const plan = await getPlan(ctx, s.plan_id)
  const skus = await swapsOf(ctx, { ...plan, price_fen: s.price_fen })
  const swaps = (await onShelf(ctx, s.storefront, skus)).map(({ sku, name }) => ({ sku, name }))
  try {
    const { quoted } = await priceCheckout(ctx, basketOf(s))
    return { next_fen: quoted.dueFen, next_fault: null, swaps }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return { next_fen: null, next_fault: error.code, swaps }
  }
}

/** The same for its buyer. @throws 404 for what is not hers */
export async function ownSubscription(ctx: Ctx, id: string, nodes: readonly number[]) {
  await demandOf(ctx, id, nodes)
  return showSubscription(ctx, id)
}

const DAYS_AHEAD = 30
export interface SubscriptionFigures {
  active: number
  paused: number
  /** Of those that ever ran: ended in the last 30 days. */
  cancelled: number
  /** In basis points of those that ran when the 30 days began; null when none did. */
  churn_bp: number | null
  /** In the next 30 days, as they stand. */
  deliveries: number
  pieces: number
  /** Of these, those that were told their price, and what these come to. */
  priced: number
  priced_fen: number
  unpaid: number
}

/** Of the whole brand. */
export async function subscriptionFigures(ctx: Ctx): Promise<SubscriptionFigures> {
  const { today } = await brandDay(ctx)
  const since = new Date(ctx.now().getTime() - DAYS_AHEAD * 86_400_000)
  const { rows } = await sql<
    Pick<SubscriptionFigures, 'active' | 'paused' | 'cancelled' | 'unpaid'> & {
      gone: number
      kept: number
    }
  >`
    with ran as (
      select s.state, s.ended_at, (select min(g.at) from subscription_change g where g.tenant_id = s.tenant_id
        and g.subscription_id = s.id and g.act in ('start', 'revive')) as started_at
      from product_subscription s where s.tenant_id = ${ctx.tenantId})
    select count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'paused')::int as paused,
      count(*) filter (where state = 'cancelled' and started_at is not null and ended_at > ${since})::int as cancelled,
      count(*) filter (where state = 'cancelled' and started_at <= ${since} and ended_at > ${since})::int as gone,
      count(*) filter (where state in ('active', 'paused') and started_at <= ${since})::int as kept,
      (select count(*)::int from subscription_delivery d where d.tenant_id = ${ctx.tenantId} and d.state = 'waiting') as unpaid
    from ran`.execute(ctx.pg)
  const [counted] = rows
  if (!counted) throw new Error('counting answered nothing')
  const { gone, kept, ...now } = counted
  return {
    ...now,
    churn_bp: gone + kept === 0 ? null : Math.floor((gone * 10_000) / (gone + kept)),
    ...(await expected(ctx, today)),
  }
}

/** Those of one rhythm are counted together. */
async function expected(ctx: Ctx, today: string) {
  const until = addDays(today, DAYS_AHEAD)
  const { rows } = await sql<
    Cadence & {
      anchor_on: string
      next_on: string
      n: number
      pieces: number
      told: number
      fen: number
    }
  >`
    select unit, every, anchor_on::text as anchor_on, next_on::text as next_on, count(*)::int as n,
      sum(quantity)::int as pieces, count(told_fen)::int as told, coalesce(sum(told_fen), 0)::bigint as fen
    from product_subscription where tenant_id = ${ctx.tenantId} and state = 'active' and next_on <= ${until}::date
    group by unit, every, anchor_on, next_on`.execute(ctx.pg)
  const sums = { deliveries: 0, pieces: 0, priced: 0, priced_fen: 0 }
  for (const { n, pieces, told, fen, ...rhythm } of rows) {
    const times = daysUntil(rhythm.anchor_on, rhythm, rhythm.next_on, until)
    sums.deliveries += n * times
    sums.pieces += pieces * times
    sums.priced += told
    sums.priced_fen += fen
  }
  return sums
}
