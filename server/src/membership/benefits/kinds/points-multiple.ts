import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  times_bp: z.number().int().min(10_001).max(100_000).describe('20000: twice the points'),
})
export const pointsMultiple: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'points_multiple', column: 'price', args: Args },
  strength: ({ times_bp }) => times_bp,
}
