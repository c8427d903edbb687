// Who may have a card: taken by herself in the shop, or given by the brand.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { type Buyer, buyerOf, isNewPerson, lockBuyer } from '../person.ts'
import {
  type BestieCard,
  type CardTerms,
  cardsWhere,
  countUp,
  getCard,
  heldCards,
  makeCard,
  termsWhere,
} from './cards.ts'
import { tellCards } from './told.ts'

async function isMember(ctx: Ctx, { nodes }: Buyer): Promise<boolean> {
  const { rows } = await sql`select 1 from member where tenant_id = ${ctx.tenantId}
    and node_id = any(${[...nodes]}::bigint[]) and left_at is null limit 1`.execute(ctx.pg)
  return rows.length > 0
}

/** Why a card of it is not for her to take; null: it is. */
export async function refusedWho(
  ctx: Ctx,
  { who }: Pick<CardTerms, 'who'>,
  buyer: Buyer,
): Promise<'bestie_buyers_only' | 'bestie_members_only' | null> {
  if (who === 'buyers' && (await isNewPerson(ctx, buyer))) return 'bestie_buyers_only'
  if (who === 'members' && !(await isMember(ctx, buyer))) return 'bestie_members_only'
  return null
}
const REFUSED = {
  bestie_buyers_only: 'This is for people who have bought here',
  bestie_members_only: 'This is for members',
}

/**
 * She takes one in the shop.
 * @throws 404, 409 bestie_closed, bestie_sold, bestie_buyers_only, bestie_members_only, bestie_limit, bestie_gone
 */
export const takeCard = (
  ctx: Ctx,
  plan: string,
  given: { node: number; key: string; storefront: string | null },
): Promise<BestieCard> =>
  inTx(ctx, (ctx) =>
    giveOne(ctx, plan, given.node, `take:${given.key}`, async (terms, buyer) => {
      const isHere =
        terms.storefronts.length === 0 || terms.storefronts.includes(given.storefront ?? '')
      if (!isHere) throw conflict('bestie_closed', 'Its cards are not given now')
      if (terms.sku !== null)
        throw conflict('bestie_sold', 'Its card is bought', { sku: terms.sku })
      const no = await refusedWho(ctx, terms, buyer)
      if (no) throw conflict(no, REFUSED[no])
    }),
  )

/** The brand gives her one, whoever she is. @throws 404, 409 bestie_closed, bestie_limit, bestie_gone */
export const giveCard = (
  ctx: Ctx,
  plan: string,
  given: { node: number; key: string },
): Promise<BestieCard> =>
  inTx(ctx, async (ctx) => {
    const card = await giveOne(ctx, plan, given.node, `give:${given.key}`, async () => undefined)
    const details = { plan, customer: given.node }
    await audit(ctx, 'bestie_card.given', { kind: 'bestie_card', id: card.id }, details)
    return card
  })

async function giveOne(
  ctx: Ctx,
  plan: string,
  node: number,
  asked: string,
  demand: (terms: CardTerms, buyer: Buyer) => Promise<void>,
): Promise<BestieCard> {
  const key = `${plan} ${node} ${asked}`
  const buyer = await buyerOf(ctx, node)
  await lockBuyer(ctx, buyer)
  const [before] = await cardsWhere(ctx, sql`c.key = ${key}`)
  if (before) return before
  const [terms] = await termsWhere(ctx, sql`p.id = ${plan}`)
  if (!terms) throw notFound('bestie_plan')
  if (!terms.is_open) throw conflict('bestie_closed', 'Its cards are not given now')
  await demand(terms, buyer)
  if ((await heldCards(ctx, plan, buyer)) >= terms.per_holder)
    throw conflict('bestie_limit', 'She has as many of these as she may', {
      most: terms.per_holder,
    })
  if (!(await countUp(ctx, plan, 1))) throw conflict('bestie_gone', 'No card of it is left')
  const id = randomUUIDv7()
  await makeCard(ctx, terms, { id, key, holder: node, of: null })
  await tellCards(ctx, [id], 'bestie_card_given')
  return getCard(ctx, id)
}
