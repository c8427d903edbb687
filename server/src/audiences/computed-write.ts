// Values of a computed attribute as they are put down: only differences are written, a set at a time.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { computedValues, type StoredComputed, writeComputed } from '../profile/index.ts'
import { customersThere, movingCustomers } from './due.ts'

/** Customers written in one transaction. */
export const WRITTEN = 5_000

export interface Value {
  customer: number
  value: unknown
}

/** Some customers and the values of those of them who have one. */
export interface Part {
  of: Parameters<typeof computedValues>[2]
  values: readonly Value[]
}

/** Values in the order of customers, cut into sets with whoever is between. */
export function cut(values: readonly Value[], from: number, to: number | undefined): Part[] {
  const parts: Part[] = []
  let begin = from
  for (let i = 0; i < values.length; i += WRITTEN) {
    const next = values[i + WRITTEN]?.customer ?? to
    parts.push({ of: { from: begin, to: next }, values: values.slice(i, i + WRITTEN) })
    begin = next ?? begin
  }
  return parts.length > 0 ? parts : [{ of: { from, to }, values: [] }]
}

export async function stretches(
  ctx: Ctx,
  each: number,
): Promise<{ from: number; to: number | undefined }[]> {
  const { rows } = await sql<{ id: number }>`
    select id from (select id, row_number() over (order by id) as n from customer where tenant_id = ${ctx.tenantId}) c
    where n % ${each}::int = 0 order by id`.execute(ctx.pg)
  const starts = [0, ...rows.map((r) => r.id)]
  return starts.map((from, i) => ({ from, to: starts[i + 1] }))
}

export interface Put {
  /** Values that came or became others, and values that went. */
  set: number
  gone: number
  /** By how many there are more. */
  more: number
}

/** In the caller's transaction, which alone writes the values of this name meanwhile. */
export async function putValues(ctx: Ctx, name: string, at: Date, part: Part): Promise<Put> {
  const moving = new Set(await movingCustomers(ctx))
  const stored = await computedValues(ctx, name, part.of)
  const changes = differences(
    part.values.filter((v) => !moving.has(v.customer)),
    stored.filter((s) => !moving.has(s.customer)),
  )
  const there = await customersThere(
    ctx,
    changes.filter((c) => c.value !== undefined).map((c) => c.node),
  )
  const writes = changes.filter((c) => c.value === undefined || there.has(c.node))
  if (writes.length === 0) return { set: 0, gone: 0, more: 0 }
  await writeComputed(ctx, name, at, writes)
  const had = new Set(stored.map((s) => s.customer))
  const has = new Set(part.values.map((v) => v.customer))
  const came = writes.filter((w) => w.value !== undefined && !had.has(w.node)).length
  const went = [...had].filter((c) => !has.has(c) && !moving.has(c)).length
  return {
    set: writes.filter((w) => w.value !== undefined).length,
    gone: went,
    more: came - went,
  }
}

/** Everybody's values anew, in the order of customers; who has none here has none any more. */
export async function keepValues(
  ctx: Ctx,
  name: string,
  at: Date,
  values: readonly Value[],
): Promise<Omit<Put, 'more'>> {
  const total = { set: 0, gone: 0 }
  const parts =
    values.length > 0
      ? cut(values, 0, undefined)
      : (await stretches(ctx, WRITTEN)).map((of) => ({ of, values: [] }))
  for (const part of parts) {
    const { set, gone } = await inTx(ctx, (ctx) => putValues(ctx, name, at, part))
    total.set += set
    total.gone += gone
  }
  return total
}

/**
 * What to write so that each customer has her value with her own node and nothing with others; what
 * stands already is not among it. Pure.
 */
export function differences(
  values: readonly Value[],
  stored: readonly StoredComputed[],
): { node: number; value: unknown }[] {
  const changes: { node: number; value: unknown }[] = []
  const standing = new Map(
    stored.filter((s) => s.node === s.customer).map((s) => [s.node, s.value]),
  )
  const wanted = new Map(values.map((v) => [v.customer, v.value]))
  for (const { customer, value } of values)
    if (standing.get(customer) !== value) changes.push({ node: customer, value })
  for (const { node, customer } of stored)
    if (node !== customer || !wanted.has(customer)) changes.push({ node, value: undefined })
  return changes
}
