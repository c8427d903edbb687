// A brand with a shop, tills and offers, for tests.
import { useHeld, useOrderParties, usePricing } from '../commerce/index.ts'
import { useMergePolicy } from '../identity/index.ts'
import {
  benefitsParty,
  heldAtCheckout,
  pointsParty,
  pointsPort,
  storedValueParty,
  storedValuePort,
} from '../membership/index.ts'
import { keyOf, testSecrets } from '../org/testing.ts'
import type { TestCtx } from '../platform/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { offersParty, offersPricing } from '../promotion/index.ts'
import { type Made, newPhone, openTestShop, ShopBrowser } from '../shop/testing.ts'
import { routes } from './routes.ts'

export interface TestTill<Shop> {
  at: Made
  shop: Shop
  ask(method: string, path: string, body?: object): Promise<TillAnswer>
  /** A customer who has signed in to the shop: her browser, her phone, her node. */
  someone(): Promise<{ browser: ShopBrowser; phone: string; id: number }>
}
export interface TillAnswer {
  status: number
  body: { [name: string]: unknown }
  /** Of a refusal. */
  code: string | undefined
}

/** Tea and cups at ¥10, at the store `s1`, sold by the storefront `home`. */
export async function openTestTill<Shop>(
  testShop: (ctx: TestCtx, stock: Record<string, number>) => Promise<Shop>,
): Promise<TestTill<Shop>> {
  useMergePolicy(consentPolicy)
  usePricing({ offers: offersPricing, points: pointsPort, stored_value: storedValuePort })
  useOrderParties([offersParty, benefitsParty, pointsParty, storedValueParty])
  useHeld(heldAtCheckout)
  const at = await openTestShop([routes({ secrets: testSecrets })])
  const shop = await testShop(at.ctx, { tea: 1_000, cup: 1_000 })
  const key = await keyOf(at.ctx, 'operator')
  return {
    ...{ at, shop },
    async ask(method, path, body) {
      const answer = await at.api.call(method, path, { key, ...(body && { body }) })
      const error = answer.body.error as { code?: string } | undefined
      return { status: answer.status, body: answer.body, code: error?.code }
    },
    async someone() {
      const browser = new ShopBrowser(at)
      const phone = newPhone()
      const entered = await browser.signIn(phone)
      if (entered.status !== 200) throw new Error(`signing in was answered ${entered.text}`)
      const { body } = await browser.me()
      return { browser, phone, id: Number(body.customer_id) }
    },
  }
}

export function closeTestTill(): void {
  usePricing({})
  useOrderParties([])
  useHeld(async () => ({ levels: [] }))
}
