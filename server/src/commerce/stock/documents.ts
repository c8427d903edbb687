// Writing what moved: the document, its entries and the levels in one transaction.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { codesInScope, storesByCode } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { later } from '../../platform/prepared.ts'
import { unnest } from '../../platform/unnest.ts'
import { changeLevels, lockLevels, type Spot, spotKey, summed } from './levels.ts'
import {
  type BucketChange,
  countedMovements,
  type DocumentKind,
  type DocumentLine,
  dealt,
  demandLines,
  type Movement,
  movementsOf,
  reversed,
  storeOf,
  type WrittenKind,
} from './movement.ts'
import { getDocument, type StockDocument } from './queries.ts'

export interface NewDocument {
  kind: WrittenKind
  store: string
  toStore: string | null
  lines: readonly DocumentLine[]
  note: string
}

/** @throws 400, 404 for a store out of sight, 409 stock_short with what is missing */
export function writeDocument(ctx: Ctx, given: NewDocument): Promise<StockDocument> {
  return inTx(ctx, async (ctx) => {
    demandLines(given.kind, given.lines)
    if ((given.kind === 'transfer') !== (given.toStore !== null))
      throw invalid('transfer_ends', 'A transfer goes to another store, and only a transfer does')
    if (given.toStore === given.store)
      throw invalid('transfer_ends', 'A transfer goes to another store')
    await demandStores(ctx, [given.store, ...(given.toStore ? [given.toStore] : [])])
    await demandGoods(
      ctx,
      given.lines.map((line) => line.sku),
    )
    const { kind, store } = given
    const movements =
      kind === 'count'
        ? await countUnderLock(ctx, store, given.lines)
        : movementsOf(kind, store, given.toStore, given.lines)
    const id = await post(ctx, { ...given, orderId: null, reverses: null }, movements)
    await audit(ctx, 'stock_document.written', { kind: 'stock_document', id }, { after: given })
    return getDocument(ctx, id)
  })
}

/** Writes the opposite of a document. @throws 404, 409 when it was taken back before or is an order's */
export function reverseDocument(ctx: Ctx, id: string, note: string): Promise<StockDocument> {
  return inTx(ctx, async (ctx) => {
    const before = await getDocument(ctx, id)
    if (before.order_id !== null)
      throw conflict('document_of_order', 'An order moved this; refund or cancel the order')
    if (before.reverses !== null)
      throw conflict('document_reverses', 'This document itself takes another one back')
    await demandStores(ctx, [before.store, ...(before.to_store ? [before.to_store] : [])])
    // Two at once: the second waits here and then sees the first one's document.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`stock document ${ctx.tenantId} ${id}`}, 0))`.execute(
      ctx.pg,
    )
    if ((await getDocument(ctx, id)).reversed_by !== null)
      throw conflict('document_reversed', 'This document was taken back before')
    const movements = reversed(
      before.entries.map((e) => ({
        sku: e.sku,
        from: e.from_place,
        to: e.to_place,
        quantity: e.quantity,
        unitCostFen: e.unit_cost_fen,
      })),
    )
    const made = await post(
      ctx,
      {
        kind: before.kind,
        store: before.store,
        toStore: before.to_store,
        note,
        orderId: null,
        reverses: id,
      },
      movements,
    )
    await audit(ctx, 'stock_document.reversed', { kind: 'stock_document', id }, { by: made, note })
    return getDocument(ctx, made)
  })
}

interface Head {
  kind: DocumentKind
  store: string
  toStore: string | null
  note: string
  orderId: string | null
  reverses: string | null
}

/** The levels follow the movements, and are refused where less is free than goes. Call in a transaction. */
export async function post(ctx: Ctx, head: Head, movements: readonly Movement[]): Promise<string> {
  const net = new Map<string, Spot & { change: number }>()
  const add = (place: string, sku: string, change: number) => {
    const store = storeOf(place)
    if (store === undefined) return
    const key = spotKey({ store, sku })
    net.set(key, { store, sku, change: (net.get(key)?.change ?? 0) + change })
  }
  for (const m of movements) {
    add(m.from, m.sku, -m.quantity)
    add(m.to, m.sku, m.quantity)
  }
  const levels = await lockLevels(ctx, [...net.values()])
  const changes: BucketChange[] = []
  const short: (Spot & { wanted: number; free: number })[] = []
  for (const [key, { store, sku, change }] of net) {
    const buckets = levels.get(key) ?? []
    const moved = dealt(buckets, change)
    if (moved) changes.push(...moved)
    else {
      const { onHand, reserved } = summed(buckets)
      short.push({ store, sku, wanted: -change, free: onHand - reserved })
    }
  }
  if (short.length > 0) throw conflict('stock_short', 'There is less free than goes out', { short })
  await changeLevels(ctx, changes)
  return record(ctx, head, movements)
}

export interface Recorded {
  head: Head
  movements: readonly Movement[]
}

/** The document and its entries alone: for who has changed the levels already. */
async function record(ctx: Ctx, head: Head, movements: readonly Movement[]): Promise<string> {
  const [id = ''] = await recordAll(ctx, [{ head, movements }])
  return id
}

/** The same of many, by one statement. @returns their ids, in the same order */
export async function recordAll(ctx: Ctx, documents: readonly Recorded[]): Promise<string[]> {
  if (documents.length === 0) return []
  const given = documents.map((document) => ({ ...document, id: randomUUIDv7() }))
  const d = unnest(given, {
    id: ['uuid', (g) => g.id],
    kind: ['text', (g) => g.head.kind],
    store: ['text', (g) => g.head.store],
    to_store: ['text', (g) => g.head.toStore],
    order_id: ['uuid', (g) => g.head.orderId],
    reverses: ['uuid', (g) => g.head.reverses],
    note: ['text', (g) => g.head.note],
  })
  const written = sql`insert into stock_document (tenant_id, ${d.names}, actor, at)
    select ${ctx.tenantId}::uuid, ${d.names}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()}::timestamptz
    from ${d.rows}`
  const entries = given.flatMap(({ id, movements }) => movements.map((m) => ({ ...m, id })))
  const u = unnest(entries, {
    document_id: ['uuid', (m) => m.id],
    sku: ['text', (m) => m.sku],
    from_place: ['text', (m) => m.from],
    to_place: ['text', (m) => m.to],
    quantity: ['bigint', (m) => m.quantity],
    unit_cost_fen: ['bigint', (m) => m.unitCostFen],
  })
  await later(
    ctx,
    entries.length === 0
      ? written
      : sql`with document as (${written})
        insert into stock_entry (tenant_id, document_id, sku, from_place, to_place, quantity, unit_cost_fen)
        select ${ctx.tenantId}::uuid, r.document_id, r.sku, r.from_place, r.to_place, r.quantity, coalesce(r.unit_cost_fen, (
          select c.fen from cost_price c join tenant t on t.id = c.tenant_id and t.currency = c.currency
          where c.tenant_id = ${ctx.tenantId} and c.sku = r.sku
            and c.from_on <= (${ctx.now()}::timestamptz at time zone t.timezone)::date
          order by c.from_on desc limit 1))
        from ${u.rows}`,
  )
  return given.map(({ id }) => id)
}

async function countUnderLock(
  ctx: Ctx,
  store: string,
  lines: readonly DocumentLine[],
): Promise<Movement[]> {
  const levels = await lockLevels(
    ctx,
    lines.map(({ sku }) => ({ store, sku })),
  )
  const held = new Map(
    lines.map(({ sku }) => [sku, summed(levels.get(spotKey({ store, sku })))] as const),
  )
  return countedMovements(store, lines, held)
}

/** @throws 400 for a store nobody declared, 404 for one out of sight */
export async function demandStores(ctx: Ctx, codes: readonly string[]): Promise<void> {
  const seen = await codesInScope(ctx)
  if (seen && codes.some((code) => !seen.stores.includes(code))) throw notFound('store')
  const known = await storesByCode(ctx, codes)
  const missing = codes.filter((code) => !known.has(code))
  if (missing.length > 0)
    throw invalid('unknown_store', `There is no store ${missing.join(', ')}`, { stores: missing })
}

/** @throws 400 for an SKU that is no product of the brand */
export async function demandGoods(ctx: Ctx, skus: readonly string[]): Promise<void> {
  const { rows } = await sql<{ sku: string }>`
    select sku from unnest(${[...skus]}::text[]) as sku
    except select sku from product where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  if (rows.length > 0)
    throw invalid('unknown_sku', `There is no product ${rows.map((r) => r.sku).join(', ')}`, {
      skus: rows.map((r) => r.sku),
    })
}
