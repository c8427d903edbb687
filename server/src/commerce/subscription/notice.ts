// What she is told without asking: of the next delivery, days before it; of one that waits for its payment.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { priceCheckout } from '../checkout/basket.ts'
import { addDays, laterOf } from './cadence.ts'
import { AT_ONCE, basketOf, isDaytime, NIL, pauseUnsold, WAITS } from './deliver.ts'
import { clockOf } from './party.ts'
import { NOTICE_DAYS, REMINDER_DAYS, TELL_DAYS } from './states.ts'
import { brandDay, COLUMNS, FROM, type Subscription } from './subscriptions.ts'

interface Notice {
  id: string
  cycle: number
  /** As it was found. */
  was: string
  /** As she is told: never sooner than the notice has to be. */
  on: string
  fen: number
}

/** @returns how many were told of their next delivery; who was told is not told again */
export async function tellDeliveries(ctx: Ctx): Promise<number> {
  const day = await brandDay(ctx)
  if (!isDaytime(day)) return 0
  let told = 0
  let after = NIL
  for (;;) {
    const { rows } = await sql<Subscription>`select ${COLUMNS} from ${FROM}
      where s.tenant_id = ${ctx.tenantId} and s.state = 'active' and s.told_at is null
        and s.next_on <= ${addDays(day.today, TELL_DAYS)}::date and not ${WAITS} and s.id > ${after}::uuid
      order by s.id limit ${AT_ONCE}`.execute(ctx.pg)
    after = rows.at(-1)?.id ?? after
    const notices: Notice[] = []
    for (const s of rows) {
      const fen = await priceOf(ctx, s)
      if (fen === undefined || s.next_on === null) continue
      const on = laterOf(s.next_on, addDays(day.today, NOTICE_DAYS))
      notices.push({ id: s.id, cycle: s.cycle, was: s.next_on, on, fen })
    }
    told += await tell(ctx, notices)
    if (rows.length < AT_ONCE) return told
  }
}

/** What it would cost today; what cannot be sold pauses. */
async function priceOf(ctx: Ctx, s: Subscription): Promise<number | undefined> {
  try {
    return (await priceCheckout(ctx, basketOf(s))).quoted.dueFen
  } catch (error) {
    if (error instanceof AppError && error.status < 500) await pauseUnsold(ctx, s, error.code)
    else ctx.log.error({ err: error, subscription: s.id }, 'a delivery could not be priced')
    return undefined
  }
}

const tell = (ctx: Ctx, notices: readonly Notice[]): Promise<number> =>
  notices.length === 0
    ? Promise.resolve(0)
    : inTx(ctx, async (ctx) => {
        const u = unnest(notices, {
          id: ['uuid', (n) => n.id],
          cycle: ['integer', (n) => n.cycle],
          was: ['date', (n) => n.was],
          on_day: ['date', (n) => n.on],
          fen: ['bigint', (n) => n.fen],
        })
        const { rows } = await sql<
          Pick<Subscription, 'id' | 'node_id' | 'name' | 'quantity' | 'cycle'> & {
            on: string
            fen: number
          }
        >`
          update product_subscription s set told_at = ${ctx.now()}, told_fen = r.fen, next_on = r.on_day
          from ${u.rows}, product p
          where s.tenant_id = ${ctx.tenantId} and s.id = r.id and s.cycle = r.cycle and s.next_on = r.was
            and s.state = 'active' and s.told_at is null and p.tenant_id = s.tenant_id and p.sku = s.sku
          returning s.id, s.node_id, p.name, s.quantity, s.cycle, s.next_on::text as "on", r.fen`.execute(
          ctx.pg,
        )
        await sendMessages(
          ctx,
          rows.map(({ id, node_id, name, quantity, cycle, on, fen }) => ({
            ...{ kind: 'delivery_soon' as const, node: node_id, link: `/subscriptions/${id}` },
            key: `delivery-soon:${id}:${cycle + 1}:${ctx.now().toISOString()}`,
            params: { product: name, quantity, fen, on },
          })),
        )
        return rows.length
      })

interface Unpaid {
  order_id: string
  reminded: number
  node_id: number | null
  product: string
  fen: number
  until: Date
}

/** One reminder for each of its days, however often this runs. @returns how many were reminded */
export async function remindUnpaid(ctx: Ctx): Promise<number> {
  const day = await brandDay(ctx)
  if (!isDaytime(day)) return 0
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Unpaid>`
      with due as (
        select d.subscription_id, d.cycle, (select count(*)::int from unnest(${[...REMINDER_DAYS]}::int[]) as k
          where w.placed_at + make_interval(days => k) <= ${ctx.now()}) as stage
        from subscription_delivery d join own_order w on w.tenant_id = d.tenant_id and w.id = d.order_id
        where d.tenant_id = ${ctx.tenantId} and d.state = 'waiting' and w.state = 'to_pay' and w.expires_at > ${ctx.now()}
        order by d.subscription_id, d.cycle for update of d),
      noted as (
        update subscription_delivery d set reminded = due.stage from due
        where d.tenant_id = ${ctx.tenantId} and d.subscription_id = due.subscription_id and d.cycle = due.cycle
          and d.reminded < due.stage
        returning d.order_id, d.reminded)
      select n.order_id, n.reminded, o.node_id, w.due_fen as fen, w.expires_at as until, (
        select min(l.name) from own_order_line l where l.tenant_id = w.tenant_id and l.order_id = w.id) as product
      from noted n join own_order w on w.tenant_id = ${ctx.tenantId} and w.id = n.order_id
      join sales_order o on o.tenant_id = w.tenant_id and o.id = w.id order by n.order_id`.execute(
      ctx.pg,
    )
    await sendMessages(
      ctx,
      rows.map(({ order_id, reminded, node_id, product, fen, until }) => ({
        ...{ kind: 'delivery_to_pay' as const, node: node_id, link: `/orders/${order_id}` },
        key: `pay-delivery:${order_id}:${reminded}`,
        params: { product, fen, until: clockOf(until, day.timezone) },
      })),
    )
    return rows.length
  })
}
