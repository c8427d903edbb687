import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../../platform/ctx.ts'
import { conflict } from '../../../platform/errors.ts'
import { lockAccounts, post } from '../../ledger/journal.ts'
import { earnPoints } from '../../points/points.ts'
import type { BenefitKind, GivenUnit } from './kind.ts'

const Args = z.strictObject({ points: z.number().int().min(1).max(100_000_000) })

interface Lot {
  transaction_id: string
  id: string
  account_id: string
  amount: number
  remaining: number
}
async function lotsOf(ctx: Ctx, transactions: readonly string[], lock: boolean) {
  const read = async () =>
    (
      await sql<Lot>`select transaction_id, id, account_id, amount, remaining from ledger_lot
        where tenant_id = ${ctx.tenantId} and transaction_id = any(${[...transactions]}::uuid[])`.execute(
        ctx.pg,
      )
    ).rows
  const lots = await read()
  if (!lock) return lots
  await lockAccounts(
    ctx,
    lots.map((lot) => lot.account_id),
  )
  return read()
}

/** Pure: what the points that are left of a piece cost. */
export const pointsLeftFen = (priceFen: number, amount: number, remaining: number): number =>
  Number((BigInt(priceFen) * BigInt(remaining)) / BigInt(amount))

const leftOf = (unit: GivenUnit, lots: readonly Lot[]): number => {
  const lot = lots.find((one) => one.transaction_id === unit.given)
  return lot ? pointsLeftFen(unit.priceFen, lot.amount, lot.remaining) : 0
}

export const points: BenefitKind<z.infer<typeof Args>> = {
  args: Args,
  demandSound: async () => undefined,
  mayPromise: async () => undefined,
  async give(ctx, { points: amount }, { orderId, sku, unit, node }) {
    const key = `bought:${orderId}:${sku}:${unit}`
    // Not told as earned by the order: a refund takes back these very points, by their price.
    await earnPoints(ctx, [{ key, node, amount, source: 'purchase', earnedAt: ctx.now() }])
    const { rows } = await sql<{ id: string }>`select id from ledger_transaction
      where tenant_id = ${ctx.tenantId} and key = ${key}`.execute(ctx.pg)
    if (!rows[0]) throw new Error('points that were given are not in the ledger')
    return rows[0].id
  },
  async left(ctx, _args, units, lock) {
    const lots = await lotsOf(
      ctx,
      units.map((unit) => unit.given),
      lock,
    )
    return units.map((unit) => leftOf(unit, lots))
  },
  async takeBack(ctx, unit, fen, refundId) {
    const lots = await lotsOf(ctx, [unit.given], true)
    const [lot] = lots
    const left = leftOf(unit, lots)
    if (!lot || left !== fen)
      throw conflict('given_left_differs', 'Another sum is left by now', { left_fen: left })
    if (lot.remaining === 0) return
    const { account_id: accountId, remaining } = lot
    await post(ctx, [
      {
        ...{ id: randomUUIDv7(), key: `bought:${unit.given}:${refundId}`, kind: 'reclaim' },
        answer: { points: remaining },
        entries: [
          { book: 'points', code: 'active', accountId, amount: -remaining },
          { book: 'points', code: 'issued', amount: remaining },
        ],
        allocations: [{ lotId: lot.id, amount: remaining }],
      },
    ])
  },
}
