import { z } from 'zod'
import { Fen } from '../basket.ts'
import { defineKind } from '../kind.ts'

/** 一口价, 秒杀价, ¥1 购, 9.9 包邮: the dearest free pieces at one price, up to a number. */
export const fixedPrice = defineKind({
  code: 'fixed_price',
  stage: 'piece',
  args: z.object({
    price_fen: Fen,
    most: z.number().int().min(1).max(100_000).optional().describe('Pieces of an order'),
    free_shipping: z.boolean().default(false).describe('包邮 for the order it applies to'),
  }),
  apply: ({ price_fen, most, free_shipping }, goods, state) => {
    let left = most ?? Number.POSITIVE_INFINITY
    const off: [number, number][] = []
    const taken: [number, number][] = []
    const dearest = goods
      .filter(({ line, unitFen }) => unitFen > price_fen && (state.free[line] ?? 0) > 0)
      .sort((a, b) => b.unitFen - a.unitFen || a.line - b.line)
    for (const { line, unitFen } of dearest) {
      const pieces = Math.min(left, state.free[line] ?? 0)
      if (pieces === 0) break
      off.push([line, pieces * (unitFen - price_fen)])
      taken.push([line, pieces])
      left -= pieces
    }
    if (off.length === 0) return { missing: 'discount' }
    return { off, taken, ...(free_shipping && { shippingFen: state.shippingFen }) }
  },
})
