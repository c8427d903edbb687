// One appointment, as those who change it hold it.
import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { AppointmentState } from './states.ts'

export interface Appointment {
  id: string
  code: string
  service_id: string
  service_name: string
  slot_id: string
  resource: string
  store_code: string
  store_name: string
  staff_code: string | null
  /** Null: she was erased. */
  node_id: number | null
  state: AppointmentState
  starts_at: Date
  ends_at: Date
  zone: string
  cancel_minutes: number
  remind_hours: number[]
  revision: number
}

export const COLUMNS = sql`a.id, a.code, a.service_id, v.name as service_name, a.slot_id, l.resource, a.store_code,
  coalesce(s.name, a.store_code) as store_name, a.staff_code, a.node_id, a.state, a.starts_at, a.ends_at,
  coalesce(w.time_zone, t.timezone) as zone, v.cancel_minutes, v.remind_hours, a.revision`
export const FROM = sql`from appointment a
  join tenant t on t.id = a.tenant_id
  join appointment_service v on v.tenant_id = a.tenant_id and v.id = a.service_id
  join appointment_slot l on l.tenant_id = a.tenant_id and l.id = a.slot_id
  left join customer c on c.tenant_id = a.tenant_id and c.id = a.node_id
  left join store s on s.tenant_id = a.tenant_id and s.code = a.store_code
  left join appointment_store w on w.tenant_id = a.tenant_id and w.store_code = a.store_code`

/** Held until the end of the transaction. @throws 404 when it is none of those meant */
export async function holdAppointment(
  ctx: Ctx,
  id: string,
  meant: RawBuilder<boolean>,
): Promise<Appointment> {
  const { rows } = await sql<Appointment>`select ${COLUMNS} ${FROM}
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}::uuid and ${meant} for update of a`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('appointment')
  return rows[0]
}

export async function findByKey(ctx: Ctx, key: string): Promise<Appointment | undefined> {
  const { rows } = await sql<Appointment>`select ${COLUMNS} ${FROM}
    where a.tenant_id = ${ctx.tenantId} and a.key = ${key}`.execute(ctx.pg)
  return rows[0]
}

/** Those of a customer who asks for her own. */
export const ofNodes = (nodes: readonly number[]): RawBuilder<boolean> =>
  sql<boolean>`a.node_id = any(${[...nodes]}::bigint[])`

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
export const CODE_LENGTH = 8
/** Shown in the store. Of another length than codes of coupons and pick-ups, so that none is taken for another. */
export const newCode = (): string =>
  [...randomBytes(CODE_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
