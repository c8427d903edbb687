// Cards of customers: bought, tried, renewed, cancelled with one tap, refunded for the days that are left.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalOf } from '../../identity/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { giveOnEntry } from '../benefits/entry.ts'
import { getPlan } from './plans.ts'
import { type CardState, mayBecome, NOTICE_DAYS, proRataFen } from './states.ts'

const DAY = 86_400_000
export interface Card {
  id: string
  key: string
  node_id: number | null
  plan_code: string
  state: CardState
  is_trial: boolean
  price_fen: number
  refunded_fen: number
  order_id: string | null
  starts_at: Date
  ends_at: Date
  renewal_agreed_at: Date | null
  notified_at: Date | null
}
const COLUMNS = sql`d.id, d.key, d.node_id, d.plan_code, d.state, d.is_trial, d.price_fen, d.refunded_fen, d.order_id,
  d.starts_at, d.ends_at, d.renewal_agreed_at, d.notified_at`

export async function cardsOf(ctx: Ctx, customer: number): Promise<Card[]> {
  const { rows } = await sql<Card>`
    select ${COLUMNS} from card d join customer c on c.tenant_id = d.tenant_id and c.id = d.node_id
    where d.tenant_id = ${ctx.tenantId} and c.canonical_id = ${customer} order by d.ends_at desc, d.id`.execute(
    ctx.pg,
  )
  return rows
}

/** Of these nodes: those that can be used, then the rest. */
export async function cardsOfNodes(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<(Card & { name: string; name_en: string })[]> {
  const { rows } = await sql<Card & { name: string; name_en: string }>`
    select ${COLUMNS}, p.name, p.name_en from card d
    join card_plan p on p.tenant_id = d.tenant_id and p.code = d.plan_code
    where d.tenant_id = ${ctx.tenantId} and d.node_id = any(${[...nodes]}::bigint[])
    order by d.state not in ('active', 'cancelled'), d.ends_at desc, d.id limit 200`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getCard(ctx: Ctx, id: string, lock = false): Promise<Card> {
  const { rows } =
    await sql<Card>`select ${COLUMNS} from card d where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('card')
  return rows[0]
}

export interface Granting {
  key: string
  customer: number
  plan: string
  orderId: string | null
  isTrial?: boolean
  /** What was paid for it; absent: what the plan costs. */
  paidFen?: number
}

/**
 * Gives a card once a key. One more of a plan that runs begins when that one ends.
 * @throws 404, 409 for a retired plan, a second trial, or a key that stands for another card
 */
export function grantCard(ctx: Ctx, given: Granting): Promise<Card> {
  return inTx(ctx, async (ctx) => {
    const plan = await getPlan(ctx, given.plan)
    const isTrial = given.isTrial ?? false
    const customer = (await canonicalOf(ctx, [given.customer])).get(given.customer)
    if (customer === undefined) throw notFound('customer')
    await sql`select pg_advisory_xact_lock(hashtext(${`card ${customer}`}), hashtext(${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    const { rows: known } = await sql<Card>`select ${COLUMNS} from card d
      where d.tenant_id = ${ctx.tenantId} and d.key = ${given.key}`.execute(ctx.pg)
    if (known[0]) {
      if (known[0].plan_code !== given.plan || known[0].is_trial !== isTrial)
        throw conflict('key_used', 'The key stands for another card')
      return known[0]
    }
    if (plan.is_retired) throw conflict('card_plan_retired', 'The plan is not given any more')
    const mine = (await cardsOf(ctx, customer)).filter((card) => card.plan_code === plan.code)
    if (isTrial && (plan.trial_days === 0 || mine.length > 0))
      throw conflict('no_trial', 'The plan is not to be tried, or she has had it before')
    const now = ctx.now().getTime()
    const running = mine.filter((c) => c.state === 'active' || c.state === 'cancelled')
    const starts = Math.max(now, ...running.map((card) => card.ends_at.getTime()))
    const days = isTrial ? plan.trial_days : plan.days
    const { rows } = await sql<Card>`
      insert into card as d (tenant_id, id, key, node_id, plan_code, state, is_trial, price_fen, order_id, starts_at, ends_at, made_at)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${given.key}, ${given.customer}, ${plan.code}, 'active', ${isTrial},
        ${isTrial ? 0 : (given.paidFen ?? plan.price_fen)}, ${given.orderId}, ${new Date(starts)}, ${new Date(starts + days * DAY)}, ${ctx.now()})
      returning ${COLUMNS}`.execute(ctx.pg)
    const card = rows[0] as Card
    await changed(ctx, card, null, isTrial ? 'trial' : 'bought')
    await giveOnEntry(ctx, [
      { customer, holder: 'card', holder_code: plan.code, entry: `card:${card.id}` },
    ])
    return card
  })
}

async function changed(
  ctx: Ctx,
  card: Card,
  from: CardState | null,
  reason: string,
): Promise<void> {
  const id = randomUUIDv7()
  await sql`insert into card_change (tenant_id, id, card_id, from_state, to_state, reason, actor, at)
    values (${ctx.tenantId}, ${id}, ${card.id}, ${from}, ${card.state}, ${reason}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()})`.execute(
    ctx.pg,
  )
  if (card.node_id === null) return
  // Until when her cards run is an attribute, kept with her balances.
  await sql`insert into ledger_touched (tenant_id, node_id) values (${ctx.tenantId}, ${card.node_id})`.execute(
    ctx.pg,
  )
  await recordEvents(ctx, [
    {
      ...{
        id,
        name: 'benefit_card_changed',
        customerId: card.node_id,
        at: ctx.now(),
        source: 'membership',
      },
      props: { card: card.id, plan: card.plan_code, from, to: card.state, reason },
    },
  ])
}

async function become(
  ctx: Ctx,
  card: Card,
  to: CardState,
  reason: string,
  refundedFen = 0,
): Promise<Card> {
  if (!mayBecome(card.state, to))
    throw conflict('card_state', `A card that is ${card.state} does not become ${to}`, {
      state: card.state,
    })
  const { rows } =
    await sql<Card>`update card d set state = ${to}, refunded_fen = d.refunded_fen + ${refundedFen},
      renewal_agreed_at = null
    where d.tenant_id = ${ctx.tenantId} and d.id = ${card.id}::uuid and d.state = ${card.state} returning ${COLUMNS}`.execute(
      ctx.pg,
    )
  const after = rows[0]
  if (!after) throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile')
  await changed(ctx, after, card.state, reason)
  return after
}

/** It runs to its end and is not renewed. Cancelling twice is cancelling once. @throws 404, 409 */
export function cancelCard(ctx: Ctx, id: string): Promise<Card> {
  return inTx(ctx, async (ctx) => {
    const card = await getCard(ctx, id, true)
    if (card.state === 'cancelled') return card
    const after = await become(ctx, card, 'cancelled', 'cancelled')
    await audit(ctx, 'card.cancelled', { kind: 'card', id }, { after })
    return after
  })
}

/** She agrees to be asked for the next term, or takes it back. @throws 404, 409 */
export function agreeRenewal(ctx: Ctx, id: string, agrees: boolean): Promise<Card> {
  return inTx(ctx, async (ctx) => {
    const card = await getCard(ctx, id, true)
    if (card.state !== 'active')
      throw conflict('card_state', 'Only a card that runs is renewed', { state: card.state })
    const { rows } = await sql<Card>`update card d
      set renewal_agreed_at = ${agrees ? sql`coalesce(d.renewal_agreed_at, ${ctx.now()}::timestamptz)` : sql`null`},
        notified_at = ${agrees ? sql`d.notified_at` : sql`null`}
      where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid returning ${COLUMNS}`.execute(
      ctx.pg,
    )
    const after = rows[0] as Card
    await audit(ctx, 'card.renewal_agreed', { kind: 'card', id }, { agrees })
    return after
  })
}

/**
 * The next term, once a key. Nobody is asked for money who did not agree and was not told five days before.
 * @throws 404, 409 renewal_not_agreed, renewal_not_told
 */
export function renewCard(
  ctx: Ctx,
  id: string,
  given: { key: string; orderId: string | null },
): Promise<Card> {
  return inTx(ctx, async (ctx) => {
    const card = await getCard(ctx, id, true)
    if (card.node_id === null || card.renewal_agreed_at === null)
      throw conflict('renewal_not_agreed', 'She has not agreed to a renewal')
    const told = card.notified_at
    if (!told || ctx.now().getTime() < told.getTime() + NOTICE_DAYS * DAY)
      throw conflict('renewal_not_told', 'She has to be told five days before', {
        notified_at: told,
      })
    const next = await grantCard(ctx, { ...given, customer: card.node_id, plan: card.plan_code })
    await sql`update card set renewal_agreed_at = ${card.renewal_agreed_at} where tenant_id = ${ctx.tenantId} and id = ${next.id}::uuid`.execute(
      ctx.pg,
    )
    return getCard(ctx, next.id)
  })
}

/** What is left of it is over at once. @returns the card and what is to be paid back for the days left */
export function refundCard(ctx: Ctx, id: string): Promise<{ card: Card; refundFen: number }> {
  return inTx(ctx, async (ctx) => {
    const card = await getCard(ctx, id, true)
    if (card.state === 'refunded') return { card, refundFen: card.refunded_fen }
    const refundFen = proRataFen(card.price_fen, card.starts_at, card.ends_at, ctx.now())
    const after = await become(ctx, card, 'refunded', 'refunded', refundFen)
    await audit(ctx, 'card.refunded', { kind: 'card', id }, { refund_fen: refundFen })
    return { card: after, refundFen }
  })
}

/** Cards whose time is over, of every brand. */
export async function expireCards(system: Ctx, ctxOf: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`select tenant_id, id from card
    where state in ('active', 'cancelled') and ends_at <= ${system.now()} order by ends_at limit 5000`.execute(
    system.pg,
  )
  for (const { tenant_id, id } of rows)
    await inTx({ ...ctxOf(tenant_id), now: system.now }, async (ctx) => {
      const card = await getCard(ctx, id, true)
      if (mayBecome(card.state, 'expired') && card.ends_at <= ctx.now())
        await become(ctx, card, 'expired', 'ended')
    })
  return rows.length
}
