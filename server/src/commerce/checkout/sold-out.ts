// What was found sold out, so that a crowd before an empty shelf does not queue for the database. It only
// ever refuses, and forgets fast: who comes after it asks the shelf itself.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import type { CheckoutBasket } from './basket.ts'

const MOMENT_MS = 250
const MOST = 10_000

interface Short {
  store: string
  sku: string
  wanted: number
  free: number
}
const known = new Map<string, { at: number; short: Short }>()
const keyOf = (ctx: Ctx, storefront: string, sku: string) =>
  `${ctx.tenantId}\x1f${storefront}\x1f${sku}`

export function noteSoldOut(ctx: Ctx, storefront: string, details: unknown): void {
  if (known.size > MOST) known.clear()
  const { short = [] } = details as { short?: Short[] }
  for (const one of short)
    if (one.free === 0)
      known.set(keyOf(ctx, storefront, one.sku), { at: performance.now(), short: one })
}

/** What of it was found gone since then. */
function foundGone(
  ctx: Ctx,
  basket: Pick<CheckoutBasket, 'storefront' | 'lines'>,
  since: number,
): Short[] {
  if (known.size === 0) return []
  return basket.lines.flatMap(({ sku, quantity }) => {
    const found = known.get(keyOf(ctx, basket.storefront, sku))
    return found && found.at > since ? [{ ...found.short, wanted: quantity }] : []
  })
}

/**
 * Asked before anything else is read: a crowd before an empty shelf costs a look at its keys, all of them
 * at once. @param since when its own wait began; absent: a moment ago
 * @throws 409 stock_short, unless the key has an order already
 */
export async function refuseSoldOut(
  ctx: Ctx,
  basket: Pick<CheckoutBasket, 'storefront' | 'lines'>,
  key: string,
  since = performance.now() - MOMENT_MS,
): Promise<void> {
  const short = foundGone(ctx, basket, since)
  if (short.length > 0 && !(await hasOrder(ctx, key)))
    throw conflict('stock_short', 'There is less free than is wanted', { short })
}

interface Round {
  keys: Set<string>
  placed: Promise<Set<string>>
}
const rounds = new Map<string, Round>()

/** Those who ask in one turn of the loop are answered by one statement. */
async function hasOrder(ctx: Ctx, key: string): Promise<boolean> {
  const open = rounds.get(ctx.tenantId)
  const keys = open?.keys ?? new Set<string>()
  keys.add(key)
  if (open) return (await open.placed).has(key)
  const placed = new Promise<void>((turn) => setImmediate(turn)).then(() => {
    rounds.delete(ctx.tenantId)
    return placedOf(ctx, [...keys])
  })
  rounds.set(ctx.tenantId, { keys, placed })
  return (await placed).has(key)
}

async function placedOf(ctx: Ctx, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ placement_key: string }>`select placement_key from own_order
    where tenant_id = ${ctx.tenantId} and placement_key = any(${[...keys]}::text[])`.execute(ctx.pg)
  return new Set(rows.map((row) => row.placement_key))
}
