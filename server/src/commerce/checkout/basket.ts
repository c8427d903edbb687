// What a buyer has in hand, priced as her storefront sells it to her.
import { groupOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import {
  type FlashSaleAsked,
  type GroupBuyAsked,
  heldBy,
  type PlanAsked,
  type PreSaleAsked,
} from '../quote/ports.ts'
import { type PricedBasket, priceBasket } from '../quote/price.ts'
import { type Shelf, shelfFor } from '../storefront/shelf.ts'
import type { Address } from './own-order.ts'
import type { Delivery } from './states.ts'

export interface CheckoutBasket {
  storefront: string
  /** The buyer, as she is known now. */
  customerId: number
  /** All nodes she is known by, where they are known already. */
  nodes?: readonly number[]
  lines: readonly { sku: string; quantity: number }[]
  /** Null: picked up at the storefront's store. */
  address: Address | null
  /** null: whatever saves most of her wallet; none named: none. */
  couponCodes: readonly string[] | null
  pointsWanted: number
  /** The most fen of stored value she wants to pay with. */
  storedValueWanted: number
  groupBuy?: GroupBuyAsked
  flashSale?: FlashSaleAsked
  /** Its price is the same for everybody, and it is paid in two payments. */
  preSale?: PreSaleAsked
  /** What it is exchanged for, points and money, is the reward's to say. */
  reward?: { id: string }
  /** It is delivered again and again, by this plan. */
  plan?: PlanAsked
}
export interface CheckoutPrice extends PricedBasket {
  shelf: Shelf
  delivery: Delivery
}

async function buyerOf(ctx: Ctx, { customerId, nodes }: CheckoutBasket) {
  if (nodes) return { customerId, nodes }
  return (await groupOf(ctx, customerId)) ?? { customerId, nodes: [customerId] }
}

/** @throws 400, 403, 404, 409 with the reason it is not sold to her, or not like this */
export async function priceCheckout(ctx: Ctx, basket: CheckoutBasket): Promise<CheckoutPrice> {
  const { address } = basket
  const skus = basket.lines.map((line) => line.sku)
  const { customerId, nodes } = await buyerOf(ctx, basket)
  const { levels, benefits } = await heldBy(ctx, customerId)
  const shelf = await shelfFor(ctx, basket.storefront, { skus, customerId, levels, nodes })
  const priced = await priceBasket(ctx, {
    ...{ lines: basket.lines, customerId, storefront: basket.storefront, nodes },
    ...(basket.reward || basket.preSale ? { levels: [] } : { levels }),
    ...(basket.reward && { reward: basket.reward }),
    ...(basket.preSale && { preSale: basket.preSale }),
    ...(benefits && !basket.reward && !basket.preSale && { benefits }),
    ...(address && { address }),
    ...(basket.couponCodes && { couponCodes: basket.couponCodes }),
    ...(basket.pointsWanted > 0 && { pointsWanted: basket.pointsWanted }),
    ...(basket.storedValueWanted > 0 && { storedValueWanted: basket.storedValueWanted }),
    ...(basket.groupBuy && { groupBuy: basket.groupBuy }),
    ...(basket.flashSale && { flashSale: basket.flashSale }),
    ...(basket.plan && { plan: basket.plan }),
    ...{ freight: shelf.freight, place: address?.region ?? null },
    ...{ ownFen: shelf.ownFen, deepestBp: shelf.deepestBp },
  })
  const ships = priced.input.lines.some((line) => line.ships)
  if (address && ships && shelf.freight === null)
    throw invalid('no_delivery', 'This storefront does not ship; its goods are picked up')
  return { ...priced, shelf, delivery: ships ? (address ? 'ship' : 'pick_up') : 'none' }
}
