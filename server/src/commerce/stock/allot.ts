// Who gets what of the buckets that are held, in the order in which they ask. Pure.
import { type Spot, spotKey, spotsOf } from './levels.ts'
import type { BucketRow } from './movement.ts'

export interface WantedLine extends Spot {
  quantity: number
}
/** All of it or nothing. */
export interface Wanted {
  /** What it is held by. */
  id: string
  lines: readonly WantedLine[]
  expiresAt: Date
}
export interface Part extends Spot {
  bucket: number
  quantity: number
}
export interface ShortLine extends Spot {
  wanted: number
  free: number
}
export interface Allotted {
  parts: (Part & Pick<Wanted, 'id' | 'expiresAt'>)[]
  /** Of those that get nothing, by id, what there is too little of. */
  short: Map<string, ShortLine[]>
}

interface Bucket {
  bucket: number
  free: number
}
const BUCKETS = 16

export function allot(buckets: readonly BucketRow[], wanted: readonly Wanted[]): Allotted {
  const free = new Map<string, Bucket[]>()
  for (const row of buckets) {
    const list = free.get(spotKey(row)) ?? []
    list.push({ bucket: row.bucket, free: row.on_hand - row.reserved })
    free.set(spotKey(row), list)
  }
  const allotted: Allotted = { parts: [], short: new Map() }
  for (const { id, lines, expiresAt } of wanted) {
    const sums = new Map<string, number>()
    for (const line of lines)
      sums.set(spotKey(line), (sums.get(spotKey(line)) ?? 0) + line.quantity)
    const asked = spotsOf(lines).map((spot) => ({
      ...{ spot, quantity: sums.get(spotKey(spot)) ?? 0, of: free.get(spotKey(spot)) ?? [] },
    }))
    const short = asked.flatMap(({ spot, quantity, of }): ShortLine[] => {
      const left = of.reduce((sum, bucket) => sum + bucket.free, 0)
      return left < quantity ? [{ ...spot, wanted: quantity, free: left }] : []
    })
    if (short.length > 0) allotted.short.set(id, short)
    else
      for (const { spot, quantity, of } of asked)
        for (const part of taken(of, quantity, id))
          allotted.parts.push({ ...spot, ...part, id, expiresAt })
  }
  return allotted
}

/** From one bucket where one has enough, else from all; buyers begin at different ones. */
function taken(of: readonly Bucket[], quantity: number, id: string) {
  const start = Number.parseInt(id.slice(-2), 16)
  const inTurn = [...of].sort(
    (a, b) => ((a.bucket + start) % BUCKETS) - ((b.bucket + start) % BUCKETS),
  )
  const enough = inTurn.find((bucket) => bucket.free >= quantity)
  const parts: { bucket: number; quantity: number }[] = []
  let left = quantity
  for (const bucket of enough ? [enough] : inTurn) {
    const n = Math.min(left, bucket.free)
    if (n <= 0) continue
    bucket.free -= n
    left -= n
    parts.push({ bucket: bucket.bucket, quantity: n })
  }
  return parts
}
