import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({})
export const freeShipping: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'free_shipping', column: 'price', args: Args },
  strength: () => 0,
}
