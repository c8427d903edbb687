// How many customers a rule means, counted to the last, while it is being written.
import { type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { compile, type Reading } from './compile.ts'
import { readingNow } from './reading.ts'
import type { Rule } from './rule.ts'
import { narrowing } from './scope.ts'

export interface Estimate {
  size: number
  everybody: number
  /** Of `size`, those with a touchpoint that lives. */
  reachable: number
  ms: number
  as_of: string
  exact: true
}

const ANYBODY: Rule = { kind: 'everybody' }
const REACHABLE: Rule = { kind: 'touchpoints', live: { op: 'gte', value: 1 } }

/** Of whom the actor sees. */
export async function estimate(ctx: Ctx, rule: Rule): Promise<Estimate> {
  const reading = await readingNow(ctx)
  const began = performance.now()
  const counts = await countOf(ctx, compile(rule, reading).bitmap, reading)
  return {
    ...counts,
    ms: Math.round(performance.now() - began),
    as_of: new Date(reading.clock.now).toISOString(),
    exact: true,
  }
}

export async function countOf(
  ctx: Ctx,
  bitmap: Sql,
  reading: Reading,
): Promise<Pick<Estimate, 'size' | 'everybody' | 'reachable'>> {
  const narrow = await narrowing(ctx, reading)
  const [row] = await ctx.ch.rows<{ size: string; everybody: string; reachable: string }>(
    ctx.tenantId,
    counting(bitmap, reading, narrow),
  )
  return {
    size: Number(row?.size ?? 0),
    everybody: Number(row?.everybody ?? 0),
    reachable: Number(row?.reachable ?? 0),
  }
}

/** One row: size, reachable, everybody. */
export const counting = (bitmap: Sql, reading: Reading, narrow = (set: Sql) => set): Sql =>
  sql`with ${narrow(bitmap)} as inside
    select bitmapCardinality(inside) as size,
      bitmapAndCardinality(inside, ${compile(REACHABLE, reading).bitmap}) as reachable,
      bitmapCardinality(${narrow(compile(ANYBODY, reading).bitmap)}) as everybody`
