// What `homefield check` asks of experiments: a benefit says that it is tried where an open arm gives it, and
// nowhere else.
import { sql } from 'kysely'
import { type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export async function compareTrials(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    code: string
    told: string | null
    tried: string | null
    is_alike: boolean
  }>`
    select b.tenant_id, b.code, b.tried_by as told, a.experiment_id as tried,
      b.tried_by is not distinct from a.experiment_id
        and b.is_control is not distinct from (a.position = 0) as is_alike
    from benefit b left join offer_experiment_arm a
      on a.tenant_id = b.tenant_id and a.benefit_code = b.code and a.is_open`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, code, told, tried, is_alike } of rows)
    if (!is_alike)
      found.add({ tenant: tenant_id, benefit: code, told: told ?? 'none', tried: tried ?? 'none' })
  return found.outOf(rows.length)
}
