// Audiences made in one go, and who is in them; for tests.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { membersOf, type Until } from './history-sql.ts'
import { keep, putRule } from './keeping.ts'
import type { Rule } from './rule.ts'
import type { Telling } from './store.ts'

/** A live one; the next round builds it. */
export async function makeAudience(
  ctx: Ctx,
  rule: Rule,
  telling: Telling = 'silent',
  id: string = randomUUIDv7(),
): Promise<string> {
  await inTx(ctx, async (ctx) => {
    await sql`insert into audience (tenant_id, id, name, kind, created_by, updated_by)
      values (${ctx.tenantId}, ${id}, ${`Audience ${id}`}, 'rule', 'test', 'test')`.execute(ctx.pg)
    await putRule(ctx, id, rule)
    await keep(ctx, id, telling)
  })
  return id
}

export async function insideNow(ctx: Ctx, id: string, until: Until = {}): Promise<number[]> {
  const [row] = await ctx.ch.rows<{ inside: number[] }>(
    ctx.tenantId,
    ch`select bitmapToArray(${membersOf(id, until)}) as inside`,
  )
  return (row?.inside ?? []).map(Number).sort((a, b) => a - b)
}
