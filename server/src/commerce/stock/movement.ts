// What moves stock: from which place to which, by kind of document. Pure.
import { conflict, invalid } from '../../platform/errors.ts'

/** Documents somebody writes; sales and what comes back from them are written by orders. */
export const WRITTEN_KINDS = [
  'purchase',
  'purchase_return',
  'transfer',
  'count',
  'loss',
  'sale_return',
] as const
export type WrittenKind = (typeof WRITTEN_KINDS)[number]
export type DocumentKind = WrittenKind | 'sale'
export const DOCUMENT_KINDS = [...WRITTEN_KINDS, 'sale'] as const

export const atStore = (code: string) => `store:${code}`
export const storeOf = (place: string) =>
  place.startsWith('store:') ? place.slice('store:'.length) : undefined

export interface Movement {
  sku: string
  from: string
  to: string
  quantity: number
  /** Null: what the SKU's cost price says on the day, if it says anything. */
  unitCostFen: number | null
}

export interface DocumentLine {
  sku: string
  /** Of a count: what was found there. Of everything else: what moves, above zero. */
  quantity: number
  unitCostFen: number | null
}

type Ends = (store: string, toStore: string) => [from: string, to: string]
/** A count goes by what is on hand, so its ends are decided under lock. */
const ENDS: Record<Exclude<DocumentKind, 'count'>, Ends> = {
  purchase: (store) => ['supplier', atStore(store)],
  purchase_return: (store) => [atStore(store), 'supplier'],
  transfer: (store, to) => [atStore(store), atStore(to)],
  loss: (store) => [atStore(store), 'lost'],
  sale: (store) => [atStore(store), 'customer'],
  sale_return: (store) => ['customer', atStore(store)],
}

export function movementsOf(
  kind: Exclude<DocumentKind, 'count'>,
  store: string,
  toStore: string | null,
  lines: readonly DocumentLine[],
): Movement[] {
  const [from, to] = ENDS[kind](store, toStore ?? '')
  return lines.map(({ sku, quantity, unitCostFen }) => ({ sku, from, to, quantity, unitCostFen }))
}

/** What was found above or below what is on hand. @throws 409 when open orders hold more than was found */
export function countedMovements(
  store: string,
  lines: readonly DocumentLine[],
  levels: ReadonlyMap<string, { onHand: number; reserved: number }>,
): Movement[] {
  const held: { sku: string; counted: number; reserved: number }[] = []
  const movements = lines.flatMap(({ sku, quantity, unitCostFen }): Movement[] => {
    const { onHand, reserved } = levels.get(sku) ?? { onHand: 0, reserved: 0 }
    if (quantity < reserved) held.push({ sku, counted: quantity, reserved })
    const ends = { sku, unitCostFen, quantity: Math.abs(quantity - onHand) }
    if (quantity > onHand) return [{ ...ends, from: 'counted', to: atStore(store) }]
    return quantity < onHand ? [{ ...ends, from: atStore(store), to: 'counted' }] : []
  })
  if (held.length > 0)
    throw conflict(
      'counted_below_reserved',
      'Open orders hold more than was counted; cancel some of them first',
      { short: held },
    )
  return movements
}

export const reversed = (movements: readonly Movement[]): Movement[] =>
  movements.map((m) => ({ ...m, from: m.to, to: m.from }))

/** An SKU once a document, so that a line means what it says. @throws 400 */
export function demandLines(kind: DocumentKind, lines: readonly DocumentLine[]): void {
  const seen = new Set<string>()
  for (const { sku } of lines) {
    if (seen.has(sku)) throw invalid('sku_twice', `${sku} stands in two lines`, { sku })
    seen.add(sku)
  }
  if (kind !== 'count' && lines.some((line) => line.quantity === 0))
    throw invalid('nothing_moves', 'A line needs a quantity above zero')
}

export interface BucketRow {
  store: string
  sku: string
  bucket: number
  on_hand: number
  reserved: number
}
export interface BucketChange {
  store: string
  sku: string
  bucket: number
  /** Added to what is on hand. */
  change: number
}

/**
 * Which buckets take how much of a change of one SKU at one store. What comes is dealt evenly, what
 * goes is taken where it is free.
 * @returns undefined when less is free than goes
 */
export function dealt(buckets: readonly BucketRow[], change: number): BucketChange[] | undefined {
  const named = (b: BucketRow, n: number): BucketChange => ({
    store: b.store,
    sku: b.sku,
    bucket: b.bucket,
    change: n,
  })
  if (change >= 0) {
    const each = Math.floor(change / buckets.length)
    const more = change - each * buckets.length
    return buckets.map((b, i) => named(b, each + (i < more ? 1 : 0))).filter((c) => c.change > 0)
  }
  let left = -change
  const taken: BucketChange[] = []
  for (const bucket of buckets) {
    const n = Math.min(left, bucket.on_hand - bucket.reserved)
    if (n > 0) taken.push(named(bucket, -n))
    left -= Math.max(n, 0)
  }
  return left === 0 ? taken : undefined
}
