// Who may place an order now. A crowd after one SKU would fill every connection to the database and queue
// there for one row; here it queues in front, and all others buy on. Nothing rests on it but waiting times.
import type { Ctx } from '../../platform/ctx.ts'
import { tooMany } from '../../platform/errors.ts'
import type { CheckoutBasket } from './basket.ts'

/** More at one row only wait for each other: measured, 64 at once sell a quarter of what 8 do. */
export const AT_ONCE = 8
/** Who comes when so many wait is told so, rather than left to wait longer than anybody does. */
export const MOST_WAITING = 1_000

interface Queue {
  inside: number
  waiting: (() => void)[]
}
const queues = new Map<string, Queue>()

/** Where it is fullest: one place a basket, so that nobody waits in two queues. */
function queueFor(ctx: Ctx, { storefront, lines }: Pick<CheckoutBasket, 'storefront' | 'lines'>) {
  const keys = lines.map(({ sku }) => `${ctx.tenantId}\x1f${storefront}\x1f${sku}`)
  const length = (key: string) => {
    const queue = queues.get(key)
    return queue ? queue.inside + queue.waiting.length : 0
  }
  return keys.reduce<string | undefined>(
    (fullest, key) => (fullest !== undefined && length(fullest) >= length(key) ? fullest : key),
    undefined,
  )
}

/**
 * Does the work when its turn has come. `work` is told since when it has waited, if it had to.
 * @throws 429 queue_full
 */
export async function admitted<T>(
  ctx: Ctx,
  basket: Pick<CheckoutBasket, 'storefront' | 'lines'>,
  work: (waitingSince: number | undefined) => Promise<T>,
): Promise<T> {
  const key = queueFor(ctx, basket)
  // Who holds a connection already must not wait for those who need one.
  if (key === undefined || ctx.pg.isTransaction) return work(undefined)
  const queue = queues.get(key) ?? { inside: 0, waiting: [] }
  queues.set(key, queue)
  const arrived = performance.now()
  const waits = queue.inside >= AT_ONCE
  if (waits) {
    if (queue.waiting.length >= MOST_WAITING)
      throw tooMany('queue_full', 'Too many are buying this at the moment; try again', 1)
    // Woken by who leaves, whose place it takes.
    await new Promise<void>((enter) => queue.waiting.push(enter))
  } else queue.inside += 1
  try {
    return await work(waits ? arrived : undefined)
  } finally {
    const next = queue.waiting.shift()
    if (next) next()
    else {
      queue.inside -= 1
      if (queue.inside === 0) queues.delete(key)
    }
  }
}
