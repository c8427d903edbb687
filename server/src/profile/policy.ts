import { sql } from 'kysely'
import type { MergePolicy } from '../identity/index.ts'
import { consentWithdrawn } from './consent-store.ts'

/** Who withdrew consent to being joined with other records stays alone. */
export const consentPolicy: MergePolicy = {
  async staysAlone(ctx, customerIds) {
    const { rows } = await sql<{ id: number }>`
      select c.id from unnest(${customerIds}::bigint[]) as c (id)
      where ${consentWithdrawn(ctx, 'c.id', 'identity_merge', 'all')}`.execute(ctx.pg)
    return rows.map((r) => r.id)
  },
}
