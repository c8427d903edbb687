// Whether she came, what she was told before, and what is left of it when she is erased.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { everyPersonalData } from '../../personal-data.ts'
import { inTx } from '../../platform/ctx.ts'
import { eachBrand, type TestCtx } from '../../platform/testing.ts'
import {
  at,
  booked,
  clock,
  codeOf,
  eventsOf,
  heldSeats,
  liveService,
  newCustomer,
  testBrand,
  wrongSeats,
} from '../testing.ts'
import { type Appointment, ofNodes } from './appointment.ts'
import { missOverdue, takeStep } from './attend.ts'
import { cancel, reschedule } from './change.ts'
import { getAppointment, listAppointments } from './queries.ts'
import { remindEverywhere } from './remind.ts'
import type { Step } from './states.ts'

const hers = (a: Appointment) => ofNodes([a.node_id ?? 0])
const step = (of: TestCtx, a: Appointment, one: Step) => takeStep(of, a.id, one, hers(a))
const later = (of: TestCtx, time: string, days = 0) => at(of, clock(time, days).toISOString())
async function told(of: TestCtx): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`select kind from service_message
    where tenant_id = ${of.tenantId} order by created_at, id`.execute(of.pg)
  return rows.map((row) => row.kind)
}
const remind = (of: TestCtx) => remindEverywhere(of, eachBrand(of))

test('she is let in on the day, and it is done; each is said once however often', async () => {
  const ctx = await testBrand()
  const service = await liveService(ctx)
  const she = await newCustomer(ctx)
  const one = await booked(ctx, service, she, clock('10:00', 1))
  expect(await codeOf(step(ctx, one, 'check_in'))).toBe('appointment_not_begun')
  const day = later(ctx, '09:50', 1)
  expect(await codeOf(step(day, one, 'miss'))).toBe('appointment_not_begun')
  const all = await Promise.all(Array.from({ length: 16 }, () => step(day, one, 'check_in')))
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['checked_in']))
  expect((await step(day, one, 'complete')).state).toBe('completed')
  expect(await codeOf(step(day, one, 'check_in'))).toBe('appointment_state')
  expect(await eventsOf(ctx)).toEqual(
    ['appointment_booked', 'appointment_checked_in', 'appointment_completed'].map((name) => ({
      ...{ name, customer: she },
    })),
  )
  expect(await wrongSeats(ctx)).toEqual([])
})

test('who is still expected half an hour after the end has missed it; turning up later counts', async () => {
  const ctx = await testBrand()
  const service = await liveService(ctx)
  const she = await newCustomer(ctx)
  const gone = await booked(ctx, service, she, clock('09:00', 1))
  const there = await booked(ctx, service, await newCustomer(ctx), clock('09:00', 1))
  const toCome = await booked(ctx, service, await newCustomer(ctx), clock('11:00', 1))
  await step(later(ctx, '09:00', 1), there, 'check_in')
  const sweep = (of: TestCtx) => missOverdue(of, eachBrand(of))
  const states = () =>
    Promise.all([gone, there, toCome].map(async ({ id }) => (await getAppointment(ctx, id)).state))
  await sweep(later(ctx, '10:29', 1))
  expect(await states()).toEqual(['booked', 'checked_in', 'booked'])
  await Promise.all([sweep(later(ctx, '10:30', 1)), sweep(later(ctx, '10:30', 1))])
  expect(await states()).toEqual(['missed', 'checked_in', 'booked'])
  const missed = (await eventsOf(ctx)).filter(({ name }) => name === 'appointment_missed')
  expect(missed).toEqual([{ name: 'appointment_missed', customer: she }])
  expect((await step(later(ctx, '10:40', 1), gone, 'complete')).state).toBe('completed')
  expect(await wrongSeats(ctx)).toEqual([])
})

test('she is reminded at the set hours before, each time once, of the time it is then', async () => {
  const ctx = await testBrand()
  const service = await liveService(ctx, { remind_hours: [24, 2] })
  const one = await booked(ctx, service, await newCustomer(ctx), clock('10:00', 3))
  await remind(later(ctx, '09:59', 2))
  expect(await told(ctx)).toEqual(['appointment_booked'])
  const due = later(ctx, '10:00', 2)
  await Promise.all(Array.from({ length: 4 }, () => remind(due)))
  expect(await told(ctx)).toEqual(['appointment_booked', 'appointment_reminder'])
  const moved = { store: 's1', staff: null, startsAt: clock('12:00', 3), by: 'customer' as const }
  await reschedule(due, one.id, moved, hers(one))
  await remind(later(ctx, '08:00', 3))
  expect((await told(ctx)).slice(2)).toEqual(['appointment_moved', 'appointment_reminder'])
  await remind(later(ctx, '10:00', 3))
  await remind(later(ctx, '13:00', 3))
  expect((await told(ctx)).slice(4)).toEqual(['appointment_reminder'])
})

test('what is cancelled is reminded of no more, and a store that cancels says so', async () => {
  const ctx = await testBrand()
  const service = await liveService(ctx)
  const people = await Promise.all([newCustomer(ctx), newCustomer(ctx)])
  const [own, theirs] = await Promise.all(
    people.map((node) => booked(ctx, service, node, clock('10:00', 3))),
  )
  if (!own || !theirs) throw new Error('two were booked')
  await cancel(ctx, own.id, { by: 'customer', reason: '' }, hers(own))
  await cancel(ctx, theirs.id, { by: 'staff', reason: 'ill' }, hers(theirs))
  await remind(later(ctx, '10:00', 2))
  expect(await told(ctx)).toEqual([
    ...['appointment_booked', 'appointment_booked', 'appointment_cancelled'],
  ])
})

test('who is erased leaves a free seat for what was to come, and nothing of herself in what was', async () => {
  const ctx = await testBrand()
  const service = await liveService(ctx, { per_customer: 5 })
  const she = await newCustomer(ctx)
  const note = { note: '对坚果过敏' }
  const was = await booked(ctx, service, she, clock('09:00', 1), note)
  const toCome = await booked(ctx, service, she, clock('10:00', 2), note)
  await step(later(ctx, '09:00', 1), was, 'complete')
  const data = everyPersonalData.find(({ name }) => name === 'appointments')
  const person = { nodes: [she] } as never
  expect(JSON.stringify(await data?.export?.(ctx, person))).toContain('坚果')
  for (let time = 0; time < 2; time += 1) await inTx(ctx, async (ctx) => data?.erase?.(ctx, person))
  expect(await heldSeats(ctx)).toBe(1)
  const { items } = await listAppointments(ctx, { limit: 10 })
  expect(
    items.map(({ id, state, customer_id, note }) => ({ id, state, customer_id, note })),
  ).toEqual([
    { id: was.id, state: 'completed', customer_id: null, note: '' },
    { id: toCome.id, state: 'cancelled', customer_id: null, note: '' },
  ])
  expect(await wrongSeats(ctx)).toEqual([])
})
