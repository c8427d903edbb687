// Stores and staff that data speaks of and nobody has declared.
import { sql } from 'kysely'
import { z } from 'zod'
import { sql as ch } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const UnknownCode = z.object({
  code: z.string(),
  events: z.number().int(),
  relations: z.number().int().describe('Friendships that name it'),
  customers: z.number().int().describe('Customers of the events'),
  first_at: z.iso.datetime().nullable(),
  last_at: z.iso.datetime().nullable(),
})
type UnknownCode = z.infer<typeof UnknownCode>

interface Seen {
  code: string
  events: string
  customers: string
  first_ms: string
  last_ms: string
}

/** Orders are among the events, which tell of each. All of them, the most spoken of first. */
export async function listUnknownCodes(ctx: Ctx, kind: 'store' | 'staff'): Promise<UnknownCode[]> {
  const inEvents = await ctx.ch.rows<Seen>(
    ctx.tenantId,
    kind === 'store'
      ? ch`select assumeNotNull(store_id) as code, count() as events, uniqExact(customer_id) as customers,
            toUnixTimestamp64Milli(min(at)) as first_ms, toUnixTimestamp64Milli(max(at)) as last_ms
          from event where store_id is not null and store_id != '' group by code`
      : ch`select assumeNotNull(staff_id) as code, count() as events, uniqExact(customer_id) as customers,
            toUnixTimestamp64Milli(min(at)) as first_ms, toUnixTimestamp64Milli(max(at)) as last_ms
          from event where staff_id is not null and staff_id != '' group by code`,
  )
  const column = sql.ref(kind === 'store' ? 'store_id' : 'staff_id')
  const { rows: inRelations } = await sql<{ code: string; relations: number }>`
    select ${column} as code, count(*)::int as relations from relation
    where tenant_id = ${ctx.tenantId} and ${column} <> '' group by 1`.execute(ctx.pg)
  const relations = new Map(inRelations.map((row) => [row.code, row.relations]))
  const events = new Map(inEvents.map((row) => [row.code, row]))
  const codes = [...new Set([...events.keys(), ...relations.keys()])]
  const { rows: unknown } = await sql<{ code: string }>`
    select code from unnest(${codes}::text[]) as code
    except select code from ${sql.table(kind)} where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return unknown
    .map(({ code }) => {
      const seen = events.get(code)
      return {
        code,
        events: Number(seen?.events ?? 0),
        relations: relations.get(code) ?? 0,
        customers: Number(seen?.customers ?? 0),
        first_at: seen ? new Date(Number(seen.first_ms)).toISOString() : null,
        last_at: seen ? new Date(Number(seen.last_ms)).toISOString() : null,
      }
    })
    .sort((a, b) => b.events + b.relations - (a.events + a.relations) || (a.code < b.code ? -1 : 1))
}
