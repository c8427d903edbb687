// A booking: a seat, the appointment that holds it, and what is told of it, in one transaction.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { verifiedNodesOf } from '../../identity/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { holdService } from '../services/services.ts'
import { takeSeat, type Wanted } from '../slots/seats.ts'
import { type Appointment, findByKey, newCode } from './appointment.ts'
import { nextReminder } from './states.ts'
import { recordAll, tellHer } from './tell.ts'

export interface Booking extends Wanted {
  /** Of the request, once a brand. */
  key: string
  service: string
  /** A node of the customer it is for. */
  node: number
  note: string
}

/**
 * The same key again is the same appointment.
 * @throws 404, 409 service_not_live, slot_not_offered, slot_too_soon, slot_too_far, slot_full,
 * too_many_appointments, idempotency_key_reused
 */
export function book(
  ctx: Ctx,
  given: Booking,
): Promise<{ appointment: Appointment; isNew: boolean }> {
  return inTx(ctx, async (ctx) => {
    const nodes = await lockPerson(ctx, given.node)
    const known = await findByKey(ctx, given.key)
    if (known) {
      demandSame(known, given, nodes)
      return { appointment: known, isNew: false }
    }
    const service = await holdService(ctx, given.service)
    if (service.state !== 'live') {
      if (given.by === 'customer') throw notFound('appointment_service')
      throw conflict('service_not_live', 'This service takes no bookings now')
    }
    if (given.by === 'customer') await demandRoom(ctx, service.id, nodes, service.per_customer)
    const seat = await takeSeat(ctx, service, given)
    const remindAt = nextReminder(seat.starts_at, service.remind_hours, ctx.now())
    const { rows } = await sql`
      insert into appointment (tenant_id, id, key, code, service_id, slot_id, store_code, staff_code, node_id, state,
        starts_at, ends_at, booked_by, note, remind_at, created_at)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${given.key}, ${newCode()}, ${service.id}, ${seat.slot}, ${given.store},
        ${seat.staff}, ${given.node}, 'booked', ${seat.starts_at}, ${seat.ends_at}, ${given.by}, ${given.note}, ${remindAt},
        ${ctx.now()})
      on conflict (tenant_id, key) do nothing returning id`.execute(ctx.pg)
    if (rows.length === 0) throw reused()
    const appointment = await findByKey(ctx, given.key)
    if (!appointment) throw new Error('an appointment was not written')
    await recordAll(ctx, 'appointment_booked', [appointment], { booked_by: given.by })
    await tellHer(ctx, appointment, 'appointment_booked')
    if (given.by === 'staff')
      await audit(ctx, 'appointment.booked', { kind: 'appointment', id: appointment.id })
    return { appointment, isNew: true }
  })
}

const reused = () =>
  conflict('idempotency_key_reused', 'This key stands for another request', { field: 'key' })

function demandSame(known: Appointment, given: Booking, nodes: readonly number[]): void {
  const isSame =
    known.node_id !== null &&
    nodes.includes(known.node_id) &&
    known.service_id === given.service.toLowerCase() &&
    known.store_code === given.store
  if (!isSame) throw reused()
}

/** Her own nodes, held: who books twice at one moment, or at two devices, waits for herself. */
async function lockPerson(ctx: Ctx, node: number): Promise<number[]> {
  let held: number[] = []
  for (;;) {
    const nodes = await verifiedNodesOf(ctx, node)
    if (nodes.every((one) => held.includes(one))) return nodes
    await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = any(${nodes}::bigint[])
      order by id for no key update`.execute(ctx.pg)
    held = nodes
  }
}

/** So that nobody keeps all the seats to herself. @throws 409 too_many_appointments */
async function demandRoom(
  ctx: Ctx,
  service: string,
  nodes: readonly number[],
  most: number,
): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from appointment
    where tenant_id = ${ctx.tenantId} and service_id = ${service}::uuid and node_id = any(${[...nodes]}::bigint[])
      and state = 'booked' and ends_at > ${ctx.now()}`.execute(ctx.pg)
  if ((rows[0]?.n ?? 0) >= most)
    throw conflict('too_many_appointments', 'She has booked as many of these as may be booked', {
      most,
    })
}
