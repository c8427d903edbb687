// Customers found by words and filters, sorted, counted, page by page.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { readCursor, writeCursor } from '../platform/page.ts'
import { type Conditions, type CustomerFilter, conditionsOf } from './filter.ts'
import { type ListedCustomer, listedByIds } from './listed.ts'
import { catchUp } from './projection.ts'
import { meanings } from './search.ts'

export const SORTS = ['last_seen', 'first_seen', 'spent'] as const
export type Sort = (typeof SORTS)[number]
const COLUMN: Record<Sort, RawBuilder<unknown>> = {
  last_seen: sql`f.last_at`,
  first_seen: sql`f.first_at`,
  spent: sql`f.spent_fen`,
}
/** How the key goes into a cursor and comes back: text keeps every digit of a moment. */
const TYPE: Record<Sort, RawBuilder<unknown>> = {
  last_seen: sql`timestamptz`,
  first_seen: sql`timestamptz`,
  spent: sql`bigint`,
}

export interface Total {
  value: number
  /** False: an estimate, of more than were counted. */
  exact: boolean
}

/** Counted to here while somebody waits for the list; beyond, the planner's estimate is told as one. */
const COUNTED = 5_000
/** With words every customer counted is read from the table; a character of a name has thousands. */
const COUNTED_WITH_WORDS = 1_000

const Position = z.object({
  sort: z.enum(SORTS),
  key: z.string().max(40),
  id: z.number().int(),
})

export interface ListQuery {
  filter: CustomerFilter
  sort: Sort
  limit: number
  cursor?: string | undefined
}

export interface CustomerPage {
  items: ListedCustomer[]
  next_cursor: string | null
  /** With the first page; a cursor's caller has it. */
  total: Total | null
}

/** Latest, or most, first. */
export async function listCustomers(ctx: Ctx, query: ListQuery): Promise<CustomerPage> {
  const read = readCursor(query.cursor, Position)
  const position = read?.sort === query.sort ? read : undefined
  await catchUp(ctx)
  const ways = await waysOf(ctx, query.filter)
  const [rows, total] = await Promise.all([
    pageOfIds(ctx, ways, query.sort, position, query.limit + 1),
    position ? null : countUpTo(ctx, ways, query.filter.q ? COUNTED_WITH_WORDS : COUNTED),
  ])
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    items: await listedByIds(
      ctx,
      shown.map((r) => r.id),
    ),
    next_cursor:
      rows.length > query.limit && last
        ? writeCursor({ sort: query.sort, key: last.key, id: last.id })
        : null,
    total,
  }
}

/** All that match, counted to the last: what is shown before something is done to them. */
export async function countCustomers(ctx: Ctx, filter: CustomerFilter): Promise<number> {
  await catchUp(ctx)
  const ways = await waysOf(ctx, filter)
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (${anyOf(ways.map((w) => sql`select s.customer_id ${from(w)}`))}) c`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}

/**
 * All that match, a set at a time in the order of their ids. Each set is asked anew: who stops
 * matching meanwhile, or leaves the reader's scope, is not in the sets after it.
 */
export async function* matchingCustomers(
  ctx: Ctx,
  filter: CustomerFilter,
  setSize = 1_000,
): AsyncGenerator<number[]> {
  await catchUp(ctx)
  for (let after = 0; ; ) {
    const ways = await waysOf(ctx, filter)
    const parts = ways.map(
      (way) => sql`(select s.customer_id as id ${from(way, sql`s.customer_id > ${after}`)}
        order by s.customer_id limit ${setSize})`,
    )
    const { rows } = await sql<{ id: number }>`
      select id from (${anyOf(parts)}) c order by id limit ${setSize}`.execute(ctx.pg)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((r) => r.id)
    after = last.id
  }
}

/** All that match, as a part of another statement: yields `id`. */
export async function selectMatching(
  ctx: Ctx,
  filter: CustomerFilter,
): Promise<RawBuilder<unknown>> {
  await catchUp(ctx)
  const ways = await waysOf(ctx, filter)
  return sql`select customer_id as id from (${anyOf(ways.map((w) => sql`select s.customer_id ${from(w)}`))}) c`
}

type Way = Conditions

/** One without words; with words one for each thing they may mean. */
async function waysOf(ctx: Ctx, filter: CustomerFilter): Promise<Way[]> {
  const base = conditionsOf(ctx, filter)
  if (!filter.q) return [base]
  const means = await meanings(ctx, filter.q)
  return means.map((meaning) => ({ search: [...base.search, meaning], figures: base.figures }))
}

const anyOf = (parts: RawBuilder<unknown>[]) => sql.join(parts, sql` union `)

function from(way: Way, also?: RawBuilder<unknown>, withFigures = false): RawBuilder<unknown> {
  const needsFigures = withFigures || way.figures.length > 0
  const conditions = [...way.search, ...way.figures, ...(also ? [also] : [])]
  return sql`from customer_search s
    ${needsFigures ? sql`join customer_figure f on f.tenant_id = s.tenant_id and f.customer_id = s.customer_id` : sql``}
    where ${sql.join(conditions, sql` and `)}`
}

async function pageOfIds(
  ctx: Ctx,
  ways: Way[],
  sort: Sort,
  after: { key: string; id: number } | undefined,
  limit: number,
): Promise<{ id: number; key: string }[]> {
  const column = COLUMN[sort]
  // Both halves of the index's order in one comparison; the tenant too, so that the index is walked.
  const beyond = after
    ? sql`(${column}, f.customer_id) < (${after.key}::${TYPE[sort]}, ${after.id}::bigint)`
    : undefined
  const inTenant = sql`f.tenant_id = ${ctx.tenantId}`
  const parts = ways.map(
    (way) => sql`(select s.customer_id as id, ${column} as key
      ${from(way, beyond ? sql`${inTenant} and ${beyond}` : inTenant, true)}
      order by ${column} desc, f.customer_id desc limit ${limit})`,
  )
  const { rows } = await sql<{ id: number; key: string }>`
    select id, key::text as key from (${anyOf(parts)}) c order by c.key desc, id desc limit ${limit}`.execute(
    ctx.pg,
  )
  return rows
}

async function countUpTo(ctx: Ctx, ways: Way[], most: number): Promise<Total> {
  const parts = ways.map((way) => sql`(select s.customer_id ${from(way)} limit ${most + 1})`)
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select 1 from (${anyOf(parts)}) c limit ${most + 1}) c`.execute(
    ctx.pg,
  )
  const counted = rows[0]?.n ?? 0
  if (counted <= most) return { value: counted, exact: true }
  return { value: Math.max(await estimate(ctx, ways), most), exact: false }
}

/** To two digits: more would look like knowledge. */
async function estimate(ctx: Ctx, ways: Way[]): Promise<number> {
  const plan = anyOf(ways.map((way) => sql`select s.customer_id ${from(way)}`))
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) ${plan}`.execute(ctx.pg)
  const guessed = rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(guessed, 1))) - 1)
  return Math.round(guessed / digits) * digits
}
