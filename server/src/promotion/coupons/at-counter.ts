// Coupons taken in at a counter whose sale is none of our orders: used once, counted in the offer's limits.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import { spendAlone } from '../budget/redemptions.ts'
import { readCode } from './usable.ts'
import { type Coupon, getCoupon } from './wallet.ts'

export interface TakenIn {
  code: string
  /** The same request twice is one. */
  key: string
  store: string
  /** What it took off, as the till says. */
  fen: number
}
interface Offered {
  offer_id: string
  version: number
  starts_at: Date | null
  ends_at: Date | null
  node_id: number | null
}

/**
 * @throws 404; 409 coupon_taken when it is used, held, void or out of its time, offer_not_running, offer_changed,
 * offer_used_up; 422 idempotency_key_reused
 */
export function takeInCoupon(ctx: Ctx, given: TakenIn): Promise<Coupon> {
  return inTx(ctx, async (ctx) => {
    const code = readCode(given.code)
    const { rows } = await sql<Offered>`
      select b.offer_id, o.version, o.starts_at, o.ends_at, c.node_id
      from coupon c join coupon_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
      join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
      where c.tenant_id = ${ctx.tenantId} and c.code = ${code}`.execute(ctx.pg)
    const coupon = rows[0]
    if (!coupon) return getCoupon(ctx, code)
    if (await takenBefore(ctx, given.key, code)) return getCoupon(ctx, code)
    const now = ctx.now()
    if ((coupon.starts_at && coupon.starts_at > now) || (coupon.ends_at && coupon.ends_at <= now))
      throw conflict('offer_not_running', 'Its offer does not run now')
    const id = randomUUIDv7()
    const using = { orderId: id, customerId: coupon.node_id ?? 0, node: coupon.node_id }
    const no = await spendAlone(
      ctx,
      { ...using, storeId: given.store, expiresAt: now },
      {
        ...{ term: code, offer: coupon.offer_id, version: coupon.version, coupon: true },
        fen: given.fen,
      },
    )
    if (no) {
      // The same request at once: it waited for the coupon, and finds it used by itself.
      if (await takenBefore(ctx, given.key, code)) return getCoupon(ctx, code)
      throw conflict(no.code, no.message, no.details)
    }
    const { numAffectedRows } = await sql`
      insert into coupon_at_counter (tenant_id, id, code, request_key, store, fen, actor, at)
      values (${ctx.tenantId}, ${id}, ${code}, ${given.key}, ${given.store}, ${given.fen},
        ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${now})
      on conflict (tenant_id, request_key) do nothing`.execute(ctx.pg)
    // Another coupon's request came with the same key meanwhile.
    if (numAffectedRows !== 1n) throw reused()
    const { store, fen } = given
    await audit(ctx, 'coupon.taken_in', { kind: 'coupon', id: code }, { after: { store, fen } })
    return getCoupon(ctx, code)
  })
}

const reused = () =>
  new AppError(422, 'idempotency_key_reused', 'This key was sent before with another coupon')

/** @throws 422 when the key came with another coupon */
async function takenBefore(ctx: Ctx, key: string, code: string): Promise<boolean> {
  const { rows } = await sql<{ code: string }>`select code from coupon_at_counter
    where tenant_id = ${ctx.tenantId} and request_key = ${key}`.execute(ctx.pg)
  if (rows[0] && rows[0].code !== code) throw reused()
  return rows.length > 0
}
