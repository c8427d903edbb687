// A moment's memory of what is sold out, so that a crowd before an empty shelf does not queue for the
// database. It only ever refuses, and forgets fast: who comes after it asks the shelf itself.
import type { Ctx } from '../../platform/ctx.ts'
import type { CheckoutBasket } from './basket.ts'

const MOMENT_MS = 250
const MOST = 10_000

interface Short {
  store: string
  sku: string
  wanted: number
  free: number
}
const known = new Map<string, { until: number; short: Short }>()
const keyOf = (ctx: Ctx, storefront: string, sku: string) =>
  `${ctx.tenantId}\x1f${storefront}\x1f${sku}`

export function noteSoldOut(ctx: Ctx, storefront: string, details: unknown): void {
  if (known.size > MOST) known.clear()
  const { short = [] } = details as { short?: Short[] }
  for (const one of short)
    if (one.free === 0)
      known.set(keyOf(ctx, storefront, one.sku), {
        until: performance.now() + MOMENT_MS,
        short: one,
      })
}

/** What of it was found gone a moment ago. */
export function knownSoldOut(
  ctx: Ctx,
  basket: Pick<CheckoutBasket, 'storefront' | 'lines'>,
): Short[] {
  if (known.size === 0) return []
  return basket.lines.flatMap(({ sku, quantity }) => {
    const found = known.get(keyOf(ctx, basket.storefront, sku))
    return found && found.until > performance.now() ? [{ ...found.short, wanted: quantity }] : []
  })
}
