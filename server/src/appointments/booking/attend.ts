// Whether she came: as staff say in the store, and as the end of the time says.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { dayOf } from '../slots/grid.ts'
import { type Appointment, COLUMNS, FROM, holdAppointment } from './appointment.ts'
import type { Meant } from './change.ts'
import { type Step, stepTo } from './states.ts'
import { type AppointmentEvent, recordAll } from './tell.ts'

const TOLD: Readonly<Record<Step, AppointmentEvent>> = {
  check_in: 'appointment_checked_in',
  complete: 'appointment_completed',
  miss: 'appointment_missed',
}
const AUDITED: Readonly<Record<Step, string>> = {
  check_in: 'appointment.checked_in',
  complete: 'appointment.completed',
  miss: 'appointment.missed',
}

/** Said twice it is said once. @throws 404, 409 appointment_state, appointment_not_begun */
export function takeStep(ctx: Ctx, id: string, step: Step, meant: Meant): Promise<Appointment> {
  return inTx(ctx, async (ctx) => {
    const before = await holdAppointment(ctx, id, meant)
    const to = stepTo(before.state, step)
    if (to === undefined) {
      if (before.state === doneBy(step)) return before
      throw conflict('appointment_state', 'From where it stands it does not go there', {
        state: before.state,
      })
    }
    demandTime(ctx, before, step)
    await sql`update appointment set state = ${to}, remind_at = null, revision = revision + 1,
        checked_in_at = case when ${to} = 'checked_in' then ${ctx.now()}::timestamptz else checked_in_at end,
        completed_at = case when ${to} = 'completed' then ${ctx.now()}::timestamptz end,
        missed_at = case when ${to} = 'missed' then ${ctx.now()}::timestamptz end
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    const after = { ...before, state: to, revision: before.revision + 1 }
    await recordAll(ctx, TOLD[step], [after])
    await audit(ctx, AUDITED[step], { kind: 'appointment', id }, { from: before.state })
    return after
  })
}

const doneBy = (step: Step) => stepTo('booked', step)

/** Nobody comes before the day, and nobody is missed before the time. */
function demandTime(ctx: Ctx, a: Appointment, step: Step): void {
  const now = ctx.now()
  const has =
    step === 'miss' ? now >= a.starts_at : dayOf(now, a.zone) >= dayOf(a.starts_at, a.zone)
  if (!has)
    throw conflict('appointment_not_begun', 'It is too early for that', {
      starts_at: a.starts_at.toISOString(),
    })
}

/** After its end, for those who only forgot to say that she came. */
const GRACE_MS = 30 * 60_000
const AT_ONCE = 500

/** Whoever is still expected when it is over has missed it. Of every brand. @returns how many */
export async function missOverdue(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const until = new Date(system.now().getTime() - GRACE_MS)
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from appointment where state = 'booked' and ends_at <= ${until}`.execute(
    system.pg,
  )
  let missed = 0
  for (const { tenant_id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    for (;;) {
      const some = await missSome(ctx, until)
      missed += some
      if (some < AT_ONCE) break
    }
  }
  return missed
}

const missSome = (ctx: Ctx, until: Date): Promise<number> =>
  inTx(ctx, async (ctx) => {
    const { rows } = await sql<Appointment>`select ${COLUMNS} ${FROM}
      where a.tenant_id = ${ctx.tenantId} and a.state = 'booked' and a.ends_at <= ${until}
      order by a.ends_at, a.id limit ${AT_ONCE} for update of a skip locked`.execute(ctx.pg)
    const u = unnest(rows, { id: ['uuid', (a) => a.id] })
    await sql`update appointment a set state = 'missed', missed_at = ${ctx.now()}, remind_at = null,
        revision = revision + 1
      from ${u.rows} where a.tenant_id = ${ctx.tenantId} and a.id = r.id`.execute(ctx.pg)
    await recordAll(ctx, 'appointment_missed', rows)
    return rows.length
  })
