// An appointment moved to another time, or cancelled: its seat is free again in the same transaction.
import { type RawBuilder, sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { holdService } from '../services/services.ts'
import { giveBack, takeSeat, type Wanted } from '../slots/seats.ts'
import { type Appointment, holdAppointment } from './appointment.ts'
import { changeableUntil, nextReminder } from './states.ts'
import { recordAll, tellHer } from './tell.ts'

/** Which appointments whoever asks may mean: her own, or those in sight. */
export type Meant = RawBuilder<boolean>

/** @throws 404, 409 appointment_state, too_late_to_change, and as booking */
export function reschedule(
  ctx: Ctx,
  id: string,
  wanted: Wanted,
  meant: Meant,
): Promise<Appointment> {
  return inTx(ctx, async (ctx) => {
    const before = await holdAppointment(ctx, id, meant)
    demandChangeable(ctx, before, wanted.by)
    if (isThere(before, wanted)) return before
    const service = await holdService(ctx, before.service_id)
    if (service.state !== 'live')
      throw conflict('service_not_live', 'This service takes no bookings now')
    const seat = await takeSeat(ctx, service, wanted, {
      ...{ slot: before.slot_id, resource: before.resource },
    })
    const remindAt = nextReminder(seat.starts_at, service.remind_hours, ctx.now())
    await sql`update appointment set slot_id = ${seat.slot}, store_code = ${wanted.store}, staff_code = ${seat.staff},
        starts_at = ${seat.starts_at}, ends_at = ${seat.ends_at}, remind_at = ${remindAt}, revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    const after = await holdAppointment(ctx, id, sql<boolean>`true`)
    const from = before.starts_at.toISOString()
    await recordAll(ctx, 'appointment_rescheduled', [after], { from, by: wanted.by })
    await tellHer(ctx, after, 'appointment_moved', String(after.revision))
    if (wanted.by === 'staff')
      await audit(
        ctx,
        'appointment.rescheduled',
        { kind: 'appointment', id },
        {
          ...{ from, to: after.starts_at.toISOString() },
        },
      )
    return after
  })
}

const isThere = (a: Appointment, wanted: Wanted): boolean =>
  a.starts_at.getTime() === wanted.startsAt.getTime() &&
  a.store_code === wanted.store &&
  (wanted.staff === null || wanted.staff === a.staff_code)

/** Cancelled already, it stays as it is. @throws 404, 409 appointment_state, too_late_to_change */
export function cancel(
  ctx: Ctx,
  id: string,
  given: { by: 'customer' | 'staff'; reason: string },
  meant: Meant,
): Promise<Appointment> {
  return inTx(ctx, async (ctx) => {
    const before = await holdAppointment(ctx, id, meant)
    if (before.state === 'cancelled') return before
    demandChangeable(ctx, before, given.by)
    await giveBack(ctx, before.slot_id)
    await sql`update appointment set state = 'cancelled', cancelled_at = ${ctx.now()}, cancelled_by = ${given.by},
        reason = ${given.reason}, remind_at = null, revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    await recordAll(ctx, 'appointment_cancelled', [before], { by: given.by })
    if (given.by === 'staff') {
      await tellHer(ctx, before, 'appointment_cancelled')
      const about = { kind: 'appointment', id }
      await audit(ctx, 'appointment.cancelled', about, { reason: given.reason })
    }
    return { ...before, state: 'cancelled', revision: before.revision + 1 }
  })
}

function demandChangeable(ctx: Ctx, a: Appointment, by: 'customer' | 'staff'): void {
  if (a.state !== 'booked')
    throw conflict('appointment_state', 'It is not to come any more', { state: a.state })
  const until = by === 'customer' ? changeableUntil(a.starts_at, a.cancel_minutes) : a.ends_at
  if (ctx.now() >= until)
    throw conflict('too_late_to_change', 'It is too late to change it; call the store', {
      until: until.toISOString(),
    })
}
