// Appointments as the customer sees her own.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { COLUMNS, FROM, ofNodes } from './appointment.ts'
import { type AppointmentState, changeableUntil } from './states.ts'

export interface OwnAppointment {
  id: string
  code: string
  state: AppointmentState
  service: { id: string; name: string }
  store: { id: string; name: string; address: string }
  staff: { id: string; name: string } | null
  starts_at: string
  ends_at: string
  time_zone: string
  note: string
  reason: string
  /** Until then she cancels or moves it herself; null: it is not to come. */
  changeable_until: string | null
}
interface Row {
  id: string
  code: string
  state: AppointmentState
  service_id: string
  service_name: string
  store_code: string
  store_name: string
  store_address: string
  staff_code: string | null
  staff_name: string | null
  starts_at: Date
  ends_at: Date
  zone: string
  cancel_minutes: number
  note: string
  reason: string
}
const ALL = sql`${COLUMNS}, coalesce(s.address, '') as store_address, coalesce(f.name, a.staff_code) as staff_name,
  a.note, a.reason`
const FROM_ALL = sql`${FROM} left join staff f on f.tenant_id = a.tenant_id and f.code = a.staff_code`

const present = (row: Row): OwnAppointment => ({
  ...{ id: row.id, code: row.code, state: row.state, note: row.note, reason: row.reason },
  service: { id: row.service_id, name: row.service_name },
  store: { id: row.store_code, name: row.store_name, address: row.store_address },
  staff: row.staff_code === null ? null : { id: row.staff_code, name: row.staff_name ?? '' },
  ...{ starts_at: row.starts_at.toISOString(), ends_at: row.ends_at.toISOString() },
  time_zone: row.zone,
  changeable_until:
    row.state === 'booked'
      ? changeableUntil(row.starts_at, row.cancel_minutes).toISOString()
      : null,
})

/** What is furthest ahead comes first. */
export async function ownAppointments(
  ctx: Ctx,
  nodes: readonly number[],
  page: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(page.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<Row>`select ${ALL} ${FROM_ALL}
    where a.tenant_id = ${ctx.tenantId} and ${ofNodes(nodes)}
      and ${after ? sql`(a.starts_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by a.starts_at desc, a.id desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(rows, page.limit, present, (row) => [row.starts_at.toISOString(), row.id])
}

/** @throws 404 for what is not hers */
export async function ownAppointment(
  ctx: Ctx,
  nodes: readonly number[],
  id: string,
): Promise<OwnAppointment> {
  const { rows } = await sql<Row>`select ${ALL} ${FROM_ALL}
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}::uuid and ${ofNodes(nodes)}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('appointment')
  return present(rows[0])
}
