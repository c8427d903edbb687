// Gift cards as they are shown.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'

export const GIFT_STATES = ['waiting', 'claimed', 'refunded'] as const
export type GiftState = (typeof GIFT_STATES)[number]
export interface GiftCard {
  id: string
  /** Whoever holds it may claim it. */
  code: string
  fen: number
  state: GiftState
  greeting: string
  buyer_id: number | null
  claimer_id: number | null
  sold_at: string
  claimed_at: string | null
  refunded_at: string | null
}
type Row = Omit<GiftCard, 'sold_at' | 'claimed_at' | 'refunded_at'> &
  Record<'sold_at', Date> &
  Record<'claimed_at' | 'refunded_at', Date | null>
const present = (row: Row): GiftCard => ({
  ...row,
  sold_at: row.sold_at.toISOString(),
  claimed_at: row.claimed_at?.toISOString() ?? null,
  refunded_at: row.refunded_at?.toISOString() ?? null,
})
const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select g.id, g.code, g.fen, g.state, g.greeting, g.buyer_node_id as buyer_id, g.claimer_node_id as claimer_id,
    g.sold_at, g.claimed_at, g.refunded_at
  from gift_card g where g.tenant_id = ${ctx.tenantId} and ${where}`

/** @throws 404 */
export async function getGiftCard(ctx: Ctx, id: string): Promise<GiftCard> {
  const { rows } = await selected(ctx, sql`g.id = ${id}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('gift_card')
  return present(rows[0])
}

/** People paste codes with blanks, and in small letters. @throws 404 */
export async function giftCardByCode(ctx: Ctx, code: string): Promise<GiftCard> {
  const read = code.replace(/[\s-]/g, '').toUpperCase()
  const { rows } = await selected(ctx, sql`g.code = ${read}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('gift_card')
  return present(rows[0])
}

/** Those she bought, newest first. */
export async function giftCardsBoughtBy(ctx: Ctx, nodes: readonly number[]): Promise<GiftCard[]> {
  const { rows } = await selected(
    ctx,
    sql`g.buyer_node_id = any(${[...nodes]}::bigint[]) order by g.sold_at desc, g.id desc limit 200`,
  ).execute(ctx.pg)
  return rows.map(present)
}

export interface GiftCardFilter {
  /** A code, or a customer's number. */
  q?: string | undefined
  state?: GiftState | undefined
  limit: number
  cursor?: string | undefined
}
const Position = z.tuple([z.string(), z.guid()])

/** Newest first. */
export async function listGiftCards(ctx: Ctx, { q, state, limit, cursor }: GiftCardFilter) {
  const after = readCursor(cursor, Position)
  const any = sql`true`
  const customer = q !== undefined && /^\d{1,10}$/.test(q) ? Number(q) : null
  const { rows } = await selected(
    ctx,
    sql`${state ? sql`g.state = ${state}` : any}
      and ${
        q
          ? sql`(g.code = ${q.replace(/[\s-]/g, '').toUpperCase()}
              or g.buyer_node_id = ${customer}::bigint or g.claimer_node_id = ${customer}::bigint)`
          : any
      }
      and ${after ? sql`(g.sold_at, g.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
      order by g.sold_at desc, g.id desc limit ${limit + 1}`,
  ).execute(ctx.pg)
  return toPage(rows, limit, present, (row) => [row.sold_at.toISOString(), row.id])
}
