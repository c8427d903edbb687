// What this keeps of a person: bodies on their way to others, and what others left.
import { sql } from 'kysely'
import { type PersonalData, textsOf } from '../profile/index.ts'

export const integrationData: readonly PersonalData[] = [
  {
    name: 'webhook_deliveries',
    tables: ['webhook_delivery'],
    async erase(ctx, person) {
      const { numAffectedRows } = await sql`delete from webhook_delivery
        where tenant_id = ${ctx.tenantId} and customer_id = any(${[...person.nodes]}::bigint[])`.execute(
        ctx.pg,
      )
      return Number(numAffectedRows ?? 0)
    },
  },
  {
    name: 'inbound_messages',
    tables: ['inbound_message'],
    async erase(ctx, person) {
      const texts = textsOf(person.identifiers)
      if (texts.length === 0) return 0
      const { numAffectedRows } = await sql`delete from inbound_message m
        where m.tenant_id = ${ctx.tenantId}
          and exists (select from unnest(${texts}::text[]) as t where position(t in m.body) > 0)`.execute(
        ctx.pg,
      )
      return Number(numAffectedRows ?? 0)
    },
  },
]
