// What a file is and which of its columns is which of our fields, from its headers and its first values.

import { timeReader } from '../platform/dates.ts'
import { parseDecimal } from '../platform/money.ts'
import { HEADERS, ORDER_STATES, plainHeader } from './headers.ts'
import { FIELDS, type FieldRule, fieldType, KINDS, type Kind, type Part } from './mapping.ts'

export interface GuessedField {
  field: string
  column: string
  /** 0 to 1. */
  confidence: number
  by: 'name' | 'header' | 'values' | 'rest'
}
export interface Guess {
  kind: Kind
  confidence: number
  /** Every kind the file could be, best first. */
  kinds: { kind: Kind; confidence: number }[]
  fields: GuessedField[]
  /** Ready to be used: the columns, and how their times and amounts are written. */
  part: Pick<Part, 'fields' | 'excel_text'> & { kind: Kind }
}

/** At least one of each list tells that it is this kind; more make it surer. */
const SIGNS: Record<Kind, readonly (readonly string[])[]> = {
  orders: [
    ['order_id'],
    ['placed_at', 'paid_at'],
    ['unit_price', 'line_total', 'total', 'refund_amount'],
  ],
  events: [['name'], ['at']],
  costs: [['date'], ['amount'], ['kind']],
  cost_prices: [['sku'], ['price'], ['from']],
  coupon_products: [['coupon'], ['sku']],
  relations: [['identifiers'], ['staff_id'], ['added_at']],
  products: [['sku'], ['name'], ['price', 'category', 'brand']],
  tags: [['identifiers'], ['tags']],
  customers: [['identifiers'], ['attributes', 'at', 'tags']],
}
const ENOUGH = 0.6

export function guess(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  wanted?: Kind,
): Guess {
  const values = columns.map((_, i) =>
    sample.slice(0, 500).flatMap((row) => {
      const text = unwrapped(row[i] ?? '')
      return text === '' ? [] : [text]
    }),
  )
  const tried = KINDS.map((kind) => {
    const fields = fieldsOf(kind, columns, values)
    return { kind, fields, confidence: confidenceOf(kind, fields) }
  }).sort((a, b) => b.confidence - a.confidence || order(a.kind) - order(b.kind))
  const best = tried.find((t) => t.kind === wanted) ?? tried[0]
  if (!best) throw new Error('there are no kinds')
  const fields = withTheRest(best.kind, columns, best.fields)
  const isWrapped = sample.some((row) => row.some((cell) => /^="[^"]*"$/.test(cell.trim())))
  return {
    kind: best.kind,
    confidence: best.confidence,
    kinds: tried
      .filter((t) => t.confidence > 0)
      .map(({ kind, confidence }) => ({ kind, confidence })),
    fields,
    part: {
      kind: best.kind,
      excel_text: isWrapped,
      fields: Object.fromEntries(
        fields.map(({ field, column }) => [
          field,
          ruleOf(best.kind, field, column, values[columns.indexOf(column)] ?? []),
        ]),
      ),
    },
  }
}

const unwrapped = (cell: string) =>
  cell
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .trim()
const order = (kind: Kind) => Object.keys(SIGNS).indexOf(kind)

/** Each field has one column and each column one field: the surest pairs first. */
function fieldsOf(
  kind: Kind,
  columns: readonly string[],
  values: readonly (readonly string[])[],
): GuessedField[] {
  const pairs: GuessedField[] = columns.flatMap((column, i) => [
    ...(fieldType(kind, column)
      ? [{ field: column, column, confidence: 1, by: 'name' as const }]
      : []),
    ...byHeader(kind, column, values[i] ?? []),
    ...byValues(kind, column, values[i] ?? []),
  ])
  const fields = new Map<string, GuessedField>()
  const taken = new Set<string>()
  for (const pair of pairs.sort((a, b) => b.confidence - a.confidence)) {
    if (fields.has(pair.field) || taken.has(pair.column)) continue
    fields.set(pair.field, pair)
    taken.add(pair.column)
  }
  return columns.flatMap((column) => [...fields.values()].filter((f) => f.column === column))
}

function byHeader(kind: Kind, column: string, values: readonly string[]): GuessedField[] {
  const header = plainHeader(column)
  return Object.entries(HEADERS[kind]).flatMap(([field, names]): GuessedField[] => {
    const place = names.indexOf(header)
    if (place < 0) return []
    // Values that are nothing of the kind say that the name is another thing's here.
    const fit = fitOf(kind, field, values)
    if (fit < 0.5) return []
    const confidence = 0.95 * fit - place * 0.002
    return [{ field, column, confidence: rounded(confidence), by: 'header' }]
  })
}

const PHONE = /^(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}$/
const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/
const MASKED = /\*/

/** Only what gives itself away whatever it is called. */
function byValues(kind: Kind, column: string, values: readonly string[]): GuessedField[] {
  if (values.length === 0 || !FIELDS[kind].open.includes('identifiers')) return []
  const share = (pattern: RegExp) => values.filter((v) => pattern.test(v)).length / values.length
  const found: GuessedField[] = []
  if (share(PHONE) >= 0.8)
    found.push({ field: 'identifiers.phone', column, confidence: 0.7, by: 'values' })
  if (share(EMAIL) >= 0.8)
    found.push({ field: 'identifiers.email', column, confidence: 0.7, by: 'values' })
  return found
}

/** The share of values that can be what the field is. */
function fitOf(kind: Kind, field: string, values: readonly string[]): number {
  if (values.length === 0) return 0.6
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length
  if (field === 'identifiers.phone')
    return share((v) => MASKED.test(v)) > 0.5 ? 0 : share((v) => /\d{5}/.test(v.replace(/\D/g, '')))
  if (field === 'identifiers.email') return share((v) => EMAIL.test(v))
  if (kind === 'orders' && field === 'state') return share((v) => v.toLowerCase() in ORDER_STATES)
  switch (fieldType(kind, field)) {
    case 'time':
    case 'date':
      return formatOf(values).share
    case 'money':
    case 'quantity':
      return share((v) => parseDecimal(bareNumber(v)) !== undefined)
    case 'json':
    case 'list':
    case 'text':
      return 1
    default:
      return 1
  }
}

const bareNumber = (text: string) => text.replace(/[¥￥$€£元,\s]/g, '')

/** Formats tried in this order; '' is what is understood without one. */
const FORMATS = [
  '',
  'd/M/yyyy H:mm',
  'M/d/yyyy H:mm',
  'd/M/yyyy',
  'M/d/yyyy',
  'epoch_s',
  'epoch_ms',
]

/** The format in which most values are times, and which share of them; the first of equals. */
function formatOf(values: readonly string[]): { format: string; share: number } {
  let best = { format: '', share: 0 }
  for (const format of FORMATS) {
    // A plain number may be anything; it is a time only if it is as long as those of our days.
    if (format.startsWith('epoch') && !values.every((v) => /^\d{10}(\d{3})?$/.test(v))) continue
    const read = timeReader(format === '' ? undefined : format, 'UTC')
    const good = values.filter((v) => {
      const at = read(v)
      return at !== undefined && at > 0 && at < 4_102_444_800_000
    })
    const share = good.length / values.length
    if (share > best.share) best = { format, share }
  }
  return best
}

function ruleOf(
  kind: Kind,
  field: string,
  column: string,
  values: readonly string[],
): string | FieldRule {
  const rule: Partial<FieldRule> = {}
  const type = fieldType(kind, field)
  if (type === 'time' || type === 'date') {
    const { format } = formatOf(values)
    if (format) rule.format = format
  }
  if (type === 'money' || type === 'quantity') {
    const written = values.join('')
    const decimal: NonNullable<FieldRule['decimal']> = { point: '.', unit: 'yuan', sign: 'keep' }
    const signs = [...'¥￥$€£元'].filter((s) => written.includes(s)).join('')
    if (signs) decimal.strip = signs
    if (values.some((v) => /\d,\d{3}\b/.test(v))) decimal.group = ','
    if (decimal.strip || decimal.group) rule.decimal = decimal
  }
  if (type === 'list') {
    const by = [',', '，', ';', '；', '|', '、'].find((sign) =>
      values.some((v) => v.includes(sign)),
    )
    if (by) rule.split = by
  }
  if (kind === 'orders' && field === 'state') {
    const known = [...new Set(values)].flatMap((v) => {
      const state = ORDER_STATES[v.toLowerCase()]
      return state ? [[v, state] as const] : []
    })
    rule.lookup = {
      values: { ...ORDER_STATES, ...Object.fromEntries(known) },
      otherwise: 'refuse',
    }
  }
  return Object.keys(rule).length === 0 ? column : ({ column, ...rule } as FieldRule)
}

/** Columns nobody asked for become attributes of the customer or properties of the event. */
function withTheRest(
  kind: Kind,
  columns: readonly string[],
  fields: readonly GuessedField[],
): GuessedField[] {
  const prefix = kind === 'customers' ? 'attributes' : kind === 'events' ? 'properties' : undefined
  return columns.flatMap((column): GuessedField[] => {
    const known = fields.filter((f) => f.column === column)
    if (known.length > 0) return known
    const isOurs = column.startsWith('homefield_')
    if (!prefix || column === '' || isOurs) return []
    return [{ field: `${prefix}.${column}`, column, confidence: 0.3, by: 'rest' }]
  })
}

function confidenceOf(kind: Kind, fields: readonly GuessedField[]): number {
  const sureOf = (name: string) =>
    Math.max(
      0,
      ...fields
        .filter((f) => f.field === name || f.field.startsWith(`${name}.`))
        .map((f) => f.confidence),
    )
  const signs = SIGNS[kind].map((any) => Math.max(...any.map(sureOf)))
  const needed = FIELDS[kind].required.every((field) => kind === 'costs' || sureOf(field) > 0)
  const found = signs.reduce((a, b) => a + b, 0) / signs.length
  // A kind with more signs says more when all of them are there.
  const isWhole = signs.every((s) => s >= ENOUGH)
  return rounded(
    Math.min(
      1,
      (needed ? found : found * 0.3) * (isWhole ? 1 : 0.6) + (isWhole ? signs.length * 0.01 : 0),
    ),
  )
}

const rounded = (n: number) => Math.round(n * 1000) / 1000
