// How pieces lie in buckets. Pure.

/** More rows than buyers are at once help nobody. */
export const MOST_BUCKETS = 16

export interface Bucket {
  bucket: number
  quantity: number
  held: number
  sold: number
}
export const freeOf = ({ quantity, held, sold }: Bucket): number => quantity - held - sold

/**
 * So many pieces in all: what is held or sold of a bucket stays in it, the rest lies as evenly as it can.
 * Undefined: more is held and sold than that.
 */
export function spread(quantity: number, before: readonly Bucket[]): Bucket[] | undefined {
  const buckets =
    before.length > 0
      ? before
      : Array.from({ length: Math.min(MOST_BUCKETS, quantity) }, (_, bucket) => ({
          ...{ bucket, quantity: 0, held: 0, sold: 0 },
        }))
  const free = quantity - buckets.reduce((sum, b) => sum + b.held + b.sold, 0)
  if (free < 0) return undefined
  const each = Math.floor(free / buckets.length)
  const more = free % buckets.length
  return buckets.map((b, i) => ({ ...b, quantity: b.held + b.sold + each + (i < more ? 1 : 0) }))
}

/** Out of which buckets so many pieces come, in their order. Undefined: there are not so many. */
export function gather(
  wanted: number,
  buckets: readonly Bucket[],
): { bucket: number; quantity: number }[] | undefined {
  let left = wanted
  const parts: { bucket: number; quantity: number }[] = []
  for (const b of buckets) {
    const n = Math.min(left, freeOf(b))
    if (n <= 0) continue
    parts.push({ bucket: b.bucket, quantity: n })
    left -= n
  }
  return left === 0 ? parts : undefined
}
