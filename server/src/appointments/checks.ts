// What `homefield check` asks of appointments: seats held are the appointments there are, and nobody is in two
// places at once.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'

export const checks: readonly Check[] = [{ name: 'appointments.seats', compare: compareSeats }]

async function compareSeats(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    id: string
    held: number
    booked: number
    differ: number
    overlaps: string | null
  }>`
    select l.tenant_id, l.id, l.held, coalesce(a.booked, 0)::int as booked, coalesce(a.differ, 0)::int as differ,
      o.id as overlaps
    from appointment_slot l
    left join (
      select x.tenant_id, x.slot_id, count(*) filter (where x.state <> 'cancelled') as booked,
        count(*) filter (where x.state <> 'cancelled' and (x.starts_at <> y.starts_at or x.store_code <> y.store_code
          or x.service_id <> y.service_id or x.staff_code is distinct from y.staff_code)) as differ
      from appointment x join appointment_slot y on y.tenant_id = x.tenant_id and y.id = x.slot_id
      group by x.tenant_id, x.slot_id) a on a.tenant_id = l.tenant_id and a.slot_id = l.id
    left join lateral (
      select p.id from appointment_slot p
      where l.held > 0 and p.tenant_id = l.tenant_id and p.resource = l.resource and p.id <> l.id and p.held > 0
        and p.starts_at >= l.starts_at and p.starts_at < l.busy_until
      order by p.starts_at, p.id limit 1) o on true
    order by l.tenant_id, l.id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, id, held, booked, differ, overlaps } of rows)
    if (held !== booked || differ > 0 || overlaps !== null)
      found.add({
        ...{ tenant: tenant_id, slot: id, held, booked, differ },
        ...(overlaps !== null && { overlaps }),
      })
  return found.outOf(rows.length)
}
