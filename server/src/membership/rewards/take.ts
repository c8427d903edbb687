// One of a reward taken and given back: its stock and a customer's allowance by conditional writes, in the
// transaction of the redemption they stand for.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import type { Reward } from './rewards.ts'

export interface Redemption {
  id: string
  key: string
  reward_id: string
  node_id: number | null
  state: 'held' | 'redeemed' | 'released' | 'returned'
  period: string
  points: number
  cash_fen: number
  cost_fen: number
  order_id: string | null
  transaction_id: string | null
  given: string | null
  /** Of content that was opened; null: its points are not given back. */
  refundable_until: Date | null
  at: Date
}
export const COLUMNS = sql`r.id, r.key, r.reward_id, r.node_id, r.state, r.period, r.points, r.cash_fen, r.cost_fen, r.order_id,
  r.transaction_id, r.given, r.refundable_until, r.at`

export type NotTaken = 'reward_closed' | 'reward_sold_out' | 'reward_limit'
export type Taken =
  | { ok: true; redemption: Redemption; isNew: boolean }
  | { ok: false; reason: NotTaken }

export interface Taking {
  key: string
  reward: Pick<Reward, 'id' | 'points' | 'cash_fen'>
  node: number
  orderId: string | null
}

/** Held until it is settled. The same key again is the same one, and takes nothing. */
export async function takeReward(ctx: Ctx, { key, reward, node, orderId }: Taking): Promise<Taken> {
  const customer = (await canonicalOf(ctx, [node])).get(node) ?? node
  const { rows } = await sql<Redemption>`
    insert into reward_redemption as r (tenant_id, id, key, reward_id, node_id, state, period, points, cash_fen, cost_fen, order_id, at)
    select w.tenant_id, ${randomUUIDv7()}::uuid, ${key}, w.id, ${customer}::bigint, 'held',
      case w.period
        when 'day' then to_char(${ctx.now()}::timestamptz at time zone t.timezone, 'YYYY-MM-DD')
        when 'month' then to_char(${ctx.now()}::timestamptz at time zone t.timezone, 'YYYY-MM')
        when 'year' then to_char(${ctx.now()}::timestamptz at time zone t.timezone, 'YYYY')
        else '' end,
      ${reward.points}::bigint, ${reward.cash_fen}::bigint, w.unit_cost_fen, ${orderId}::uuid, ${ctx.now()}::timestamptz
    from reward w join tenant t on t.id = w.tenant_id
    where w.tenant_id = ${ctx.tenantId} and w.id = ${reward.id}::uuid
    on conflict (tenant_id, key) do nothing returning ${COLUMNS}`.execute(ctx.pg)
  const made = rows[0]
  if (!made) {
    const known = await findByKey(ctx, key)
    return known
      ? { ok: true, redemption: known, isNew: false }
      : { ok: false, reason: 'reward_closed' }
  }
  const reason = await count(ctx, made, customer, true)
  if (reason === undefined) return { ok: true, redemption: made, isNew: true }
  await sql`delete from reward_redemption where tenant_id = ${ctx.tenantId} and id = ${made.id}::uuid`.execute(
    ctx.pg,
  )
  return { ok: false, reason }
}

export async function findByKey(ctx: Ctx, key: string): Promise<Redemption | undefined> {
  const { rows } = await sql<Redemption>`select ${COLUMNS} from reward_redemption r
    where r.tenant_id = ${ctx.tenantId} and r.key = ${key}`.execute(ctx.pg)
  return rows[0]
}

export async function lockOfOrder(ctx: Ctx, orderId: string): Promise<Redemption | undefined> {
  const { rows } = await sql<Redemption>`select ${COLUMNS} from reward_redemption r
    where r.tenant_id = ${ctx.tenantId} and r.order_id = ${orderId}::uuid for update`.execute(
    ctx.pg,
  )
  return rows[0]
}

/** @param isNew what is taken anew, of an order that was paid late, was promised before the reward was stopped */
async function count(
  ctx: Ctx,
  { reward_id, period }: Redemption,
  customer: number,
  isNew: boolean,
): Promise<NotTaken | undefined> {
  const now = ctx.now()
  const { rows: all } = await sql`update reward set taken = taken + 1
    where tenant_id = ${ctx.tenantId} and id = ${reward_id}::uuid and (stock is null or taken < stock)
      and (${!isNew}::boolean or state = 'live' and (starts_at is null or starts_at <= ${now}) and (ends_at is null or ends_at > ${now}))
    returning id`.execute(ctx.pg)
  if (all.length === 0) return (await isOpen(ctx, reward_id)) ? 'reward_sold_out' : 'reward_closed'
  // What her other nodes had counts too: the row of the reward is held, so nobody adds to theirs meanwhile.
  const { rows: hers } = await sql`
    insert into reward_allowance as a (tenant_id, reward_id, node_id, period, used)
    select w.tenant_id, w.id, ${customer}::bigint, ${period}, 1 from reward w
    where w.tenant_id = ${ctx.tenantId} and w.id = ${reward_id}::uuid
      and (w.per_customer is null or w.per_customer > (
        select coalesce(sum(x.used), 0) from reward_allowance x
        join customer c on c.tenant_id = x.tenant_id and c.id = x.node_id
        where x.tenant_id = w.tenant_id and x.reward_id = w.id and x.period = ${period} and c.canonical_id = (
          select canonical_id from customer where tenant_id = w.tenant_id and id = ${customer})))
    on conflict (tenant_id, reward_id, node_id, period) do update set used = a.used + 1
    returning used`.execute(ctx.pg)
  if (hers.length > 0) return undefined
  await sql`update reward set taken = taken - 1 where tenant_id = ${ctx.tenantId} and id = ${reward_id}::uuid`.execute(
    ctx.pg,
  )
  return 'reward_limit'
}

async function isOpen(ctx: Ctx, id: string): Promise<boolean> {
  const now = ctx.now()
  const { rows } =
    await sql`select 1 from reward where tenant_id = ${ctx.tenantId} and id = ${id}::uuid and state = 'live'
    and (starts_at is null or starts_at <= ${now}) and (ends_at is null or ends_at > ${now})`.execute(
      ctx.pg,
    )
  return rows.length > 0
}

/** Of an order that was let go and is paid after all. @returns why not */
export async function takeAnew(ctx: Ctx, redemption: Redemption): Promise<NotTaken | undefined> {
  const reason =
    redemption.node_id === null
      ? undefined
      : await count(ctx, redemption, redemption.node_id, false)
  if (reason === undefined) await setState(ctx, redemption.id, 'held')
  return reason
}

/** Its stock and her allowance are free again. */
export async function putBack(
  ctx: Ctx,
  redemption: Redemption,
  to: 'released' | 'returned',
  reason = '',
): Promise<void> {
  await sql`with freed as (
      update reward set taken = taken - 1 where tenant_id = ${ctx.tenantId} and id = ${redemption.reward_id}::uuid)
    update reward_allowance set used = used - 1
    where tenant_id = ${ctx.tenantId} and reward_id = ${redemption.reward_id}::uuid and node_id = ${redemption.node_id}
      and period = ${redemption.period}`.execute(ctx.pg)
  await setState(ctx, redemption.id, to, { reason })
  if (to === 'returned') await tell(ctx, 'reward_returned', redemption)
}

interface Settled {
  transactionId?: string
  given?: string
  refundableUntil?: Date | null
}

export async function settle(ctx: Ctx, redemption: Redemption, more: Settled = {}): Promise<void> {
  await setState(ctx, redemption.id, 'redeemed', more)
  await tell(ctx, 'reward_redeemed', redemption)
}

const setState = (
  ctx: Ctx,
  id: string,
  state: Redemption['state'],
  more: Settled & { reason?: string } = {},
) =>
  sql`update reward_redemption set state = ${state}, settled_at = ${ctx.now()},
    transaction_id = coalesce(${more.transactionId ?? null}::uuid, transaction_id),
    given = coalesce(${more.given ?? null}::text, given),
    refundable_until = coalesce(${more.refundableUntil ?? null}::timestamptz, refundable_until), reason = ${more.reason ?? ''}
  where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)

async function tell(
  ctx: Ctx,
  name: 'reward_redeemed' | 'reward_returned',
  r: Redemption,
): Promise<void> {
  if (r.node_id === null) return
  await recordEvents(ctx, [
    {
      ...{ id: randomUUIDv7(), name, customerId: r.node_id, at: ctx.now(), source: 'membership' },
      props: {
        ...{ redemption: r.id, reward: r.reward_id, points: r.points },
        ...{ cash_fen: r.cash_fen, cost_fen: r.cost_fen, ...(r.order_id && { order: r.order_id }) },
      },
    },
  ])
}
