// Subscriptions in PostgreSQL: read, locked, and moved on by a conditional write that leaves its trace.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import type { Address } from '../checkout/own-order.ts'
import type { Cadence } from './cadence.ts'
import { becomes, mayHappen, type SubscriptionAct, type SubscriptionState } from './states.ts'

export interface Subscription extends Cadence {
  id: string
  plan_id: string
  /** Where the buyer's things are kept; null once she was erased. */
  node_id: number | null
  storefront: string
  sku: string
  /** The product's name as it is now. */
  name: string
  quantity: number
  address: Address | null
  state: SubscriptionState
  price_fen: number | null
  off_bp: number | null
  most_quantity: number
  anchor_on: string
  next_on: string | null
  cycle: number
  told_at: Date | null
  told_fen: number | null
  pause_reason: string | null
  agreed_at: Date
  agreed_version: string
  agreed_text: string
  made_at: Date
  ended_at: Date | null
}
export const COLUMNS = sql`s.id, s.plan_id, s.node_id, s.storefront, s.sku, p.name, s.quantity, s.address, s.state, s.unit,
  s.every, s.price_fen, s.off_bp, s.most_quantity, s.anchor_on::text as anchor_on, s.next_on::text as next_on, s.cycle,
  s.told_at, s.told_fen, s.pause_reason, s.agreed_at, s.agreed_version, s.agreed_text, s.made_at, s.ended_at`
export const FROM = sql`product_subscription s join product p on p.tenant_id = s.tenant_id and p.sku = s.sku`

/** @throws 404 */
export async function getSubscription(ctx: Ctx, id: string): Promise<Subscription> {
  const { rows } = await sql<Subscription>`select ${COLUMNS} from ${FROM}
    where s.tenant_id = ${ctx.tenantId} and s.id = ${id}::uuid`.execute(ctx.pg)
  if (!rows[0]) throw notFound('product_subscription')
  return rows[0]
}

/** Whoever decides about a subscription holds its row. Call in a transaction. @throws 404 */
export async function lockSubscription(ctx: Ctx, id: string): Promise<Subscription> {
  const { rows } = await sql<Subscription>`select ${COLUMNS} from ${FROM}
    where s.tenant_id = ${ctx.tenantId} and s.id = ${id}::uuid for update of s`.execute(ctx.pg)
  if (!rows[0]) throw notFound('product_subscription')
  return rows[0]
}

export interface BrandDay {
  /** The calendar's day where the brand is. */
  today: string
  hour: number
  language: 'zh-CN' | 'en'
  timezone: string
}
export async function brandDay(ctx: Ctx): Promise<BrandDay> {
  const { rows } = await sql<BrandDay>`
    select (${ctx.now()}::timestamptz at time zone timezone)::date::text as today, language, timezone,
      extract(hour from ${ctx.now()}::timestamptz at time zone timezone)::int as hour
    from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('tenant')
  return rows[0]
}

export const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

type Told = Pick<Subscription, 'id' | 'node_id' | 'plan_id' | 'sku' | 'quantity' | 'cycle'>
/** Its trace: a row of its history and an own event. */
export async function noteChange(
  ctx: Ctx,
  s: Told,
  change: {
    act: SubscriptionAct | 'begin'
    from: SubscriptionState | null
    to: SubscriptionState
    details?: Record<string, unknown>
  },
): Promise<void> {
  const id = randomUUIDv7()
  const { act, from, to, details = {} } = change
  await sql`insert into subscription_change (tenant_id, id, subscription_id, at, act, from_state, to_state, cycle, actor,
      details)
    values (${ctx.tenantId}, ${id}, ${s.id}, ${ctx.now()}, ${act}, ${from}, ${to}, ${s.cycle}, ${actorOf(ctx)},
      ${JSON.stringify(details)}::jsonb)`.execute(ctx.pg)
  if (s.node_id === null) return
  await recordEvents(ctx, [
    {
      ...{ id, name: 'product_subscription_changed', customerId: s.node_id, at: ctx.now() },
      source: 'commerce',
      props: {
        ...{ subscription: s.id, plan: s.plan_id, sku: s.sku, quantity: s.quantity },
        ...{ cycle: s.cycle, act, from, to },
        ...(typeof details.reason === 'string' && { reason: details.reason }),
        ...(typeof details.order === 'string' && { commerce_order: details.order }),
      },
    },
  ])
}

export type Moved = Partial<
  Pick<
    Subscription,
    | 'anchor_on'
    | 'next_on'
    | 'cycle'
    | 'told_at'
    | 'told_fen'
    | 'pause_reason'
    | 'sku'
    | 'quantity'
    | 'address'
  >
>
const TYPES: Record<keyof Moved, ReturnType<typeof sql>> = {
  ...{ anchor_on: sql`date`, next_on: sql`date`, cycle: sql`integer`, told_at: sql`timestamptz` },
  ...{ told_fen: sql`bigint`, pause_reason: sql`text`, sku: sql`text`, quantity: sql`integer` },
  address: sql`jsonb`,
}

/**
 * Of one whose row is held.
 * @throws 409 subscription_state where this does not happen to what it is
 */
export async function moveOn(
  ctx: Ctx,
  before: Subscription,
  act: SubscriptionAct,
  given: Moved = {},
  details: Record<string, unknown> = {},
): Promise<void> {
  if (!mayHappen(before.state, act))
    throw conflict('subscription_state', `What is ${before.state} is past this`, {
      state: before.state,
    })
  const to = becomes(before.state, act)
  const set = [sql`state = ${to}`]
  const all: Moved = to === 'active' ? given : { ...given, next_on: null }
  for (const [name, value] of Object.entries(all) as [keyof Moved, unknown][])
    set.push(
      sql`${sql.ref(name)} = ${name === 'address' && value !== null ? JSON.stringify(value) : value}::${TYPES[name]}`,
    )
  if (to === 'cancelled' || to === 'lapsed') set.push(sql`ended_at = ${ctx.now()}`)
  else if (before.ended_at !== null) set.push(sql`ended_at = null`)
  const { rows } = await sql`update product_subscription set ${sql.join(set)}
    where tenant_id = ${ctx.tenantId} and id = ${before.id}::uuid and state = ${before.state}
      and cycle = ${before.cycle} returning id`.execute(ctx.pg)
  if (rows.length === 0) throw new Error('a subscription that is held by its row was moved')
  const { sku = before.sku, quantity = before.quantity, cycle = before.cycle } = given
  await noteChange(
    ctx,
    { ...before, sku, quantity, cycle },
    { act, from: before.state, to, details },
  )
}
