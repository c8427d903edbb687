// A later activity like one there was, with what was in it.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { createBestiePlan, listBestiePlans } from '../bestie/plans.ts'
import { createBatch, type NewBatch } from '../coupons/batches.ts'
import { createFlashSale, getFlashSale } from '../flash-sale/sales.ts'
import { createGroupBuy, listGroupBuys } from '../group-buy/group-buys.ts'
import { createOffer, type NewOffer } from '../offers/offers.ts'
import { createPreSale, getPreSale } from '../pre-sale/pre-sales.ts'
import { createActivity } from './activities.ts'
import { type Activity, getActivity } from './queries.ts'

export const PARTS = [
  ...(['offer', 'coupon_batch', 'group_buy', 'flash_sale', 'pre_sale', 'bestie_plan'] as const),
] as const
export type Part = (typeof PARTS)[number]
/** A part that could not be made as it was, and why: what it sells is gone, or is another's. */
export interface LeftOut {
  kind: Part
  name: string
  code: string
}
export type CopiedActivity = Activity & { left_out: LeftOut[] }

/** What a copy goes on with. */
interface Copying {
  ctx: Ctx
  from: string
  to: string
  /** How much later it begins, and on how many days later by the brand's calendar. */
  laterMs: number
  laterDays: number
  /** Offers and batches by what they were copied from. */
  made: Map<string, string>
  leftOut: LeftOut[]
}

/**
 * A later one like it, and if it is wanted with all that is in it and not over, as drafts: their own times move with
 * its beginning. Nothing of its orders, costs and coupons in hand is copied. @throws 400, 404
 */
export function copyActivity(
  ctx: Ctx,
  id: string,
  given: { name: string; starts_at: string; ends_at: string },
  withParts = false,
): Promise<CopiedActivity> {
  return inTx(ctx, async (ctx) => {
    const before = await getActivity(ctx, id)
    const made = await createActivity(ctx, { ...before, ...given }, id)
    if (!withParts) return { ...made, left_out: [] }
    const copying: Copying = {
      ...{ ctx, from: id, to: made.id, made: new Map(), leftOut: [] },
      laterMs: Date.parse(given.starts_at) - Date.parse(before.starts_at),
      laterDays: await daysBetween(ctx, before.starts_at, given.starts_at),
    }
    await copyOffers(copying)
    await copyBatches(copying)
    for (const { state, ...groupBuy } of await listGroupBuys(ctx, id))
      if (state !== 'ended')
        await part(copying, 'group_buy', groupBuy.name, () =>
          createGroupBuy(ctx, made.id, groupBuy),
        )
    await copyFlashSales(copying)
    await copyPreSales(copying)
    await copyBestiePlans(copying)
    return { ...(await getActivity(ctx, made.id)), left_out: copying.leftOut }
  })
}

async function daysBetween(ctx: Ctx, from: string, to: string): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select (${to}::timestamptz at time zone timezone)::date - (${from}::timestamptz at time zone timezone)::date as days
    from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.days ?? 0
}

/** Made, or left out with its reason; what it had written by then is taken back. */
async function part(
  { ctx, leftOut }: Copying,
  kind: Part,
  name: string,
  make: () => Promise<unknown>,
): Promise<void> {
  await sql`savepoint part`.execute(ctx.pg)
  try {
    await make()
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    await sql`rollback to savepoint part`.execute(ctx.pg)
    leftOut.push({ kind, name, code: error.code })
  }
  await sql`release savepoint part`.execute(ctx.pg)
}

const idsOf = async (
  { ctx, from }: Copying,
  table: 'flash_sale' | 'pre_sale',
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
    where tenant_id = ${ctx.tenantId} and activity_id = ${from} and state <> 'ended' order by created_at, id`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.id)
}

async function copyOffers(copying: Copying): Promise<void> {
  const { ctx, from, to, laterMs, made } = copying
  const { rows } = await sql<NewOffer & { id: string }>`
    select id, name, source, activity_id, terms, limits from offer
    where tenant_id = ${ctx.tenantId} and activity_id = ${from} and state <> 'ended' order by id`.execute(
    ctx.pg,
  )
  // Offers name each other: the copies do too.
  const ids = new Map(rows.map(({ id }) => [id, randomUUIDv7()]))
  const moved = (at: string) => new Date(Date.parse(at) + laterMs).toISOString()
  for (const { id, terms, ...offer } of rows) {
    const { when = {}, not_with = [] } = terms as {
      when?: { from?: string; to?: string }
      not_with?: string[]
    }
    const given: NewOffer = {
      ...{ ...offer, activity_id: to },
      terms: {
        ...terms,
        not_with: not_with.map((other) => ids.get(other) ?? other),
        when: {
          ...when,
          ...(when.from !== undefined && { from: moved(when.from) }),
          ...(when.to !== undefined && { to: moved(when.to) }),
        },
      },
    }
    await part(copying, 'offer', offer.name, async () => {
      const { id: copy } = await createOffer(ctx, given, ids.get(id))
      made.set(id, copy)
    })
  }
}

type BatchRow = Omit<NewBatch, 'valid_from' | 'valid_to'> & {
  id: string
  valid_from: Date | null
  valid_to: Date | null
}

/** Of offers that were copied; a shared code is another one, as every code stands for one thing. */
async function copyBatches(copying: Copying): Promise<void> {
  const { ctx, laterMs, made } = copying
  const { rows } = await sql<BatchRow>`
    select id, name, offer_id, kind, code, quantity, prefix, take_limit, is_transferable, is_takeable, on_refund,
      valid_from, valid_to, valid_hours
    from coupon_batch where tenant_id = ${ctx.tenantId} and offer_id = any(${[...made.keys()]}::uuid[])
      and state = 'open' order by created_at, id`.execute(ctx.pg)
  const moved = (at: Date | null) =>
    at === null ? undefined : new Date(at.getTime() + laterMs).toISOString()
  for (const { id, ...batch } of rows)
    await part(copying, 'coupon_batch', batch.name, async () => {
      const copy = await createBatch(ctx, {
        ...batch,
        offer_id: made.get(batch.offer_id) ?? batch.offer_id,
        code: batch.code ? await freeCode(ctx, batch.code) : undefined,
        quantity: batch.quantity ?? undefined,
        take_limit: batch.take_limit ?? undefined,
        valid_hours: batch.valid_hours ?? undefined,
        ...{ valid_from: moved(batch.valid_from), valid_to: moved(batch.valid_to) },
      })
      made.set(id, copy.id)
    })
}

/** The code with the next number that stands for nothing yet: TEA, TEA-2, TEA-3. */
async function freeCode(ctx: Ctx, code: string): Promise<string> {
  const stem = code.replace(/-\d+$/, '')
  const { rows } = await sql<{ code: string }>`
    select code from coupon_batch where tenant_id = ${ctx.tenantId} and starts_with(code, ${`${stem}-`})
    union all select code from coupon where tenant_id = ${ctx.tenantId} and starts_with(code, ${`${stem}-`})`.execute(
    ctx.pg,
  )
  const taken = new Set(rows.map((row) => row.code))
  let n = 2
  while (taken.has(`${stem}-${n}`)) n++
  return `${stem}-${n}`
}

const dayLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Slots stay at their hours, so many days later. */
async function copyFlashSales(copying: Copying): Promise<void> {
  const { ctx, to, laterDays } = copying
  for (const id of await idsOf(copying, 'flash_sale')) {
    const sale = await getFlashSale(ctx, id)
    const slots = sale.slots.map(({ on, from, to, items }) => ({
      ...{ on: dayLater(on, laterDays), from, to, items },
    }))
    await part(copying, 'flash_sale', sale.name, () => createFlashSale(ctx, to, { ...sale, slots }))
  }
}

async function copyPreSales(copying: Copying): Promise<void> {
  const { ctx, to, laterMs, laterDays } = copying
  const moved = (at: string) => new Date(Date.parse(at) + laterMs).toISOString()
  for (const id of await idsOf(copying, 'pre_sale')) {
    const sale = await getPreSale(ctx, id)
    await part(copying, 'pre_sale', sale.name, () =>
      createPreSale(ctx, to, {
        ...sale,
        ...{ deposit_from: moved(sale.deposit_from), deposit_until: moved(sale.deposit_until) },
        ...{ balance_from: moved(sale.balance_from), balance_until: moved(sale.balance_until) },
        ships_by: dayLater(sale.ships_by, laterDays),
      }),
    )
  }
}

/** With the copies of its batches, where they are of the same activity. */
async function copyBestiePlans(copying: Copying): Promise<void> {
  const { ctx, from, to, made } = copying
  for (const { state, ...plan } of await listBestiePlans(ctx, from)) {
    if (state === 'ended') continue
    const { friend_batch_id, holder_batch_id } = plan
    await part(copying, 'bestie_plan', plan.name, () =>
      createBestiePlan(ctx, to, {
        ...plan,
        friend_batch_id: made.get(friend_batch_id) ?? friend_batch_id,
        holder_batch_id: holder_batch_id && (made.get(holder_batch_id) ?? holder_batch_id),
      }),
    )
  }
}
