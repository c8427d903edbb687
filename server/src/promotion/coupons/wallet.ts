// What a customer has: taking, claiming a code, passing on to somebody else, taking away.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { buyerOf, lockBuyer } from '../person.ts'
import { endOf, giveCoupons, hadOf } from './issue.ts'
import { readCode } from './usable.ts'

export interface Coupon {
  code: string
  batch_id: string
  batch_name: string
  offer_id: string
  offer_name: string
  kind: string
  terms: Record<string, unknown>
  /** expired is what its time makes of a free or taken one. */
  state: 'free' | 'taken' | 'held' | 'used' | 'void' | 'expired'
  customer_id: number | null
  valid_from: string | null
  valid_to: string | null
  taken_at: string | null
  order_id: string | null
  is_transferable: boolean
}
type Row = Omit<Coupon, 'valid_from' | 'valid_to' | 'taken_at'> & {
  valid_from: Date | null
  valid_to: Date | null
  taken_at: Date | null
}
const present = (row: Row): Coupon => ({
  ...row,
  valid_from: row.valid_from?.toISOString() ?? null,
  valid_to: row.valid_to?.toISOString() ?? null,
  taken_at: row.taken_at?.toISOString() ?? null,
})

const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select c.code, c.batch_id, b.name as batch_name, b.offer_id, o.name as offer_name, o.kind, o.terms,
    case when c.state in ('free', 'taken') and c.valid_to <= ${ctx.now()} then 'expired' else c.state end as state,
    n.canonical_id as customer_id, c.valid_from, c.valid_to, c.taken_at, c.order_id, b.is_transferable
  from coupon c join coupon_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
  join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
  left join customer n on n.tenant_id = c.tenant_id and n.id = c.node_id
  where c.tenant_id = ${ctx.tenantId} and ${where}`

/** All of a person's coupons, what ends first first. @throws 404 */
export async function walletOf(ctx: Ctx, customerId: number): Promise<Coupon[]> {
  return couponsOf(ctx, (await buyerOf(ctx, await canonicalInScope(ctx, customerId))).nodes)
}

/** All of these nodes' coupons, what ends first first. */
export async function couponsOf(ctx: Ctx, nodes: readonly number[]): Promise<Coupon[]> {
  const { rows } = await selected(
    ctx,
    sql`c.node_id = any(${[...nodes]}::bigint[]) and c.taken_at is not null
      order by c.state = 'taken' desc, c.valid_to nulls last, c.code limit 500`,
  ).execute(ctx.pg)
  return rows.map(present)
}

/** @throws 404 */
export async function getCoupon(ctx: Ctx, code: string): Promise<Coupon> {
  const { rows } = await selected(ctx, sql`c.code = ${readCode(code)}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('coupon')
  return present(rows[0])
}

export interface CouponFilter {
  batch_id?: string | undefined
  /** The beginning of a code. */
  q?: string | undefined
  state?: 'free' | 'taken' | 'held' | 'used' | 'void' | undefined
  limit: number
  cursor?: string | undefined
}
export async function listCoupons(ctx: Ctx, { batch_id, q, state, limit, cursor }: CouponFilter) {
  const after = readCursor(cursor, z.string())
  const any = sql`true`
  const { rows } = await selected(
    ctx,
    sql`${batch_id ? sql`c.batch_id = ${batch_id}` : any} and ${q ? sql`starts_with(c.code, ${readCode(q)})` : any}
      and ${state ? sql`c.state = ${state}` : any} and ${after ? sql`c.code > ${after}` : any}
      order by c.code limit ${limit + 1}`,
  ).execute(ctx.pg)
  return toPage(rows, limit, present, (row) => row.code)
}

/** She takes one of a batch. @throws 404, 409 take_limit, batch_empty, batch_closed */
export async function takeCoupon(ctx: Ctx, batch: string, customerId: number): Promise<Coupon> {
  const customer = await canonicalInScope(ctx, customerId)
  return takeOne(ctx, batch, customer)
}

/** Into the wallet of somebody who may, by her own wish: told as an event. @throws as takeCoupon */
export function takeOne(ctx: Ctx, batch: string, customer: number): Promise<Coupon> {
  return inTx(ctx, async (ctx) => {
    const { codes } = await giveCoupons(ctx, batch, [customer])
    const [code] = codes.values()
    if (code === undefined) throw conflict('take_limit', 'She has as many of these as she may')
    await tellClaimed(ctx, customer, batch)
    return getCoupon(ctx, code)
  })
}

export const tellClaimed = (ctx: Ctx, customerId: number, batch: string): Promise<void> =>
  recordEvents(ctx, [
    {
      ...{ name: 'coupon_claimed', customerId, at: ctx.now(), source: 'promotion' },
      props: { coupon_batch: batch },
    },
  ])

/** A code that nobody has goes into her wallet. @throws 404, 409 coupon_not_free, take_limit */
export async function claimCoupon(ctx: Ctx, given: string, customerId: number): Promise<Coupon> {
  const code = readCode(given)
  const buyer = await buyerOf(ctx, await canonicalInScope(ctx, customerId))
  await inTx(ctx, async (ctx) => {
    await lockBuyer(ctx, buyer)
    const coupon = await getCoupon(ctx, code)
    const { rows } = await sql<{
      mine: number
      take_limit: number | null
      valid_hours: number | null
      valid_to: Date | null
    }>`
      select b.take_limit, b.valid_hours, b.valid_to,
        ${hadOf(ctx, coupon.batch_id, sql`${[...buyer.nodes]}::bigint[]`)}::int as mine
      from coupon_batch b where b.tenant_id = ${ctx.tenantId} and b.id = ${coupon.batch_id} for share`.execute(
      ctx.pg,
    )
    const [batch] = rows
    if (batch && batch.take_limit !== null && batch.mine >= batch.take_limit)
      throw conflict('take_limit', 'She has as many of these as she may')
    const end = endOf(ctx, {
      valid_hours: batch?.valid_hours ?? null,
      valid_to: batch?.valid_to?.toISOString() ?? null,
    })
    const { numAffectedRows } = await sql`update coupon
      set state = 'taken', node_id = ${buyer.customerId}, taken_at = ${ctx.now()}, valid_to = ${end}::timestamptz
      where tenant_id = ${ctx.tenantId} and code = ${code} and state = 'free'
        and (valid_to is null or valid_to > ${ctx.now()})`.execute(ctx.pg)
    if (numAffectedRows !== 1n)
      throw conflict('coupon_not_free', 'This code is taken, used or over')
    await tellClaimed(ctx, buyer.customerId, coupon.batch_id)
  })
  return getCoupon(ctx, code)
}

/** To another customer, as often as she likes while it is hers and unused. @throws 404, 409 */
export async function transferCoupon(
  ctx: Ctx,
  given: string,
  fromCustomer: number,
  toCustomer: number,
): Promise<Coupon> {
  const code = readCode(given)
  const from = await buyerOf(ctx, await canonicalInScope(ctx, fromCustomer))
  const to = await buyerOf(ctx, await canonicalInScope(ctx, toCustomer))
  if (from.customerId === to.customerId) throw conflict('same_customer', 'It is theirs already')
  await inTx(ctx, async (ctx) => {
    const { is_transferable } = await getCoupon(ctx, code)
    if (!is_transferable) throw conflict('not_transferable', 'This coupon is not passed on')
    const isPassed = await passOn(ctx, code, {
      ...{ from: from.nodes, giver: from.customerId, to: to.customerId },
    })
    if (!isPassed)
      throw conflict('coupon_not_hers', 'This coupon is not in her wallet, or not usable')
  })
  return getCoupon(ctx, code)
}

/** Into another wallet, while it is in one of these and can be used. In a transaction. @returns whether it was */
export async function passOn(
  ctx: Ctx,
  code: string,
  { from, giver, to }: { from: readonly number[]; giver: number; to: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update coupon set node_id = ${to}, noticed_at = null
    where tenant_id = ${ctx.tenantId} and code = ${code} and state = 'taken'
      and node_id = any(${[...from]}::bigint[]) and (valid_to is null or valid_to > ${ctx.now()})`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n) return false
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  await sql`insert into coupon_transfer (tenant_id, id, code, from_node_id, to_node_id, at, actor)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${code}, ${giver}, ${to}, ${ctx.now()}, ${actor})`.execute(
    ctx.pg,
  )
  return true
}

/** Taken away by the brand; an unpaid order keeps what it holds. @throws 404, 409 coupon_not_free */
/** Voids what is still in her wallet. @throws 409 when it is used, held, or was passed on */
export async function takeBackCoupon(
  ctx: Ctx,
  code: string,
  customer: number,
  reason: string,
): Promise<void> {
  await inTx(ctx, async (ctx) => {
    const { rows } =
      await sql`select 1 from coupon c join customer n on n.tenant_id = c.tenant_id and n.id = c.node_id
      where c.tenant_id = ${ctx.tenantId} and c.code = ${code} and c.state = 'taken' and n.canonical_id = (
        select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${customer}) for update of c`.execute(
        ctx.pg,
      )
    if (rows.length === 0)
      throw conflict('coupon_not_free', 'This coupon is used, held by an order, or passed on')
    await voidCoupon(ctx, code, reason)
  })
}

export async function voidCoupon(ctx: Ctx, given: string, reason: string): Promise<Coupon> {
  const code = readCode(given)
  await inTx(ctx, async (ctx) => {
    await getCoupon(ctx, code)
    const { numAffectedRows } = await sql`update coupon set state = 'void'
      where tenant_id = ${ctx.tenantId} and code = ${code} and state in ('free', 'taken')`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n)
      throw conflict('coupon_not_free', 'This coupon is used, or an order holds it')
    await audit(ctx, 'coupon.voided', { kind: 'coupon', id: code }, { reason })
  })
  return getCoupon(ctx, code)
}
