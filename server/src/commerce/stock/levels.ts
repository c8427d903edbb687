// The rows that say how much is there: always locked in one order, so that no two writers wait for each other.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { later } from '../../platform/prepared.ts'
import { unnest } from '../../platform/unnest.ts'
import type { BucketChange, BucketRow } from './movement.ts'

export interface Spot {
  store: string
  sku: string
}
export const spotKey = (spot: Spot) => `${spot.store}\x1f${spot.sku}`
const inOrder = <Row extends Spot>(rows: readonly Row[]) =>
  [...rows].sort((a, b) =>
    a.store === b.store ? (a.sku < b.sku ? -1 : 1) : a.store < b.store ? -1 : 1,
  )
/** Each once, in the order in which rows are locked. */
export const spotsOf = (rows: readonly Spot[]): Spot[] =>
  inOrder([
    ...new Map(rows.map(({ store, sku }) => [spotKey({ store, sku }), { store, sku }])).values(),
  ])

const columns = {
  store: ['text', (s: Spot) => s.store],
  sku: ['text', (s: Spot) => s.sku],
} as const

/** All buckets of these SKUs at these stores, locked; those that had none yet have one now. */
export async function lockLevels(
  ctx: Ctx,
  spots: readonly Spot[],
): Promise<Map<string, BucketRow[]>> {
  const wanted = spotsOf(spots)
  if (wanted.length === 0) return new Map()
  const u = unnest(wanted, columns)
  await sql`insert into stock_level (tenant_id, store, sku, bucket, on_hand)
    select ${ctx.tenantId}::uuid, r.store, r.sku, b, 0
    from ${u.rows} left join stock_setting s on s.tenant_id = ${ctx.tenantId} and s.store = r.store and s.sku = r.sku
    cross join lateral generate_series(0, coalesce(s.buckets, 1) - 1) as b
    order by r.store collate "C", r.sku collate "C", b
    on conflict do nothing`.execute(ctx.pg)
  const { rows } = await sql<BucketRow>`
    select l.store, l.sku, l.bucket, l.on_hand, l.reserved from stock_level l
    where l.tenant_id = ${ctx.tenantId} and (l.store, l.sku) in (select r.store, r.sku from ${u.rows})
    order by l.store collate "C", l.sku collate "C", l.bucket for update`.execute(ctx.pg)
  return Map.groupBy(rows, spotKey)
}

/** The buckets themselves, in the order of all locks. One row waits for nobody while it holds another. */
export async function lockBuckets(
  ctx: Ctx,
  rows: readonly (Spot & { bucket: number })[],
): Promise<void> {
  if (rows.length < 2) return
  const u = unnest(rows, { ...columns, bucket: ['smallint', (r) => r.bucket] })
  await later(
    ctx,
    sql`select from stock_level l
      where l.tenant_id = ${ctx.tenantId} and (l.store, l.sku, l.bucket) in (select r.store, r.sku, r.bucket from ${u.rows})
      order by l.store collate "C", l.sku collate "C", l.bucket for update`,
  )
}

/** Of rows that are locked. `reserved` counts down with what was held. */
export async function changeLevels(
  ctx: Ctx,
  changes: readonly (BucketChange & { reservedChange?: number })[],
): Promise<void> {
  if (changes.length === 0) return
  const u = unnest(changes, {
    ...columns,
    bucket: ['smallint', (c) => c.bucket],
    change: ['bigint', (c) => c.change],
    held: ['bigint', (c) => c.reservedChange ?? 0],
  })
  await later(
    ctx,
    sql`update stock_level l set on_hand = l.on_hand + r.change, reserved = l.reserved + r.held
      from ${u.rows} where l.tenant_id = ${ctx.tenantId} and l.store = r.store and l.sku = r.sku and l.bucket = r.bucket`,
  )
}

export interface Held {
  onHand: number
  reserved: number
}
export function summed(buckets: readonly BucketRow[] | undefined): Held {
  const held = { onHand: 0, reserved: 0 }
  for (const b of buckets ?? []) {
    held.onHand += b.on_hand
    held.reserved += b.reserved
  }
  return held
}
