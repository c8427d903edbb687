// Opening hours and rosters of stores: read for slots, written whole.
import { sql } from 'kysely'
import { storesByCode, storesInSight, whereStaffWork } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { minuteOf } from '../slots/grid.ts'
import type { TimetableFields } from './shapes.ts'

export interface Timetable extends TimetableFields {
  store_id: string
  store_name: string
  /** As it is reckoned with. */
  zone: string
  revision: number
}

const COLUMNS = sql`s.code as store_id, s.name as store_name, a.time_zone, coalesce(a.time_zone, t.timezone) as zone,
  coalesce(a.hours, '[]') as hours, coalesce(a.closed_days, '{}')::text[] as closed_days,
  coalesce(a.shifts, '[]') as shifts, coalesce(a.days_off, '[]') as days_off, coalesce(a.revision, 0) as revision`
const FROM = sql`from store s join tenant t on t.id = s.tenant_id
  left join appointment_store a on a.tenant_id = s.tenant_id and a.store_code = s.code`
const OPEN = (ctx: Ctx) =>
  sql`(s.closed_on is null or s.closed_on > (${ctx.now()}::timestamptz at time zone t.timezone)::date)`

/** Of the stores that are open, those that have none yet too; as far as the actor sees them. */
export async function listTimetables(ctx: Ctx): Promise<Timetable[]> {
  const seen = await storesInSight(ctx)
  const { rows } = await sql<Timetable>`select ${COLUMNS} ${FROM}
    where s.tenant_id = ${ctx.tenantId} and ${OPEN(ctx)}
      and ${seen ? sql`s.code = any(${seen}::text[])` : sql`true`}
    order by s.code`.execute(ctx.pg)
  return rows
}

/** Of those of these stores that are open. */
export async function timetablesOf(ctx: Ctx, stores: readonly string[]): Promise<Timetable[]> {
  const { rows } = await sql<Timetable>`select ${COLUMNS} ${FROM}
    where s.tenant_id = ${ctx.tenantId} and s.code = any(${[...stores]}::text[]) and ${OPEN(ctx)}
    order by s.code`.execute(ctx.pg)
  return rows
}

/** For somebody who books by it: nobody changes it before they are done. */
export async function holdTimetable(ctx: Ctx, store: string): Promise<Timetable | undefined> {
  await sql`select 1 from appointment_store
    where tenant_id = ${ctx.tenantId} and store_code = ${store} for share`.execute(ctx.pg)
  return (await timetablesOf(ctx, [store]))[0]
}

/**
 * Appointments that are booked stay where they are. @throws 400, 404 store_not_found, 409 edited_meanwhile
 */
export function setTimetable(
  ctx: Ctx,
  store: string,
  given: TimetableFields & { revision: number },
): Promise<Timetable> {
  return inTx(ctx, async (ctx) => {
    const seen = await storesInSight(ctx)
    if (!(await storesByCode(ctx, [store])).has(store) || (seen && !seen.includes(store)))
      throw notFound('store')
    demandSound(given)
    await demandStaff(ctx, given)
    const { revision, time_zone, hours, closed_days, shifts, days_off } = given
    const days = [...new Set(closed_days)].sort()
    const { rows } = await sql`
      insert into appointment_store as a
        (tenant_id, store_code, time_zone, hours, closed_days, shifts, days_off, updated_at)
      select ${ctx.tenantId}::uuid, ${store}, ${time_zone}::text, ${JSON.stringify(hours)}::jsonb, ${days}::date[],
        ${JSON.stringify(shifts)}::jsonb, ${JSON.stringify(days_off)}::jsonb, ${ctx.now()}::timestamptz
      where ${revision}::int = 0 or exists (select 1 from appointment_store
        where tenant_id = ${ctx.tenantId} and store_code = ${store})
      on conflict (tenant_id, store_code) do update set time_zone = excluded.time_zone, hours = excluded.hours,
        closed_days = excluded.closed_days, shifts = excluded.shifts, days_off = excluded.days_off,
        updated_at = excluded.updated_at, revision = a.revision + 1
        where a.revision = ${revision}::int
      returning revision`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile; look at it again')
    await audit(ctx, 'appointment_store.changed', { kind: 'store', id: store }, { after: given })
    const [after] = await timetablesOf(ctx, [store])
    if (!after) throw conflict('store_closed', 'This store is closed for good')
    return after
  })
}

/** @throws 400 hours_empty, hours_overlap */
function demandSound({ hours, shifts }: TimetableFields): void {
  const stretches = [...hours.map((one) => ({ ...one, staff_id: '' })), ...shifts]
  for (const { from, to, weekday } of stretches)
    if (minuteOf(from) >= minuteOf(to))
      throw invalid('hours_empty', 'Hours end after they begin', { weekday, from, to })
  const groups = Map.groupBy(stretches, (one) => `${one.weekday} ${one.staff_id}`)
  for (const group of groups.values()) {
    const sorted = group.toSorted((a, b) => minuteOf(a.from) - minuteOf(b.from))
    for (const [i, one] of sorted.entries()) {
      const next = sorted[i + 1]
      if (next && minuteOf(next.from) < minuteOf(one.to))
        throw invalid('hours_overlap', 'Hours of one day overlap', { ...one })
    }
  }
}

/** @throws 400 unknown_staff */
async function demandStaff(ctx: Ctx, { shifts, days_off }: TimetableFields): Promise<void> {
  const codes = [...new Set([...shifts, ...days_off].map((one) => one.staff_id))]
  const known = await whereStaffWork(ctx, codes)
  const unknown = codes.filter((code) => !known.has(code))
  if (unknown.length > 0)
    throw invalid('unknown_staff', `There is no staff ${unknown.join(', ')}`, { staff: unknown })
}
