import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  service: z.string().trim().min(1).max(200).describe('What staff tick off, in words'),
})
export const serviceEntry: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'service_entry', column: 'service', args: Args },
  strength: () => 0,
}
