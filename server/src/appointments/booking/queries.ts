// Appointments as staff see them: those of their stores and their customers.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { customerScope, happenedInScope, storesInSight } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, isMeant, withNames } from '../../profile/index.ts'
import { COLUMNS, FROM } from './appointment.ts'
import type { AppointmentState } from './states.ts'

export interface AppointmentRow {
  id: string
  code: string
  service_id: string
  service_name: string
  store_code: string
  store_name: string
  staff_code: string | null
  staff_name: string | null
  state: AppointmentState
  /** Null: she was erased. */
  customer_id: number | null
  starts_at: Date
  ends_at: Date
  zone: string
  cancel_minutes: number
  booked_by: 'customer' | 'staff'
  cancelled_by: 'customer' | 'staff' | null
  note: string
  reason: string
  revision: number
  created_at: Date
  checked_in_at: Date | null
  completed_at: Date | null
  missed_at: Date | null
  cancelled_at: Date | null
}
export interface ListedAppointment extends AppointmentRow {
  /** As the actor may see it. */
  name: string | null
  phone: string | null
}

export interface AppointmentFilter {
  /** A phone, its last four digits, a part of her name, or the code she shows. */
  q?: string | undefined
  /** Days of the store’s calendar, both included. */
  from?: string | undefined
  to?: string | undefined
  state?: AppointmentState | undefined
  service_id?: string | undefined
  store_id?: string | undefined
  staff_id?: string | undefined
}

/** What whoever works at a store or answers for it sees, and who may see the customer. */
export async function appointmentsInSight(ctx: Ctx): Promise<RawBuilder<boolean>> {
  const stores = await storesInSight(ctx)
  const happened = happenedInScope(ctx, { store: 'a.store_code', staff: 'a.staff_code' })
  const seen = customerScope(ctx, 'c.canonical_id')
  if (!stores || !happened || !seen) return sql<boolean>`true`
  return sql<boolean>`(a.store_code = any(${stores}::text[]) or coalesce(${happened}, false) or ${seen})`
}

const ALL = sql`${COLUMNS}, c.canonical_id as customer_id, coalesce(f.name, a.staff_code) as staff_name, a.booked_by,
  a.cancelled_by, a.note, a.reason, a.created_at, a.checked_in_at, a.completed_at, a.missed_at, a.cancelled_at`
const FROM_ALL = sql`${FROM}
  left join staff f on f.tenant_id = a.tenant_id and f.code = a.staff_code`
const ZONE = sql`coalesce(w.time_zone, t.timezone)`

const Position = z.tuple([z.iso.datetime(), z.uuid()])

/** As they come. */
export async function listAppointments(
  ctx: Ctx,
  { limit, cursor, ...filter }: AppointmentFilter & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, Position)
  const { rows } = await sql<AppointmentRow>`select ${ALL} ${FROM_ALL}
    where a.tenant_id = ${ctx.tenantId} and ${await appointmentsInSight(ctx)} and ${conditionOf(ctx, filter)}
      ${after ? sql`and (a.starts_at, a.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by a.starts_at, a.id limit ${limit + 1}`.execute(ctx.pg)
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.starts_at.toISOString(), row.id],
  )
  // Who has just signed in for the first time is known by name at once.
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}

function conditionOf(ctx: Ctx, filter: AppointmentFilter): RawBuilder<unknown> {
  const { q, from, to, state, service_id, store_id, staff_id } = filter
  const all = [
    ...(q ? [sql`(a.code = ${q.toUpperCase()} or ${isMeant(ctx, sql`c.canonical_id`, q)})`] : []),
    // The day of the store's clock; the plain bounds beside it are what the index is read by.
    ...(from
      ? [
          sql`a.starts_at >= ${from}::date - interval '1 day' and (a.starts_at at time zone ${ZONE})::date >= ${from}::date`,
        ]
      : []),
    ...(to
      ? [
          sql`a.starts_at < ${to}::date + interval '2 days' and (a.starts_at at time zone ${ZONE})::date <= ${to}::date`,
        ]
      : []),
    ...(state ? [sql`a.state = ${state}`] : []),
    ...(service_id ? [sql`a.service_id = ${service_id}::uuid`] : []),
    ...(store_id ? [sql`a.store_code = ${store_id}`] : []),
    ...(staff_id ? [sql`a.staff_code = ${staff_id}`] : []),
  ]
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

/** @throws 404, also out of sight */
export async function getAppointment(ctx: Ctx, id: string): Promise<ListedAppointment> {
  const { rows } = await sql<AppointmentRow>`select ${ALL} ${FROM_ALL}
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}::uuid and ${await appointmentsInSight(ctx)}`.execute(
    ctx.pg,
  )
  const [found] = await withNames(ctx, rows)
  if (!found) throw notFound('appointment')
  return found
}

/** By what she shows in the store; undefined when it is no code of ours or out of sight. */
export async function findByCode(ctx: Ctx, code: string): Promise<ListedAppointment | undefined> {
  const { rows } = await sql<AppointmentRow>`select ${ALL} ${FROM_ALL}
    where a.tenant_id = ${ctx.tenantId} and a.code = ${code.trim().toUpperCase()} and ${await appointmentsInSight(ctx)}`.execute(
    ctx.pg,
  )
  return (await withNames(ctx, rows))[0]
}

export type DayCount = { day: string } & Record<AppointmentState, number>

/** How many there are, by day of the store's calendar; days without any are left out. */
export async function countDays(
  ctx: Ctx,
  filter: AppointmentFilter & { from: string; to: string },
): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    select ((a.starts_at at time zone ${ZONE})::date)::text as day,
      count(*) filter (where a.state = 'booked')::int as booked,
      count(*) filter (where a.state = 'checked_in')::int as checked_in,
      count(*) filter (where a.state = 'completed')::int as completed,
      count(*) filter (where a.state = 'missed')::int as missed,
      count(*) filter (where a.state = 'cancelled')::int as cancelled
    ${FROM} where a.tenant_id = ${ctx.tenantId} and ${await appointmentsInSight(ctx)} and ${conditionOf(ctx, filter)}
    group by 1 order by 1`.execute(ctx.pg)
  return rows
}
