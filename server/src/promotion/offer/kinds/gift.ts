import { z } from 'zod'
import { Code, Fen } from '../basket.ts'
import { defineKind } from '../kind.ts'

/** 满赠: something on top for nothing. */
export const gift = defineKind({
  code: 'gift',
  stage: 'gift',
  args: z.object({
    sku: Code,
    pieces: z.number().int().min(1).max(100).default(1),
    value_fen: Fen.min(1).describe('Of a piece; combinations of offers are compared by it'),
  }),
  apply: ({ sku, pieces, value_fen }) => ({
    off: [],
    gifts: [{ sku, quantity: pieces, valueFen: value_fen * pieces }],
  }),
})
