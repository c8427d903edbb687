// Gift cards that members bought: one was claimed by a friend on her phone, one was given back, two wait.

import { phoneOfMember } from './person.ts'
import { Phone, shopOf } from './phone.ts'
import { ask, type Door } from './sender.ts'

interface GiftCard {
  id: string
  code: string | null
  state: string
}
const CARDS = [
  { fen: 20_000, greeting: '秋安，配上好茶慢慢喝。', fate: 'claimed' },
  { fen: 50_000, greeting: '祝新店开业，茶香满座。', fate: 'waits' },
  { fen: 10_000, greeting: '生日快乐！', fate: 'given_back' },
  { fen: 30_000, greeting: '谢谢您这一年的照顾。', fate: 'waits' },
] as const

/**
 * Told before: the same payment is the same card.
 * @param friend the number of the member who claims one
 */
export async function sellGifts(
  door: Door,
  { buyers, friend }: { buyers: readonly number[]; friend: string | undefined },
): Promise<void> {
  for (const [i, { fen, greeting, fate }] of CARDS.entries()) {
    const customer_id = buyers[i]
    if (customer_id === undefined) return
    const card = await ask<GiftCard>(door, 'POST', '/gift-cards', {
      body: { key: `demo-gift-${i}`, fen, greeting, customer_id },
    })
    if (card.state !== 'waiting') continue
    if (fate === 'given_back')
      await ask(door, 'POST', `/gift-cards/${card.id}/refund`, { body: { reason: '买错了面额' } })
    if (fate === 'claimed' && card.code && friend !== undefined)
      await claim(door, card.code, friend)
  }
}

async function claim(door: Door, code: string, friend: string): Promise<void> {
  const shop = await shopOf(door)
  if (!shop) return
  const phone = new Phone(door, shop.slug)
  if (await phone.signIn(phoneOfMember(friend), shop.privacy_version))
    await phone.call('POST', `/gifts/${code}/claim`)
}
