// Reviews as customers see them: every one that is shown, and an average that hiding does not raise.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { starsOf } from './list.ts'

export interface ShownReview {
  id: string
  sku: string
  stars: number
  words: string
  /** Empty: anonymous. */
  author: string
  posted_at: string
  pictures: string[]
  reply: string
}
export interface ShownFilter {
  stars?: number | undefined
  pictures?: boolean | undefined
  limit: number
  cursor?: string | undefined
}

/** Newest first. @param skus an article in all its sizes and colours */
export async function shownReviews(ctx: Ctx, skus: readonly string[], filter: ShownFilter) {
  const { stars, pictures, limit } = filter
  const after = readCursor(filter.cursor, z.tuple([z.uuid()]))
  const any = sql`true`
  const { rows } = await sql<Omit<ShownReview, 'posted_at'> & { posted_at: Date }>`
    select r.id, r.sku, r.stars, r.words, r.author, r.posted_at, r.reply, array(
      select p.id from review_picture p where p.tenant_id = r.tenant_id and p.review_id = r.id order by p.position) as pictures
    from review r where r.tenant_id = ${ctx.tenantId} and r.sku = any(${[...skus]}::text[]) and r.state = 'shown'
      and ${stars === undefined ? any : sql`r.stars = ${stars}`}
      and ${pictures ? sql`exists (select 1 from review_picture p where p.tenant_id = r.tenant_id and p.review_id = r.id)` : any}
      and ${after ? sql`r.id < ${after[0]}::uuid` : any}
    order by r.id desc limit ${limit + 1}`.execute(ctx.pg)
  const page = toPage(
    rows,
    limit,
    (row): ShownReview => ({ ...row, posted_at: row.posted_at.toISOString() }),
    (row) => [row.id],
  )
  return { ...page, summary: await starsOf(ctx, skus) }
}
