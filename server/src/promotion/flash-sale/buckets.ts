// Pieces taken out of an item's buckets and put back, by conditional writes.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { type Bucket, gather } from './spread.ts'

export interface Item {
  slot_id: string
  sku: string
}
export interface Part {
  bucket: number
  quantity: number
}

const of = (ctx: Ctx, { slot_id, sku }: Item) =>
  sql`b.tenant_id = ${ctx.tenantId} and b.slot_id = ${slot_id}::uuid and b.sku = ${sku}`

/** Held for an order. Undefined: there are not so many. */
export async function takePieces(
  ctx: Ctx,
  item: Item,
  orderId: string,
  quantity: number,
): Promise<Part[] | undefined> {
  const part = await fromOneBucket(ctx, item, orderId, quantity)
  return part ? [part] : fromAllBuckets(ctx, item, quantity)
}

/** Any bucket with enough that nobody is at; waits for nobody. */
async function fromOneBucket(
  ctx: Ctx,
  item: Item,
  orderId: string,
  quantity: number,
): Promise<Part | undefined> {
  // Buyers begin at different buckets.
  const start = Number.parseInt(orderId.slice(-2), 16)
  // A row that changed while it was being locked stays locked though it is not taken: who goes on to wait
  // for all buckets must let go of it first.
  await sql`savepoint one_flash_bucket`.execute(ctx.pg)
  const { rows } = await sql<{ bucket: number }>`
    update flash_bucket b set held = b.held + ${quantity}
    where ${of(ctx, item)} and b.bucket = (
      select f.bucket from flash_bucket f
      where f.tenant_id = ${ctx.tenantId} and f.slot_id = ${item.slot_id}::uuid and f.sku = ${item.sku}
        and f.quantity - f.held - f.sold >= ${quantity}
      order by (f.bucket + ${start}) % 16 limit 1 for update skip locked)
    returning b.bucket`.execute(ctx.pg)
  const bucket = rows[0]?.bucket
  if (bucket === undefined) await sql`rollback to savepoint one_flash_bucket`.execute(ctx.pg)
  await sql`release savepoint one_flash_bucket`.execute(ctx.pg)
  return bucket === undefined ? undefined : { bucket, quantity }
}

/** Waits its turn, and gathers from every bucket before it says that there is not enough. */
async function fromAllBuckets(ctx: Ctx, item: Item, quantity: number): Promise<Part[] | undefined> {
  const { rows } = await sql<Bucket>`
    select b.bucket, b.quantity, b.held, b.sold from flash_bucket b
    where ${of(ctx, item)} order by b.bucket for update`.execute(ctx.pg)
  const parts = gather(quantity, rows)
  if (parts) await changePieces(ctx, item, parts, { held: 1, sold: 0 })
  return parts
}

/** Each piece of these parts counts so often to what is held and what is sold. */
export async function changePieces(
  ctx: Ctx,
  item: Item,
  parts: readonly Part[],
  change: { held: -1 | 0 | 1; sold: -1 | 0 | 1 },
): Promise<void> {
  if (parts.length === 0) return
  const buckets = parts.map((p) => p.bucket)
  // One row waits for nobody while it holds another.
  if (parts.length > 1)
    await sql`select 1 from flash_bucket b where ${of(ctx, item)} and b.bucket = any(${buckets}::smallint[])
      order by b.bucket for update`.execute(ctx.pg)
  const u = unnest(parts, {
    bucket: ['smallint', (p) => p.bucket],
    n: ['integer', (p) => p.quantity],
  })
  const { rows } = await sql`
    update flash_bucket b set held = b.held + ${change.held} * p.n, sold = b.sold + ${change.sold} * p.n
    from (select ${u.names} from ${u.rows}) p where ${of(ctx, item)} and b.bucket = p.bucket returning 1`.execute(
    ctx.pg,
  )
  if (rows.length < parts.length) throw new Error('pieces of a bucket that is not there')
}
