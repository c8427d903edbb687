// Bestie cards as customers see them: nobody's name on either side.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { buyerOf } from '../person.ts'
import { type BestieCard, cardByCode, cardsWhere, heldCards, termsWhere } from './cards.ts'
import { refusedWho } from './give.ts'

/** A coupon by what its batch says. */
export interface ShownGain {
  name: string
  kind: string
  terms: Record<string, unknown>
}
export interface ShownCard {
  code: string
  plan: string
  /** waiting is over with its time, whether or not somebody has seen to it. */
  state: 'waiting' | 'accepted' | 'expired' | 'revoked'
  friend: 'anyone' | 'new'
  expires_at: string
  accepted_at: string | null
  friend_gets: ShownGain
  holder_gets: ShownGain | null
  holder_when: 'accepted' | 'first_order'
  /** The holder's has come. */
  is_earned: boolean
}
type Row = BestieCard & { plan: string; friend_gets: ShownGain; holder_gets: ShownGain | null }

const GAIN = (batch: ReturnType<typeof sql>) => sql`(
  select jsonb_build_object('name', b.name, 'kind', o.kind, 'terms', o.terms) from coupon_batch b
  join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id where b.tenant_id = t.tenant_id and b.id = ${batch})`

async function shownOf(ctx: Ctx, cards: readonly BestieCard[]): Promise<ShownCard[]> {
  const { rows } = await sql<Pick<Row, 'id' | 'plan' | 'friend_gets' | 'holder_gets'>>`
    select t.id, p.name as plan, ${GAIN(sql`t.friend_batch_id`)} as friend_gets,
      ${GAIN(sql`t.holder_batch_id`)} as holder_gets
    from bestie_card t join bestie_plan p on p.tenant_id = t.tenant_id and p.id = t.plan_id
    where t.tenant_id = ${ctx.tenantId} and t.id = any(${cards.map((card) => card.id)}::uuid[])`.execute(
    ctx.pg,
  )
  const more = new Map(rows.map((row) => [row.id, row]))
  return cards.flatMap((card) => {
    const of = more.get(card.id)
    if (!of || card.expires_at === null) return []
    if (card.state === 'promised' || card.state === 'released') return []
    const isOver = card.state === 'waiting' && card.expires_at <= ctx.now()
    const { code, friend, holder_when, holder_coupon } = card
    return {
      ...{ code, friend, holder_when, plan: of.plan, is_earned: holder_coupon !== null },
      ...{ friend_gets: of.friend_gets, holder_gets: of.holder_gets },
      state: isOver ? ('expired' as const) : card.state,
      expires_at: card.expires_at.toISOString(),
      accepted_at: card.accepted_at?.toISOString() ?? null,
    }
  })
}

/** Those she has to give, newest first. */
export const ownBestieCards = async (ctx: Ctx, nodes: readonly number[]): Promise<ShownCard[]> =>
  shownOf(
    ctx,
    await cardsWhere(
      ctx,
      sql`c.holder_node_id = any(${[...nodes]}::bigint[]) and c.given_at is not null
        order by c.made_at desc, c.id desc limit 100`,
    ),
  )

/** For whoever has its link. @throws 404 */
export async function bestieCardAt(
  ctx: Ctx,
  code: string,
): Promise<ShownCard & { holder: number | null; friendNode: number | null }> {
  const card = await cardByCode(ctx, code)
  const [shown] = await shownOf(ctx, [card])
  // One that is not paid yet is nobody's business.
  if (!shown) throw notFound('bestie_card')
  return { ...shown, holder: card.holder_node_id, friendNode: card.friend_node_id }
}

export interface OfferedPlan {
  id: string
  name: string
  /** It is bought; null: she takes one. */
  sku: string | null
  friend: 'anyone' | 'new'
  accept_hours: number
  per_holder: number
  /** How many of it she has that count. */
  mine: number
  is_gone: boolean
  ends_at: string
  friend_gets: ShownGain
  holder_gets: ShownGain | null
  holder_when: 'accepted' | 'first_order'
  refused: string | null
}

/** Plans whose cards are given there now, what ends first first. @param storefront its code; null: no particular one */
export async function offeredBestiePlans(
  ctx: Ctx,
  customerId: number | null,
  storefront: string | null,
): Promise<OfferedPlan[]> {
  const buyer = customerId === null ? null : await buyerOf(ctx, customerId)
  const terms = (
    await termsWhere(
      ctx,
      sql`p.state = 'live' and a.state = 'live' order by a.ends_at, p.id limit 50`,
    )
  ).filter(
    (plan) =>
      plan.is_open &&
      (plan.storefronts.length === 0 || plan.storefronts.includes(storefront ?? '')),
  )
  const { rows } = await sql<
    Pick<OfferedPlan, 'id' | 'is_gone' | 'friend_gets' | 'holder_gets'> & { ends_at: Date }
  >`
    select t.id, coalesce(t.issued >= t.total, false) as is_gone, a.ends_at,
      ${GAIN(sql`t.friend_batch_id`)} as friend_gets, ${GAIN(sql`t.holder_batch_id`)} as holder_gets
    from bestie_plan t join activity a on a.tenant_id = t.tenant_id and a.id = t.activity_id
    where t.tenant_id = ${ctx.tenantId} and t.id = any(${terms.map((plan) => plan.id)}::uuid[])`.execute(
    ctx.pg,
  )
  const more = new Map(rows.map((row) => [row.id, row]))
  const shown: OfferedPlan[] = []
  for (const plan of terms) {
    const of = more.get(plan.id)
    if (!of) continue
    const { id, name, sku, friend, accept_hours, per_holder, holder_when } = plan
    shown.push({
      ...{ id, name, sku, friend, accept_hours, per_holder, holder_when },
      ...{ ...of, ends_at: of.ends_at.toISOString() },
      mine: buyer === null ? 0 : await heldCards(ctx, id, buyer),
      // Who is not known is asked to sign in before anything is refused to her.
      refused: sku === null && buyer !== null ? await refusedWho(ctx, plan, buyer) : null,
    })
  }
  return shown
}
