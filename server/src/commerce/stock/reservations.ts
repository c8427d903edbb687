// Holding stock for who is about to pay: held, then taken or given back; what is neither in time expires.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { record } from './documents.ts'
import { changeLevels, lockLevels, type Spot, spotKey, spotsOf, summed } from './levels.ts'
import { atStore, type BucketRow } from './movement.ts'

export interface WantedLine extends Spot {
  quantity: number
}
export type Reserved =
  | { ok: true }
  | { ok: false; short: (Spot & { wanted: number; free: number })[] }

interface Part extends Spot {
  bucket: number
  quantity: number
}

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
    await lockHolder(ctx, id)
    if ((await partsOf(ctx, id, 'any')).length > 0) return { ok: true }
    return reserveNew(ctx, id, lines, expiresAt)
  })
}

/** The same by an id made in this transaction: nobody else knows it, so nobody is waited for. */
export function reserveNew(
  ctx: Ctx,
  id: string,
  lines: readonly WantedLine[],
  expiresAt: Date,
): Promise<Reserved> {
  return inTx(ctx, async (ctx) => {
    const sums = new Map<string, number>()
    for (const line of lines)
      sums.set(spotKey(line), (sums.get(spotKey(line)) ?? 0) + line.quantity)
    const parts: Part[] = []
    const gathered: Part[] = []
    const short: (Spot & { wanted: number; free: number })[] = []
    for (const spot of spotsOf(lines)) {
      const quantity = sums.get(spotKey(spot)) ?? 0
      const part = await fromOneBucket(ctx, id, spot, quantity, expiresAt)
      if (part) parts.push(part)
      else {
        const spread = await fromAllBuckets(ctx, spot, quantity)
        if (spread.parts) gathered.push(...spread.parts)
        else short.push({ ...spot, wanted: quantity, free: spread.free })
      }
    }
    if (short.length > 0) {
      await sql`delete from stock_reservation where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
        ctx.pg,
      )
      await changeLevels(
        ctx,
        [...parts, ...gathered].map((p) => ({ ...p, change: 0, reservedChange: -p.quantity })),
      )
      return { ok: false, short }
    }
    if (gathered.length === 0) return { ok: true }
    const u = unnest(gathered, {
      store: ['text', (p) => p.store],
      sku: ['text', (p) => p.sku],
      bucket: ['smallint', (p) => p.bucket],
      quantity: ['bigint', (p) => p.quantity],
    })
    await sql`insert into stock_reservation (tenant_id, id, expires_at, created_at, ${u.names})
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${expiresAt}::timestamptz, ${ctx.now()}::timestamptz, ${u.names}
      from ${u.rows}`.execute(ctx.pg)
    return { ok: true }
  })
}

const lockHolder = (ctx: Ctx, id: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`stock of ${ctx.tenantId} ${id}`}, 0))`.execute(
    ctx.pg,
  )

/** Any bucket with enough that nobody is at; waits for nobody, so it cannot be part of a knot. */
async function fromOneBucket(
  ctx: Ctx,
  id: string,
  { store, sku }: Spot,
  quantity: number,
  expiresAt: Date,
): Promise<Part | undefined> {
  // Buyers begin at different buckets.
  const start = Number.parseInt(id.slice(-2), 16)
  // A row that changed while it was being locked stays locked though it is not taken: who goes on to wait
  // for all buckets must let go of it first.
  await sql`savepoint one_bucket`.execute(ctx.pg)
  const { rows } = await sql<{ bucket: number }>`
    with held as (update stock_level l set reserved = l.reserved + ${quantity}
    where l.tenant_id = ${ctx.tenantId} and l.store = ${store} and l.sku = ${sku} and l.bucket = (
      select f.bucket from stock_level f
      where f.tenant_id = ${ctx.tenantId} and f.store = ${store} and f.sku = ${sku} and f.on_hand - f.reserved >= ${quantity}
      order by (f.bucket + ${start}) % 16 limit 1 for update skip locked)
    returning l.bucket)
    insert into stock_reservation (tenant_id, id, store, sku, bucket, quantity, expires_at, created_at)
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${store}, ${sku}, bucket, ${quantity}::bigint, ${expiresAt}::timestamptz,
      ${ctx.now()}::timestamptz from held returning bucket`.execute(ctx.pg)
  const bucket = rows[0]?.bucket
  if (bucket === undefined) await sql`rollback to savepoint one_bucket`.execute(ctx.pg)
  await sql`release savepoint one_bucket`.execute(ctx.pg)
  return bucket === undefined ? undefined : { store, sku, bucket, quantity }
}

/** Waits its turn, and gathers from every bucket before it says that there is not enough. */
async function fromAllBuckets(
  ctx: Ctx,
  spot: Spot,
  quantity: number,
): Promise<{ parts?: Part[]; free: number }> {
  const { rows: buckets } = await sql<BucketRow>`
    select store, sku, bucket, on_hand, reserved from stock_level
    where tenant_id = ${ctx.tenantId} and store = ${spot.store} and sku = ${spot.sku}
    order by bucket for update`.execute(ctx.pg)
  const { onHand, reserved } = summed(buckets)
  const free = onHand - reserved
  if (free < quantity) return { free }
  let left = quantity
  const parts: Part[] = []
  for (const b of buckets) {
    const n = Math.min(left, b.on_hand - b.reserved)
    if (n <= 0) continue
    parts.push({ ...spot, bucket: b.bucket, quantity: n })
    left -= n
  }
  await changeLevels(
    ctx,
    parts.map((p) => ({ ...p, change: 0, reservedChange: p.quantity })),
  )
  return { parts, free }
}

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
export function takeReserved(ctx: Ctx, id: string, orderId: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const parts = await decide(ctx, id, 'taken')
    if (parts.length === 0) return false
    // One row waits for nobody while it holds another.
    if (parts.length > 1) await lockLevels(ctx, parts)
    await changeLevels(
      ctx,
      parts.map((p) => ({ ...p, change: -p.quantity, reservedChange: -p.quantity })),
    )
    for (const [store, of] of Map.groupBy(parts, (p) => p.store)) {
      const bySku = Map.groupBy(of, (p) => p.sku)
      await record(
        ctx,
        { kind: 'sale', store, toStore: null, note: '', orderId, reverses: null },
        [...bySku].map(([sku, some]) => ({
          sku,
          from: atStore(store),
          to: 'customer',
          quantity: some.reduce((sum, p) => sum + p.quantity, 0),
          unitCostFen: null,
        })),
      )
    }
    return true
  })
}

/** What is held is held on until then. @returns false when nothing is held (any more) */
export function extendReserved(ctx: Ctx, id: string, until: Date): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    await lockHolder(ctx, id)
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
    const parts = await decide(ctx, id, 'released')
    await giveBack(ctx, parts)
    return parts.length > 0
  })
}

/** The rows of the reservation are what two deciders meet at: the second finds nothing open. */
async function decide(ctx: Ctx, id: string, state: 'taken' | 'released'): Promise<Part[]> {
  await lockHolder(ctx, id)
  const { rows } = await sql<Part>`
    update stock_reservation set state = ${state}, decided_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'open'
    returning store, sku, bucket, quantity`.execute(ctx.pg)
  return rows
}

async function giveBack(ctx: Ctx, parts: readonly Part[]): Promise<void> {
  await lockLevels(ctx, parts)
  const sums = new Map<string, Part>()
  for (const p of parts) {
    const key = `${spotKey(p)}\x1f${p.bucket}`
    const sum = sums.get(key)
    sums.set(key, { ...p, quantity: p.quantity + (sum?.quantity ?? 0) })
  }
  await changeLevels(
    ctx,
    [...sums.values()].map((p) => ({ ...p, change: 0, reservedChange: -p.quantity })),
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
