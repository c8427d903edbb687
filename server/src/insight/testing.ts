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

/** Between the values beside its place, as people draw it: 0.5 is the median. */
export function quantile(values: readonly number[], level: number): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const place = (values.length - 1) * level
  const low = sorted[Math.floor(place)] as number
  return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] as number) - low)
}
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length

/** As an answer has it, rounded so that both can be compared. */
export const spreadByHand = (values: readonly number[]) =>
  rounded({
    count: values.length,
    average: mean(values),
    min: quantile(values, 0),
    p10: quantile(values, 0.1),
    p25: quantile(values, 0.25),
    median: quantile(values, 0.5),
    p75: quantile(values, 0.75),
    p90: quantile(values, 0.9),
    max: quantile(values, 1),
  })

export const rounded = (figures: object) =>
  Object.fromEntries(
    Object.entries(figures).map(([name, n]) => [
      name,
      n === null ? null : Math.round(n * 1e6) / 1e6,
    ]),
  )

/** How many values are in each bin, looked at one by one. */
export const countByHand = (
  values: readonly number[],
  bins: readonly { from: number | null; to: number | null }[],
) =>
  bins.map(
    ({ from, to }, i) =>
      values.filter(
        (x) =>
          (from === null || x >= from) &&
          (to === null || x < to || (i === bins.length - 1 && x === to)),
      ).length,
  )
