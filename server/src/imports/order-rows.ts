// Rows of one order, or of one refund, put together. Pure: a group either becomes one whole thing or is refused whole.
import {
  type OfferUse,
  type OrderInput,
  type OrderLineInput,
  priceOrder,
  type RefundInput,
} from '../commerce/index.ts'
import {
  type Decimal,
  decimal,
  decimalText,
  isNegative,
  isZero,
  negated,
  plus,
  times,
  toFen,
} from '../platform/money.ts'
import type { Mapping } from './mapping.ts'
import { BadRow, type Fields, type Row } from './transforms.ts'

export type Role = 'order' | 'line' | 'refund'
export interface StagedRow extends Row {
  file: number
  role: Role
}
export interface Grouped {
  key: string
  rows: StagedRow[]
}

/** What an import of orders knows of every file it reads. */
export type FieldsOf = (file: number) => Fields

type Notes = Record<string, number>
interface Common {
  group: Grouped
  identifiers: { namespace: string; value: string }[]
  attributes: [string, unknown][]
  at: number
  /** Notes by row, and rows that are the same as an earlier one and are dropped. */
  notes: Map<StagedRow, string[]>
  dropped: Set<StagedRow>
}
export interface OrderGroup extends Common {
  kind: 'order'
  order: Omit<OrderInput, 'node'>
  /** What of it was given back, when the source tells only that. */
  refund: Omit<RefundInput, 'node'> | undefined
}
export interface RefundGroup extends Common {
  kind: 'refund'
  refund: Omit<RefundInput, 'node'>
}
export interface AsideGroup {
  kind: 'aside'
  group: Grouped
  code: string
  reason: string
}
/** The rows at fault, each with its reason; the others of the group share its fate. */
export interface RefusedGroup {
  kind: 'refused'
  group: Grouped
  faults: Map<StagedRow, { code: string; reason: string }>
}
export type GroupResult = OrderGroup | RefundGroup | AsideGroup | RefusedGroup

const MAX_ID = 255

/** What a row is part of: its staging key and role, or null when it is aside. */
export function placeOf(fields: Fields, row: Row): { key: string; role: Role } {
  const role = fields.ruleOf(row)?.as ?? 'line'
  const orderId = fields.text(row, 'order_id')
  const id = role === 'refund' ? fields.text(row, 'refund_id') || orderId : orderId
  if (id === '') throw new BadRow('order_id_missing', 'The row names no order')
  if (id.length > MAX_ID) throw new BadRow('id_too_long', `An id has at most ${MAX_ID} characters`)
  // Orders sort before refunds, so that refunds find theirs.
  return { key: `${role === 'refund' ? 'R' : 'O'}${id}`, role }
}

export function putTogether(
  group: Grouped,
  fieldsOf: FieldsOf,
  mapping: Mapping,
  currency: string,
): GroupResult {
  const faults: RefusedGroup['faults'] = new Map()
  const refuse = (error: unknown, row: StagedRow | undefined) => {
    if (error instanceof RangeError) error = new BadRow('bad_amount', error.message)
    if (!(error instanceof BadRow)) throw error
    if (row) faults.set(row, { code: error.code, reason: error.message })
    else for (const r of group.rows) faults.set(r, { code: error.code, reason: error.message })
  }
  const read: ReadRow[] = []
  for (const row of group.rows) {
    try {
      read.push(readRow(row, fieldsOf(row.file)))
    } catch (error) {
      refuse(error, row)
    }
  }
  if (faults.size === 0) {
    try {
      return group.key.startsWith('R')
        ? refundOf(group, read, mapping, currency)
        : orderOf(group, read, mapping, currency)
    } catch (error) {
      refuse(error, undefined)
    }
  }
  for (const row of group.rows)
    if (!faults.has(row))
      faults.set(row, {
        code: 'order_has_bad_rows',
        reason: 'Another row of the same order is refused, and half an order is none',
      })
  return { kind: 'refused', group, faults }
}

interface ReadRow {
  row: StagedRow
  text: Record<string, string>
  placedAt: number | undefined
  paidAt: number | undefined
  cancelledAt: number | undefined
  refundedAt: number | undefined
  money: Record<string, Decimal | undefined>
  identifiers: [string, string][]
  attributes: [string, unknown][]
}

const TEXTS = [
  'order_id',
  'state',
  'currency',
  'platform',
  'store_id',
  'staff_id',
  'channel_id',
  'activity_id',
  'coupon',
  'line_id',
  'sku',
  'name',
  'category',
  'refund_id',
  'refund_order_id',
  'reason',
]
const MONEYS = [
  'total',
  'discount',
  'shipping',
  'commission',
  'quantity',
  'unit_price',
  'line_total',
  'line_discount',
  'refund_amount',
  'refunded_total',
]

/** Only what the mapping names: half a million rows are read here. */
function readRow(row: StagedRow, fields: Fields): ReadRow {
  const text: Record<string, string> = {}
  for (const name of TEXTS) if (fields.has(name)) text[name] = fields.text(row, name)
  const money: Record<string, Decimal | undefined> = {}
  for (const name of MONEYS) if (fields.has(name)) money[name] = fields.money(row, name)
  const time = (name: string) => (fields.has(name) ? fields.time(row, name) : undefined)
  return {
    row,
    text,
    money,
    placedAt: time('placed_at'),
    paidAt: time('paid_at'),
    cancelledAt: time('cancelled_at'),
    refundedAt: time('refunded_at'),
    identifiers: fields.open(row, 'identifiers'),
    attributes: fields.names('attributes') ? fields.typed(row, 'attributes') : [],
  }
}

/** The first that is not empty: exports repeat the order on each of its lines, or say it once. */
const first = (rows: ReadRow[], name: string) => rows.find((r) => r.text[name])?.text[name] ?? ''
const earliest = (rows: ReadRow[], of: (r: ReadRow) => number | undefined) => {
  const found = rows.flatMap((r) => of(r) ?? [])
  return found.length === 0 ? undefined : Math.min(...found)
}

/** A sum of the whole order: repeated on its rows it must be the same on each. */
function ofOrder(rows: ReadRow[], name: string, notes: Notes): number | null {
  const given = new Set(
    rows.flatMap((r) => {
      const amount = r.money[name]
      return amount ? [fen(amount, notes)] : []
    }),
  )
  if (given.size > 1)
    throw new BadRow(
      'order_differs_within',
      `The rows of the order give different values of ${name}`,
    )
  return given.size === 1 ? ([...given][0] ?? null) : null
}

function fen(amount: Decimal, notes: Notes): number {
  const { fen, isRounded } = toFen(amount)
  if (isRounded) notes.rounded = 1
  return fen
}

/** Two values of one namespace would join two people: the group is refused instead. */
function identifiersOf(rows: ReadRow[]): { namespace: string; value: string }[] {
  const found = new Map<string, string>()
  for (const { identifiers } of rows) {
    for (const [namespace, value] of identifiers) {
      const before = found.get(namespace)
      if (before !== undefined && before !== value)
        throw new BadRow(
          'order_differs_within',
          `The rows of the order name two customers: ${namespace} ${before} and ${value}`,
        )
      found.set(namespace, value)
    }
  }
  return [...found].map(([namespace, value]) => ({ namespace, value }))
}

function attributesOf(rows: ReadRow[]): [string, unknown][] {
  const found = new Map<string, unknown>()
  for (const { attributes } of rows)
    for (const [name, value] of attributes) if (!found.has(name)) found.set(name, value)
  return [...found]
}

function repeats(rows: ReadRow[]): Set<ReadRow> {
  const seen = new Set<string>()
  return new Set(
    rows.filter((r) => {
      const text = `${r.row.file} ${JSON.stringify(r.row.cells)}`
      const again = seen.has(text)
      seen.add(text)
      return again
    }),
  )
}

interface Line {
  read: ReadRow
  grossFen: number
  discountFen: number
  input: Omit<OrderLineInput, 'discountFen' | 'totalFen'>
  notes: Notes
}

function lineOf(read: ReadRow, sign: 'given' | 'absolute'): Line {
  const notes: Notes = {}
  const absolute = (d: Decimal) => (sign === 'absolute' && isNegative(d) ? negated(d) : d)
  const quantity = absolute(read.money.quantity ?? decimal(1))
  const price = read.money.unit_price && absolute(read.money.unit_price)
  const lineTotal = read.money.line_total && absolute(read.money.line_total)
  const discount = absolute(read.money.line_discount ?? decimal(0))
  if (isNegative(quantity))
    throw new BadRow('negative_quantity', 'A quantity below zero: what is sent back is a refund')
  if (quantity.scale > 3 && quantity.units % 10n ** BigInt(quantity.scale - 3) !== 0n)
    throw new BadRow('bad_number', 'quantity has more than three decimals')
  if (!price && !lineTotal)
    throw new BadRow('amount_missing', 'A line needs unit_price or line_total')
  if ((price && isNegative(price)) || (lineTotal && isNegative(lineTotal)) || isNegative(discount))
    throw new BadRow('negative_amount', 'An amount is below zero')
  const discountFen = fen(discount, notes)
  // Rounded once, at the line: twelve times 0.001 is a fen, not nothing.
  const grossFen = lineTotal
    ? fen(plus(lineTotal, discount), notes)
    : fen(times(price ?? decimal(0), quantity), notes)
  const unitPriceFen = price
    ? toFen(price).fen
    : isZero(quantity)
      ? grossFen
      : perUnit(grossFen, quantity)
  const { text } = read
  return {
    read,
    grossFen,
    discountFen,
    input: {
      externalId: text.line_id || null,
      sku: text.sku ?? '',
      name: text.name ?? '',
      category: text.category || null,
      quantity: decimalText(quantity),
      unitPriceFen,
    },
    notes,
  }
}

function perUnit(grossFen: number, quantity: Decimal): number {
  const up = BigInt(grossFen) * 10n ** BigInt(quantity.scale)
  return Number((up * 2n + quantity.units) / (quantity.units * 2n))
}

function linksOf(rows: ReadRow[]) {
  return {
    storeId: first(rows, 'store_id') || null,
    staffId: first(rows, 'staff_id') || null,
    channelId: first(rows, 'channel_id') || null,
    activityId: first(rows, 'activity_id') || null,
  }
}

/** Each of its rows may name another one; some exports put several into one cell. */
function couponsOf(rows: ReadRow[]): OfferUse[] {
  const named = rows.flatMap(({ text }) => (text.coupon ?? '').split(/[,;|，；、\n]/))
  return [...new Set(named.map((one) => one.trim()).filter(Boolean))].map((coupon) => ({
    ...{ offer: '', coupon, activity: '' },
  }))
}

function orderOf(
  group: Grouped,
  all: ReadRow[],
  mapping: Mapping,
  currency: string,
): OrderGroup | AsideGroup {
  const notes = new Map<StagedRow, string[]>()
  const dropped = new Set<StagedRow>()
  const again = repeats(all)
  for (const r of again) {
    notes.set(r.row, ['repeated_line'])
    if (mapping.orders.repeated_lines === 'drop') dropped.add(r.row)
  }
  const rows = all.filter((r) => !dropped.has(r.row))
  const lines = rows.filter((r) => r.row.role === 'line').map((r) => lineOf(r, 'given'))
  const sums: Notes = {}
  const priced = priceOrder({
    lines,
    shippingFen: ofOrder(rows, 'shipping', sums) ?? 0,
    orderDiscountFen: ofOrder(rows, 'discount', sums),
    paidFen: ofOrder(rows, 'total', sums),
  })
  if (!priced.ok) throw new BadRow(priced.code, priced.message)
  const identifiers = identifiersOf(rows)
  const aside = mapping.orders.unpaid_anonymous
  if (aside && priced.totalFen === 0 && identifiers.length === 0)
    return {
      kind: 'aside',
      group,
      code: aside.aside,
      reason: aside.reason ?? 'Nothing was paid and nobody bought',
    }
  const note = (row: StagedRow, what: string) => notes.set(row, [...(notes.get(row) ?? []), what])
  for (const [i, line] of lines.entries()) {
    if (line.notes.rounded || (i === 0 && sums.rounded)) note(line.read.row, 'rounded')
    if (line.grossFen === 0) note(line.read.row, 'free_line')
  }
  const state = (first(rows, 'state') || 'paid') as OrderInput['state']
  const paidAt = earliest(rows, (r) => r.paidAt)
  const placedAt = earliest(rows, (r) => r.placedAt) ?? paidAt
  if (placedAt === undefined)
    throw new BadRow('time_missing', 'An order needs placed_at or paid_at')
  const cancelledAt = earliest(rows, (r) => r.cancelledAt)
  const paid = paidAt ?? (state === 'paid' ? placedAt : undefined)
  const order: Omit<OrderInput, 'node'> = {
    ...linksOf(rows),
    source: mapping.source,
    externalId: group.key.slice(1),
    state,
    evidence: 'verified',
    currency: (first(rows, 'currency') || currency).toUpperCase(),
    totalFen: priced.totalFen,
    discountFen: priced.discountFen,
    shippingFen: priced.shippingFen,
    platformCommissionFen: ofOrder(rows, 'commission', sums),
    platform: first(rows, 'platform') || mapping.platform,
    placedAt: new Date(placedAt),
    paidAt: paid === undefined ? null : new Date(paid),
    cancelledAt: cancelledAt === undefined ? null : new Date(cancelledAt),
    offers: couponsOf(rows),
    lines: lines.map((line, i) => ({
      ...line.input,
      ...(priced.lines[i] ?? { discountFen: 0, totalFen: 0 }),
    })),
  }
  return {
    kind: 'order',
    group,
    order,
    refund: partlyRefunded(rows, order, sums),
    identifiers,
    attributes: attributesOf(rows),
    at: placedAt,
    notes,
    dropped,
  }
}

/** Some exports tell only how much of an order has gone back so far. */
function partlyRefunded(
  rows: ReadRow[],
  order: Omit<OrderInput, 'node'>,
  sums: Notes,
): Omit<RefundInput, 'node'> | undefined {
  const amount = ofOrder(rows, 'refunded_total', sums)
  if (!amount || order.state !== 'paid') return undefined
  if (amount < 0) throw new BadRow('negative_amount', 'refunded_total is below zero')
  return {
    ...order,
    externalId: `${order.externalId}#refunded`,
    orderExternalId: order.externalId,
    amountFen: amount,
    at: new Date(earliest(rows, (r) => r.refundedAt) ?? order.paidAt ?? order.placedAt),
    reason: first(rows, 'reason'),
    lines: [],
  }
}

function refundOf(group: Grouped, all: ReadRow[], mapping: Mapping, currency: string): RefundGroup {
  const notes = new Map<StagedRow, string[]>()
  const dropped = new Set<StagedRow>()
  for (const r of repeats(all)) {
    notes.set(r.row, ['repeated_line'])
    if (mapping.orders.repeated_lines === 'drop') dropped.add(r.row)
  }
  const rows = all.filter((r) => !dropped.has(r.row))
  const sums: Notes = {}
  const stated = ofOrder(rows, 'refund_amount', sums)
  const described = rows.filter((r) => r.money.unit_price || r.money.line_total)
  const lines = described.map((r) => lineOf(r, 'absolute'))
  for (const line of lines)
    if (line.notes.rounded)
      notes.set(line.read.row, [...(notes.get(line.read.row) ?? []), 'rounded'])
  const priced = lines.map((l) => l.grossFen - l.discountFen)
  if (stated === null && lines.length === 0)
    throw new BadRow('amount_missing', 'A refund needs refund_amount, or lines with prices')
  const at =
    earliest(rows, (r) => r.refundedAt) ??
    earliest(rows, (r) => r.placedAt) ??
    earliest(rows, (r) => r.paidAt)
  if (at === undefined) throw new BadRow('time_missing', 'A refund needs refunded_at or placed_at')
  const ownId = first(rows, 'refund_id')
  return {
    kind: 'refund',
    group,
    refund: {
      ...linksOf(rows),
      source: mapping.source,
      externalId: group.key.slice(1),
      orderExternalId:
        first(rows, 'refund_order_id') || (ownId ? first(rows, 'order_id') || null : null),
      evidence: 'verified',
      currency: (first(rows, 'currency') || currency).toUpperCase(),
      amountFen: stated === null ? priced.reduce((a, b) => a + b, 0) : Math.abs(stated),
      platform: first(rows, 'platform') || mapping.platform,
      at: new Date(at),
      reason: first(rows, 'reason'),
      lines: lines.map((l, i) => ({
        externalId: l.input.externalId,
        sku: l.input.sku,
        name: l.input.name,
        quantity: l.input.quantity,
        amountFen: priced[i] ?? 0,
      })),
    },
    identifiers: identifiersOf(rows),
    attributes: attributesOf(rows),
    at,
    notes,
    dropped,
  }
}
