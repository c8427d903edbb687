// Gift cards as they are shown.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { calledOf, isMeant } from '../../profile/index.ts'

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
  select g.id, g.code, g.fen, g.state, g.greeting, b.canonical_id as buyer_id, c.canonical_id as claimer_id,
    g.sold_at, g.claimed_at, g.refunded_at
  from gift_card g
  left join customer b on b.tenant_id = g.tenant_id and b.id = g.buyer_node_id
  left join customer c on c.tenant_id = g.tenant_id and c.id = g.claimer_node_id
  where g.tenant_id = ${ctx.tenantId} and ${where}`

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
  /** A whole code, or who bought or claimed it by number, phone or name. */
  q?: string | undefined
  state?: GiftState | undefined
  limit: number
  cursor?: string | undefined
}
const Position = z.tuple([z.string(), z.guid()])

const meant = (ctx: Ctx, text: string) => {
  const customer = /^\d{1,10}$/.test(text) ? Number(text) : null
  return sql`(g.code = ${text.replace(/[\s-]/g, '').toUpperCase()}
    or b.canonical_id = ${customer}::bigint or c.canonical_id = ${customer}::bigint
    or ${isMeant(ctx, sql`b.canonical_id`, text)} or ${isMeant(ctx, sql`c.canonical_id`, text)})`
}

async function named(ctx: Ctx, cards: readonly GiftCard[]) {
  const called = await calledOf(
    ctx,
    cards.flatMap((card) => [card.buyer_id, card.claimer_id]),
  )
  return cards.map((card) => {
    const [buyer, claimer] = [called(card.buyer_id), called(card.claimer_id)]
    return {
      ...card,
      ...{ buyer_name: buyer.name, buyer_phone: buyer.phone },
      ...{ claimer_name: claimer.name, claimer_phone: claimer.phone },
    }
  })
}

/** Newest first. */
export async function listGiftCards(ctx: Ctx, { q, state, limit, cursor }: GiftCardFilter) {
  const after = readCursor(cursor, Position)
  const any = sql`true`
  const { rows } = await selected(
    ctx,
    sql`${state ? sql`g.state = ${state}` : any} and ${q ? meant(ctx, q) : any}
      and ${after ? sql`(g.sold_at, g.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
      order by g.sold_at desc, g.id desc limit ${limit + 1}`,
  ).execute(ctx.pg)
  const page = toPage(rows, limit, present, (row) => [row.sold_at.toISOString(), row.id])
  return { items: await named(ctx, page.items), next_cursor: page.next_cursor }
}
