import { z } from 'zod'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  what: z.string().trim().min(1).max(200).describe('Content, goods or an event, in words'),
})
export const exclusiveAccess: BenefitKind<z.infer<typeof Args>> = {
  ...{ code: 'exclusive_access', column: 'permission', args: Args },
  strength: () => 0,
}
