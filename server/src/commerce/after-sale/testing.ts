// A shop whose goods come in colours, for tests of what is exchanged.
import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import { checkoutChecks } from '../checkout/checks.ts'
import { shipOrder } from '../checkout/ship.ts'
import { shipsTo, type TestShop, testShop } from '../checkout/testing.ts'
import { changeProduct, getProduct, setGroup } from '../goods/products.ts'
import { parcelChecks } from '../parcels/checks.ts'
import { stockChecks } from '../stock/checks.ts'
import { listLevels } from '../stock/queries.ts'
import { payOrder } from '../testing.ts'
import type { AfterSale } from './after-sale.ts'
import { type ExchangeAsked, requestExchange } from './exchanges.ts'

export const HOME = {
  ...{ name: 'Li', phone: '13800000000', region: ['上海市'], street: '1 Road' },
}

/** Of these SKUs one product is made; each costs ¥10. */
export async function shopOfColours(ctx: Ctx, stock: Record<string, number>): Promise<TestShop> {
  const shop = await testShop(ctx, stock)
  await shipsTo(ctx)
  const code = 'mug'
  await setGroup(ctx, { code, name: 'Mug', spec_names: ['colour'], description: '' })
  for (const sku of Object.keys(stock)) {
    const { revision } = await getProduct(ctx, sku)
    await changeProduct(ctx, sku, { group_code: code, specs: { colour: sku } }, revision)
  }
  return shop
}

/** Paid, and all of it sent. */
export async function sentOrder(
  ctx: Ctx,
  shop: TestShop,
  lines: Record<string, number>,
): Promise<string> {
  const id = await shop.place(lines, { address: HOME })
  await payOrder(ctx, id)
  await shipOrder(ctx, id, { carrier: 'SF', number: `S${id.slice(-8)}` })
  return id
}

export const askExchange = (
  ctx: Ctx,
  orderId: string,
  given: Pick<ExchangeAsked, 'sku' | 'toSku'> & Partial<ExchangeAsked>,
): Promise<AfterSale> =>
  requestExchange(ctx, orderId, { key: randomUUID(), reason: 'too small', quantity: 1, ...given })

/** `[on hand, held]` of each SKU. */
export async function stockOf(
  ctx: Ctx,
  ...skus: string[]
): Promise<Record<string, [number, number]>> {
  const { items } = await listLevels(ctx, { limit: 200 })
  return Object.fromEntries(
    skus.map((sku) => {
      const level = items.find((item) => item.sku === sku)
      return [sku, [level?.on_hand ?? 0, level?.reserved ?? 0]]
    }),
  )
}

/** What `homefield check` finds of this brand's orders, stock and parcels. */
export async function wrongWith(ctx: Ctx): Promise<unknown[]> {
  const checks = [...stockChecks, ...checkoutChecks, ...parcelChecks]
  const found = await Promise.all(checks.map((check) => check.compare(ctx)))
  return found.flatMap((one) => one.differences).filter((one) => one.tenant === ctx.tenantId)
}
