// What an order takes aside when it is placed, spends when it is paid, and gives back by what is refunded.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import type { Book, BrandCode, Entry } from './book.ts'
import { answered, post } from './journal.ts'
import { type Amounts, restore, type Spending, spend } from './spend.ts'

export type Purpose = 'points' | 'stored_value'

export interface Wanted extends Pick<Spending, 'node' | 'books' | 'divide'> {
  purpose: Purpose
  orderId: string
  /** In the book's unit, and what of the price it pays. */
  amount: number
  fen: number
}

interface Hold {
  order_id: string
  attempt: number
  transaction_id: string
  amount: number
  fen: number
  state: 'held' | 'spent' | 'released'
}

export type Held = { ok: true } | { ok: false; available: Amounts }

const TO: Record<Book, BrandCode> = {
  ...{ points: 'redeemed', principal: 'revenue', bonus: 'discount', sessions: 'revenue' },
}

/** Repeating it changes nothing; what was released meanwhile is taken anew. */
export function hold(ctx: Ctx, wanted: Wanted): Promise<Held> {
  return inTx(ctx, async (ctx) => {
    const { purpose, orderId } = wanted
    const there = await lockHold(ctx, purpose, orderId)
    if (there && there.state !== 'released') return { ok: true }
    const attempt = (there?.attempt ?? 0) + 1
    const spent = await spend(ctx, {
      ...{ node: wanted.node, books: wanted.books, orderId, kind: 'hold' },
      key: `hold:${purpose}:${orderId}:${attempt}`,
      divide: (available) => wanted.divide(available),
      to: () => 'held',
    })
    if (!spent.ok) return spent
    await sql`insert into ledger_hold (tenant_id, order_id, purpose, attempt, transaction_id, amount, fen, state, at)
      values (${ctx.tenantId}, ${orderId}, ${purpose}, ${attempt}, ${spent.transactionId}, ${wanted.amount}, ${wanted.fen}, 'held', ${ctx.now()})
      on conflict (tenant_id, order_id, purpose) do update set attempt = excluded.attempt, transaction_id = excluded.transaction_id,
        amount = excluded.amount, fen = excluded.fen, state = 'held', at = excluded.at`.execute(
      ctx.pg,
    )
    return { ok: true }
  })
}

/** The order is paid: what it holds is spent. Holds nothing any more: takes it anew. */
export function commitHold(ctx: Ctx, wanted: Wanted): Promise<Held> {
  return inTx(ctx, async (ctx) => {
    const { purpose, orderId } = wanted
    const held = await hold(ctx, wanted)
    if (!held.ok) return held
    const there = await lockHold(ctx, purpose, orderId)
    if (there?.state !== 'held') return { ok: true }
    const sums = await heldOf(ctx, there.transaction_id)
    await post(ctx, [
      {
        ...{ id: randomUUIDv7(), key: `spend:${purpose}:${orderId}`, kind: 'spend', orderId },
        answer: { transaction: there.transaction_id, fen: there.fen },
        entries: sums.flatMap(({ book, amount }): Entry[] => [
          { book, code: 'held', amount: -amount },
          { book, code: TO[book], amount },
        ]),
      },
    ])
    await setState(ctx, purpose, orderId, 'spent')
    return { ok: true }
  })
}

/** Cancelled before it was paid. */
export function releaseHold(ctx: Ctx, purpose: Purpose, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const there = await lockHold(ctx, purpose, orderId)
    if (there?.state !== 'held') return
    const sums = await heldOf(ctx, there.transaction_id)
    await restore(ctx, {
      ...{ key: `unhold:${purpose}:${orderId}:${there.attempt}`, kind: 'release_hold', orderId },
      ofTransaction: there.transaction_id,
      amounts: Object.fromEntries(sums.map((s) => [s.book, s.amount])),
      from: () => 'held',
      // It was never spent: what has expired meanwhile is gone as it would have been.
      graceDays: 0,
    })
    await setState(ctx, purpose, orderId, 'released')
  })
}

export interface Refunded {
  purpose: Purpose
  orderId: string
  refundId: string
  /** Of the price that was paid with it, what goes back this time. */
  fen: number
  isWhole: boolean
  graceDays: number
}

/**
 * By sums: so much of the whole has gone back by now, less what went back before. So any partial refunds, in
 * any order, give back exactly what was taken.
 */
export function giveBackHeld(ctx: Ctx, refund: Refunded): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { purpose, orderId } = refund
    const there = await lockHold(ctx, purpose, orderId)
    if (there?.state !== 'spent') return
    const key = `refund:${purpose}:${orderId}:${refund.refundId}`
    if (await answered(ctx, key)) return
    const { rows } = await sql<{ fen: number }>`
      select coalesce(sum((answer ->> 'fen')::bigint), 0)::bigint as fen from ledger_transaction
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and kind = ${`refund_${purpose}`}`.execute(
      ctx.pg,
    )
    const before = rows[0]?.fen ?? 0
    const now = refund.isWhole ? there.fen : Math.min(there.fen, before + refund.fen)
    if (now <= before) return
    const taken = await heldOf(ctx, there.transaction_id)
    const [was, is] = [before, now].map((fen) => sharesOf(taken, fen, there.fen))
    const amounts = Object.fromEntries(
      taken.map(({ book }) => [book, (is?.[book] ?? 0) - (was?.[book] ?? 0)]),
    ) as Amounts
    await restore(ctx, {
      ...{ key, kind: `refund_${purpose}`, orderId, ofTransaction: there.transaction_id },
      ...{ amounts, graceDays: refund.graceDays, answer: { fen: now - before } },
      from: (book) => TO[book],
    })
  })
}

/** Pure: what of each book `part` of `whole` is; all of them together are exactly the part of their sum. */
export function sharesOf(
  taken: readonly { book: Book; amount: number }[],
  part: number,
  whole: number,
): Amounts {
  const floor = (amount: number) => Number((BigInt(amount) * BigInt(part)) / BigInt(whole))
  const total = floor(taken.reduce((sum, t) => sum + t.amount, 0))
  const shares: Partial<Record<Book, number>> = {}
  let left = total
  // The last has what is left. A fen pays a fen, so with two books it never shrinks as the part grows.
  for (const [i, { book, amount }] of taken.entries()) {
    const share = i === taken.length - 1 ? left : floor(amount)
    shares[book] = share
    left -= share
  }
  return shares
}

async function lockHold(ctx: Ctx, purpose: Purpose, orderId: string): Promise<Hold | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hold of ${ctx.tenantId} ${purpose} ${orderId}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows } = await sql<Hold>`
    select order_id, attempt, transaction_id, amount, fen, state from ledger_hold
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and purpose = ${purpose} for update`.execute(
    ctx.pg,
  )
  return rows[0]
}

async function heldOf(ctx: Ctx, transactionId: string): Promise<{ book: Book; amount: number }[]> {
  const { rows } = await sql<{ book: Book; amount: number }>`
    select book, sum(amount)::bigint as amount from ledger_entry
    where tenant_id = ${ctx.tenantId} and transaction_id = ${transactionId} and code = 'held'
    group by book order by book desc`.execute(ctx.pg)
  return rows
}

const setState = (ctx: Ctx, purpose: Purpose, orderId: string, state: Hold['state']) =>
  sql`update ledger_hold set state = ${state}, at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and purpose = ${purpose}`.execute(
    ctx.pg,
  )
