import { sql } from 'kysely'
import type { MergePolicy } from '../identity/index.ts'

/** Who withdrew consent to being joined with other records stays alone. */
export const consentPolicy: MergePolicy = {
  async staysAlone(ctx, customerIds) {
    const { rows } = await sql<{ id: number }>`
      select distinct c.canonical_id as id from consent k
      join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
      where k.tenant_id = ${ctx.tenantId} and k.purpose = 'identity_merge' and k.withdrawn_at is not null
          and (k.given_at is null or k.given_at <= k.withdrawn_at)
        and c.canonical_id = any(${customerIds}::bigint[])`.execute(ctx.pg)
    return rows.map((r) => r.id)
  },
}
