// Session cards: so many sessions, paid in advance. What is left of the price is owed until sessions are given.
import { randomInt, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import type { NewUnit } from '../benefit-products/kinds/kind.ts'
import type { Posting } from '../ledger/book.ts'
import { credit } from '../ledger/credit.ts'
import { post } from '../ledger/journal.ts'

export const SESSION_CARD_STATES = ['active', 'used', 'returned', 'expired'] as const
export type SessionCardState = (typeof SESSION_CARD_STATES)[number]
export interface SessionCard {
  id: string
  code: string
  /** Where it is kept; null once its holder was erased. */
  node_id: number | null
  order_id: string
  sku: string
  name: string
  services: string[]
  sessions: number
  used: number
  price_fen: number
  earned_fen: number
  returned_fen: number
  expired_fen: number
  state: SessionCardState
  valid_until: Date | null
  made_at: Date
  ended_at: Date | null
}
export const COLUMNS = sql`d.id, d.code, d.node_id, d.order_id, d.sku, d.name, d.services, d.sessions, d.used, d.price_fen,
  d.earned_fen, d.returned_fen, d.expired_fen, d.state, d.valid_until, d.made_at, d.ended_at`

/** What the brand owes for it still. */
export const LEFT_FEN = sql<number>`case when d.state = 'active' then d.price_fen - d.earned_fen else 0 end`

const DAY_MS = 86_400_000
/** Sixteen digits: too many to guess, few enough for the smallest picture of them. */
const newCode = () =>
  `${randomInt(10 ** 8, 10 ** 9)}`.slice(1) + `${randomInt(10 ** 8, 10 ** 9)}`.slice(1)
/** As people type it. */
export const codeTyped = (text: string) => text.replaceAll(/[\s-]/g, '')

/** In the transaction of the order that paid for it, once a piece. @returns its id */
export async function issueCard(
  ctx: Ctx,
  terms: { services: string[]; sessions: number; days: number | null },
  unit: NewUnit,
): Promise<string> {
  const id = randomUUIDv7()
  const at = ctx.now()
  const validUntil = terms.days === null ? null : new Date(at.getTime() + terms.days * DAY_MS)
  await sql`insert into session_card (tenant_id, id, code, node_id, order_id, sku, unit, name, services, sessions, price_fen,
      state, valid_until, made_at)
    values (${ctx.tenantId}, ${id}, ${newCode()}, ${unit.node}, ${unit.orderId}, ${unit.sku}, ${unit.unit}, ${unit.name},
      ${terms.services}::text[], ${terms.sessions}, ${unit.priceFen}, 'active', ${validUntil}, ${at})`.execute(
    ctx.pg,
  )
  if (unit.priceFen > 0)
    await credit(ctx, 'sessions', 'cash', [
      {
        ...{ key: saleKey(id), node: unit.node, amount: unit.priceFen, source: 'session_card' },
        ...{ kind: 'sell_sessions', earnedAt: at, expiresAt: null, orderId: unit.orderId },
      },
    ])
  await recordEvents(ctx, [
    {
      ...{ id, name: 'session_card_given', customerId: unit.node, at, source: 'membership' },
      props: {
        ...{ card: id, sku: unit.sku, commerce_order: unit.orderId, sessions: terms.sessions },
        price_fen: unit.priceFen,
      },
    },
  ])
  return id
}
const saleKey = (id: string) => `session:${id}`

/** Of cards whose rows are held: so much of what is owed becomes something else; below zero it is owed again. */
export async function moveOwed(
  ctx: Ctx,
  moves: readonly {
    card: Pick<SessionCard, 'id' | 'order_id'>
    /** Beside the card's own, what makes it once. */
    part: string
    kind: 'give_session' | 'undo_session' | 'return_sessions' | 'expire_sessions'
    to: 'revenue' | 'cash' | 'expired'
    fen: number
  }[],
): Promise<void> {
  const worth = moves.filter((move) => move.fen !== 0)
  if (worth.length === 0) return
  const { rows } = await sql<{ key: string; lot_id: string; account_id: string }>`
    select x.key, l.id as lot_id, l.account_id from ledger_transaction x
    join ledger_lot l on l.tenant_id = x.tenant_id and l.transaction_id = x.id
    where x.tenant_id = ${ctx.tenantId} and x.key = any(${worth.map((move) => saleKey(move.card.id))}::text[])`.execute(
    ctx.pg,
  )
  const lots = new Map(rows.map((row) => [row.key, row]))
  const posted = await post(
    ctx,
    worth.map(({ card, part, kind, to, fen }): Posting => {
      const lot = lots.get(saleKey(card.id))
      if (!lot) throw new Error(`the price of session card ${card.id} is not in the ledger`)
      return {
        ...{ id: randomUUIDv7(), key: `${saleKey(card.id)}:${part}`, kind, orderId: card.order_id },
        answer: { fen },
        entries: [
          { book: 'sessions', code: 'active', accountId: lot.account_id, amount: -fen },
          { book: 'sessions', code: to, amount: fen },
        ],
        allocations: [{ lotId: lot.lot_id, amount: fen }],
      }
    }),
  )
  if (posted.length !== worth.length) throw new Error('a session was entered in the ledger before')
}

/** Fen left of each, in their order; nothing of what is over. @param lock holds them until the transaction ends */
export async function leftInCards(
  ctx: Ctx,
  ids: readonly string[],
  lock: boolean,
): Promise<number[]> {
  const { rows } = await sql<{ id: string; left_fen: number }>`
    select d.id, case when d.valid_until <= ${ctx.now()} then 0 else ${LEFT_FEN} end as left_fen from session_card d
    where d.tenant_id = ${ctx.tenantId} and d.id = any(${[...ids]}::uuid[]) order by d.id
    ${lock ? sql`for update` : sql``}`.execute(ctx.pg)
  const left = new Map(rows.map((row) => [row.id, row.left_fen]))
  return ids.map((id) => left.get(id) ?? 0)
}

/** The sessions that are left are over, and are paid back. @throws 409 when another sum is left by now */
export async function returnCard(
  ctx: Ctx,
  id: string,
  fen: number,
  refundId: string,
): Promise<void> {
  const { rows } = await sql<SessionCard>`update session_card d
    set state = 'returned', returned_fen = ${fen}, ended_at = ${ctx.now()}
    where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid and d.state = 'active'
      and d.price_fen - d.earned_fen = ${fen} returning ${COLUMNS}`.execute(ctx.pg)
  const card = rows[0]
  if (!card) throw conflict('given_left_differs', 'Another sum is left by now')
  await moveOwed(ctx, [{ card, part: 'return', kind: 'return_sessions', to: 'cash', fen }])
  await tellEnd(ctx, 'session_card_returned', [card], { returned_fen: fen, refund: refundId })
}

export async function tellEnd(
  ctx: Ctx,
  name: 'session_card_returned' | 'session_card_expired',
  cards: readonly SessionCard[],
  more: Record<string, unknown> = {},
): Promise<void> {
  await recordEvents(
    ctx,
    cards.flatMap((card) =>
      card.node_id === null
        ? []
        : [
            {
              ...{ name, customerId: card.node_id, at: ctx.now(), source: 'membership' },
              props: {
                ...{ card: card.id, sku: card.sku, commerce_order: card.order_id },
                ...{ sessions_left: card.sessions - card.used, ...more },
              },
            },
          ],
    ),
  )
}

/** @throws 404 */
export async function getSessionCard(ctx: Ctx, id: string): Promise<SessionCard> {
  const { rows } = await sql<SessionCard>`select ${COLUMNS} from session_card d
    where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid`.execute(ctx.pg)
  if (!rows[0]) throw notFound('session_card')
  return rows[0]
}

export async function findByCode(ctx: Ctx, code: string): Promise<SessionCard | undefined> {
  const { rows } = await sql<SessionCard>`select ${COLUMNS} from session_card d
    where d.tenant_id = ${ctx.tenantId} and d.code = ${codeTyped(code)}`.execute(ctx.pg)
  return rows[0]
}
