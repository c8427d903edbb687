// Services made, changed, put up and taken down.
import { randomUUIDv7 } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { storesByCode, whereStaffWork } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { ServiceFields, ServiceState } from './shapes.ts'

export interface Service extends ServiceFields {
  id: string
  state: ServiceState
  revision: number
}
export const MOST_SERVICES = 500

const COLUMNS = sql`v.id, v.name, v.description, v.state, v.duration_minutes, v.buffer_minutes, v.step_minutes, v.capacity,
  v.by_staff, v.lead_minutes, v.horizon_days, v.cancel_minutes, v.per_customer, v.remind_hours,
  v.store_codes as store_ids, v.staff_codes as staff_ids, v.revision`

export interface ServiceQuery {
  q?: string | undefined
  state?: ServiceState | undefined
  store_id?: string | undefined
}

/** By name. */
export async function listServices(
  ctx: Ctx,
  query: ServiceQuery & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.string(), z.uuid()]))
  const { rows } = await sql<Service>`select ${COLUMNS} from appointment_service v
    where v.tenant_id = ${ctx.tenantId}
      ${query.q ? sql`and position(lower(${query.q}) in lower(v.name)) > 0` : sql``}
      ${query.state ? sql`and v.state = ${query.state}` : sql``}
      ${query.store_id ? sql`and ${query.store_id} = any(v.store_codes)` : sql``}
      ${after ? sql`and (v.name, v.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by v.name, v.id limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    query.limit,
    (row) => row,
    (row) => [row.name, row.id],
  )
}

/** @throws 404 */
export const getService = (ctx: Ctx, id: string): Promise<Service> => find(ctx, id, sql``)
/** For somebody who books it: nobody changes it before they are done. @throws 404 */
export const holdService = (ctx: Ctx, id: string): Promise<Service> =>
  find(ctx, id, sql`for share of v`)

async function find(ctx: Ctx, id: string, lock: RawBuilder<unknown>): Promise<Service> {
  const { rows } = await sql<Service>`select ${COLUMNS} from appointment_service v
    where v.tenant_id = ${ctx.tenantId} and v.id = ${id}::uuid ${lock}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('appointment_service')
  return rows[0]
}

/** Nobody books it yet. @throws 400, 409 too_many_services */
export function createService(ctx: Ctx, given: ServiceFields): Promise<Service> {
  return inTx(ctx, async (ctx) => {
    await demandSound(ctx, given)
    // Two who make one at once: the second counts after the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`appointment services ${ctx.tenantId}`}, 0))`.execute(
      ctx.pg,
    )
    const id = randomUUIDv7()
    const { numAffectedRows } = await sql`
      insert into appointment_service (tenant_id, id, name, description, duration_minutes, buffer_minutes, step_minutes,
        capacity, by_staff, lead_minutes, horizon_days, cancel_minutes, per_customer, remind_hours, store_codes,
        staff_codes, created_at, updated_at)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${given.name}, ${given.description}, ${given.duration_minutes}::int,
        ${given.buffer_minutes}::int, ${given.step_minutes}::int, ${given.capacity}::int, ${given.by_staff}::boolean,
        ${given.lead_minutes}::int, ${given.horizon_days}::int, ${given.cancel_minutes}::int, ${given.per_customer}::int,
        ${given.remind_hours}::int[], ${given.store_ids}::text[], ${given.staff_ids}::text[], ${ctx.now()}::timestamptz,
        ${ctx.now()}::timestamptz
      where (select count(*) from appointment_service where tenant_id = ${ctx.tenantId}) < ${MOST_SERVICES}`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n)
      throw conflict('too_many_services', `A brand has at most ${MOST_SERVICES} services`)
    const about = { kind: 'appointment_service', id }
    await audit(ctx, 'appointment_service.created', about, { after: given })
    return getService(ctx, id)
  })
}

/** What is booked stays as it was booked. @throws 400, 404, 409 edited_meanwhile, service_incomplete */
export function changeService(
  ctx: Ctx,
  id: string,
  given: ServiceFields & { revision: number },
): Promise<Service> {
  return inTx(ctx, async (ctx) => {
    await demandSound(ctx, given)
    const before = await find(ctx, id, sql`for update of v`)
    if (before.revision !== given.revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile; look at it again')
    if (before.state === 'live') demandWhole(given)
    await sql`update appointment_service set name = ${given.name}, description = ${given.description},
        duration_minutes = ${given.duration_minutes}, buffer_minutes = ${given.buffer_minutes},
        step_minutes = ${given.step_minutes}, capacity = ${given.capacity}, by_staff = ${given.by_staff},
        lead_minutes = ${given.lead_minutes}, horizon_days = ${given.horizon_days}, cancel_minutes = ${given.cancel_minutes},
        per_customer = ${given.per_customer}, remind_hours = ${given.remind_hours}::int[],
        store_codes = ${given.store_ids}::text[], staff_codes = ${given.staff_ids}::text[], revision = revision + 1,
        updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    const after = await getService(ctx, id)
    const about = { kind: 'appointment_service', id }
    await audit(ctx, 'appointment_service.changed', about, { before, after })
    return after
  })
}

/** Stopped, it takes no more bookings; those there are stand. @throws 404, 409 service_incomplete */
export function setServiceState(ctx: Ctx, id: string, state: 'live' | 'stopped'): Promise<Service> {
  return inTx(ctx, async (ctx) => {
    const before = await find(ctx, id, sql`for update of v`)
    if (before.state === state) return before
    if (state === 'live') demandWhole(before)
    await sql`update appointment_service set state = ${state}, revision = revision + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    const about = { kind: 'appointment_service', id }
    await audit(ctx, `appointment_service.${state === 'live' ? 'put_up' : 'stopped'}`, about, {
      before: before.state,
    })
    return { ...before, state, revision: before.revision + 1 }
  })
}

/** @throws 409 service_incomplete */
function demandWhole({ store_ids, staff_ids, by_staff }: ServiceFields): void {
  if (store_ids.length === 0 || (by_staff && staff_ids.length === 0))
    throw conflict('service_incomplete', 'It needs a store, and staff where staff give it')
}

/** @throws 400 slots_overlap, unknown_store, unknown_staff */
async function demandSound(ctx: Ctx, given: ServiceFields): Promise<void> {
  // Without staff, what a store has room for is counted a slot: two at a time would be twice the room.
  if (!given.by_staff && given.step_minutes < given.duration_minutes + given.buffer_minutes)
    throw invalid('slots_overlap', 'Without staff, the next slot begins once the last one is over')
  const stores = await storesByCode(ctx, given.store_ids)
  const unknown = given.store_ids.filter((code) => !stores.has(code))
  if (unknown.length > 0)
    throw invalid('unknown_store', `There is no store ${unknown.join(', ')}`, { stores: unknown })
  const staff = await whereStaffWork(ctx, given.staff_ids)
  const strangers = given.staff_ids.filter((code) => !staff.has(code))
  if (strangers.length > 0)
    throw invalid('unknown_staff', `There is no staff ${strangers.join(', ')}`, {
      staff: strangers,
    })
}
