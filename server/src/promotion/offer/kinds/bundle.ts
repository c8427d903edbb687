import { z } from 'zod'
import { split } from '../../../platform/money.ts'
import { Code, Fen } from '../basket.ts'
import { defineKind, type Target } from '../kind.ts'
import type { State } from '../state.ts'

interface Part {
  pieces: number
  /** Where its free pieces are, the dearest first. */
  lines: readonly Target[]
}

/** The pieces that so many sets use, the dearest first. */
const usedBy = (sets: number, parts: readonly Part[], state: State) =>
  parts.flatMap(({ pieces, lines }) => {
    let left = pieces * sets
    return lines.flatMap(({ line, unitFen }) => {
      const n = Math.min(left, state.free[line] ?? 0)
      left -= n
      return n === 0 ? [] : [{ line, pieces: n, fen: n * unitFen }]
    })
  })

const sumOf = (used: readonly { fen: number }[]) => used.reduce((sum, { fen }) => sum + fen, 0)

/**
 * 套餐价: these pieces together at one price, as often as they are all there and it is worth it: the
 * pieces of a set get no dearer from set to set, so each takes off no more than the one before.
 */
export const bundle = defineKind({
  code: 'bundle',
  stage: 'piece',
  args: z.object({
    parts: z
      .array(z.object({ sku: Code, pieces: z.number().int().min(1).max(100) }))
      .min(1)
      .max(20)
      .refine((parts) => new Set(parts.map((p) => p.sku)).size === parts.length, 'skus differ'),
    price_fen: Fen,
    most_sets: z.number().int().min(1).max(10_000).optional(),
  }),
  apply: ({ parts: asked, price_fen, most_sets }, goods, state) => {
    const parts = asked.map(({ sku, pieces }) => ({
      pieces,
      lines: goods
        .filter((good) => good.sku === sku && (state.free[good.line] ?? 0) > 0)
        .sort((a, b) => b.unitFen - a.unitFen || a.line - b.line),
    }))
    const there = parts.map(({ pieces, lines }) =>
      Math.floor(lines.reduce((sum, { line }) => sum + (state.free[line] ?? 0), 0) / pieces),
    )
    const most = Math.min(most_sets ?? Number.POSITIVE_INFINITY, ...there)
    if (most === 0)
      return { missing: 'goods', needed: parts.length, have: there.filter((n) => n > 0).length }
    const offBy = (sets: number) => sumOf(usedBy(sets, parts, state)) - price_fen * sets
    let [sets, beyond] = [0, most + 1]
    while (beyond - sets > 1) {
      const middle = Math.floor((sets + beyond) / 2)
      if (offBy(middle) > offBy(middle - 1)) sets = middle
      else beyond = middle
    }
    if (sets === 0) return { missing: 'discount' }
    const used = usedBy(sets, parts, state)
    const shares = split(
      offBy(sets),
      used.map(({ fen }) => fen),
    )
    return {
      off: used.map(({ line }, i) => [line, shares[i] ?? 0] as const),
      taken: used.map(({ line, pieces }) => [line, pieces] as const),
    }
  },
})
