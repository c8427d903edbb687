import { z } from 'zod'
import { Fen } from '../basket.ts'
import { defineKind } from '../kind.ts'

/** 包邮, 运费减免. */
export const freeShipping = defineKind({
  code: 'free_shipping',
  stage: 'shipping',
  args: z.object({ most_fen: Fen.min(1).optional().describe('Off at most; without it, all') }),
  apply: ({ most_fen }, _goods, state) => {
    const fen = Math.min(state.shippingFen, most_fen ?? state.shippingFen)
    return fen > 0 ? { off: [], shippingFen: fen } : { missing: 'discount' }
  },
})
