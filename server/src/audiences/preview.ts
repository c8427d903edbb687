// Who is inside, a page at a time in the order of their ids, and which conditions made it so.
import { z } from 'zod'
import { nodesOf } from '../identity/index.ts'
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readCursor, writeCursor } from '../platform/page.ts'
import { type ListedCustomer, listedByIds } from '../profile/index.ts'
import { compile, type Reading } from './compile.ts'
import { readingNow } from './reading.ts'
import type { Rule } from './rule.ts'
import { narrowing, seenOf, setOfIds } from './scope.ts'
import { answerOf, leavesOf, type Reason, reasonsOf } from './truth.ts'

export interface Page {
  limit: number
  cursor?: string | undefined
}
export interface CustomersInside<Item> {
  items: Item[]
  next_cursor: string | null
}
export interface Previewed {
  customer: ListedCustomer
  reasons: Reason[]
}

/** Of a bitmap those the actor sees, in the order of their ids, from the one after `after` on. */
export async function idsAfter(
  ctx: Ctx,
  bitmap: Sql,
  reading: Reading,
  after: number,
  limit: number,
): Promise<number[]> {
  const narrow = await narrowing(ctx, reading)
  const [row] = await ctx.ch.rows<{ ids: number[] }>(
    ctx.tenantId,
    sql`select bitmapToArray(bitmapSubsetLimit(${narrow(bitmap)}, ${as('UInt32', after + 1)},
      ${as('UInt32', limit)})) as ids`,
  )
  return (row?.ids ?? []).map(Number)
}

/** A page may be shorter than asked and not the last. */
export async function customersIn(
  ctx: Ctx,
  bitmap: Sql,
  reading: Reading,
  page: Page,
): Promise<CustomersInside<ListedCustomer>> {
  const after = readCursor(page.cursor, z.number().int().min(0).max(4_294_967_294)) ?? 0
  const ids = await idsAfter(ctx, bitmap, reading, after, page.limit + 1)
  const shown = ids.slice(0, page.limit)
  return {
    items: await listedByIds(ctx, await seenOf(ctx, shown)),
    next_cursor: ids.length > page.limit ? writeCursor(shown.at(-1)) : null,
  }
}

export async function preview(
  ctx: Ctx,
  rule: Rule,
  page: Page,
): Promise<CustomersInside<Previewed>> {
  const reading = await readingNow(ctx)
  const found = await customersIn(ctx, compile(rule, reading).bitmap, reading, page)
  const held = await heldLeaves(
    ctx,
    rule,
    found.items.map((c) => c.id),
    reading,
  )
  return {
    next_cursor: found.next_cursor,
    items: found.items.map((customer) => ({
      customer,
      reasons: reasonsOf(answerOf(rule, (leaf) => held(leaf, customer.id))),
    })),
  }
}

/**
 * Which conditions hold of which of a few customers: one statement for all of them, over their own
 * rows. Ranks and other audiences are read whole, as they mean everybody.
 */
export async function heldLeaves(
  ctx: Ctx,
  rule: Rule,
  customers: readonly number[],
  reading: Reading,
): Promise<(leaf: number, customer: number) => boolean> {
  if (customers.length === 0) return () => false
  const nodes = [...(await nodesOf(ctx, customers)).values()].flat()
  const these = sql`customer_id in ${as('Array(UInt32)', nodes)}`
  const asked = setOfIds(customers)
  const sets = leavesOf(rule).map(({ leaf }) => {
    const { bitmap } = compile(leaf, { ...reading, only: these })
    return sql`bitmapToArray(bitmapAnd(${asked}, ${bitmap}))`
  })
  const [row] = await ctx.ch.rows<{ held: number[][] }>(
    ctx.tenantId,
    sql`select [${join(sets, ', ')}] as held`,
  )
  const held = (row?.held ?? []).map((ids) => new Set(ids.map(Number)))
  return (leaf, customer) => held[leaf]?.has(customer) ?? false
}
