// A coupon passed on by a link: hers until somebody else claims it, taken back whenever she likes before that.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { readCode } from './usable.ts'
import { type Coupon, getCoupon, passOn, tellClaimed } from './wallet.ts'

/** Who does it: the node she acts by, and all that verified links hold together with it. */
export interface Person {
  node: number
  nodes: readonly number[]
}
interface Gift {
  id: string
  token: string
  code: string
  state: 'waiting' | 'claimed' | 'ended'
  giver: number | null
  claimer: number | null
}

const newToken = () => randomBytes(15).toString('base64url')

/** The link of a coupon of hers; asked again it is the same link. @throws 404, 409 not_transferable, coupon_not_hers */
export function offerCoupon(ctx: Ctx, given: string, person: Person): Promise<{ token: string }> {
  return inTx(ctx, async (ctx) => {
    const code = readCode(given)
    const node = await holdOwn(ctx, code, person)
    const { is_transferable } = await getCoupon(ctx, code)
    if (!is_transferable) throw conflict('not_transferable', 'This coupon is not passed on')
    // Of who had it before it came to her by another way.
    await sql`update coupon_gift set state = 'ended', ended_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and code = ${code} and state = 'waiting'
        and giver_node_id is distinct from ${node}::bigint`.execute(ctx.pg)
    await sql`insert into coupon_gift (tenant_id, id, token, code, state, giver_node_id, made_at)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${newToken()}, ${code}, 'waiting', ${node}, ${ctx.now()})
      on conflict (tenant_id, code) where state = 'waiting' do nothing`.execute(ctx.pg)
    const { rows } = await sql<{ token: string }>`select token from coupon_gift
      where tenant_id = ${ctx.tenantId} and code = ${code} and state = 'waiting'`.execute(ctx.pg)
    if (!rows[0]) throw new Error('a gift that was just made is not there')
    return rows[0]
  })
}

/** Held until the end. @returns the node that has it @throws 404, 409 coupon_not_hers */
async function holdOwn(ctx: Ctx, code: string, { nodes }: Person): Promise<number> {
  const { rows } = await sql<{ node: number | null; isFree: boolean }>`
    select node_id as node, state = 'taken' and (valid_to is null or valid_to > ${ctx.now()}) as "isFree"
    from coupon where tenant_id = ${ctx.tenantId} and code = ${code} for update`.execute(ctx.pg)
  const [found] = rows
  // Whose codes there are is nobody's business.
  if (!found || found.node === null || !nodes.includes(found.node)) throw notFound('coupon')
  if (!found.isFree) throw conflict('coupon_not_hers', 'This coupon is used, held or over')
  return found.node
}

/** Nobody can claim it by its link any more. @throws 404, 409 gift_claimed */
export function withdrawGift(ctx: Ctx, given: string, { nodes }: Person): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const code = readCode(given)
    const { rows } = await sql<{ state: Gift['state'] }>`select state from coupon_gift
      where tenant_id = ${ctx.tenantId} and code = ${code} and giver_node_id = any(${[...nodes]}::bigint[])
      order by made_at desc, id desc limit 1 for update`.execute(ctx.pg)
    if (!rows[0]) throw notFound('coupon_gift')
    if (rows[0].state === 'claimed') throw conflict('gift_claimed', 'Somebody has claimed it')
    await sql`update coupon_gift set state = 'ended', ended_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and code = ${code} and state = 'waiting'`.execute(ctx.pg)
  })
}

async function giftBy(ctx: Ctx, token: string, lock = sql``): Promise<Gift> {
  const { rows } = await sql<Gift>`
    select id, token, code, state, giver_node_id as giver, claimer_node_id as claimer from coupon_gift
    where tenant_id = ${ctx.tenantId} and token = ${token} ${lock}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('coupon_gift')
  return rows[0]
}

export interface ShownGift {
  /** gone: taken back, used, or over. */
  state: 'waiting' | 'claimed' | 'gone'
  is_own: boolean
  /** She has claimed it. */
  is_mine: boolean
  coupon: Coupon
}
/** As whoever has the link sees it: whose it was is not said. @throws 404 */
export async function shownGift(ctx: Ctx, token: string, { nodes }: Person): Promise<ShownGift> {
  const gift = await giftBy(ctx, token)
  const coupon = await getCoupon(ctx, gift.code)
  const isThere =
    gift.state === 'waiting' && coupon.state === 'taken' && (await isStillTheirs(ctx, gift))
  return {
    state: gift.state === 'claimed' ? 'claimed' : isThere ? 'waiting' : 'gone',
    is_own: gift.giver !== null && nodes.includes(gift.giver),
    is_mine: gift.claimer !== null && nodes.includes(gift.claimer),
    coupon,
  }
}
async function isStillTheirs(ctx: Ctx, { code, giver }: Gift): Promise<boolean> {
  const { rows } = await sql`select 1 from coupon
    where tenant_id = ${ctx.tenantId} and code = ${code} and node_id = ${giver}::bigint`.execute(
    ctx.pg,
  )
  return rows.length > 0
}

/**
 * It is hers from now on; claimed again it is the same. @throws 404, 409 gift_claimed, gift_gone, same_customer
 */
export function claimGiftedCoupon(ctx: Ctx, token: string, person: Person): Promise<ShownGift> {
  return inTx(ctx, async (ctx) => {
    const gift = await giftBy(ctx, token, sql`for update`)
    const isHers = gift.claimer !== null && person.nodes.includes(gift.claimer)
    if (gift.state === 'claimed' && isHers) return shownGift(ctx, token, person)
    if (gift.state === 'claimed') throw conflict('gift_claimed', 'Somebody else has claimed it')
    if (gift.giver !== null && person.nodes.includes(gift.giver))
      throw conflict('same_customer', 'It is hers already')
    const isPassed =
      gift.state === 'waiting' &&
      gift.giver !== null &&
      (await passOn(ctx, gift.code, { from: [gift.giver], giver: gift.giver, to: person.node }))
    if (!isPassed) throw conflict('gift_gone', 'It was taken back, used, or is over')
    await sql`update coupon_gift set state = 'claimed', claimer_node_id = ${person.node}, claimed_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${gift.id}`.execute(ctx.pg)
    const coupon = await getCoupon(ctx, gift.code)
    await tellClaimed(ctx, person.node, coupon.batch_id)
    await sendMessages(ctx, [
      {
        ...{ kind: 'coupon_passed_on', key: `coupon_passed_on:${gift.id}`, node: gift.giver },
        ...{ params: { coupon: coupon.batch_name }, link: '/coupons' },
      },
    ])
    return shownGift(ctx, token, person)
  })
}

/** The links that wait for a friend, by the coupon's code. */
export async function waitingGifts(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; token: string }>`
    select g.code, g.token from coupon_gift g
    join coupon c on c.tenant_id = g.tenant_id and c.code = g.code and c.node_id = g.giver_node_id and c.state = 'taken'
    where g.tenant_id = ${ctx.tenantId} and g.state = 'waiting' and g.giver_node_id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map(({ code, token }) => [code, token]))
}
