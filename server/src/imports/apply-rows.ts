// Rows that stand for themselves: customers, tags, relations, products, costs. A batch a transaction.
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import {
  type CostKind,
  type ProductKind,
  recordCostPrices,
  recordCosts,
  recordCouponProducts,
  recordProducts,
} from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Decimal, decimalText, toFen } from '../platform/money.ts'
import { tableOf } from '../platform/table.ts'
import { unnest } from '../platform/unnest.ts'
import {
  type AttributeWrite,
  applyAttributes,
  applyRelations,
  applyTags,
  keepRelations,
  type RelationWrite,
} from '../profile/index.ts'
import { type Finder, sourceOf } from './customers-of-rows.ts'
import type { DataImport } from './import.ts'
import type { Part } from './mapping.ts'
import type { Tally } from './report.ts'
import { BadRow, type Fields, type Row } from './transforms.ts'

export interface Batching {
  job: DataImport
  file: number
  part: Part
  fields: Fields
  currency: string
  finder: Finder
  tally: Tally
}
/** Reads the rows (finding customers) and answers what to do in the transaction. */
type Applier = (ctx: Ctx, b: Batching, rows: readonly Row[]) => Promise<(ctx: Ctx) => Promise<void>>

const NOBODY = { code: 'customer_missing', reason: 'No value in the row identifies a customer' }

/** Reads each row; one that cannot be read is rejected alone. */
export function readEach<T>(
  b: Pick<Batching, 'tally' | 'file'>,
  rows: readonly Row[],
  read: (row: Row) => T,
): { row: Row; value: T }[] {
  return rows.flatMap((row) => {
    try {
      return [{ row, value: read(row) }]
    } catch (error) {
      const bad = error instanceof RangeError ? new BadRow('bad_amount', error.message) : error
      if (!(bad instanceof BadRow)) throw error
      b.tally.reject(b.file, row, bad.code, bad.message)
      return []
    }
  })
}

export const identifiersOf = (b: Pick<Batching, 'fields'>, row: Row) =>
  b.fields.open(row, 'identifiers').map(([namespace, value]) => ({ namespace, value }))

/** Same words have the same id, so an increment or a repeat counts once. */
export function attributeWrites(
  node: number,
  attributes: readonly [string, unknown][],
  at: number,
  source: string,
): AttributeWrite[] {
  return attributes.map(([name, value]) => ({
    node,
    source,
    at,
    eventId: stableId(source, String(node), name),
    op: 'set' as const,
    name,
    value,
  }))
}
function stableId(...parts: string[]): string {
  const hex = hash('sha256', parts.join('\n'), 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const present = (b: Batching) => b.job.created_at.getTime()
const fenOf = (amount: Decimal | undefined) => (amount === undefined ? null : toFen(amount).fen)
const neededFen = (amount: Decimal | undefined, field: string) => {
  if (amount === undefined) throw new BadRow('amount_missing', `${field} is empty`)
  return toFen(amount).fen
}
const needed = (b: Batching, row: Row, field: string) => {
  const text = b.fields.text(row, field)
  if (text === '') throw new BadRow('value_missing', `${field} is empty`)
  return text
}
const neededDate = (b: Batching, row: Row, field: string) => {
  const day = b.fields.date(row, field)
  if (day === undefined) throw new BadRow('value_missing', `${field} is empty`)
  return day
}
const currencyOf = (b: Batching, row: Row) => {
  const currency = (b.fields.text(row, 'currency') || b.currency).toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency))
    throw new BadRow('bad_currency', `"${currency}" is no currency such as CNY`)
  return currency
}
const linksOf = (b: Batching, row: Row) => ({
  storeId: b.fields.text(row, 'store_id') || null,
  staffId: b.fields.text(row, 'staff_id') || null,
  channelId: b.fields.text(row, 'channel_id') || null,
  activityId: b.fields.text(row, 'activity_id') || null,
})

/** Finds the customer of each row that was read; those of nobody are rejected. */
async function withNodes<T extends { at: number }>(
  ctx: Ctx,
  b: Batching,
  read: { row: Row; value: T }[],
) {
  const nodes = await b.finder.nodesOf(
    ctx,
    read.map(({ row, value }) => ({ identifiers: identifiersOf(b, row), at: value.at })),
  )
  return read.flatMap(({ row, value }, i) => {
    const node = nodes[i] ?? null
    if (node !== null) return [{ row, value, node }]
    b.tally.reject(b.file, row, NOBODY.code, NOBODY.reason)
    return []
  })
}

const customers: Applier = async (ctx, b, rows) => {
  const read = readEach(b, rows, (row) => ({
    at: b.fields.time(row, 'at') ?? present(b),
    attributes: b.fields.typed(row, 'attributes'),
    tags: b.fields.list(row, 'tags'),
  }))
  const found = await withNodes(ctx, b, read)
  const source = sourceOf(b.job.id)
  return async (ctx) => {
    await applyAttributes(
      ctx,
      found.flatMap(({ node, value }) => attributeWrites(node, value.attributes, value.at, source)),
    )
    await applyTags(
      ctx,
      found.flatMap(({ node, value }) =>
        value.tags.map((tag) => ({ node, tag, source, at: new Date(value.at) })),
      ),
    )
    b.tally.count(b.file, 'customer', [], found.length)
  }
}

const tags: Applier = async (ctx, b, rows) => {
  const read = readEach(b, rows, (row) => {
    const list = b.fields.list(row, 'tags')
    if (list.length === 0) throw new BadRow('value_missing', 'tags is empty')
    return { at: b.fields.time(row, 'at') ?? present(b), tags: list }
  })
  const found = await withNodes(ctx, b, read)
  const source = sourceOf(b.job.id)
  return async (ctx) => {
    await applyTags(
      ctx,
      found.flatMap(({ node, value }) =>
        value.tags.map((tag) => ({ node, tag, source, at: new Date(value.at) })),
      ),
    )
    b.tally.count(b.file, 'tagged', [], found.length)
  }
}

const relations: Applier = async (ctx, b, rows) => {
  const read = readEach(b, rows, (row) => {
    const ended = b.fields.time(row, 'ended_at')
    return {
      at: b.fields.time(row, 'added_at') ?? present(b),
      staffId: needed(b, row, 'staff_id'),
      state: (b.fields.text(row, 'state') ||
        (ended === undefined ? 'friend' : 'deleted_by_customer')) as RelationWrite['state'],
      storeId: b.fields.text(row, 'store_id') || null,
      channelId: b.fields.text(row, 'channel_id') || null,
      endedAt: ended === undefined ? null : new Date(ended),
    }
  })
  const found = await withNodes(ctx, b, read)
  const source = sourceOf(b.job.id)
  return async (ctx) => {
    await keepRelationsBefore(
      ctx,
      b.job.id,
      found.map(({ node, value }) => ({ node, staffId: value.staffId })),
    )
    await applyRelations(
      ctx,
      found.map(({ node, value: { at, ...relation } }) => ({
        ...relation,
        node,
        addedAt: new Date(at),
        source,
      })),
    )
    b.tally.count(b.file, 'relation', [], found.length)
  }
}

/** Of a pair that comes twice in the import, what was there before the first time. */
async function keepRelationsBefore(
  ctx: Ctx,
  importId: string,
  pairs: { node: number; staffId: string }[],
): Promise<void> {
  const before = (await keepRelations(ctx, pairs)).filter(
    (b) => (JSON.parse(b.stored) as { source: string }).source !== sourceOf(importId),
  )
  if (before.length === 0) return
  const u = unnest(before, {
    node_id: ['bigint', (b) => b.node],
    staff_id: ['text', (b) => b.staffId],
    stored: ['text', (b) => b.stored],
  })
  await sql`insert into import_relation_before (tenant_id, import_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${importId}::uuid, ${u.names} from ${u.rows} on conflict do nothing`.execute(
    ctx.pg,
  )
}

function gramsOf(b: Batching, row: Row): number | null {
  const weight = b.fields.money(row, 'weight')
  if (!weight) return null
  const grams = Math.round(Number(decimalText(weight)))
  if (grams < 0 || grams > 10_000_000)
    throw new BadRow('bad_number', 'weight is grams, at most ten tonnes')
  return grams
}

const YES_OR_NO = tableOf<boolean>({
  ...{ 是: true, y: true, yes: true, true: true, 1: true, 专供: true, 私域专供: true, '√': true },
  ...{ 否: false, n: false, no: false, false: false, 0: false, 非专供: false, '×': false },
})

/** Null: the file does not say it. */
function yesOrNo(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (word === '') return null
  const said = YES_OR_NO[word]
  if (said === undefined) throw new BadRow('bad_flag', 'exclusive is yes or no')
  return said
}

const products: Applier = async (_ctx, b, rows) => {
  const read = readEach(b, rows, (row) => {
    const price = b.fields.money(row, 'price')
    const levels = b.fields.open(row, 'category').sort(([x], [y]) => Number(x) - Number(y))
    if (price && price.units < 0n) throw new BadRow('negative_amount', 'price is below zero')
    const sku = needed(b, row, 'sku')
    const specs = b.fields.open(row, 'specs')
    return {
      sku,
      name: b.fields.text(row, 'name') || sku,
      category: levels.length > 0 ? levels.map(([, name]) => name) : b.fields.list(row, 'category'),
      brand: b.fields.text(row, 'brand') || null,
      priceFen: fenOf(price),
      currency: price ? currencyOf(b, row) : null,
      attributes: Object.fromEntries(b.fields.typed(row, 'attributes')),
      source: b.job.source,
      kind: (b.fields.text(row, 'product_kind') || null) as ProductKind | null,
      barcode: b.fields.text(row, 'barcode') || null,
      weightG: gramsOf(b, row),
      specs: specs.length > 0 ? Object.fromEntries(specs) : null,
      groupCode: b.fields.text(row, 'group') || null,
      groupName: b.fields.text(row, 'group_name') || null,
      isExclusive: yesOrNo(b.fields.text(row, 'exclusive')),
    }
  })
  return async (ctx) => {
    await recordProducts(
      ctx,
      read.map((r) => r.value),
      { importId: b.job.id },
    )
    b.tally.count(b.file, 'product', [], read.length)
  }
}

const costPrices: Applier = async (_ctx, b, rows) => {
  const read = readEach(b, rows, (row) => {
    const fen = neededFen(b.fields.money(row, 'price'), 'price')
    if (fen < 0) throw new BadRow('negative_amount', 'price is below zero')
    return {
      sku: needed(b, row, 'sku'),
      fromOn: neededDate(b, row, 'from'),
      fen,
      currency: currencyOf(b, row),
      source: b.job.source,
    }
  })
  return async (ctx) => {
    await recordCostPrices(
      ctx,
      read.map((r) => r.value),
      { importId: b.job.id },
    )
    b.tally.count(b.file, 'cost_price', [], read.length)
  }
}

const costs: Applier = async (ctx, b, rows) => {
  const sha = b.job.files[b.file]?.sha256.slice(0, 16) ?? ''
  const read = readEach(b, rows, (row) => {
    const spentOn = neededDate(b, row, 'date')
    return {
      at: Date.parse(spentOn),
      cost: {
        ...linksOf(b, row),
        source: b.job.source,
        // Without an id the row of this very file is the cost's name: the file sent twice doubles nothing.
        externalId: b.fields.text(row, 'id') || `${sha}:${row.row}`,
        spentOn,
        kind: needed(b, row, 'kind') as CostKind,
        fen: neededFen(b.fields.money(row, 'amount'), 'amount'),
        currency: currencyOf(b, row),
        note: b.fields.text(row, 'note'),
      },
    }
  })
  const nodes = await b.finder.nodesOf(
    ctx,
    read.map(({ row, value }) => ({ identifiers: identifiersOf(b, row), at: value.at })),
  )
  return async (ctx) => {
    await recordCosts(
      ctx,
      read.map(({ value }, i) => ({ ...value.cost, node: nodes[i] ?? null })),
      { importId: b.job.id },
    )
    b.tally.count(b.file, 'cost', [], read.length)
  }
}

const couponProducts: Applier = async (_ctx, b, rows) => {
  const read = readEach(b, rows, (row) => ({
    source: b.job.source,
    coupon: needed(b, row, 'coupon'),
    activityId: b.fields.text(row, 'activity_id'),
    sku: needed(b, row, 'sku'),
  }))
  return async (ctx) => {
    const fresh = await recordCouponProducts(
      ctx,
      read.map((r) => r.value),
      { importId: b.job.id },
    )
    b.tally.count(b.file, 'coupon_product', [], fresh)
    if (fresh < read.length)
      b.tally.count(b.file, 'coupon_product_repeated', [], read.length - fresh)
  }
}

export const APPLIERS: Partial<Record<Part['kind'], Applier>> = {
  customers,
  tags,
  relations,
  products,
  cost_prices: costPrices,
  costs,
  coupon_products: couponProducts,
}
