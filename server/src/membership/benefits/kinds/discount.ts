import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  off_bp: z.number().int().min(1).max(9_000).describe('Off every line, basis points'),
})
export const discount: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'discount', column: 'price', args: Args },
  strength: ({ off_bp }) => off_bp,
}
