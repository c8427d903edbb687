// Buyers of the shop who say what they think: each signs in on a phone of her own, buys, fetches and reviews.
// Reviews have no other way in. They like things that cost more, and wait until those cost less or are there again.
import { Phone, shopOf } from './phone.ts'
import { ask, type Door } from './sender.ts'
import { pay } from './storefront.ts'
import { SOLD_OUT } from './warehouse.ts'

interface Buyer {
  phone: string
  sku: string
  stars: number
  words: string
  author: string
  /** What the brand does with it; absent: it waits. */
  decision?: { reply?: string; hide?: 'advertising' }
  likes: string
}
const BUYERS: readonly Buyer[] = [
  {
    ...{ phone: '15400001001', sku: 'QH-LPWL-20', stars: 5, author: '小满' },
    words: '冷水泡一夜，第二天带去公司，没有苦涩味。',
    ...{ decision: { reply: '谢谢喜欢，冷泡 6 小时以上口感最好。' }, likes: 'QH-LHX-3' },
  },
  {
    ...{ phone: '15400001002', sku: 'QH-LPWL-20', stars: 4, author: '' },
    ...{ words: '香气不错，茶包线有点短。', decision: {}, likes: 'QH-LHX-3' },
  },
  {
    ...{ phone: '15400001003', sku: 'QH-LPWL-20', stars: 2, author: '阿禾' },
    words: '有两包受潮了，味道差很多。',
    decision: { reply: '抱歉给您添麻烦了，已给您补发，麻烦留意查收。' },
    likes: 'QH-GW-1',
  },
  {
    ...{ phone: '15400001004', sku: 'QH-MLHC-60', stars: 5, author: '林' },
    ...{ words: '茉莉香很自然，回购第三次了。', decision: {}, likes: 'QH-LHX-3' },
  },
  {
    ...{ phone: '15400001005', sku: 'QH-MLHC-60', stars: 5, author: '' },
    ...{ words: '加我微信，茶叶批发价更低。', decision: { hide: 'advertising' }, likes: 'QH-GW-1' },
  },
  {
    ...{ phone: '15400001006', sku: 'QH-MLHC-60', stars: 3, author: '' },
    ...{ words: '中规中矩，和超市买的差不多。', likes: 'QH-GW-1' },
  },
]

/** Told before: a start that was cut off goes on where it stopped; what was decided stays so. */
export async function reviewInShop(door: Door): Promise<void> {
  const shop = await shopOf(door)
  if (!shop) return
  for (const buyer of BUYERS) {
    const browser = new Phone(door, shop.slug)
    // A code went to this phone just now: she comes at the next start.
    if (!(await browser.signIn(buyer.phone, shop.privacy_version))) continue
    const order = await buyAndFetch(door, browser, buyer.sku)
    if (order !== undefined) await review(door, browser, order, buyer)
    await browser.call('PUT', `/favourites/${buyer.likes}`)
    const { product } = await browser.call<{ product: { price_fen: number } }>(
      'GET',
      `/products/${buyer.likes}`,
    )
    const at_most_fen = Math.floor((product.price_fen * 8) / 10)
    await browser.call('POST', '/wishes', { kind: 'price', sku: buyer.likes, at_most_fen })
    await browser.call('POST', '/wishes', { kind: 'stock', sku: SOLD_OUT })
  }
}

async function buyAndFetch(door: Door, browser: Phone, sku: string): Promise<string | undefined> {
  const lines = [{ sku, quantity: 1 }]
  const quote = await browser.call<{ due_fen?: number }>('POST', '/quote', { lines })
  // Sold out meanwhile.
  if (quote.due_fen === undefined) return undefined
  const { id } = await browser.call<{ id?: string }>('POST', '/orders', {
    ...{ lines, key: `demo-review-${sku}`, expected_due_fen: quote.due_fen },
  })
  if (id === undefined) return undefined
  await pay(door, id)
  const { pick_up_code, state } = await ask<{ pick_up_code: string | null; state: string }>(
    door,
    'GET',
    `/own-orders/${id}`,
  )
  if (state === 'to_pick_up' && pick_up_code)
    await ask(door, 'POST', '/own-orders/pick-up', { body: { code: pick_up_code } })
  return id
}

async function review(door: Door, browser: Phone, order: string, buyer: Buyer): Promise<void> {
  const { sku, stars, words, author } = buyer
  const { id } = await browser.call<{ id?: string }>('POST', `/orders/${order}/reviews`, {
    ...{ sku, stars, words, author },
  })
  if (id === undefined || !buyer.decision) return
  const { hide, reply } = buyer.decision
  const decided = { passes: [409] }
  if (hide) {
    await ask(door, 'POST', `/reviews/${id}/hide`, {
      ...{ body: { reason: hide, revision: 1 }, ...decided },
    })
    return
  }
  await ask(door, 'POST', `/reviews/${id}/show`, { ...{ body: { revision: 1 }, ...decided } })
  if (reply)
    await ask(door, 'PUT', `/reviews/${id}/reply`, {
      ...{ body: { text: reply, revision: 2 }, ...decided },
    })
}
