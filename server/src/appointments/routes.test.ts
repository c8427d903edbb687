// Appointments over their routes: who sees what, and what is refused in which words.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, addPerson, signInAs, testApi } from '../org/testing.ts'
import type { TestCtx } from '../platform/testing.ts'
import { routes } from './index.ts'
import type { Service } from './services/services.ts'
import {
  addStaff,
  addStore,
  at,
  booked,
  liveService,
  newCustomer,
  openDaily,
  testBrand,
} from './testing.ts'

let ctx: TestCtx
let api: Api
let service: Service
type Session = Awaited<ReturnType<typeof signInAs>>
let operator: Session
/** A guide at s1, and one at s2. */
let here: Session
let there: Session
/** The day after tomorrow in Shanghai, by the server’s own clock. */
const day = new Date(Date.now() + 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
const hour = (n: number) => new Date(`${day}T${String(n).padStart(2, '0')}:00:00+08:00`)

beforeAll(async () => {
  ctx = at(await testBrand(), new Date().toISOString())
  await addStore(ctx, 's2')
  await addStaff(ctx, 'wu', 's2')
  await openDaily(ctx, 's2', '09:00', '18:00', ['wu'])
  service = await liveService(ctx, { store_ids: ['s1', 's2'], staff_ids: ['an', 'bo', 'wu'] })
  api = await testApi(ctx, { domains: [routes] })
  const as = async (role: 'operator' | 'guide', staff?: string) =>
    signInAs(
      api,
      await addPerson(ctx, role, staff === undefined ? undefined : { kind: 'own', ids: [staff] }),
      ctx,
    )
  operator = await as('operator')
  here = await as('guide', 'an')
  there = await as('guide', 'wu')
})
afterAll(() => api.app.close())

async function ask(session: Session, method: string, path: string, body?: object) {
  const answer = await api.call(method, path, { session, ...(body && { body }) })
  return { ...answer, code: (answer.body.error as { code?: string } | undefined)?.code }
}
const asked = (customer_id: number, starts: Date, more = {}) => ({
  ...{ key: randomUUID(), customer_id, service_id: service.id, store_id: 's1' },
  ...{ starts_at: starts.toISOString(), ...more },
})

test('staff look up what is free, book it for a customer, move it, let her in and finish', async () => {
  const she = await newCustomer(ctx)
  const free = await ask(
    operator,
    'GET',
    `/appointment-services/${service.id}/slots?store_id=s1&from=${day}&days=1`,
  )
  const [first] = free.body.days as unknown as { slots: { starts_at: string }[] }[]
  expect(first?.slots).toHaveLength(9)
  const body = asked(she, hour(10), { staff_id: 'an', note: '初次' })
  const made = await ask(operator, 'POST', '/appointments', body)
  expect([made.status, made.body.state]).toEqual([201, 'booked'])
  expect((await ask(operator, 'POST', '/appointments', body)).status).toBe(200)
  const id = String(made.body.id)
  const moved = await ask(operator, 'POST', `/appointments/${id}/reschedule`, {
    ...{ store_id: 's1', staff_id: 'bo', starts_at: hour(11).toISOString() },
  })
  expect(moved.body).toMatchObject({ staff: { id: 'bo' }, steps: ['check_in', 'complete', 'miss'] })
  expect((await ask(here, 'POST', `/appointments/${id}/check-in`)).code).toBe(
    'appointment_not_begun',
  )
  const listed = await ask(
    operator,
    'GET',
    `/appointments?from=${day}&to=${day}&q=${String(made.body.code).toLowerCase()}`,
  )
  expect(listed.body.items).toMatchObject([{ id, customer_id: she, note: '初次' }])
  const days = await ask(operator, 'GET', `/appointment-days?from=${day}&to=${day}`)
  expect(days.body.items).toMatchObject([{ day, booked: 1, cancelled: 0 }])
  expect((await ask(operator, 'POST', `/appointments/${id}/cancel`, {})).body).toMatchObject({
    ...{ state: 'cancelled', cancelled_by: 'staff', steps: [] },
  })
})

test('a guide sees the appointments of their store, and no other’s', async () => {
  const one = await booked(ctx, service, await newCustomer(ctx), hour(14), { staff: 'bo' })
  const seen = async (who: Session) => {
    const { body } = await ask(who, 'GET', '/appointments?limit=200')
    return (body.items as unknown as { id: string }[]).some(({ id }) => id === one.id)
  }
  expect([await seen(operator), await seen(here), await seen(there)]).toEqual([true, true, false])
  for (const path of ['', '/check-in', '/complete', '/miss'])
    expect(
      (await ask(there, path === '' ? 'GET' : 'POST', `/appointments/${one.id}${path}`)).code,
      path,
    ).toBe('appointment_not_found')
  expect((await ask(there, 'POST', `/appointments/${one.id}/cancel`, {})).status).toBe(404)
  const mine = asked(await newCustomer(ctx), hour(15))
  expect((await ask(there, 'POST', '/appointments', mine)).status).toBe(404)
})

test('another brand’s services, stores, staff and appointments are not there', async () => {
  const other = at(await testBrand(), new Date().toISOString())
  const theirs = await liveService(other)
  const one = await booked(other, theirs, await newCustomer(other), hour(10))
  const she = await newCustomer(ctx)
  for (const [method, path, body] of [
    ['GET', `/appointment-services/${theirs.id}`],
    ['GET', `/appointment-services/${theirs.id}/slots?store_id=s1`],
    ['GET', `/appointments/${one.id}`],
    ['POST', `/appointments/${one.id}/cancel`, {}],
    ['POST', `/appointments/${one.id}/check-in`],
    ['POST', '/appointments', asked(she, hour(10), { service_id: theirs.id })],
    ['POST', '/appointments', asked(one.node_id ?? 0, hour(10))],
  ] as const)
    expect((await ask(operator, method, path, body)).status, path).toBe(404)
})

test('a service that makes no sense, and hours that overlap, are refused with nothing written', async () => {
  const sound = {
    ...{ name: '肌肤检测', duration_minutes: 45, step_minutes: 60, buffer_minutes: 15 },
    ...{ by_staff: false, store_ids: ['s1'], staff_ids: [] },
  }
  const refused = async (more: object) =>
    (await ask(operator, 'POST', '/appointment-services', { ...sound, ...more })).code
  expect(await refused({ step_minutes: 45 })).toBe('slots_overlap')
  expect(await refused({ store_ids: ['nowhere'] })).toBe('unknown_store')
  expect(await refused({ staff_ids: ['nobody'] })).toBe('unknown_staff')
  expect(await refused({ duration_minutes: 7 })).toBe('invalid_request')
  const made = await ask(operator, 'POST', '/appointment-services', { ...sound, store_ids: [] })
  expect(made.body).toMatchObject({ state: 'draft', capacity: 1, remind_hours: [24] })
  const path = `/appointment-services/${made.body.id}`
  const live = await ask(operator, 'PUT', `${path}/state`, { state: 'live' })
  expect(live.code).toBe('service_incomplete')
  const changed = await ask(operator, 'PUT', path, { ...sound, revision: 1 })
  expect(changed.body).toMatchObject({ revision: 2, store_ids: ['s1'] })
  expect((await ask(operator, 'PUT', path, { ...sound, revision: 1 })).code).toBe(
    'edited_meanwhile',
  )
  expect((await ask(operator, 'PUT', `${path}/state`, { state: 'live' })).body.state).toBe('live')

  const hours = [
    { weekday: 1, from: '09:00', to: '12:00' },
    { weekday: 1, from: '11:00', to: '18:00' },
  ]
  const times = { time_zone: null, closed_days: [], shifts: [], days_off: [], revision: 1 }
  const put = async (more: object) =>
    (await ask(operator, 'PUT', '/appointment-stores/s2', { ...times, ...more })).code
  expect(await put({ hours })).toBe('hours_overlap')
  expect(await put({ hours: [{ weekday: 1, from: '12:00', to: '12:00' }] })).toBe('hours_empty')
  expect(await put({ hours: [], time_zone: 'Mars/Olympus' })).toBe('invalid_request')
  expect(await put({ hours: [], days_off: [{ staff_id: 'nobody', on: '2026-01-01' }] })).toBe(
    'unknown_staff',
  )
  expect((await ask(here, 'PUT', '/appointment-stores/s1', { ...times, hours: [] })).status).toBe(
    403,
  )
  const { rows } = await sql<{ revision: number }>`select revision from appointment_store
    where tenant_id = ${ctx.tenantId} and store_code = 's2'`.execute(ctx.pg)
  expect(rows).toEqual([{ revision: 1 }])
})
