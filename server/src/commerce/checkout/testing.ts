// A shop with one storefront, for tests.
import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import { switchProvider } from '../payment/payment-settings.ts'
import { usePaymentProviders } from '../payment/provider.ts'
import { createTestProvider } from '../payment/test-provider.ts'
import { setFreight } from '../quote/freight-templates.ts'
import { PLAIN_LOOK } from '../storefront/look.ts'
import { type Storefront, setStorefront } from '../storefront/storefronts.ts'
import { EVERYBODY } from '../storefront/visibility.ts'
import { newCustomer, stocked, stockStore } from '../testing.ts'
import { type CheckoutBasket, priceCheckout } from './basket.ts'
import { type Placing, placeOrder } from './place.ts'

export const TEST_KEY = Buffer.from('a key for the test provider, for tests only')

export const storefront = (given: Partial<Storefront> = {}): Storefront => ({
  ...{ code: 'home', name: 'Home', kind: 'flagship', store: 's1', sells_all: true, skus: [] },
  ...{ categories: [], prices: [], freight: null, deepest_bp: null, state: 'open', levels: [] },
  visible_to: EVERYBODY,
  ...PLAIN_LOOK,
  ...{ most_activities: null, most_days: null, gap_days: null },
  revision: 0,
  ...given,
})

export interface TestShop {
  buyer: number
  basket(lines: Record<string, number>, given?: Partial<CheckoutBasket>): CheckoutBasket
  /** At the price of the moment. */
  place(lines: Record<string, number>, given?: Partial<Placing>): Promise<string>
}

/** A store `s1`, a storefront `home` that sells all of it, and so many of these SKUs at ¥10 each. */
export async function testShop(ctx: Ctx, stock: Record<string, number>): Promise<TestShop> {
  usePaymentProviders([createTestProvider(TEST_KEY)])
  await stockStore(ctx, 's1')
  for (const [sku, quantity] of Object.entries(stock)) await stocked(ctx, 's1', sku, quantity)
  await setStorefront(ctx, storefront())
  await switchProvider(ctx, 'test', true)
  const buyer = await newCustomer(ctx)
  const basket: TestShop['basket'] = (lines, given = {}) => ({
    ...{ storefront: 'home', customerId: buyer, address: null, couponCodes: null },
    ...{ pointsWanted: 0, storedValueWanted: 0 },
    lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
    ...given,
  })
  return {
    buyer,
    basket,
    async place(lines, given = {}) {
      const wanted = basket(lines, given)
      const { quoted } = await priceCheckout(ctx, wanted)
      return placeOrder(ctx, {
        ...wanted,
        ...{ key: randomUUID(), expectedDueFen: quoted.dueFen, note: '', staffId: null },
        ...given,
      })
    },
  }
}

/** Its storefront sends goods, anywhere for ¥8. */
export async function shipsTo(ctx: Ctx): Promise<void> {
  await setFreight(
    ctx,
    {
      ...{ code: 'std', name: 'Standard', refused: [] },
      rules: [
        { regions: [[]], firstG: 1000, firstFen: 800, nextG: 1000, nextFen: 0, freeFromFen: null },
      ],
    },
    0,
  )
  await setStorefront(ctx, storefront({ freight: 'std', revision: 1 }))
}
