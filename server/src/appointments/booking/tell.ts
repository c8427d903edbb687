// What happened to appointments: on customers' timelines, and in messages about their own appointment.
import { randomUUIDv7 } from 'node:crypto'
import { type NewMessage, sendMessages } from '../../messages/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type OwnEvent, recordEvents } from '../../platform/outbox.ts'
import { clockOf } from '../slots/grid.ts'
import type { Appointment } from './appointment.ts'

export type AppointmentEvent =
  | 'appointment_booked'
  | 'appointment_rescheduled'
  | 'appointment_cancelled'
  | 'appointment_checked_in'
  | 'appointment_completed'
  | 'appointment_missed'

/** In the transaction of what happened. */
export const recordAll = (
  ctx: Ctx,
  name: AppointmentEvent,
  appointments: readonly Appointment[],
  more: Record<string, unknown> = {},
): Promise<void> =>
  recordEvents(
    ctx,
    appointments.flatMap((a): OwnEvent[] =>
      a.node_id === null
        ? []
        : [
            {
              ...{ id: randomUUIDv7(), name, customerId: a.node_id, at: ctx.now() },
              ...{ source: 'appointments', storeId: a.store_code, staffId: a.staff_code },
              props: {
                ...{ appointment: a.id, service: a.service_id, service_name: a.service_name },
                ...{ starts_at: a.starts_at.toISOString(), ...more },
              },
            },
          ],
    ),
  )

type Kind =
  | 'appointment_booked'
  | 'appointment_moved'
  | 'appointment_cancelled'
  | 'appointment_reminder'

/** @param of what tells one message of its kind from the next: the time it is about */
export const messageOf = (a: Appointment, kind: Kind, of = ''): NewMessage => ({
  ...{ kind, key: `${kind}:${a.id}:${of}`, node: a.node_id },
  params: {
    ...{ service: a.service_name, store: a.store_name.slice(0, 200) },
    at: clockOf(a.starts_at, a.zone),
  },
  link: `/appointments/${a.id}`,
})

export const tellHer = (ctx: Ctx, a: Appointment, kind: Kind, of = ''): Promise<number> =>
  a.node_id === null ? Promise.resolve(0) : sendMessages(ctx, [messageOf(a, kind, of)])
