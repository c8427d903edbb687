// Reviews as the brand sees them.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { averageOf, type HidingReason, type ReviewState, type Stars } from './rules.ts'

export interface Review {
  id: string
  order_id: string
  order_number: string
  sku: string
  product: string
  /** Null once she was erased. */
  customer_id: number | null
  stars: number
  words: string
  /** Empty: anonymous. */
  author: string
  pictures: string[]
  state: ReviewState
  hidden_for: HidingReason | null
  hidden_note: string
  reply: string
  replied_at: string | null
  posted_at: string
  decided_at: string | null
  is_refunded: boolean
  revision: number
}
export interface ReviewFilter {
  /** In the words, the product's name or SKU, the order's number. */
  q?: string | undefined
  stars?: number | undefined
  state?: ReviewState | undefined
  sku?: string | undefined
  pictures?: boolean | undefined
  replied?: boolean | undefined
  limit: number
  cursor?: string | undefined
}

type Row = Omit<Review, 'replied_at' | 'posted_at' | 'decided_at'> &
  Record<'replied_at' | 'decided_at', Date | null> & { posted_at: Date }
const iso = (at: Date | null) => at?.toISOString() ?? null
const present = (row: Row): Review => ({
  ...row,
  ...{ replied_at: iso(row.replied_at), decided_at: iso(row.decided_at) },
  posted_at: row.posted_at.toISOString(),
})
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

const read = (ctx: Ctx, where: RawBuilder<unknown>, limit: number) =>
  sql<Row>`select r.id, r.order_id, w.number as order_number, r.sku, l.name as product, c.canonical_id as customer_id,
      r.stars, r.words, r.author, array(select p.id from review_picture p
        where p.tenant_id = r.tenant_id and p.review_id = r.id order by p.position) as pictures,
      r.state, r.hidden_for, r.hidden_note, r.reply, r.replied_at, r.posted_at, r.decided_at, r.is_refunded, r.revision
    from review r join own_order w on w.tenant_id = r.tenant_id and w.id = r.order_id
    join own_order_line l on l.tenant_id = r.tenant_id and l.order_id = r.order_id and l.sku = r.sku
    left join customer c on c.tenant_id = r.tenant_id and c.id = r.node_id
    where r.tenant_id = ${ctx.tenantId} and ${where} order by r.id desc limit ${limit}`.execute(
    ctx.pg,
  )

/** Newest first. */
export async function listReviews(ctx: Ctx, filter: ReviewFilter) {
  const { q, stars, state, sku, pictures, replied, limit } = filter
  const after = readCursor(filter.cursor, z.tuple([z.uuid()]))
  const like = q && containing(q)
  const any = sql`true`
  const { rows } = await read(
    ctx,
    sql`${like ? sql`(r.words ilike ${like} or l.name ilike ${like} or r.sku ilike ${like} or w.number ilike ${like})` : any}
      and ${stars === undefined ? any : sql`r.stars = ${stars}`} and ${state ? sql`r.state = ${state}` : any}
      and ${sku === undefined ? any : sql`r.sku = ${sku}`}
      and ${
        pictures === undefined
          ? any
          : sql`${pictures} = exists (select 1 from review_picture p
        where p.tenant_id = r.tenant_id and p.review_id = r.id)`
      }
      and ${replied === undefined ? any : sql`${replied} = (r.reply <> '')`}
      and ${after ? sql`r.id < ${after[0]}::uuid` : any}`,
    limit + 1,
  )
  return toPage(rows, limit, present, (row) => [row.id])
}

/** @throws 404 */
export async function getReview(ctx: Ctx, id: string): Promise<Review> {
  const { rows } = await read(ctx, sql`r.id = ${id}`, 1)
  if (!rows[0]) throw notFound('review')
  return present(rows[0])
}

/** Of all products, or of some. What is hidden counts like everything else, but for what the law forbids. */
export async function starsOf(ctx: Ctx, skus?: readonly string[]) {
  const { rows } = await sql<{ stars: number; n: number; unseen: number }>`
    select stars, count(*)::int as n, (count(*) filter (where state <> 'shown'))::int as unseen from review
    where tenant_id = ${ctx.tenantId} and (state <> 'hidden' or hidden_for <> 'unlawful')
      and ${skus ? sql`sku = any(${[...skus]}::text[])` : sql`true`}
    group by stars`.execute(ctx.pg)
  const of = (stars: number) => rows.find((row) => row.stars === stars)?.n ?? 0
  const by_stars: Stars = [of(1), of(2), of(3), of(4), of(5)]
  return {
    ...averageOf(by_stars),
    by_stars: [...by_stars],
    /** Of those that count, how many wait or are hidden. */
    unseen: rows.reduce((sum, row) => sum + row.unseen, 0),
  }
}

export async function reviewFigures(ctx: Ctx) {
  const { rows } = await sql<{
    pending: number
    shown: number
    hidden: number
    hidden_low: number
    unanswered_low: number
  }>`select (count(*) filter (where state = 'pending'))::int as pending, (count(*) filter (where state = 'shown'))::int as shown,
      (count(*) filter (where state = 'hidden'))::int as hidden,
      (count(*) filter (where state = 'hidden' and stars <= 2))::int as hidden_low,
      (count(*) filter (where state <> 'hidden' and stars <= 2 and reply = ''))::int as unanswered_low
    from review where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  if (!rows[0]) throw new Error('counting answered nothing')
  return { ...rows[0], ...(await starsOf(ctx)) }
}
