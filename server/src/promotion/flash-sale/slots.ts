// Slots of a flash sale with their goods, as they are written: hours by the brand's own clock, pieces spread
// over buckets.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { type Bucket, spread } from './spread.ts'

export interface Item {
  sku: string
  price_fen: number
  quantity: number
  per_customer: number | null
}
export interface SlotFields {
  /** Of one that is there already. */
  id?: string | undefined
  /** Of the brand's calendar and clock; a `to` that is not after `from` is of the next day. */
  on: string
  from: string
  to: string
  items: Item[]
}
export interface Slot extends SlotFields {
  id: string
  starts_at: string
  ends_at: string
  /** By the database's clock: its prices stand. */
  has_begun: boolean
}

/** @throws 400 */
export function demandSound(slots: readonly SlotFields[]): void {
  if (slots.length === 0) throw invalid('flash_sale_empty', 'It needs a slot')
  const ids = slots.flatMap((slot) => slot.id ?? [])
  if (new Set(ids).size < ids.length) throw invalid('flash_slot_twice', 'A slot stands twice')
  for (const { items } of slots) {
    if (items.length === 0) throw invalid('flash_slot_empty', 'A slot needs goods')
    if (new Set(items.map((i) => i.sku)).size < items.length)
      throw invalid('sku_twice', 'An SKU stands in two lines')
  }
}

/** @throws 400 unknown_sku */
export async function demandGoods(ctx: Ctx, slots: readonly SlotFields[]): Promise<void> {
  const skus = [...new Set(slots.flatMap(({ items }) => items.map((i) => i.sku)))]
  const { rows } = await sql<{ sku: string }>`select sku from product
    where tenant_id = ${ctx.tenantId} and sku = any(${skus}::text[])`.execute(ctx.pg)
  const known = new Set(rows.map((row) => row.sku))
  const unknown = skus.filter((sku) => !known.has(sku))
  if (unknown.length > 0)
    throw invalid('unknown_sku', `There is no product ${unknown.join(', ')}`, { skus: unknown })
}

/** As they come. */
export async function slotsOf(ctx: Ctx, sale: string): Promise<Slot[]> {
  const { rows } = await sql<
    Omit<Slot, 'starts_at' | 'ends_at'> & { starts_at: Date; ends_at: Date }
  >`
    select s.id, s.on_day::text as "on", s.from_clock as "from", s.to_clock as "to", s.starts_at, s.ends_at,
      f.state <> 'draft' and s.starts_at <= clock_timestamp() as has_begun, (
        select jsonb_agg(jsonb_build_object('sku', i.sku, 'price_fen', i.price_fen, 'quantity', i.quantity,
          'per_customer', i.per_customer) order by i.position)
        from flash_item i where i.tenant_id = s.tenant_id and i.slot_id = s.id) as items
    from flash_slot s join flash_sale f on f.tenant_id = s.tenant_id and f.id = s.flash_sale_id
    where s.tenant_id = ${ctx.tenantId} and s.flash_sale_id = ${sale}
    order by s.starts_at, s.id`.execute(ctx.pg)
  return rows.map((row) => ({
    ...row,
    ...{ starts_at: row.starts_at.toISOString(), ends_at: row.ends_at.toISOString() },
  }))
}

/** In place of those there are; what has begun is kept. Call under the sale's lock. @throws 400, 409 */
export async function writeSlots(
  ctx: Ctx,
  sale: string,
  before: readonly Slot[],
  given: readonly SlotFields[],
): Promise<void> {
  const known = new Map(before.map((slot) => [slot.id, slot]))
  const unknown = given.find((slot) => slot.id !== undefined && !known.has(slot.id))
  if (unknown) throw invalid('flash_slot_unknown', 'It has no such slot', { slot: unknown.id })
  const kept = new Set(given.map((slot) => slot.id))
  const gone = before.filter((slot) => !kept.has(slot.id))
  const begun = gone.find((slot) => slot.has_begun)
  if (begun) throw slotBegun(begun.id)
  await sql`delete from flash_slot where tenant_id = ${ctx.tenantId} and id = any(${gone.map((s) => s.id)}::uuid[])`.execute(
    ctx.pg,
  )
  // In one order, so that two changes and the orders between them do not wait for each other in a ring.
  const slots = given
    .map((slot) => ({ ...slot, id: slot.id ?? randomUUIDv7(), was: known.get(slot.id ?? '') }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { was, ...slot } of slots) await writeSlot(ctx, sale, was, slot)
  await demandApart(ctx, sale)
}

const slotBegun = (slot: string) =>
  conflict('flash_slot_begun', 'Of a slot that has begun, quantities, limits and its end change', {
    slot,
  })

async function writeSlot(
  ctx: Ctx,
  sale: string,
  was: Slot | undefined,
  slot: SlotFields & { id: string },
): Promise<void> {
  const { items } = slot
  if (was?.has_begun) {
    const now = new Map(items.map((i) => [i.sku, i]))
    const isSame =
      was.on === slot.on &&
      was.from === slot.from &&
      was.items.every((i) => now.get(i.sku)?.price_fen === i.price_fen)
    if (!isSame) throw slotBegun(slot.id)
  }
  const at = (clock: string) => sql`(${slot.on}::date + ${clock}::time)`
  const next = slot.to <= slot.from ? sql`interval '1 day'` : sql`interval '0'`
  const { rows } = await sql`
    insert into flash_slot (tenant_id, id, flash_sale_id, on_day, from_clock, to_clock, starts_at, ends_at)
    select ${ctx.tenantId}::uuid, ${slot.id}::uuid, ${sale}::uuid, ${slot.on}::date, ${slot.from}, ${slot.to},
      b.starts_at, b.ends_at
    from tenant t, lateral (select ${at(slot.from)} at time zone t.timezone as starts_at,
      (${at(slot.to)} + ${next}) at time zone t.timezone as ends_at) b
    where t.id = ${ctx.tenantId} and b.ends_at > b.starts_at
    on conflict (tenant_id, id) do update set on_day = excluded.on_day, from_clock = excluded.from_clock,
      to_clock = excluded.to_clock, starts_at = excluded.starts_at, ends_at = excluded.ends_at
    returning 1`.execute(ctx.pg)
  // Hours that the clock jumps over.
  if (rows.length === 0)
    throw invalid('flash_slot_no_time', 'This slot lasts no time', { on: slot.on, from: slot.from })
  await writeItems(ctx, slot.id, items)
}

async function writeItems(ctx: Ctx, slot: string, items: readonly Item[]): Promise<void> {
  await sql`delete from flash_item where tenant_id = ${ctx.tenantId} and slot_id = ${slot}
    and sku <> all(${items.map((i) => i.sku)}::text[])`.execute(ctx.pg)
  const u = unnest(items, {
    sku: ['text', (i) => i.sku],
    price_fen: ['bigint', (i) => i.price_fen],
    quantity: ['integer', (i) => i.quantity],
    per_customer: ['integer', (i) => i.per_customer],
    position: ['integer', (i) => items.indexOf(i)],
  })
  await sql`insert into flash_item (tenant_id, slot_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${slot}::uuid, ${u.names} from ${u.rows}
    on conflict (tenant_id, slot_id, sku) do update set price_fen = excluded.price_fen, quantity = excluded.quantity,
      per_customer = excluded.per_customer, position = excluded.position`.execute(ctx.pg)
  const { rows } = await sql<Bucket & { sku: string }>`
    select sku, bucket, quantity, held, sold from flash_bucket
    where tenant_id = ${ctx.tenantId} and slot_id = ${slot} order by sku, bucket for update`.execute(
    ctx.pg,
  )
  const bySku = Map.groupBy(rows, (row) => row.sku)
  const spreads = items.flatMap(({ sku, quantity }) => {
    const buckets = spread(quantity, bySku.get(sku) ?? [])
    if (!buckets)
      throw conflict('flash_below_sold', 'More of it is ordered already', { sku, quantity })
    return buckets.map((bucket) => ({ ...bucket, sku }))
  })
  const b = unnest(spreads, {
    sku: ['text', (s) => s.sku],
    bucket: ['smallint', (s) => s.bucket],
    quantity: ['integer', (s) => s.quantity],
  })
  await sql`insert into flash_bucket (tenant_id, slot_id, ${b.names})
    select ${ctx.tenantId}::uuid, ${slot}::uuid, ${b.names} from ${b.rows}
    on conflict (tenant_id, slot_id, sku, bucket) do update set quantity = excluded.quantity`.execute(
    ctx.pg,
  )
}

/** Slots follow each other. @throws 400 flash_slots_overlap */
async function demandApart(ctx: Ctx, sale: string): Promise<void> {
  const { rows } = await sql<{ on: string; from: string }>`
    select b.on_day::text as "on", b.from_clock as "from" from flash_slot a join flash_slot b
      on b.tenant_id = a.tenant_id and b.flash_sale_id = a.flash_sale_id and b.id <> a.id
      and b.starts_at >= a.starts_at and b.starts_at < a.ends_at
    where a.tenant_id = ${ctx.tenantId} and a.flash_sale_id = ${sale} limit 1`.execute(ctx.pg)
  if (rows[0])
    throw invalid('flash_slots_overlap', 'Two slots are at the same time', { ...rows[0] })
}
