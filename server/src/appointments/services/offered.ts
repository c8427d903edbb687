// Services as customers see them: what is live, where, and with whom.
import { sql } from 'kysely'
import { whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { timetablesOf } from '../timetable/timetable.ts'
import { getService, listServices, MOST_SERVICES, type Service } from './services.ts'

export interface OfferedService {
  id: string
  name: string
  description: string
  duration_minutes: number
  by_staff: boolean
  cancel_minutes: number
  horizon_days: number
}
const shown = (service: Service): OfferedService => ({
  ...{ id: service.id, name: service.name, description: service.description },
  ...{ duration_minutes: service.duration_minutes, by_staff: service.by_staff },
  ...{ cancel_minutes: service.cancel_minutes, horizon_days: service.horizon_days },
})

/** All that are live, by name. */
export async function offeredServices(ctx: Ctx): Promise<OfferedService[]> {
  const { items } = await listServices(ctx, { state: 'live', limit: MOST_SERVICES })
  return items.map(shown)
}

/** With the stores that take appointments for it and who gives it there. @throws 404 when it is not live */
export async function offeredService(ctx: Ctx, id: string) {
  const service = await getService(ctx, id)
  if (service.state !== 'live') throw notFound('appointment_service')
  const timetables = (await timetablesOf(ctx, service.store_ids)).filter(
    ({ hours }) => hours.length > 0,
  )
  const staff = service.by_staff ? await whereStaffWork(ctx, service.staff_ids) : new Map()
  const { rows } = await sql<{ code: string; address: string }>`select code, address from store
    where tenant_id = ${ctx.tenantId} and code = any(${service.store_ids}::text[])`.execute(ctx.pg)
  const addresses = new Map(rows.map((row) => [row.code, row.address]))
  return {
    ...shown(service),
    stores: timetables.map(({ store_id, store_name, zone, shifts }) => ({
      ...{ id: store_id, name: store_name, address: addresses.get(store_id) ?? '' },
      time_zone: zone,
      staff: service.staff_ids.flatMap((code) => {
        const known = staff.get(code)
        const isHere = shifts.some((shift) => shift.staff_id === code)
        return known && !known.hasLeft && isHere ? [{ id: code, name: known.name }] : []
      }),
    })),
  }
}
