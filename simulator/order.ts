// Buying: in the mini-program, in a store, on Taobao; and sending back.
import { PRODUCTS, type Product } from './brand.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { type Ids, identifiersOf, idsOf, type Trace } from './trace.ts'
import { taste } from './visit.ts'

interface Line {
  product: Product
  quantity: number
}
interface Basket {
  orderId: string
  lines: Line[]
  goodsFen: number
  totalFen: number
}

const two = (n: number) => String(n).padStart(2, '0')
/** As files write it: the brand's wall clock, which has no summer time. */
export function wallClock(at: number): string {
  const d = new Date(at + 8 * 3_600_000)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
}
const yuan = (fen: number) => (fen / 100).toFixed(2)

function fill(person: Person, at: number, prefix: string, random: Random, seen: Product[]): Basket {
  const lines: Line[] = []
  let goodsFen = 0
  do {
    const product =
      lines.length < seen.length && random.chance(0.7)
        ? (seen[lines.length] ?? random.pick(PRODUCTS))
        : taste(person, random)
    if (lines.some((l) => l.product === product)) continue
    const quantity = random.chance(0.85) ? 1 : 2
    lines.push({ product, quantity })
    goodsFen += product.priceFen * quantity
  } while (goodsFen < person.basketFen * 0.8 && lines.length < 4)
  // Whole yuan off, never below half of the goods.
  const offFen = random.chance(0.4)
    ? Math.min(random.pick([1000, 2000, 3000, 5000]), goodsFen >> 1)
    : 0
  return {
    orderId: `${prefix}${wallClock(at).slice(0, 10).replaceAll('-', '')}${two(person.number % 100)}${at.toString(36).toUpperCase()}`,
    lines,
    goodsFen,
    totalFen: goodsFen - offFen,
  }
}

const products = (basket: Basket) =>
  basket.lines.map(({ product, quantity }) => ({
    sku: product.sku,
    name: product.name,
    category: product.category,
    price: product.priceFen / 100,
    quantity,
  }))

/** Told by the shop's own server, so it counts; the phone only said that it was placed. */
export function buyInMiniProgram(
  person: Person,
  at: number,
  seen: Product[],
  random: Random,
): Trace[] {
  const basket = fill(person, at, 'MP', random, seen)
  return settle(person, basket, at, random, {
    source: 'mini_program',
    platform: 'mini_program',
    who: idsOf(person, 'member', 'openid'),
  })
}

/** The till knows a phone number, where she says one. */
export function buyInStore(person: Person, at: number, random: Random): Trace[] {
  const basket = fill(person, at, person.storeId, random, [])
  return settle(person, basket, at, random, {
    source: 'pos',
    platform: 'pos',
    who: idsOf(person, 'phone'),
    store_id: person.storeId,
    staff_id: person.staffId,
  })
}

interface Till {
  source: string
  platform: string
  who: Ids
  store_id?: string
  staff_id?: string
}

function settle(person: Person, basket: Basket, at: number, random: Random, till: Till): Trace[] {
  const { source, platform, who, ...links } = till
  const event = (name: string, when: number, properties: Record<string, unknown>): Trace => ({
    way: 'server',
    at: Math.max(when, at),
    person: person.number,
    event: {
      id: `${name}-${basket.orderId}`,
      name,
      at: new Date(when).toISOString(),
      identifiers: identifiersOf(who),
      platform,
      source,
      order_id: basket.orderId,
      currency: 'CNY',
      ...links,
      properties,
    },
  })
  count(person, basket.totalFen)
  // One till in a hundred has a clock that was never set: what it says waits among the bad data.
  const clock = till.source === 'pos' && random.chance(0.01) ? Date.UTC(1999, 11, 31) : at
  const told = [
    event('Order Completed', clock, { total: basket.totalFen / 100, products: products(basket) }),
  ]
  if (random.chance(0.06)) {
    const back = random.pick(basket.lines)
    const amount = Math.min(back.product.priceFen, basket.totalFen)
    const when = at + random.between(1, 6) * 86_400_000
    told.push(
      event('Order Refunded', when, {
        refund_id: `R${basket.orderId}`,
        total: amount / 100,
        reason: random.pick(['不喜欢口味', '包装破损', '拍错了', '不想要了']),
      }),
    )
    person.state.spentFen -= amount
  }
  return told
}

/** As rows of the marketplace's order export, a line a row. */
export function buyOnTaobao(person: Person, at: number, random: Random): Trace[] {
  const basket = fill(person, at, 'TB', random, [])
  count(person, basket.totalFen)
  // The export shows the receiver's phone only for some orders.
  const phone = random.chance(0.45) ? person.ids.phone : ''
  return basket.lines.map(({ product, quantity }, i) => ({
    way: 'file',
    at,
    person: person.number,
    row: {
      file: 'orders',
      source: 'taobao',
      cells: {
        order_id: basket.orderId,
        'identifiers.taobao': person.ids.taobao,
        'identifiers.phone': phone,
        'attributes.city': person.city,
        state: 'paid',
        placed_at: wallClock(at - 40_000),
        paid_at: wallClock(at),
        platform: 'taobao',
        line_id: String(i + 1),
        sku: product.sku,
        name: product.name,
        category: product.category,
        quantity: String(quantity),
        unit_price: yuan(product.priceFen),
        total: yuan(basket.totalFen),
        commission: yuan(Math.round(basket.totalFen * 0.05)),
      },
    },
  }))
}

function count(person: Person, fen: number): void {
  person.state.orders += 1
  person.state.spentFen += fen
}
