// What a person was told goes with her.
import { sql } from 'kysely'
import type { PersonalData } from '../profile/index.ts'

export const messagesData: readonly PersonalData[] = [
  {
    name: 'service_messages',
    tables: ['service_message'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select kind, text, created_at, read_at from service_message
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[]) order by id`.execute(
        ctx.pg,
      )
      return rows
    },
    async erase(ctx, person) {
      const { numAffectedRows } = await sql`delete from service_message
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[])`.execute(
        ctx.pg,
      )
      return Number(numAffectedRows ?? 0)
    },
  },
]
