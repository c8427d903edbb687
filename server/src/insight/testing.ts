// What several tests of analyses need.
import { sql } from 'kysely'
import { projectAliases } from '../identity/index.ts'
import { sql as ch } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { behind } from './cells/customers.ts'
import { Figure } from './cells/shape.ts'

/** A new brand whose days begin in a zone. */
export async function zoned(timezone: string): Promise<Ctx> {
  const ctx = await testCtx()
  await sql`update tenant set timezone = ${timezone} where id = ${ctx.tenantId}`.execute(ctx.pg)
  return ctx
}

/** What the first of each pair did counts for the second from now on. */
export async function merge(ctx: Ctx, pairs: readonly [number, number][]): Promise<void> {
  for (const [node, canonical] of pairs)
    await sql`insert into identity_alias_change (tenant_id, node_id, canonical_id)
      values (${ctx.tenantId}::uuid, ${node}, ${canonical})`.execute(ctx.pg)
  await projectAliases(ctx)
}

export const of = (...events: string[]) => ({ any_of: events.map((event) => ({ event })) })

/** How many customers a figure opens. */
export async function sizeBehind(ctx: Ctx, figure: object): Promise<number> {
  const { customers } = await behind(ctx, Figure.parse(figure))
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select bitmapCardinality(${customers}) as n`,
  )
  return Number(row?.n)
}
