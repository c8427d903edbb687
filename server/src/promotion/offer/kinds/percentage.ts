import { z } from 'zod'
import { basisPoints } from '../../../platform/money.ts'
import { amountOf, defineKind, takeOff } from '../kind.ts'

/** 折扣: 8.8 折 takes 1,200 basis points off; the rounding is of the whole, once. */
export const percentage = defineKind({
  code: 'percentage',
  stage: 'amount',
  args: z.object({
    off_bp: z.number().int().min(1).max(10_000).describe('Off, in 1/10,000: 8.8 折 is 1,200'),
  }),
  apply: ({ off_bp }, goods, state) =>
    takeOff(basisPoints(amountOf(goods, state), off_bp), goods, state),
})
