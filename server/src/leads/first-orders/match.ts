// Which service fits a first order, and what the order tells of her. Pure.
import type { FirstOrder } from '../../commerce/index.ts'
import type { Rule } from './shapes.ts'

const SEPARATOR = ' / '

/** The first rule that fits anything of the order. */
export const ruleFor = (order: FirstOrder, rules: readonly Rule[]): Rule | undefined =>
  rules.find(({ skus, categories }) => {
    if (skus.length === 0 && categories.length === 0) return true
    return order.lines.some(
      ({ sku, category }) =>
        skus.includes(sku) || categories.some((path) => isBelow(category, path)),
    )
  })

function isBelow(category: string | null, path: readonly string[]): boolean {
  const above = path.join(SEPARATOR)
  return category !== null && (category === above || category.startsWith(above + SEPARATOR))
}

/** Cities that are provinces themselves: what stands below them is a district. */
const MUNICIPALITY = /^(北京|上海|天津|重庆)市?$/

/** The city of an address that goes from the province down. */
export function cityOf(region: readonly string[]): string | undefined {
  const [province, below] = region
  return province !== undefined && MUNICIPALITY.test(province) ? province : (below ?? province)
}

export const FIRST_ORDER_SOURCE = 'first_order'

/** Attributes that the order tells, by name; what it does not tell is not among them. */
export function toldBy(order: FirstOrder): Record<string, string> {
  const [dearest] = order.lines
  const all: Record<string, string | null | undefined> = {
    first_order_at: order.day,
    first_order_product: dearest?.name,
    first_order_category: dearest?.category,
    first_order_store: order.storeName ?? order.storeId,
    first_order_channel: order.channelId ?? order.source,
    first_order_city: cityOf(order.region),
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value ? [[name, value.slice(0, 2000)]] : [])),
  )
}
