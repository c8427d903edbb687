import { z } from 'zod'
import { Fen } from '../basket.ts'
import { defineKind, takeOff } from '../kind.ts'

/** 立减, 代金券: a sum off the goods, whatever they cost, at most all they cost. */
export const amount = defineKind({
  code: 'amount',
  stage: 'amount',
  args: z.object({ off_fen: Fen.min(1) }),
  apply: ({ off_fen }, goods, state) => takeOff(off_fen, goods, state),
})
