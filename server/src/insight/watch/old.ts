// What reports and alerts have left behind: runs with their pictures, mails, messages and looks go when
// they are old.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** At once; the rest goes with the next set, so that nobody waits long for a row. */
const SET = 1_000

/**
 * Of one brand. What still waits to be sent stays, and an alert's latest look: it says how the alert stands.
 * @returns how many runs, mails, messages and looks are gone
 */
export async function forgetOldReports(ctx: Ctx, days: number): Promise<number> {
  const before = new Date(ctx.now().getTime() - days * 86_400_000)
  const old = (table: string, condition: RawBuilder<unknown>) => async () => {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where tenant_id = ${ctx.tenantId} and id in (
        select id from ${sql.table(table)}
        where tenant_id = ${ctx.tenantId} and ${condition} limit ${SET})`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  }
  const ended = sql`made_at < ${before} and state <> 'waiting'`
  let gone = 0
  for (const removeSet of [
    old('mail', ended),
    old('robot_message', ended),
    old(
      'metric_report_run',
      // Its day is the brand's: a day more, whatever its zone.
      sql`day < (${before}::timestamptz at time zone 'UTC')::date - 1 and state <> 'making'
        and not exists (select from mail m where m.tenant_id = metric_report_run.tenant_id
          and m.run_id = metric_report_run.id and m.state = 'waiting')`,
    ),
    oldLooks(ctx, before),
  ]) {
    let count = SET
    while (count === SET) {
      count = await removeSet()
      gone += count
    }
  }
  return gone
}

const oldLooks = (ctx: Ctx, before: Date) => async () => {
  const { numAffectedRows } = await sql`
    delete from metric_alert_look where tenant_id = ${ctx.tenantId} and (alert_id, period) in (
      select l.alert_id, l.period from metric_alert_look l
      where l.tenant_id = ${ctx.tenantId} and l.looked_at < ${before}
        and exists (select from metric_alert_look later where later.tenant_id = l.tenant_id
          and later.alert_id = l.alert_id and later.period > l.period)
      limit ${SET})`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}

export async function brandsThatReported(system: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tenant t where exists (select from metric_report_run where tenant_id = t.id)
      or exists (select from robot_message where tenant_id = t.id)
      or exists (select from metric_alert_look where tenant_id = t.id) order by id`.execute(
    system.pg,
  )
  return rows.map(({ id }) => id)
}
