import { z } from 'zod'
import { LEAD_STATES } from './states.ts'

const Code = z.string().min(1).max(255)
/** By what leads are found, in a list and in its export. */
const LeadQuery = {
  q: z.string().trim().max(100).optional().describe('A phone, its last four digits, or a name'),
  state: z.enum(LEAD_STATES).optional(),
  form_id: z.guid().optional(),
  channel_id: z.guid().optional(),
  staff_id: Code.optional(),
  store_id: Code.optional(),
}
/** As an address says them. */
export const AskedQuery = {
  ...LeadQuery,
  overdue: z.stringbool().optional().describe('Something was to be done by now'),
  unowned: z.stringbool().optional().describe('Nobody follows it up yet'),
}
export const ExportQuery = {
  ...LeadQuery,
  overdue: z.boolean().optional(),
  unowned: z.boolean().optional(),
}
