// What this keeps of a person: where they belong, and where they belonged.
import { sql } from 'kysely'
import type { PersonalData } from './privacy.ts'
import { removeByNode } from './privacy-tables.ts'

export const assignmentData: readonly PersonalData[] = [
  {
    name: 'assignments',
    tables: ['assignment'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select kind, code, source, since, protected_until, reason from assignment
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[])
        order by kind, since`.execute(ctx.pg)
      return rows
    },
    erase: removeByNode('assignment'),
  },
  {
    name: 'assignment_changes',
    tables: ['assignment_change'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select kind, from_code, to_code, source, since, at, reason, actor_name from assignment_change
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[])
        order by at, id`.execute(ctx.pg)
      return rows
    },
    erase: removeByNode('assignment_change'),
  },
]
