import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  off_bp: z.number().int().min(1).max(9_000).describe('Off every line in her birthday month'),
})
export const birthday: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'birthday', column: 'price', args: Args },
  strength: ({ off_bp }) => off_bp,
}
