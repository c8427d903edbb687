import { z } from 'zod'
import { basisPoints } from '../../../platform/money.ts'
import { defineKind, type Target } from '../kind.ts'
import type { State } from '../state.ts'

interface Pieces {
  line: number
  unitFen: number
  pieces: number
}

/** The free pieces, cheapest first. */
const freeOf = (goods: readonly Target[], state: State): Pieces[] =>
  goods
    .map(({ line, unitFen }) => ({ line, unitFen, pieces: state.free[line] ?? 0 }))
    .filter((p) => p.pieces > 0)
    .sort((a, b) => a.unitFen - b.unitFen || a.line - b.line)

const countOf = (pieces: readonly Pieces[]) => pieces.reduce((sum, p) => sum + p.pieces, 0)

/** How many of the pieces at places [from, to) of a run of sets are given; sets are `buy` then `get`. */
function givenWithin(from: number, to: number, buy: number, size: number): number {
  const upTo = (n: number) => Math.floor(n / size) * (size - buy) + Math.max(0, (n % size) - buy)
  return upTo(to) - upTo(from)
}

/**
 * 买 X 送 Y, 第二件半价: of every X + Y free pieces the Y cheapest of the whole basket cost less, so the
 * order in which pieces were put in does not matter. Bought and given alike are taken: neither counts
 * for another offer on single pieces.
 */
export const buyGet = defineKind({
  code: 'buy_get',
  stage: 'piece',
  args: z.object({
    buy: z.number().int().min(1).max(100),
    get: z.number().int().min(1).max(100),
    off_bp: z.number().int().min(1).max(10_000).default(10_000).describe('10,000: for nothing'),
    most_sets: z.number().int().min(1).max(10_000).optional(),
  }),
  apply: ({ buy, get, off_bp, most_sets }, goods, state) => {
    const pieces = freeOf(goods, state)
    const there = countOf(pieces)
    const size = buy + get
    const sets = Math.min(Math.floor(there / size), most_sets ?? Number.POSITIVE_INFINITY)
    if (sets === 0) return { missing: 'quantity', needed: size, have: there }
    const off: [number, number][] = []
    const taken = new Map<number, number>()
    const take = (order: readonly Pieces[], wanted: number, isGiven: boolean) => {
      let left = wanted
      for (const piece of order) {
        const n = Math.min(left, piece.pieces - (taken.get(piece.line) ?? 0))
        if (n <= 0) continue
        if (isGiven) off.push([piece.line, n * basisPoints(piece.unitFen, off_bp)])
        taken.set(piece.line, (taken.get(piece.line) ?? 0) + n)
        left -= n
      }
    }
    take(pieces, sets * get, true)
    take([...pieces].reverse(), sets * buy, false)
    return off.some(([, fen]) => fen > 0) ? { off, taken: [...taken] } : { missing: 'discount' }
  },
  // When another offer takes the cheapest pieces, dearer ones are given: at most the last `get` of every
  // set when pieces are laid out from the dearest. Fewer pieces only move cheaper ones into those places.
  bound: ({ buy, get, off_bp, most_sets }, goods, state) => {
    const pieces = freeOf(goods, state).reverse()
    const size = buy + get
    const end = Math.min(Math.floor(countOf(pieces) / size), most_sets ?? Number.POSITIVE_INFINITY)
    let from = 0
    let worth = 0
    for (const piece of pieces) {
      const to = Math.min(from + piece.pieces, end * size)
      worth += givenWithin(from, to, buy, size) * basisPoints(piece.unitFen, off_bp)
      from = to
    }
    return worth
  },
})
