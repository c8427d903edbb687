// The brand's own shop: a storefront with stock and freight, and what some members order there.
import { PRODUCTS, STORES } from './brand.ts'
import { type Random, randomOf } from './random.ts'
import { ask, type Door } from './sender.ts'
import { DAY, type Plan } from './world.ts'

export const HOME = 'flagship'
const SLUG = 'qinghe'
const NOTICE = `我们收集您的手机号来认出您，用订单记录为您服务，并按您的选择推荐商品。
这是一个演示品牌：里面的人和订单都是合成的，请不要填写真实信息。`

export interface Named {
  id: string
  name: string
  state: string
}
export const named = async (door: Door, path: string, name: string) =>
  (await ask<{ items: Named[] }>(door, 'GET', `${path}?limit=200`)).items.find(
    (one) => one.name === name,
  )

/** Told before: a start that was cut off makes what is missing. */
export async function openStorefront(door: Door): Promise<void> {
  const store = STORES[0]?.id
  const { items: freights } = await ask<{ items: { code: string }[] }>(
    door,
    'GET',
    '/freight-templates',
  )
  if (!freights.some(({ code }) => code === 'standard'))
    await ask(door, 'PUT', '/freight-templates/standard', {
      body: {
        name: '全国满 99 元包邮',
        rules: [
          {
            ...{ regions: [[]], first_g: 1_000, first_fen: 800, next_g: 1_000, next_fen: 200 },
            free_from_fen: 9_900,
          },
        ],
        ...{ refused: [], revision: 0 },
      },
    })
  const { items } = await ask<{ items: { code: string }[] }>(door, 'GET', '/storefronts')
  if (!items.some(({ code }) => code === HOME))
    await ask(door, 'PUT', `/storefronts/${HOME}`, {
      body: {
        ...{ name: '青禾茶事旗舰店', kind: 'flagship', store, sells_all: true, state: 'open' },
        ...{ freight: 'standard', deepest_bp: 6_000, revision: 0 },
      },
    })
  const { items: bought } = await ask<{ items: object[] }>(
    door,
    'GET',
    '/stock/documents?kind=purchase&limit=1',
  )
  if (bought.length === 0)
    await ask(door, 'POST', '/stock/documents', {
      body: {
        ...{ kind: 'purchase', store, note: '开店备货' },
        lines: PRODUCTS.map(({ sku, costFen }, i) => ({
          // Of one there are few, so that the shop has something to say of it.
          ...{ sku, quantity: i === PRODUCTS.length - 3 ? 4 : 120 + 20 * (i % 5) },
          unit_cost_fen: costFen,
        })),
      },
    })
  await ask(door, 'PUT', '/payment-providers/test', { body: { is_on: true } })
  await openDoor(door)
}

/** Its address is the brand's on this server; where another brand has it, the next one. */
async function openDoor(door: Door): Promise<void> {
  const { shop } = await ask<{ shop: object | null }>(door, 'GET', '/shop-settings')
  if (shop) return
  for (let n = 1; n <= 50; n++) {
    const answer = await ask<{ slug?: string }>(door, 'PUT', '/shop-settings', {
      body: {
        ...{ slug: n === 1 ? SLUG : `${SLUG}-${n}`, is_open: true, storefront: HOME },
        ...{ privacy_version: '2026-08', privacy_text: NOTICE, revision: 0 },
      },
      passes: [409],
    })
    if (answer.slug) return
  }
  throw new Error('every address of the shop is taken')
}

interface Placed {
  id: string
  state: string
  pick_up_code: string | null
  lines: { sku: string; quantity: number }[]
}
export const ADDRESS = {
  ...{ name: '演示收货人', phone: '15400000000' },
  ...{ region: ['上海市', '上海市', '静安区'], street: '演示路 1 号' },
}

/** What a member puts into her basket in the shop, the same for the same seed. */
function basketOf(random: Random): { sku: string; quantity: number }[] {
  const some = new Set([random.pick(PRODUCTS).sku, random.pick(PRODUCTS).sku])
  return [...some].map((sku) => ({ sku, quantity: random.chance(0.3) ? 2 : 1 }))
}

/** Members order in the shop: most pay, some goods are on their way, fetched or sent back, a few wait. */
export async function orderInShop(
  door: Door,
  plan: Plan,
  { customers, batch, now }: { customers: readonly number[]; batch: string; now: number },
): Promise<void> {
  if (customers.length === 0) return
  await ask(door, 'POST', `/coupon-batches/${batch}/give`, { body: { customers } })
  for (const [place, customer] of customers.slice(0, ORDERS).entries()) {
    const random = randomOf(plan.seed, 'shop', place)
    await orderOnce(door, { customer, number: place, day: now - (now % DAY), random })
  }
}
const ORDERS = 24

async function orderOnce(
  door: Door,
  {
    customer,
    number,
    day,
    random,
  }: { customer: number; number: number; day: number; random: Random },
): Promise<void> {
  const isSent = random.chance(0.5)
  const { items } = await ask<{ items: { code: string; state: string }[] }>(
    door,
    'GET',
    `/customers/${customer}/coupons`,
  )
  const body = {
    ...{ storefront: HOME, customer_id: customer, lines: basketOf(random) },
    address: isSent ? ADDRESS : null,
    coupon_codes: random.chance(0.5)
      ? items.flatMap(({ code, state }) => (state === 'taken' ? [code] : []))
      : [],
    points_wanted: random.chance(0.3) ? 500 : 0,
    stored_value_wanted_fen: number % 5 === 0 ? 20_000 : 0,
  }
  const id = await place(door, body, `demo-shop-${day}-${number}`)
  if (id === undefined) return
  if (number === 3) return
  if (number === 4) {
    await ask(door, 'POST', `/own-orders/${id}/cancel`, {
      ...{ body: { reason: '买家拍错了' }, passes: [409] },
    })
    return
  }
  await pay(door, id)
  await goOn(door, id, { place: number, isSent })
}

/** @returns the order; undefined when what it asks for sold out meanwhile, or is refused to her */
export async function place(door: Door, basket: object, key: string): Promise<string | undefined> {
  const quote = await ask<{ due_fen?: number }>(door, 'POST', '/checkout/quote', {
    ...{ body: basket, passes: [409] },
  })
  if (quote.due_fen === undefined) return undefined
  const placed = await ask<Partial<Placed>>(door, 'POST', '/orders/place', {
    body: { ...basket, expected_due_fen: quote.due_fen },
    // 422: placed before a start that was cut off, at another price.
    ...{ key, passes: [409, 422] },
  })
  return placed.id
}

/** At the till of the test provider, as a phone does it. */
export async function pay(door: Door, id: string): Promise<void> {
  const payment = await ask<{ prepared?: { kind: string; url?: string } | null }>(
    door,
    'POST',
    `/own-orders/${id}/payments`,
    // Paid already, or with points and stored value alone.
    { body: { provider: 'test', way: 'test' }, passes: [409] },
  )
  if (!payment.prepared?.url) return
  const { pathname } = new URL(payment.prepared.url, door.url)
  const paid = await fetch(`${door.url}${pathname}`, { method: 'POST', redirect: 'manual' })
  if (paid.status !== 303) throw new Error(`the till answered ${paid.status}`)
}

/** Of these orders something arrived broken. */
const EXCHANGED = [1, 13, 19]

/** For the same once more: one waits for somebody to agree, one for the goods, one is to be sent. */
async function exchange(
  door: Door,
  id: string,
  { sku, place }: { sku: string; place: number },
): Promise<void> {
  const sale = await ask<{ id?: string }>(door, 'POST', `/own-orders/${id}/exchanges`, {
    body: {
      ...{ key: `demo-shop-exchange-${id}`, reason: '收到时包装破损' },
      ...{ sku, to_sku: sku, quantity: 1 },
    },
    passes: [409],
  })
  if (!sale.id || place === 13) return
  await ask(door, 'POST', `/after-sales/${sale.id}/approve`, { body: {}, passes: [409] })
  if (place === 19)
    await ask(door, 'POST', `/after-sales/${sale.id}/goods-returned`, { passes: [409] })
}

async function goOn(
  door: Door,
  id: string,
  { place, isSent }: { place: number; isSent: boolean },
): Promise<void> {
  const order = await ask<Placed>(door, 'GET', `/own-orders/${id}`)
  if (isSent && place % 3 !== 2 && order.state === 'to_ship') {
    await ask(door, 'POST', `/own-orders/${id}/ship`, {
      body: { carrier: '顺丰', number: `SF${String(place).padStart(10, '0')}` },
    })
    if (place % 3 === 1) await ask(door, 'POST', `/own-orders/${id}/receive`)
  }
  if (!isSent && place % 3 !== 2 && order.pick_up_code && order.state === 'to_pick_up')
    await ask(door, 'POST', '/own-orders/pick-up', { body: { code: order.pick_up_code } })
  const [line] = order.lines
  if (line && EXCHANGED.includes(place)) await exchange(door, id, { sku: line.sku, place })
  if (place % 8 !== 7 || !line) return
  const sale = await ask<{ id?: string }>(door, 'POST', `/own-orders/${id}/after-sales`, {
    body: {
      ...{ key: `demo-shop-back-${id}`, kind: 'money', reason: '不喜欢口味' },
      lines: [{ sku: line.sku, quantity: 1 }],
    },
    passes: [409],
  })
  // Of three that are asked back one waits for somebody to decide.
  if (sale.id && place !== 7)
    await ask(door, 'POST', `/after-sales/${sale.id}/approve`, { body: {}, passes: [409] })
}
