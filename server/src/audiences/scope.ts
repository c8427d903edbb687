// Whom an actor with a data scope sees, as a rule of the same language: so counts are narrowed where
// they are counted. What is shown of single customers is asked of PostgreSQL besides.
import { sql as pgSql } from 'kysely'
import { codesInScope, customerScope } from '../org/index.ts'
import { as, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { compile, type Reading } from './compile.ts'
import type { Rule } from './rule.ts'
import { NOBODY } from './set-sql.ts'

/** undefined: everybody. Friends and exclusive customers of its guides, customers of its stores. */
async function scopeRule(ctx: Ctx): Promise<Rule | 'nobody' | undefined> {
  const codes = await codesInScope(ctx)
  if (codes === undefined) return undefined
  const rules: Rule[] = []
  if (codes.staff.length > 0)
    rules.push(
      { kind: 'friend', staff: codes.staff, state: 'friend', window: { kind: 'ever' } },
      { kind: 'guide', guides: codes.staff },
    )
  if (codes.stores.length > 0) rules.push({ kind: 'store', stores: codes.stores })
  return rules.length === 0 ? 'nobody' : { kind: 'any', rules }
}

/** Narrows a bitmap to whom the actor sees. */
export async function narrowing(ctx: Ctx, reading: Reading): Promise<(bitmap: Sql) => Sql> {
  const rule = await scopeRule(ctx)
  if (rule === undefined) return (bitmap) => bitmap
  const seen = rule === 'nobody' ? NOBODY : compile(rule, reading).bitmap
  return (bitmap) => sql`bitmapAnd(${bitmap}, ${seen})`
}

/** Those of the customers whom the actor sees now. */
export async function seenOf(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const condition = customerScope(ctx, 'c.id')
  if (!condition || ids.length === 0) return [...ids]
  const { rows } = await pgSql<{ id: number }>`
    select c.id from unnest(${[...ids]}::bigint[]) as c (id) where ${condition} order by c.id`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.id)
}

export const setOfIds = (ids: readonly number[]): Sql =>
  ids.length === 0 ? NOBODY : sql`bitmapBuild(${as('Array(UInt32)', [...ids])})`
