// Payments of own orders: begun with a provider, asked after, closed. The network is never used inside a
// transaction, so whatever is cut off in between is found again by asking.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { done, together } from '../../platform/together.ts'
import { unnest } from '../../platform/unnest.ts'
import { getOwnOrder } from '../checkout/own-order.ts'
import { getDeposit } from '../deposit/deposits.ts'
import { demandMayPay } from './payer.ts'
import { isOn } from './payment-settings.ts'
import {
  type PaymentProvider,
  type PayWay,
  type Prepared,
  ProviderRefused,
  providerOf,
} from './provider.ts'
import { applyPaymentWord } from './words.ts'

/** What of its order a payment pays: all at once, or first the deposit and then the balance. */
export type PaymentPart = 'whole' | 'deposit' | 'balance'
export interface Payment {
  id: string
  order_id: string
  provider: string
  way: PayWay
  part: PaymentPart
  amount_fen: number
  currency: string
  state: 'waiting' | 'paid' | 'closed' | 'failed' | 'mismatched'
  pays: boolean
  prepared: Prepared | null
  paid_fen: number | null
  provider_ref: string | null
  created_at: Date
  expires_at: Date
  paid_at: Date | null
  fault: string | null
}
const COLUMNS = sql`id, order_id, provider, way, part, amount_fen, currency, state, pays, prepared, paid_fen, provider_ref,
  created_at, expires_at, paid_at, fault`

export async function paymentsOf(ctx: Ctx, orderId: string): Promise<Payment[]> {
  const { rows } = await sql<Payment>`select ${COLUMNS} from payment
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} order by created_at, id`.execute(
    ctx.pg,
  )
  return rows
}

/** @throws 404 */
export async function getPayment(ctx: Ctx, id: string): Promise<Payment> {
  const { rows } = await sql<Payment>`select ${COLUMNS} from payment
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('payment')
  return rows[0]
}

export interface Paying {
  provider: string
  way: PayWay
  openid?: string | undefined
  clientIp?: string | undefined
}
const FIRST_ASK_MS = 30_000
/** A balance or a delivery may be paid for days; one payment is waited for so long, then another can be begun. */
const PAYMENT_MINUTES = 120

/**
 * Begins a payment or goes on with the one that waits.
 * @throws 400 for a way the provider does not know, 404, 409 when the order or the provider is not ready
 */
export async function beginPayment(ctx: Ctx, orderId: string, paying: Paying): Promise<Payment> {
  const provider = await readyProvider(ctx, paying.provider)
  if (!provider.ways.includes(paying.way))
    throw invalid('unknown_way', `${provider.code} cannot be paid by ${paying.way}`)
  const payment = await openPayment(ctx, orderId, paying)
  if (paying.openid !== undefined) await demandMayPay(ctx, payment, paying.openid)
  // Begun with it.
  if (provider.here && payment.prepared) return payment
  let prepared: Prepared
  try {
    prepared = await provider.prepare(ctx, {
      ...{ paymentId: payment.id, amountFen: payment.amount_fen, currency: payment.currency },
      ...{ description: payment.description, way: paying.way },
      expiresAt: payment.expires_at,
      ...(paying.openid !== undefined && { openid: paying.openid }),
      ...(paying.clientIp !== undefined && { clientIp: paying.clientIp }),
    })
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error
    // She has paid and taps again before we have heard of it: the answer is on the provider's side.
    if (error.code === 'order_paid') {
      await applyPaymentWord(ctx, provider.code, await provider.query(ctx, payment.id))
      throw conflict('payment_decided', 'Its payment was just decided; look again')
    }
    await sql`update payment set state = 'failed', ask_at = null, fault = ${`${error.code}: ${error.message}`}
      where tenant_id = ${ctx.tenantId} and id = ${payment.id} and state = 'waiting'`.execute(
      ctx.pg,
    )
    throw conflict('payment_refused', 'The provider refuses this payment', { code: error.code })
  }
  const { rows } =
    await sql<Payment>`update payment set prepared = ${JSON.stringify(prepared)}::jsonb
    where tenant_id = ${ctx.tenantId} and id = ${payment.id} and state = 'waiting' returning ${COLUMNS}`.execute(
      ctx.pg,
    )
  return rows[0] ?? getPayment(ctx, payment.id)
}

async function readyProvider(ctx: Ctx, code: string): Promise<PaymentProvider> {
  const provider = providerOf(code)
  if (!provider || !(await isOn(ctx, code)) || !(await provider.isReady(ctx)))
    throw conflict('provider_off', 'This way of paying is not switched on')
  return provider
}

/** With what the buyer reads on her phone when she pays. */
const WITH_DESCRIPTION = sql`${COLUMNS}, coalesce((
    select case when count(*) > 1 then (array_agg(l.name order by l.total_fen desc, l.sku))[1] || ' …' else min(l.name) end
    from own_order_line l where l.tenant_id = payment.tenant_id and l.order_id = payment.order_id), '') as description`
type Opened = Payment & { description: string }

/** The part of an order that is to be paid now. */
const PART_DUE = sql`case when d.order_id is null then 'whole' when o.state = 'to_pay' then 'deposit' else 'balance' end`
/** So much of it is to be paid now. */
const AMOUNT_DUE = sql`case when d.order_id is null then o.due_fen when o.state = 'to_pay' then d.fen else o.due_fen - d.fen end`
/** A payment waits for its part, and is over when the order does not wait for that any more. */
const waitsFor = (part: ReturnType<typeof sql>) =>
  sql`case ${part} when 'balance' then 'to_pay_balance' else 'to_pay' end`

/** Payments of one brand that are begun at the same moment are opened together, each on its own. */
const openedTogether = together(openAll, () => true)

interface Opening {
  orderId: string
  paying: Pick<Paying, 'provider' | 'way'>
}

/** @returns nothing for an order that waits for no payment, or for one that is there already */
async function openAll(
  ctx: Ctx,
  asked: readonly Opening[],
): Promise<PromiseSettledResult<Opened | undefined>[]> {
  const now = ctx.now()
  const opening = asked.map(({ orderId, paying }) => {
    const id = randomUUIDv7()
    const here = providerOf(paying.provider)?.here
    return { id, orderId, paying, here, prepared: here?.prepared(ctx, id) ?? null }
  })
  const u = unnest(opening, {
    payment_id: ['uuid', (o) => o.id],
    of_order: ['uuid', (o) => o.orderId],
    provider: ['text', (o) => o.paying.provider],
    way: ['text', (o) => o.paying.way],
    prepared: ['jsonb', (o) => o.prepared && JSON.stringify(o.prepared)],
  })
  const made = await inTx(ctx, async (ctx) => {
    // Always in one order, so that no two sets wait for each other.
    const { rows } = await sql<Opened>`
      insert into payment (tenant_id, id, order_id, provider, way, prepared, part, amount_fen, currency, state, created_at,
        expires_at, ask_at)
      select o.tenant_id, r.payment_id, o.id, r.provider, r.way, r.prepared, ${PART_DUE}, ${AMOUNT_DUE}, o.currency,
        'waiting', ${now}::timestamptz, least(o.expires_at, ${now}::timestamptz + make_interval(mins => ${PAYMENT_MINUTES})),
        ${new Date(now.getTime() + FIRST_ASK_MS)}::timestamptz
      from ${u.rows} join own_order o on o.tenant_id = ${ctx.tenantId} and o.id = r.of_order
        and o.id = any(${opening.map(({ orderId }) => orderId)}::uuid[])
      left join order_deposit d on d.tenant_id = o.tenant_id and d.order_id = o.id
      where o.expires_at > ${now}
        and (o.state = 'to_pay' or (o.state = 'to_pay_balance' and d.balance_from <= ${now}))
      order by o.id, r.payment_id
      on conflict (tenant_id, order_id, provider, way, part) where state = 'waiting' do nothing
      returning ${WITH_DESCRIPTION}`.execute(ctx.pg)
    const made = new Map(rows.map((row) => [row.id, row]))
    for (const [here, some] of Map.groupBy(opening, (one) => one.here)) {
      const begun = some.flatMap(({ id }) => made.get(id) ?? [])
      if (here && begun.length > 0)
        await here.begin(
          ctx,
          begun.map(({ id, amount_fen, currency, description }) => ({
            ...{ paymentId: id, amountFen: amount_fen, currency, description },
          })),
        )
    }
    return made
  })
  return opening.map(({ id }) => done(made.get(id)))
}

async function openPayment(
  ctx: Ctx,
  orderId: string,
  paying: Paying,
  isSecondTry = false,
): Promise<Opened> {
  const { provider, way } = paying
  const made = await openedTogether(ctx, { orderId, paying: { provider, way } })
  if (made) return made
  const now = ctx.now()
  await demandPayable(ctx, orderId)
  const { rows: waiting } = await sql<Opened & { is_due: boolean }>`
    select ${WITH_DESCRIPTION}, amount_fen = (
        select ${AMOUNT_DUE} from own_order o left join order_deposit d on d.tenant_id = o.tenant_id and d.order_id = o.id
        where o.tenant_id = payment.tenant_id and o.id = payment.order_id) as is_due
      from payment where tenant_id = ${ctx.tenantId} and order_id = ${orderId}
      and provider = ${provider} and way = ${way} and state = 'waiting' and part = (
        select ${PART_DUE} from own_order o left join order_deposit d on d.tenant_id = o.tenant_id and d.order_id = o.id
        where o.tenant_id = payment.tenant_id and o.id = payment.order_id)`.execute(ctx.pg)
  const [payment] = waiting
  // Over by its time, or of a balance that has another price by now.
  const isGood = payment !== undefined && payment.expires_at > now && payment.is_due
  if (!payment || (!isGood && isSecondTry))
    throw conflict('payment_decided', 'Its payment was just decided; look again')
  if (isGood) return payment
  await askAfter(ctx, { ...payment, is_over: true })
  return openPayment(ctx, orderId, paying, true)
}

/** @throws 404, 409 order_state, balance_not_yet */
async function demandPayable(ctx: Ctx, orderId: string): Promise<void> {
  const order = await getOwnOrder(ctx, orderId)
  const waits = order.state === 'to_pay' || order.state === 'to_pay_balance'
  if (!waits || order.expires_at <= ctx.now())
    throw conflict('order_state', 'This order does not wait for a payment', { state: order.state })
  if (order.state !== 'to_pay_balance') return
  const { balance_from } = await getDeposit(ctx, orderId)
  if (balance_from > ctx.now())
    throw conflict('balance_not_yet', 'The balance cannot be paid yet', {
      from: balance_from.toISOString(),
    })
}

interface Due {
  id: string
  tenant_id: string
  provider: string
  order_id: string
  is_over: boolean
}
const AT_ONCE = 100

/** Asks providers how the payments stand that wait; of every brand. @returns how many were asked after */
export async function askProviders(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const now = system.now()
  // Taken by putting off the next time: two workers never ask after the same one at once.
  const { rows } = await sql<Due>`
    update payment p set asked = p.asked + 1,
      ask_at = ${now}::timestamptz + least(interval '10 minutes', interval '30 seconds' * power(2, least(p.asked, 6)))
    from own_order o where (p.tenant_id, p.id) in (
        select tenant_id, id from payment where state = 'waiting' and ask_at <= ${now}
        order by ask_at limit ${AT_ONCE} for update skip locked)
      and o.tenant_id = p.tenant_id and o.id = p.order_id
    returning p.id, p.tenant_id, p.provider, p.order_id, (o.state <> ${waitsFor(sql`p.part`)} or o.expires_at <= ${now} or p.expires_at <= ${now}) as is_over`.execute(
    system.pg,
  )
  for (const due of rows) await askAfter({ ...make(due.tenant_id), now: system.now }, due)
  return rows.length
}

/** Who cannot be reached is asked again later. */
async function askAfter(ctx: Ctx, due: Pick<Due, 'id' | 'provider' | 'is_over'>): Promise<void> {
  try {
    // Told of like any other fault: it must not keep the payments of other providers from being asked after.
    const provider = providerOf(due.provider)
    if (!provider) throw new Error(`there is no payment provider ${due.provider}`)
    const word = due.is_over ? await provider.close(ctx, due.id) : await provider.query(ctx, due.id)
    await applyPaymentWord(ctx, due.provider, word)
  } catch (error) {
    ctx.log.error({ err: error, payment: due.id }, 'a payment could not be asked after')
  }
}

/** Nobody shall pay any more for this order; who was quicker has paid. */
export async function closePayments(ctx: Ctx, orderId: string): Promise<void> {
  for (const payment of await paymentsOf(ctx, orderId))
    if (payment.state === 'waiting') await askAfter(ctx, { ...payment, is_over: true })
}
