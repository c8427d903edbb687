// Reading session cards: the brand's list, a customer's own, what was given of one.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { customerScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { canonicalInScope, isMeant } from '../../profile/index.ts'
import {
  COLUMNS,
  codeTyped,
  LEFT_FEN,
  type SessionCard,
  type SessionCardState,
} from './session-cards.ts'

export interface ListedCard extends SessionCard {
  /** Its holder as she is known now. */
  customer_id: number | null
  left_fen: number
  order_number: string
}
const LISTED = sql`${COLUMNS}, ${LEFT_FEN} as left_fen, c.canonical_id as customer_id, w.number as order_number`
const FROM = sql`session_card d join own_order w on w.tenant_id = d.tenant_id and w.id = d.order_id
  left join customer c on c.tenant_id = d.tenant_id and c.id = d.node_id`

export interface CardFilter {
  q?: string | undefined
  state?: SessionCardState | undefined
  sku?: string | undefined
  limit: number
  cursor?: string | undefined
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** Of customers in sight, newest first; `q` is a part of the name, a whole code, SKU or order number, or who holds it. */
export async function listSessionCards(ctx: Ctx, filter: CardFilter) {
  const { q, state, sku } = filter
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<ListedCard>`select ${LISTED} from ${FROM}
    where d.tenant_id = ${ctx.tenantId}
      and ${q ? sql`(d.name ilike ${containing(q)} or d.code = ${codeTyped(q)} or d.sku = ${q} or w.number = ${q.toUpperCase()} or ${isMeant(ctx, sql`c.canonical_id`, q)})` : sql`true`}
      and ${state ? sql`d.state = ${state}` : sql`true`}
      and ${sku ? sql`d.sku = ${sku}` : sql`true`}
      and ${customerScope(ctx, 'c.canonical_id') ?? sql<boolean>`true`}
      and ${after ? sql`(d.made_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by d.made_at desc, d.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => row,
    (row) => [row.made_at.toISOString(), row.id],
  )
}

const cardsWhere = async (ctx: Ctx, which: RawBuilder<unknown>): Promise<ListedCard[]> =>
  (
    await sql<ListedCard>`select ${LISTED} from ${FROM}
      where d.tenant_id = ${ctx.tenantId} and ${which}
      order by d.state <> 'active', d.made_at desc, d.id desc limit 500`.execute(ctx.pg)
  ).rows

export const sessionCardsOf = (ctx: Ctx, nodes: readonly number[]): Promise<ListedCard[]> =>
  cardsWhere(ctx, sql`d.node_id = any(${[...nodes]}::bigint[])`)

/** Of a customer as staff see her. @throws 404 */
export async function sessionCardsOfCustomer(ctx: Ctx, customer: number): Promise<ListedCard[]> {
  const canonical = await canonicalInScope(ctx, customer)
  return cardsWhere(ctx, sql`c.canonical_id = ${canonical}`)
}

export interface SessionShown {
  card_id: string
  number: number
  service: string
  store: string
  store_name: string | null
  fen: number
  at: Date
}
export interface SessionEntered extends SessionShown {
  id: string
  undone_at: Date | null
  undone_reason: string | null
}
const ENTERED = sql`r.id, r.card_id, r.number, r.service, r.store, s.name as store_name, r.fen, r.at, r.undone_at,
  r.undone_reason from session_redemption r left join store s on s.tenant_id = r.tenant_id and s.code = r.store`

/** What was given of these and stands, newest first. */
export async function sessionsOf(ctx: Ctx, cards: readonly string[]): Promise<SessionShown[]> {
  const { rows } = await sql<SessionShown>`select ${ENTERED}
    where r.tenant_id = ${ctx.tenantId} and r.card_id = any(${[...cards]}::uuid[]) and r.undone_at is null
    order by r.at desc, r.number desc`.execute(ctx.pg)
  return rows
}

/** All that was entered for a card, also what was taken back, newest first. */
export async function sessionsEntered(ctx: Ctx, card: string): Promise<SessionEntered[]> {
  const { rows } = await sql<SessionEntered>`select ${ENTERED}
    where r.tenant_id = ${ctx.tenantId} and r.card_id = ${card}::uuid order by r.at desc, r.id desc`.execute(
    ctx.pg,
  )
  return rows
}
