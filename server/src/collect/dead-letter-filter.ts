// Which dead letters are meant: the same words for the list, its export and what is done to many.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'

export const deadLetterFilter = {
  code: z.string().max(100).optional(),
  state: z.enum(['open', 'replayed', 'discarded']).optional(),
  rule: z.uuid().optional().describe('Refused by this rule'),
  event: z.string().max(255).optional().describe('Refused by a rule of this event'),
  source: z.string().max(255).optional().describe('Name of the write key it came by'),
  from: z.iso.datetime({ offset: true }).optional().describe('At or after'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before'),
}
const Filter = z.strictObject(deadLetterFilter)
export type DeadLetterFilter = z.infer<typeof Filter>

export const matching = (ctx: Ctx, given: DeadLetterFilter) => sql`tenant_id = ${ctx.tenantId}
  ${given.code ? sql`and code = ${given.code}` : sql``} ${given.state ? sql`and state = ${given.state}` : sql``}
  ${given.rule ? sql`and rule_id = ${given.rule}` : sql``} ${given.event ? sql`and event_name = ${given.event}` : sql``}
  ${given.source ? sql`and write_key_id in (select id from write_key where tenant_id = ${ctx.tenantId} and name = ${given.source})` : sql``}
  ${given.from ? sql`and received_at >= ${new Date(given.from)}` : sql``} ${given.to ? sql`and received_at < ${new Date(given.to)}` : sql``}`
