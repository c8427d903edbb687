// How many rows of each import went which way, for lists: one question for a page of imports.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface Counts {
  imported: number
  /** Rows that changed nothing: known before, or repeated in the file. */
  repeated: number
  aside: number
  rejected: number
}

export async function countsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Counts>> {
  const counts = new Map(
    ids.map((id): [string, Counts] => [id, { imported: 0, repeated: 0, aside: 0, rejected: 0 }]),
  )
  if (ids.length === 0) return counts
  const { rows } = await sql<{ import_id: string; way: keyof Counts; n: number }>`
    select import_id,
      case when fate like 'rejected:%' then 'rejected' when fate like 'aside:%' then 'aside'
        when fate ~ '(_known_before|_repeated|_dropped)$' then 'repeated' else 'imported' end as way,
      sum(rows)::bigint as n
    from import_count where tenant_id = ${ctx.tenantId} and import_id = any(${[...ids]}::uuid[]) and note = ''
    group by 1, 2`.execute(ctx.pg)
  for (const { import_id, way, n } of rows) {
    const one = counts.get(import_id)
    if (one) one[way] = n
  }
  return counts
}
