// What a person likes and waits for goes with her.
import { sql } from 'kysely'
import type { Person, PersonalData } from '../profile/index.ts'

const nodesOf = (person: Person) => sql`any(${[...person.nodes]}::bigint[])`

export const wishesData: readonly PersonalData[] = [
  {
    name: 'wishes',
    tables: ['favourite', 'wish'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select 'favourite' as kind, sku, at, null as at_most_fen, null as state from favourite
          where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}
        union all select kind, sku, added_at, at_most_fen, state from wish
          where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}
        order by at, sku`.execute(ctx.pg)
      return rows
    },
    async erase(ctx, person) {
      const mine = sql`tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`
      const liked = await sql`delete from favourite where ${mine}`.execute(ctx.pg)
      const asked = await sql`delete from wish where ${mine}`.execute(ctx.pg)
      return Number(liked.numAffectedRows ?? 0) + Number(asked.numAffectedRows ?? 0)
    },
  },
]
