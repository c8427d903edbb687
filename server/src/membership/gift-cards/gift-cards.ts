// Gift cards: sold for what they are worth, given away by a link, claimed once, given back while nobody has.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { lockAccountsOf, lockNodes, openAccounts } from '../ledger/accounts.ts'
import { credit } from '../ledger/credit.ts'
import { answered, post } from '../ledger/journal.ts'
import { demandCustomer } from '../points/points.ts'
import { demandBearerLimit, demandRealName } from '../stored-value/law.ts'
import { boughtWithinADay, demandRoomFor } from '../stored-value/lawful.ts'
import { type GiftCard, getGiftCard, giftCardByCode } from './queries.ts'

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 20

/** A hundred random bits: nobody guesses one. */
const newCode = () => Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte & 31]).join('')

export interface Selling {
  /** Of whoever was paid. */
  key: string
  fen: number
  /** Null: nobody known. */
  buyer: number | null
  greeting: string
  isRealName: boolean
}

/** What was paid for it is owed to whoever will claim it. @throws 400, 404, 409 */
export function sellGiftCard(ctx: Ctx, given: Selling): Promise<GiftCard> {
  return inTx(ctx, async (ctx) => {
    const key = `gift ${given.key}`
    await answered(ctx, key)
    const { rows } = await sql<{ id: string; fen: number; buyer_node_id: number | null }>`
      select id, fen, buyer_node_id from gift_card where tenant_id = ${ctx.tenantId} and key = ${given.key}`.execute(
      ctx.pg,
    )
    const before = rows[0]
    if (before) {
      if (before.fen !== given.fen) throw conflict('key_used', 'This key was used for another card')
      return getGiftCard(ctx, before.id)
    }
    demandBearerLimit(given.fen)
    if (given.buyer !== null) await demandCustomer(ctx, given.buyer)
    await demandBuyer(ctx, given)
    const id = randomUUIDv7()
    await sql`insert into gift_card (tenant_id, id, key, code, fen, greeting, buyer_node_id, is_real_name, sold_at, sold_by)
      values (${ctx.tenantId}, ${id}, ${given.key}, ${newCode()}, ${given.fen}, ${given.greeting}, ${given.buyer},
        ${given.isRealName}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(ctx.pg)
    await post(ctx, [
      {
        ...{ id: randomUUIDv7(), key: `gift:${id}:sold`, kind: 'gift_sold', answer: { gift: id } },
        entries: [
          { book: 'principal', code: 'gift', amount: given.fen },
          { book: 'principal', code: 'cash', amount: -given.fen },
        ],
      },
    ])
    await audit(ctx, 'gift_card.sold', { kind: 'gift_card', id }, { fen: given.fen })
    return getGiftCard(ctx, id)
  })
}

async function demandBuyer(ctx: Ctx, { buyer, fen, isRealName }: Selling): Promise<void> {
  if (buyer !== null) demandRealName((await boughtWithinADay(ctx, buyer)) + fen, isRealName)
}

/**
 * Hers from here on: principal of her stored value, under the node she claims with. Once, whoever comes first;
 * her own repeat is told the same. @throws 404, 409 gift_card_claimed, gift_card_refunded, above_named_card_limit
 */
export function claimGiftCard(ctx: Ctx, code: string, node: number): Promise<GiftCard> {
  return inTx(ctx, async (ctx) => {
    const { id } = await giftCardByCode(ctx, code)
    // Her accounts are locked before the card, by everybody.
    await openAccounts(ctx, [node], 'principal')
    const nodes = await lockNodes(ctx, node)
    await lockAccountsOf(ctx, nodes, ['principal'])
    await sql`select 1 from gift_card where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const card = await getGiftCard(ctx, id)
    if (card.state === 'claimed' && nodes.includes(card.claimer_id ?? 0)) return card
    if (card.state !== 'waiting') throw notWaiting(card)
    await demandRoomFor(ctx, nodes, card.fen)
    await sql`update gift_card set state = 'claimed', claimer_node_id = ${node}, claimed_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting'`.execute(ctx.pg)
    await credit(ctx, 'principal', 'gift', [
      {
        ...{ key: `gift:${id}:claimed`, node, amount: card.fen, kind: 'gift_claimed' },
        ...{ source: 'gift_card', earnedAt: ctx.now(), expiresAt: null },
      },
    ])
    await recordEvents(ctx, [
      {
        ...{ id, name: 'gift_card_claimed', customerId: node, at: ctx.now(), source: 'membership' },
        props: { gift_card: id, fen: card.fen },
      },
    ])
    await audit(ctx, 'gift_card.claimed', { kind: 'gift_card', id }, { fen: card.fen })
    return getGiftCard(ctx, id)
  })
}

const notWaiting = ({ state }: GiftCard) =>
  state === 'claimed'
    ? conflict('gift_card_claimed', 'Somebody has claimed it already')
    : conflict('gift_card_refunded', 'It was given back')

/**
 * The money goes back to whoever paid at a till, all of it, while nobody has claimed it.
 * @throws 404, 409 gift_card_claimed, gift_card_refunded, gift_card_bought
 */
export async function refundGiftCard(ctx: Ctx, id: string, reason: string): Promise<GiftCard> {
  const { rows } = await sql<{ order_id: string }>`select order_id from benefit_unit
    where tenant_id = ${ctx.tenantId} and given = ${id} limit 1`.execute(ctx.pg)
  if (rows[0])
    throw conflict('gift_card_bought', 'What was bought in the shop goes back with its order', {
      order_id: rows[0].order_id,
    })
  return giveBackGiftCard(ctx, id, reason)
}

/** Nobody claims it any more. @throws 404, 409 gift_card_claimed, gift_card_refunded */
export function giveBackGiftCard(ctx: Ctx, id: string, reason: string): Promise<GiftCard> {
  return inTx(ctx, async (ctx) => {
    await sql`select 1 from gift_card where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const card = await getGiftCard(ctx, id)
    if (card.state !== 'waiting') throw notWaiting(card)
    await sql`update gift_card set state = 'refunded', refunded_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting'`.execute(ctx.pg)
    await post(ctx, [
      {
        ...{ id: randomUUIDv7(), key: `gift:${id}:refunded`, kind: 'gift_refunded' },
        ...{ note: reason, answer: { gift: id } },
        entries: [
          { book: 'principal', code: 'gift', amount: -card.fen },
          { book: 'principal', code: 'cash', amount: card.fen },
        ],
      },
    ])
    await audit(ctx, 'gift_card.refunded', { kind: 'gift_card', id }, { fen: card.fen, reason })
    return getGiftCard(ctx, id)
  })
}
