import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  batches: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(20)
    .describe('One coupon of each, on entry'),
})
export const couponPack: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'coupon_pack', column: 'price', args: Args },
  strength: ({ batches }) => batches.length,
}
