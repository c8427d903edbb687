// A brand with stores, staff and services to book, for tests. Its clock stands still.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { book } from './booking/book.ts'
import { checks } from './checks.ts'
import { createService, type Service, setServiceState } from './services/services.ts'
import { ServiceFields } from './services/shapes.ts'
import { setTimetable } from './timetable/timetable.ts'

/** A Monday, 08:00 in Shanghai. */
export const MONDAY = '2026-11-02T00:00:00Z'
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

export const at = <C extends Ctx>(ctx: C, time: string): C => ({
  ...ctx,
  now: () => new Date(time),
})
/** That Monday in Shanghai, or so many days later. */
export const clock = (time: string, days = 0): Date => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return new Date(Date.parse(MONDAY) + ((days * 24 + hours - 8) * 60 + minutes) * 60_000)
}

export async function addStore(ctx: Ctx, code: string): Promise<string> {
  const id = randomUUID()
  await sql`insert into store (tenant_id, id, code, name, kind, created_at)
    values (${ctx.tenantId}, ${id}, ${code}, ${`Store ${code}`}, 'direct', now())`.execute(ctx.pg)
  return id
}
export async function addStaff(ctx: Ctx, code: string, store: string): Promise<void> {
  await sql`with made as (
      insert into staff (tenant_id, id, code, name, created_at)
      values (${ctx.tenantId}, gen_random_uuid(), ${code}, ${`Staff ${code}`}, now()) returning id)
    insert into staff_post (tenant_id, id, staff_id, store_id, from_at, actor)
    select ${ctx.tenantId}::uuid, gen_random_uuid(), made.id, s.id, now(), 'test' from made
    join store s on s.tenant_id = ${ctx.tenantId} and s.code = ${store}`.execute(ctx.pg)
}
export async function newCustomer(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}
export const newCustomers = (ctx: Ctx, count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, () => newCustomer(ctx)))

/** The store s1, open from 09:00 every day; an and bo work there all the time. */
export async function testBrand(until = '18:00'): Promise<TestCtx> {
  const ctx = at(await testCtx(), MONDAY)
  await addStore(ctx, 's1')
  for (const staff of ['an', 'bo']) await addStaff(ctx, staff, 's1')
  await openDaily(ctx, 's1', '09:00', until, ['an', 'bo'])
  return ctx
}
export const openDaily = (
  ctx: Ctx,
  store: string,
  from: string,
  to: string,
  staff: readonly string[],
) => {
  const hours = WEEKDAYS.map((weekday) => ({ weekday, from, to }))
  return setTimetable(ctx, store, {
    ...{ time_zone: null, hours, closed_days: [], days_off: [], revision: 0 },
    shifts: staff.flatMap((staff_id) => hours.map((one) => ({ ...one, staff_id }))),
  })
}

/** Live; an hour with an or bo, on the hour, unless said otherwise. */
export async function liveService(ctx: Ctx, more: Partial<ServiceFields> = {}): Promise<Service> {
  const fields = ServiceFields.parse({
    ...{ name: `service ${randomUUID()}`, duration_minutes: 60, step_minutes: 60 },
    ...{ by_staff: true, store_ids: ['s1'], staff_ids: ['an', 'bo'], ...more },
  })
  const { id } = await createService(ctx, fields)
  return setServiceState(ctx, id, 'live')
}

export const booking = (
  service: Service,
  node: number,
  startsAt: Date,
  more: Partial<Parameters<typeof book>[1]> = {},
) => ({
  ...{ key: randomUUID(), service: service.id, store: 's1', staff: null, node, startsAt },
  ...{ note: '', by: 'customer' as const, ...more },
})
export const booked = async (...given: Parameters<typeof bookedAs>) =>
  (await bookedAs(...given)).appointment
const bookedAs = (
  ctx: Ctx,
  service: Service,
  node: number,
  startsAt: Date,
  more: Partial<Parameters<typeof book>[1]> = {},
) => book(ctx, booking(service, node, startsAt, more))

/** What the brand's seats are wrong in. */
export async function wrongSeats(ctx: Ctx) {
  const found = await Promise.all(checks.map((check) => check.compare(ctx)))
  return found.flatMap((one) => one.differences).filter((d) => d.tenant === ctx.tenantId)
}
export const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => 'done',
    (error: { code?: string; status?: number }) => {
      if (error.status === undefined) throw error
      return error.code
    },
  )
/** How many seats are held in all. */
export async function heldSeats(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select coalesce(sum(held), 0)::int as n from appointment_slot
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
export async function eventsOf(ctx: Ctx): Promise<{ name: string; customer: number }[]> {
  const { rows } = await sql<{ name: string; customer: number }>`
    select event ->> 'name' as name, (event ->> 'customerId')::bigint as customer from event_outbox
    where tenant_id = ${ctx.tenantId} and event ->> 'source' = 'appointments' order by id`.execute(
    ctx.pg,
  )
  return rows
}
