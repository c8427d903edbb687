// Cards of bestie plans: counted when they are given, accepted by one friend, ended once. Locks are taken in one
// order: people, coupons, cards, plans, batches.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { Buyer } from '../person.ts'

export const CARD_STATES = [
  'promised',
  'released',
  'waiting',
  'accepted',
  'expired',
  'revoked',
] as const
export type BestieCardState = (typeof CARD_STATES)[number]

/** The terms a card is given with. */
export interface CardTerms {
  id: string
  activity_id: string
  name: string
  sku: string | null
  who: 'anyone' | 'buyers' | 'members'
  friend: 'anyone' | 'new'
  per_holder: number
  total: number | null
  accept_hours: number
  friend_batch_id: string
  holder_batch_id: string | null
  holder_when: 'accepted' | 'first_order'
  storefronts: string[]
  /** Live itself, and within the period of its live activity. */
  is_open: boolean
}
export const termsWhere = async (ctx: Ctx, where: ReturnType<typeof sql>): Promise<CardTerms[]> =>
  (
    await sql<CardTerms>`
      select p.id, p.activity_id, p.name, p.sku, p.who, p.friend, p.per_holder, p.total, p.accept_hours, p.friend_batch_id,
        p.holder_batch_id, p.holder_when, a.storefronts, p.state = 'live' and a.state = 'live'
          and a.starts_at <= ${ctx.now()} and a.ends_at > ${ctx.now()} as is_open
      from bestie_plan p join activity a on a.tenant_id = p.tenant_id and a.id = p.activity_id
      where p.tenant_id = ${ctx.tenantId} and ${where}`.execute(ctx.pg)
  ).rows

export interface BestieCard {
  id: string
  plan_id: string
  code: string
  state: BestieCardState
  holder_node_id: number | null
  friend_node_id: number | null
  friend: 'anyone' | 'new'
  accept_hours: number
  friend_batch_id: string
  holder_batch_id: string | null
  holder_when: 'accepted' | 'first_order'
  order_id: string | null
  sku: string | null
  unit: number | null
  refund_id: string | null
  given_at: Date | null
  expires_at: Date | null
  accepted_at: Date | null
  ended_at: Date | null
  friend_coupon: string | null
  earned_at: Date | null
  holder_coupon: string | null
  holder_refused: string | null
}
export const cardsWhere = async (ctx: Ctx, where: ReturnType<typeof sql>): Promise<BestieCard[]> =>
  (
    await sql<BestieCard>`
      select c.id, c.plan_id, c.code, c.state, c.holder_node_id, c.friend_node_id, c.friend, c.accept_hours,
        c.friend_batch_id, c.holder_batch_id, c.holder_when, c.order_id, c.sku, c.unit, c.refund_id, c.given_at,
        c.expires_at, c.accepted_at, c.ended_at, c.friend_coupon, c.earned_at, c.holder_coupon, c.holder_refused
      from bestie_card c where c.tenant_id = ${ctx.tenantId} and ${where}`.execute(ctx.pg)
  ).rows

/** @throws 404 */
export async function getCard(ctx: Ctx, id: string): Promise<BestieCard> {
  const [card] = await cardsWhere(ctx, sql`c.id = ${id}`)
  if (!card) throw notFound('bestie_card')
  return card
}
/** As it is until the transaction ends. @throws 404 */
export async function lockCard(ctx: Ctx, id: string): Promise<BestieCard> {
  await sql`select 1 from bestie_card where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getCard(ctx, id)
}
/** People paste codes with blanks, and in small letters. @throws 404 */
export async function cardByCode(ctx: Ctx, code: string): Promise<BestieCard> {
  const [card] = await cardsWhere(ctx, sql`c.code = ${code.replace(/[\s-]/g, '').toUpperCase()}`)
  if (!card) throw notFound('bestie_card')
  return card
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16
/** Eighty random bits: nobody guesses one. */
const newCode = () => Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte & 31]).join('')

export interface NewCard {
  id: string
  key: string
  holder: number
  /** Of an order that is not paid; null: it is there at once. */
  of: { orderId: string; sku: string; unit: number } | null
}
/** In the transaction that has counted it. */
export async function makeCard(ctx: Ctx, terms: CardTerms, card: NewCard): Promise<void> {
  const { of } = card
  const ends = new Date(ctx.now().getTime() + terms.accept_hours * 3_600_000)
  await sql`insert into bestie_card (tenant_id, id, plan_id, key, code, state, holder_node_id, friend, accept_hours,
      friend_batch_id, holder_batch_id, holder_when, order_id, sku, unit, made_at, given_at, expires_at)
    values (${ctx.tenantId}, ${card.id}, ${terms.id}, ${card.key}, ${newCode()}, ${of ? 'promised' : 'waiting'},
      ${card.holder}, ${terms.friend}, ${terms.accept_hours}, ${terms.friend_batch_id}, ${terms.holder_batch_id},
      ${terms.holder_when}, ${of?.orderId ?? null}::uuid, ${of?.sku ?? null}::text, ${of?.unit ?? null}::int, ${ctx.now()},
      ${of ? null : ctx.now()}::timestamptz, ${of ? null : ends}::timestamptz)`.execute(ctx.pg)
}

/** So many more, never beyond the total. @returns false when there is no room */
export async function countUp(ctx: Ctx, plan: string, by: number): Promise<boolean> {
  const { numAffectedRows } = await sql`update bestie_plan set issued = issued + ${by}
    where tenant_id = ${ctx.tenantId} and id = ${plan} and (total is null or issued + ${by} <= total)`.execute(
    ctx.pg,
  )
  return numAffectedRows === 1n
}
/** So many fewer of each, in one order of plans. */
export async function countDown(ctx: Ctx, plans: readonly string[]): Promise<void> {
  for (const [plan, of] of [...Map.groupBy(plans, (id) => id)].sort(([a], [b]) => (a < b ? -1 : 1)))
    await sql`update bestie_plan set issued = issued - ${of.length}
      where tenant_id = ${ctx.tenantId} and id = ${plan}`.execute(ctx.pg)
}

/** Cards of hers that count against what she may have: those that ran out or were taken back do not. */
export async function heldCards(ctx: Ctx, plan: string, { nodes }: Buyer): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from bestie_card
    where tenant_id = ${ctx.tenantId} and plan_id = ${plan} and holder_node_id = any(${[...nodes]}::bigint[])
      and state in ('promised', 'waiting', 'accepted')`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
