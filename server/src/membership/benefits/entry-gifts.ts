// What entries have brought, to look at.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'

export interface EntryGift {
  customer_id: number
  entry: string
  benefit: string
  batch: string
  coupon_code: string | null
  refused: string | null
  at: string
}
const Position = z.tuple([z.iso.datetime(), z.number().int(), z.string(), z.string(), z.string()])

/** Newest first. */
export async function listEntryGifts(
  ctx: Ctx,
  page: { refused?: boolean | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(page.cursor, Position)
  const { rows } = await sql<Omit<EntryGift, 'at'> & { at: Date; node: number }>`
    select g.node_id as node, c.canonical_id as customer_id, g.entry, g.benefit_code as benefit, g.batch, g.coupon_code,
      g.refused, date_trunc('milliseconds', g.at) as at
    from entry_gift g join customer c on c.tenant_id = g.tenant_id and c.id = g.node_id
    where g.tenant_id = ${ctx.tenantId}
      ${page.refused === undefined ? sql`` : page.refused ? sql`and g.refused is not null` : sql`and g.refused is null`}
      ${
        after
          ? sql`and (date_trunc('milliseconds', g.at), g.node_id, g.entry, g.benefit_code, g.batch)
        < (${after[0]}::timestamptz, ${after[1]}::bigint, ${after[2]}, ${after[3]}, ${after[4]})`
          : sql``
      }
    order by date_trunc('milliseconds', g.at) desc, g.node_id desc, g.entry desc, g.benefit_code desc, g.batch desc
    limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    ({ node: _, at, ...gift }): EntryGift => ({ ...gift, at: at.toISOString() }),
    (row) => [row.at.toISOString(), row.node, row.entry, row.benefit, row.batch],
  )
}
