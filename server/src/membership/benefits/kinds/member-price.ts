import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  level: z.string().min(1).max(100).describe('Whose prices she buys at, beside her own level’s'),
})
export const memberPrice: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'member_price', column: 'price', args: Args },
  strength: () => 0,
}
