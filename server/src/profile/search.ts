// The ways in which words in the search field may mean a customer. Each is a condition of its own and
// is asked on its own, so that each can use the index that serves it.
import { type RawBuilder, sql } from 'kysely'
import { phone } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { escaped } from './filter.ts'
import { orderBook } from './order-figures.ts'
import { folded, gramsToFind, termOf } from './terms.ts'

/** Conditions on `customer_search s`; a customer is meant when any holds. */
export async function meanings(ctx: Ctx, q: string): Promise<RawBuilder<unknown>[]> {
  const words = q.trim()
  const found = [await byIdentifier(ctx, words)]
  if (/^\d{1,10}$/.test(words)) found.push(byNumber(ctx, words))
  if (/^\d{4}$/.test(words)) found.push(has(ctx, 'phoneEnd', words))
  const name = byName(ctx, folded(words))
  if (name) found.push(name)
  found.push(has(ctx, 'tag', words))
  const nodes = await orderBook().nodesOfNumber(ctx, words)
  if (nodes.length > 0)
    found.push(sql`s.customer_id in (select canonical_id from customer
      where tenant_id = ${ctx.tenantId} and id = any(${nodes}::bigint[]))`)
  return found
}

const has = (ctx: Ctx, kind: 'phoneEnd' | 'tag', word: string) =>
  sql`s.terms @> ${[termOf(ctx.tenantId, kind, word)]}::bigint[]`

/** Any number a customer ever had. */
const byNumber = (ctx: Ctx, digits: string) =>
  sql`s.customer_id in (select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${Number(digits)})`

/** So many are read at once, and named to the search one by one. */
const NAMED = 2_000

/**
 * Whole, or its beginning from three characters on; mobiles also as they are written at home. Who is meant
 * is read first: the planner guesses thousands for some beginnings that eight have, and then reads all
 * customers' figures (130 ms of a million customers, 1 ms when it is told who).
 */
async function byIdentifier(ctx: Ctx, words: string): Promise<RawBuilder<unknown>> {
  const values = [...new Set([words, words.toLowerCase(), phone(words)].flatMap((v) => v ?? []))]
  const beginnings = [
    ...(words.length >= 3 ? [words] : []),
    ...(/^1\d{2,10}$/.test(words) ? [`+86${words}`] : []),
  ]
  const begins = beginnings.map(
    (b) => sql`union select i.customer_id from identifier i
      where i.tenant_id = ${ctx.tenantId} and i.value like ${`${escaped(b)}%`}`,
  )
  const whose = sql`select i.customer_id from identifier i
      where i.tenant_id = ${ctx.tenantId} and i.value = any(${values}::text[])
    ${sql.join(begins, sql` `)}`
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from (${whose}) i limit ${NAMED + 1}`.execute(ctx.pg)
  return rows.length > NAMED
    ? sql`s.customer_id in (${whose})`
    : sql`s.customer_id = any(${rows.map((r) => r.id)}::bigint[])`
}

/** Anywhere in a name. Three characters and more are read again: grams may stand apart from each other. */
function byName(ctx: Ctx, words: string): RawBuilder<unknown> | undefined {
  const grams = gramsToFind(words)
  if (grams.length === 0) return undefined
  const terms = grams.map((g) => termOf(ctx.tenantId, 'gram', g))
  const isExact = [...words].length <= 2 && !/\s/.test(words)
  return isExact
    ? sql`s.terms @> ${terms}::bigint[]`
    : sql`s.terms @> ${terms}::bigint[] and s.names like ${`%${escaped(words)}%`}`
}
