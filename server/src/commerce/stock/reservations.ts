// Holding stock for who is about to pay: held, then taken or given back; what is neither in time expires.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { later } from '../../platform/prepared.ts'
import { unnest } from '../../platform/unnest.ts'
import { allot, type Part, type ShortLine, type Wanted, type WantedLine } from './allot.ts'
import { type Recorded, recordAll } from './documents.ts'
import { changeLevels, lockBuckets, spotKey, spotsOf } from './levels.ts'
import { atStore, type BucketRow } from './movement.ts'

export type { WantedLine } from './allot.ts'
export type Reserved = { ok: true } | { ok: false; short: ShortLine[] }

/**
 * All of it or nothing. An id that holds something already holds what it holds: a repeat changes
 * nothing. One call a transaction: lines are taken in one order, so that no two wait for each other.
 */
export function reserve(
  ctx: Ctx,
  id: string,
  lines: readonly WantedLine[],
  expiresAt: Date,
): Promise<Reserved> {
  return inTx(ctx, async (ctx) => {
    await lockHolders(ctx, [id])
    if ((await partsOf(ctx, id, 'any')).length > 0) return { ok: true }
    return reserveNew(ctx, id, lines, expiresAt)
  })
}

/** The same by an id made in this transaction: nobody else knows it, so nobody is waited for. */
export async function reserveNew(
  ctx: Ctx,
  id: string,
  lines: readonly WantedLine[],
  expiresAt: Date,
): Promise<Reserved> {
  const short = (await reserveAll(ctx, [{ id, lines, expiresAt }])).get(id)
  return short ? { ok: false, short } : { ok: true }
}

/**
 * The same of many, each all of it or nothing, in the order in which they are given. One call a transaction.
 * @returns of those that hold nothing, by id, what there is too little of
 */
export function reserveAll(
  ctx: Ctx,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, ShortLine[]>> {
  return inTx(ctx, async (ctx) => {
    // Who goes on to wait for what others are at must hold nothing meanwhile.
    await sql`savepoint at_hand`.execute(ctx.pg)
    let allotted = allot(await bucketsOf(ctx, wanted, sql`skip locked`), wanted)
    if (allotted.short.size > 0) {
      await sql`rollback to savepoint at_hand`.execute(ctx.pg)
      allotted = allot(await bucketsOf(ctx, wanted, sql``), wanted)
    }
    await sql`release savepoint at_hand`.execute(ctx.pg)
    const { parts, short } = allotted
    if (parts.length === 0) return short
    await changeLevels(
      ctx,
      summed(parts).map((p) => ({ ...p, change: 0, reservedChange: p.quantity })),
    )
    const u = unnest(parts, {
      id: ['uuid', (p) => p.id],
      store: ['text', (p) => p.store],
      sku: ['text', (p) => p.sku],
      bucket: ['smallint', (p) => p.bucket],
      quantity: ['bigint', (p) => p.quantity],
      expires_at: ['timestamptz', (p) => p.expiresAt],
    })
    await later(
      ctx,
      sql`insert into stock_reservation (tenant_id, created_at, ${u.names})
        select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}`,
    )
    return short
  })
}

/** All of these goods that nobody is at, or all of them once they are free; locked. */
async function bucketsOf(
  ctx: Ctx,
  wanted: readonly Wanted[],
  waiting: RawBuilder<unknown>,
): Promise<BucketRow[]> {
  const u = unnest(spotsOf(wanted.flatMap(({ lines }) => lines)), {
    store: ['text', (s) => s.store],
    sku: ['text', (s) => s.sku],
  })
  const { rows } = await sql<BucketRow>`
    select l.store, l.sku, l.bucket, l.on_hand, l.reserved from stock_level l
    where l.tenant_id = ${ctx.tenantId} and (l.store, l.sku) in (select r.store, r.sku from ${u.rows})
    order by l.store collate "C", l.sku collate "C", l.bucket for update ${waiting}`.execute(ctx.pg)
  return rows
}

/** Each bucket once: a statement changes a row once. */
function summed(parts: readonly Part[]): Part[] {
  const sums = new Map<string, Part>()
  for (const { store, sku, bucket, quantity } of parts) {
    const key = `${spotKey({ store, sku })}\x1f${bucket}`
    const sum = sums.get(key)?.quantity ?? 0
    sums.set(key, { store, sku, bucket, quantity: quantity + sum })
  }
  return [...sums.values()]
}

/** Always in one order, so that no two wait for each other. */
const lockHolders = (ctx: Ctx, ids: readonly string[]) =>
  later(
    ctx,
    sql`select pg_advisory_xact_lock(hashtextextended('stock of ' || ${ctx.tenantId}::text || ' ' || id, 0))
      from unnest(${[...ids].sort()}::text[]) as id`,
  )

type HeldPart = Part & { id: string }

async function partsOf(ctx: Ctx, id: string, which: 'open' | 'any'): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select store, sku, bucket, quantity from stock_reservation
    where tenant_id = ${ctx.tenantId} and id = ${id} and ${which === 'open' ? sql`state = 'open'` : sql`true`}
    order by store collate "C", sku collate "C", bucket`.execute(ctx.pg)
  return rows
}

/**
 * What was held leaves the store for the customer. @returns false when nothing is held (any more):
 * it expired or was given back, and who wants it must reserve anew.
 */
export const takeReserved = async (ctx: Ctx, id: string, orderId: string): Promise<boolean> =>
  (await takeAllReserved(ctx, [{ id, orderId }])).has(id)

/** The same of many. @returns the ids of which something was held */
export function takeAllReserved(
  ctx: Ctx,
  taking: readonly { id: string; orderId: string }[],
): Promise<ReadonlySet<string>> {
  return inTx(ctx, async (ctx) => {
    const parts = await decide(
      ctx,
      taking.map(({ id }) => id),
      'taken',
    )
    const buckets = summed(parts)
    await lockBuckets(ctx, buckets)
    await changeLevels(
      ctx,
      buckets.map((p) => ({ ...p, change: -p.quantity, reservedChange: -p.quantity })),
    )
    const orders = new Map(taking.map(({ id, orderId }) => [id, orderId]))
    const byId = Map.groupBy(parts, (p) => p.id)
    await recordAll(
      ctx,
      [...byId].flatMap(([id, of]) => salesOf(orders.get(id) ?? null, of)),
    )
    return new Set(byId.keys())
  })
}

/** A document a store. */
const salesOf = (orderId: string | null, parts: readonly Part[]): Recorded[] =>
  [...Map.groupBy(parts, (p) => p.store)].map(([store, of]) => ({
    head: { kind: 'sale', store, toStore: null, note: '', orderId, reverses: null },
    movements: [...Map.groupBy(of, (p) => p.sku)].map(([sku, some]) => ({
      ...{ sku, from: atStore(store), to: 'customer', unitCostFen: null },
      quantity: some.reduce((sum, p) => sum + p.quantity, 0),
    })),
  }))

/** What is held is held on until then. @returns false when nothing is held (any more) */
export function extendReserved(ctx: Ctx, id: string, until: Date): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    await lockHolders(ctx, [id])
    const { rows } = await sql`update stock_reservation set expires_at = ${until}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'open' returning id`.execute(
      ctx.pg,
    )
    return rows.length > 0
  })
}

/** @returns false when nothing was held (any more) */
export function releaseReserved(ctx: Ctx, id: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const parts = await decide(ctx, [id], 'released')
    await giveBack(ctx, parts)
    return parts.length > 0
  })
}

/** The rows of a reservation are what two deciders meet at: the second finds nothing open. */
async function decide(
  ctx: Ctx,
  ids: readonly string[],
  state: 'taken' | 'released',
): Promise<HeldPart[]> {
  await lockHolders(ctx, ids)
  const { rows } = await sql<HeldPart>`
    update stock_reservation set state = ${state}, decided_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) and state = 'open'
    returning id, store, sku, bucket, quantity`.execute(ctx.pg)
  return rows
}

async function giveBack(ctx: Ctx, parts: readonly Part[]): Promise<void> {
  const buckets = summed(parts)
  await lockBuckets(ctx, buckets)
  await changeLevels(
    ctx,
    buckets.map((p) => ({ ...p, change: 0, reservedChange: -p.quantity })),
  )
}

const AT_ONCE = 200

/** What nobody paid for in time is free again; of every brand. @returns how many reservations */
export async function expireReservations(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from stock_reservation
    where state = 'open' and expires_at <= ${system.now()}`.execute(system.pg)
  let expired = 0
  for (const { tenant_id } of rows)
    expired += await expireOf({ ...make(tenant_id), now: system.now })
  return expired
}

async function expireOf(ctx: Ctx): Promise<number> {
  let expired = 0
  for (;;) {
    const { due, mine } = await inTx(ctx, async (ctx) => {
      // Each whole, and what is being paid for this moment is left to who is at it.
      const { rows } = await sql<{ id: string; mine: boolean }>`
        with due as materialized (
          select distinct id from stock_reservation
          where tenant_id = ${ctx.tenantId} and state = 'open' and expires_at <= ${ctx.now()} limit ${AT_ONCE})
        select id, pg_try_advisory_xact_lock(hashtextextended('stock of ' || ${ctx.tenantId}::text || ' ' || id, 0)) as mine
        from due`.execute(ctx.pg)
      const mine = rows.filter((row) => row.mine).map((row) => row.id)
      const { rows: parts } = await sql<Part>`
        update stock_reservation set state = 'expired', decided_at = ${ctx.now()}
        where tenant_id = ${ctx.tenantId} and id = any(${mine}::uuid[]) and state = 'open'
        returning store, sku, bucket, quantity`.execute(ctx.pg)
      await giveBack(ctx, parts)
      return { due: rows.length, mine: mine.length }
    })
    expired += mine
    if (due < AT_ONCE || mine === 0) return expired
  }
}
