// What a person booked goes with her: what is still to come is free again, what was stays, of nobody.
import { sql } from 'kysely'
import type { Person, PersonalData } from '../profile/index.ts'
import { lockResources } from './slots/seats.ts'

const nodesOf = (person: Person) => sql`any(${[...person.nodes]}::bigint[])`

export const appointmentsData: readonly PersonalData[] = [
  {
    name: 'appointments',
    tables: ['appointment'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select v.name as service, a.store_code as store, a.staff_code as staff, a.state, a.starts_at, a.ends_at, a.note,
          a.reason, a.created_at
        from appointment a join appointment_service v on v.tenant_id = a.tenant_id and v.id = a.service_id
        where a.tenant_id = ${ctx.tenantId} and a.node_id = ${nodesOf(person)} order by a.starts_at, a.id`.execute(
        ctx.pg,
      )
      return rows
    },
    async erase(ctx, person) {
      const hers = sql`a.tenant_id = ${ctx.tenantId} and a.node_id = ${nodesOf(person)}`
      const { rows } = await sql<{ resource: string; is_to_come: boolean }>`
        select l.resource, a.state = 'booked' as is_to_come from appointment a
        join appointment_slot l on l.tenant_id = a.tenant_id and l.id = a.slot_id
        where ${hers} order by a.id for update of a`.execute(ctx.pg)
      await lockResources(
        ctx,
        rows.filter((row) => row.is_to_come).map((row) => row.resource),
      )
      await sql`with gone as (
          update appointment a set state = 'cancelled', cancelled_at = ${ctx.now()}, cancelled_by = 'staff',
            remind_at = null, revision = revision + 1
          where ${hers} and a.state = 'booked' returning a.slot_id),
        freed as (select slot_id, count(*)::int as seats from gone group by slot_id)
        update appointment_slot l set held = l.held - f.seats from freed f
        where l.tenant_id = ${ctx.tenantId} and l.id = f.slot_id`.execute(ctx.pg)
      await sql`update appointment a set node_id = null, note = '', reason = '' where ${hers}`.execute(
        ctx.pg,
      )
      return rows.length
    },
  },
]
