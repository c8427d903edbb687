// What a brand says is done when somebody buys for the first time.
import { z } from 'zod'

export const SERVICE_KINDS = ['guide', 'appointment', 'form'] as const
const Code = z.string().min(1).max(255).nullable().default(null)

export const Rule = z.object({
  id: z.guid(),
  name: z.string().trim().min(1).max(40).describe('What the service is called; customers read it'),
  words: z.string().trim().max(300).default('').describe('What customers read about it'),
  kind: z
    .enum(SERVICE_KINDS)
    .describe('guide: a guide gives it; appointment: she books it; form: she tells more in a form'),
  target: z
    .string()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe('appointment: the service; form: the code of a channel; guide: null'),
  skus: z.array(z.string().min(1).max(255)).max(500).default([]),
  categories: z
    .array(z.array(z.string().min(1).max(100)).min(1).max(5))
    .max(100)
    .default([])
    .describe('Paths; what is below counts. Neither these nor products: every first order'),
  instructions: z.string().trim().max(1000).default('').describe('For who gives it'),
  due_hours: z.number().int().min(1).max(720).default(24),
  staff_id: Code.describe('Who gives it where she has no guide and nobody sold it to her'),
  store_id: Code.describe('Else whoever of this store has the fewest open'),
})
export type Rule = z.infer<typeof Rule>

export const FirstOrderSettings = z.object({
  is_on: z.boolean(),
  rules: z.array(Rule).max(50).describe('In order: the first that fits'),
  revision: z.number().int().min(0).describe('0: nothing has been said yet'),
})
export type FirstOrderSettings = z.infer<typeof FirstOrderSettings>

export const FIRST_ORDER_STATES = ['recorded', 'open', 'done', 'called_off'] as const
export type FirstOrderState = (typeof FIRST_ORDER_STATES)[number]

/** The rule as it was when the service was started. */
export type Service = Pick<Rule, 'id' | 'name' | 'words' | 'kind' | 'target' | 'instructions'>

const ListQuery = {
  q: z.string().trim().max(100).optional().describe('A phone, its last four digits, or a name'),
  state: z.enum(FIRST_ORDER_STATES).optional(),
  rule_id: z.guid().optional(),
  staff_id: z.string().min(1).max(255).optional(),
}
/** As an address says them. */
export const AskedFirstOrders = {
  ...ListQuery,
  overdue: z.stringbool().optional().describe('It was to be given by now'),
  unowned: z.stringbool().optional().describe('Nobody gives it yet'),
}
export const FirstOrderExport = {
  ...ListQuery,
  overdue: z.boolean().optional(),
  unowned: z.boolean().optional(),
}
