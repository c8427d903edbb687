// Bestie cards: members take one on their phones and send the link; of the friends who accept some buy, and thank by it.
// Cards are also sold, and one that the brand gave was taken back.
import { WELCOME } from './activities.ts'
import { phoneOfMember, phoneOfStranger } from './person.ts'
import { Phone, shopOf } from './phone.ts'
import { ask, type Door } from './sender.ts'
import { HOME, type Named, named, pay, place } from './storefront.ts'

const FREE = '闺蜜同饮卡'
const SOLD = '闺蜜双人茶席卡'
export const BESTIE_SKU = 'QH-GMK-1'
const OFFERS = [
  { name: '闺蜜见面礼 30 元', off_fen: 3_000, from_fen: 9_900, batch: '闺蜜见面礼' },
  { name: '闺蜜答谢 20 元', off_fen: 2_000, from_fen: 9_900, batch: '闺蜜答谢礼' },
  { name: '双人茶席 60 元', off_fen: 6_000, from_fen: 12_000, batch: '双人茶席礼' },
] as const
/** What becomes of the cards that members take, one after the other. */
type Fate = 'waits' | 'accepted' | 'bought'
const TAKEN: readonly Fate[] = ['bought', 'accepted', 'waits', 'bought', 'waits']

/**
 * Told before: the same key is the same card.
 * @param holders numbers of members; `customers`: who buys one, and to whom the brand gives one
 */
export async function giveCards(
  door: Door,
  { holders, customers }: { holders: readonly string[]; customers: readonly number[] },
): Promise<void> {
  const activity = await named(door, '/activities', WELCOME)
  const shop = await shopOf(door)
  if (!activity || !shop) return
  const [friends, thanks, table] = await batchesOf(door, activity.id)
  await ask(door, 'POST', '/products', {
    body: {
      ...{ sku: BESTIE_SKU, name: SOLD, kind: 'card', price_fen: 3_900, category: ['茶事服务'] },
      description: '送给一位闺蜜：她到店或下单立减 60 元，一张只认一位朋友。',
    },
    passes: [409],
  })
  const free = await planOf(door, activity.id, {
    ...{ name: FREE, sku: null, who: 'members', friend: 'new', per_holder: 3, total: 500 },
    ...{ accept_hours: 168, friend_batch_id: friends, holder_batch_id: thanks },
    holder_when: 'first_order',
  })
  await planOf(door, activity.id, {
    ...{ name: SOLD, sku: BESTIE_SKU, who: 'anyone', friend: 'anyone', per_holder: 5 },
    ...{ total: null, accept_hours: 720, friend_batch_id: table, holder_batch_id: null },
    holder_when: 'accepted',
  })
  for (const [i, fate] of TAKEN.entries()) {
    const holder = holders[i]
    if (holder === undefined) break
    const hers = new Phone(door, shop.slug)
    if (!(await hers.signIn(phoneOfMember(holder), shop.privacy_version))) continue
    const { code } = await hers.call<{ code?: string }>('POST', `/bestie-plans/${free}/cards`, {
      key: `demo-bestie-${i}`,
    })
    if (code === undefined || fate === 'waits') continue
    const friend = new Phone(door, shop.slug)
    if (!(await friend.signIn(phoneOfStranger(i), shop.privacy_version))) continue
    await friend.call('POST', `/bestie-cards/${code}/accept`)
    if (fate === 'bought') await buy(door, friend, `demo-bestie-order-${i}`)
  }
  await sellAndGive(door, free, customers)
}

async function sellAndGive(
  door: Door,
  free: string,
  [buyer, given]: readonly number[],
): Promise<void> {
  if (buyer === undefined || given === undefined) return
  const order = await place(
    door,
    { storefront: HOME, customer_id: buyer, lines: [{ sku: BESTIE_SKU, quantity: 2 }] },
    'demo-bestie-sold',
  )
  if (order !== undefined) await pay(door, order)
  const card = await ask<{ id?: string; state?: string }>(
    door,
    'POST',
    `/bestie-plans/${free}/cards`,
    { body: { customer_id: given, key: 'demo-bestie-given' }, passes: [409] },
  )
  if (card.id && card.state === 'waiting')
    await ask(door, 'POST', `/bestie-cards/${card.id}/revoke`, {
      ...{ body: { reason: '赠送给了重复的客户' }, passes: [409] },
    })
}

/** Coupons that only come with a card: as many as cards are accepted. */
async function batchesOf(door: Door, activity_id: string): Promise<string[]> {
  const ids: string[] = []
  for (const { name, off_fen, from_fen, batch } of OFFERS) {
    const offer =
      (await named(door, '/offers', name)) ??
      (await ask<Named>(door, 'POST', '/offers', {
        body: {
          ...{ name, source: 'coupon', activity_id },
          terms: { kind: 'amount', args: { off_fen }, needs: { fen: from_fen } },
        },
      }))
    if (offer.state === 'draft') await ask(door, 'POST', `/offers/${offer.id}/publish`)
    const found =
      (await named(door, '/coupon-batches', batch)) ??
      (await ask<Named>(door, 'POST', '/coupon-batches', {
        body: { name: batch, offer_id: offer.id, kind: 'personal', valid_hours: 24 * 30 },
      }))
    ids.push(found.id)
  }
  return ids
}

async function planOf(
  door: Door,
  activity: string,
  plan: { name: string } & Record<string, unknown>,
): Promise<string> {
  const path = `/activities/${activity}/bestie-plans`
  const { items } = await ask<{ items: Named[] }>(door, 'GET', path)
  const { id, state } =
    items.find(({ name }) => name === plan.name) ??
    (await ask<Named>(door, 'POST', path, { body: plan }))
  if (state === 'draft') await ask(door, 'POST', `/bestie-plans/${id}/publish`)
  return id
}

async function buy(door: Door, friend: Phone, key: string): Promise<void> {
  const { items } = await friend.call<{ items: { code: string; state: string }[] }>(
    'GET',
    '/coupons',
  )
  const cart = {
    lines: [{ sku: 'QH-TGY-125', quantity: 1 }],
    coupon_codes: items.flatMap(({ code, state }) => (state === 'taken' ? [code] : [])),
  }
  const { due_fen } = await friend.call<{ due_fen?: number }>('POST', '/quote', cart)
  if (due_fen === undefined) return
  const order = await friend.call<{ id?: string }>('POST', '/orders', {
    ...{ ...cart, key, expected_due_fen: due_fen },
  })
  if (order.id !== undefined) await pay(door, order.id)
}
