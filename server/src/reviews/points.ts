// What a review earned waits for the brand's word on it: kept with a review that is shown, taken back with one
// that is hidden or whose line was given back. The rules of points hear of reviews by their event, some time
// after they are written, so what is to be done is written with the review and done when there is something.
import { sql } from 'kysely'
import { reclaimEarnedBy, releaseEarnedBy } from '../membership/index.ts'
import type { Ctx } from '../platform/ctx.ts'

/** For so long something that its event earns is looked for; events are told within seconds. */
export const POINTS_DAYS = 1
const AT_ONCE = 1_000

interface Due {
  id: string
  points_due: 'release' | 'reclaim'
  is_over: boolean
}

/** @returns how many reviews are done with */
export async function settlePoints(ctx: Ctx): Promise<number> {
  let done = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<Due>`
      select id, points_due, points_until <= ${ctx.now()} as is_over from review
      where tenant_id = ${ctx.tenantId} and points_due is not null and id > ${after}::uuid
      order by id limit ${AT_ONCE}`.execute(ctx.pg)
    if (rows.length === 0) return done
    after = rows.at(-1)?.id ?? after
    const ids = (due: Due['points_due']) =>
      rows.filter((row) => row.points_due === due).map((row) => row.id)
    const earned = new Set(await releaseEarnedBy(ctx, ids('release')))
    for (const id of ids('reclaim')) if (await reclaimEarnedBy(ctx, id)) earned.add(id)
    for (const due of ['release', 'reclaim'] as const) {
      const settled = rows.filter((r) => r.points_due === due && (r.is_over || earned.has(r.id)))
      // Decided anew meanwhile: then there is more to do.
      const { numAffectedRows } = await sql`update review set points_due = null, points_until = null
        where tenant_id = ${ctx.tenantId} and points_due = ${due}
          and id = any(${settled.map((r) => r.id)}::uuid[])`.execute(ctx.pg)
      done += Number(numAffectedRows ?? 0)
    }
  }
}

export async function settleAllPoints(system: Ctx, make: (tenantId: string) => Ctx): Promise<void> {
  const { rows } = await sql<{ tenant_id: string }>`
    select id as tenant_id from tenant t where exists (
      select 1 from review r where r.tenant_id = t.id and r.points_due is not null)`.execute(
    system.pg,
  )
  for (const { tenant_id } of rows) await settlePoints({ ...make(tenant_id), now: system.now })
}
