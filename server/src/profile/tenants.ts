// Everybody of every brand, for checks and rebuilds: some at a time.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export async function tenants(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from tenant order by id`.execute(ctx.pg)
  return rows.map((r) => r.id)
}

/** Customers in the order of their numbers. */
export async function* customersOf(ctx: Ctx, atOnce = 2_000): AsyncGenerator<number[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql<{ id: number }>`
      select id from customer where tenant_id = ${ctx.tenantId} and id = canonical_id and id > ${after}
      order by id limit ${atOnce}`.execute(ctx.pg)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((r) => r.id)
    after = last.id
  }
}
