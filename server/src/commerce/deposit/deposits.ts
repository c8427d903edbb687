// Deposits of orders that are paid in two payments. What the terms are is said by who sells like that; what
// becomes of the money is decided here.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import type { Quoted } from '../quote/quote.ts'
import { bindingFen, type DepositKind, type EndedBy } from './law.ts'
import type { Penalty } from './penalties.ts'

/** As who sells with a deposit says them, in the order's price. */
export interface DepositTerms {
  kind: DepositKind
  /** Of the whole order. */
  fen: number
  balance_from: string
  balance_until: string
  ships_by: string
  /** She has agreed to what earnest money means. */
  agreed: boolean
}
export const DEPOSIT_STATES = [
  'asked',
  'void',
  'held',
  'counted',
  'forfeited',
  'returned',
  'doubled',
] as const
export type DepositState = (typeof DEPOSIT_STATES)[number]
export interface OrderDeposit {
  order_id: string
  kind: DepositKind
  fen: number
  binding_fen: number
  agreed_at: Date | null
  balance_from: Date
  balance_until: Date
  ships_by: string
  state: DepositState
  ended_by: EndedBy | null
  kept_fen: number
  returned_fen: number
  reason: string
  paid_at: Date | null
  decided_at: Date | null
}

const COLUMNS = sql`order_id, kind, fen, binding_fen, agreed_at, balance_from, balance_until, ships_by::text as ships_by,
  state, ended_by, kept_fen, returned_fen, reason, paid_at, decided_at`

export async function findDeposit(ctx: Ctx, orderId: string): Promise<OrderDeposit | undefined> {
  const { rows } = await sql<OrderDeposit>`select ${COLUMNS} from order_deposit
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
  return rows[0]
}

/** @throws 404 */
export async function getDeposit(ctx: Ctx, orderId: string): Promise<OrderDeposit> {
  const found = await findDeposit(ctx, orderId)
  if (!found) throw notFound('deposit')
  return found
}

/** What is hers is kept a little longer than the balance is waited for, so that who paid in the last minute has it. */
const GRACE_MS = 3_600_000
export const keptUntil = ({ balance_until }: OrderDeposit): Date =>
  new Date(balance_until.getTime() + GRACE_MS)

/** What a price with these terms is paid in: the deposit, what of it binds, and the balance. */
export const partsOf = (terms: Pick<DepositTerms, 'kind' | 'fen'>, quoted: Quoted) => ({
  fen: terms.fen,
  bindingFen: bindingFen(terms.kind, terms.fen, quoted.totalFen - quoted.shippingFen),
  balanceFen: quoted.dueFen - terms.fen,
})

/**
 * Call in the transaction that places the order.
 * @throws 400 deposit_not_agreed, 409 deposit_not_below_price
 */
export async function openDeposit(
  ctx: Ctx,
  orderId: string,
  terms: DepositTerms,
  quoted: Quoted,
): Promise<void> {
  const parts = partsOf(terms, quoted)
  if (parts.balanceFen <= 0)
    throw conflict('deposit_not_below_price', 'The deposit is no part of this price', {
      ...{ deposit_fen: terms.fen, due_fen: quoted.dueFen },
    })
  if (terms.kind === 'earnest' && !terms.agreed)
    throw invalid('deposit_not_agreed', 'Earnest money needs the buyer’s explicit agreement')
  await sql`insert into order_deposit (tenant_id, order_id, kind, fen, binding_fen, agreed_at, balance_from,
      balance_until, ships_by, state)
    values (${ctx.tenantId}, ${orderId}, ${terms.kind}, ${terms.fen}, ${parts.bindingFen},
      ${terms.agreed ? ctx.now() : null}, ${terms.balance_from}, ${terms.balance_until}, ${terms.ships_by}::date, 'asked')`.execute(
    ctx.pg,
  )
}

/** Its order is called off before the deposit was paid. */
export const voidDeposit = (ctx: Ctx, orderId: string) =>
  sql`update order_deposit set state = 'void', decided_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'asked'`.execute(ctx.pg)

const iso = (at: Date | null) => at?.toISOString() ?? null
export const shownDeposit = (
  d: OrderDeposit,
  dueFen: number,
  more: { takes_coupons: boolean; penalty: Penalty | undefined },
) => ({
  takes_coupons: more.takes_coupons,
  penalty: more.penalty
    ? {
        ...{ fen: more.penalty.fen, state: more.penalty.state, method: more.penalty.method },
        due_on: more.penalty.due_on,
      }
    : null,
  ...{ kind: d.kind, state: d.state, fen: d.fen, binding_fen: d.binding_fen },
  ...{ balance_fen: dueFen - d.fen, ships_by: d.ships_by, agreed_at: iso(d.agreed_at) },
  ...{ balance_from: d.balance_from.toISOString(), balance_until: d.balance_until.toISOString() },
  ...{ ended_by: d.ended_by, kept_fen: d.kept_fen, returned_fen: d.returned_fen },
  ...{ reason: d.reason, paid_at: iso(d.paid_at), decided_at: iso(d.decided_at) },
})
