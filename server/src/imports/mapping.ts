// What a mapping is: how the columns of somebody's files become our fields. Documented in docs/imports.md.
import { z } from 'zod'
import { COST_KINDS } from '../commerce/index.ts'

export const KINDS = [
  'customers',
  'events',
  'orders',
  'products',
  'relations',
  'tags',
  'costs',
  'cost_prices',
  'coupon_products',
] as const
export type Kind = (typeof KINDS)[number]

const Pattern = z
  .string()
  .max(500)
  .refine(
    (source) => {
      try {
        return new RegExp(source, 'u') instanceof RegExp
      } catch {
        return false
      }
    },
    { error: 'is not a regular expression' },
  )

export const FieldRule = z.strictObject({
  /** The column it comes from; of several, the first that is not empty. */
  column: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** Several columns in one text, e.g. `{campaign}-{household}`; empty when one of them is. */
  template: z.string().optional(),
  /** Several columns of numbers added up; an empty one counts as nothing. */
  sum: z.array(z.string()).min(2).optional(),
  /** The same for every row. */
  constant: z.string().optional(),
  /** The row's own number in its file: an id where there is none. */
  row_number: z.literal(true).optional(),
  /** The value when the column is empty. */
  default: z.string().optional(),
  /** Replaced by `replace` (with $1 …); a value that does not match is left as it is, or refused. */
  regex: z
    .strictObject({
      pattern: Pattern,
      replace: z.string().default(''),
      must_match: z.boolean().default(false),
    })
    .optional(),
  lookup: z
    .strictObject({
      /** A table written here … */
      values: z.record(z.string(), z.string()).optional(),
      /** … or another file of the import: the value is found in `key`, `value` is taken. */
      file: z.string().optional(),
      key: z.string().optional(),
      value: z.string().optional(),
      otherwise: z.enum(['refuse', 'keep', 'empty']).default('refuse'),
    })
    .refine(
      (l) =>
        (l.values !== undefined) !==
        (l.file !== undefined && l.key !== undefined && l.value !== undefined),
      {
        error: 'a lookup has either values, or file, key and value',
      },
    )
    .optional(),
  prefix: z.string().optional(),
  suffix: z.string().optional(),
  /** How dates are written, e.g. `yyyy-MM-dd HH:mm:ss`, `iso`, `epoch_ms`, `epoch_s`. */
  format: z.string().max(60).optional(),
  /** IANA zone of dates that carry none; default the mapping's. */
  zone: z.string().optional(),
  /** How numbers are written. */
  decimal: z
    .strictObject({
      point: z.enum(['.', ',']).default('.'),
      group: z.enum([',', '.', ' ', "'"]).optional(),
      /** Signs around a number that are not part of it, e.g. `￥`. */
      strip: z.string().max(20).optional(),
      unit: z.enum(['yuan', 'fen']).default('yuan'),
      sign: z.enum(['keep', 'negate', 'absolute']).default('keep'),
    })
    .optional(),
  /** For attributes and properties, whose values are text unless said otherwise. */
  type: z.enum(['text', 'number', 'boolean', 'json', 'time']).default('text'),
  /** True: a file without the column is fine. */
  optional: z.boolean().default(false),
  /** Text that separates several values in one cell. */
  split: z.string().min(1).max(5).optional(),
})
export type FieldRule = z.infer<typeof FieldRule>
export const fieldRule = (given: string | FieldRule): FieldRule =>
  typeof given === 'string' ? FieldRule.parse({ column: given }) : given

const Condition = z.strictObject({
  column: z.string(),
  is: z.enum(['empty', 'filled', 'zero', 'negative', 'positive', 'no_number']).optional(),
  equals: z.string().optional(),
  one_of: z.array(z.string()).optional(),
  starts_with: z.string().optional(),
  matches: Pattern.optional(),
})
export type Condition = z.infer<typeof Condition>

const RowRule = z
  .strictObject({
    /** All of them must hold. */
    when: z.union([Condition, z.array(Condition).min(1)]),
    /** For orders: what the row is. Default `line`. */
    as: z.enum(['order', 'line', 'refund']).optional(),
    /** The row is no data of this kind: counted under this code, kept, not imported. */
    aside: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/)
      .optional(),
    reason: z.string().optional(),
  })
  .refine((r) => (r.as !== undefined) !== (r.aside !== undefined), {
    error: 'a rule says either as or aside',
  })
export type RowRule = z.infer<typeof RowRule>

export const Part = z.strictObject({
  /** Which of the given files: a regular expression on the name without its folder and `.gz`. */
  file: Pattern.default('.*'),
  /** `lookup`: read into memory for the others, imported as nothing itself. */
  kind: z.enum([...KINDS, 'lookup']),
  required: z.boolean().default(true),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le']).optional(),
  delimiter: z.string().length(1).optional(),
  /** Lines above the one with the columns' names. */
  skip_lines: z.number().int().min(0).max(100).default(0),
  /** Which sheet of a workbook, from 1. */
  sheet: z.number().int().min(1).default(1),
  /** Cells that mean nothing, e.g. `NA`, `\\N`, `null`. */
  empty: z.array(z.string()).default([]),
  /** Undo what spreadsheets add to keep long numbers: `="123"`, `'123`. */
  excel_text: z.boolean().default(false),
  rows: z.array(RowRule).default([]),
  /** Our field → where it comes from; a text stands for { column }. */
  fields: z.record(z.string(), z.union([z.string(), FieldRule])).default({}),
})
export type Part = z.infer<typeof Part>

const NamespaceRule = z.strictObject({
  namespace: z.string().regex(/^[a-z0-9_][a-z0-9_.:-]{0,99}$/),
  weak: z.boolean().default(false),
  unique: z.boolean().default(true),
  rank: z.number().int().min(1).max(1000).default(50),
  max_values: z.number().int().min(1).max(1_000_000).default(1),
  normalise: z.enum(['trim', 'lower', 'phone']).default('trim'),
})

export const Mapping = z.strictObject({
  name: z.string().regex(/^[a-z0-9_-]{1,60}$/),
  title: z.record(z.string(), z.string()).default({}),
  /** Shop, marketplace or system the data is from: with its ids, what orders and events are known by. */
  source: z.string().min(1).max(100),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  zone: z.string().optional(),
  platform: z.string().max(50).default(''),
  namespaces: z.array(NamespaceRule).default([]),
  orders: z
    .strictObject({
      /** The same line twice in one order: two lines (`keep`), or one (`drop`). */
      repeated_lines: z.enum(['keep', 'drop']).default('keep'),
      /** An order without a customer in which nothing was paid is none: its rows are set aside. */
      unpaid_anonymous: z.strictObject({ aside: z.string(), reason: z.string() }).optional(),
    })
    .default({ repeated_lines: 'keep' }),
  parts: z.array(Part).min(1).max(50),
})
export type Mapping = z.infer<typeof Mapping>
/** As it is written down, before what may be left out is filled in. */
export type MappingInput = z.input<typeof Mapping>

export type FieldType =
  | 'text'
  | 'time'
  | 'date'
  | 'money'
  | 'quantity'
  | 'list'
  | 'json'
  | `one of ${string}`
interface KindFields {
  fields: Record<string, FieldType>
  required: readonly string[]
  /** Prefixes of fields that name something themselves, e.g. `identifiers.phone`. */
  open: readonly string[]
}

const LINKS = {
  store_id: 'text',
  staff_id: 'text',
  channel_id: 'text',
  activity_id: 'text',
} as const

/** Every field of every kind: what a mapping may name, and how each value is read. */
export const FIELDS: Record<Kind, KindFields> = {
  customers: {
    fields: { at: 'time', tags: 'list' },
    required: [],
    open: ['identifiers', 'attributes'],
  },
  events: {
    fields: {
      name: 'text',
      at: 'time',
      id: 'text',
      platform: 'text',
      session_id: 'text',
      content_id: 'text',
      order_id: 'text',
      page_url: 'text',
      page_path: 'text',
      page_title: 'text',
      referrer: 'text',
      utm_source: 'text',
      utm_medium: 'text',
      utm_campaign: 'text',
      utm_content: 'text',
      utm_term: 'text',
      ...LINKS,
    },
    required: ['name', 'at'],
    open: ['identifiers', 'properties'],
  },
  orders: {
    fields: {
      order_id: 'text',
      state: 'one of placed,paid,cancelled',
      placed_at: 'time',
      paid_at: 'time',
      cancelled_at: 'time',
      currency: 'text',
      platform: 'text',
      total: 'money',
      discount: 'money',
      shipping: 'money',
      commission: 'money',
      ...LINKS,
      coupon: 'text',
      line_id: 'text',
      sku: 'text',
      name: 'text',
      category: 'text',
      quantity: 'quantity',
      unit_price: 'money',
      line_total: 'money',
      line_discount: 'money',
      refund_id: 'text',
      refund_order_id: 'text',
      refund_amount: 'money',
      refunded_at: 'time',
      refunded_total: 'money',
      reason: 'text',
    },
    required: ['order_id'],
    open: ['identifiers', 'attributes'],
  },
  products: {
    fields: {
      sku: 'text',
      name: 'text',
      category: 'list',
      brand: 'text',
      price: 'money',
      currency: 'text',
      product_kind: 'one of goods,card,points,service,course',
      barcode: 'text',
      weight: 'quantity',
      group: 'text',
      group_name: 'text',
      exclusive: 'text',
    },
    required: ['sku'],
    open: ['attributes', 'category', 'specs'],
  },
  relations: {
    fields: {
      staff_id: 'text',
      state: 'one of friend,deleted_by_customer,deleted_by_staff',
      store_id: 'text',
      channel_id: 'text',
      added_at: 'time',
      ended_at: 'time',
    },
    required: ['staff_id'],
    open: ['identifiers'],
  },
  tags: { fields: { tags: 'list', at: 'time' }, required: ['tags'], open: ['identifiers'] },
  costs: {
    fields: {
      id: 'text',
      date: 'date',
      kind: `one of ${COST_KINDS.join(',')}`,
      amount: 'money',
      currency: 'text',
      note: 'text',
      ...LINKS,
    },
    required: ['date', 'kind', 'amount'],
    open: ['identifiers'],
  },
  cost_prices: {
    fields: { sku: 'text', from: 'date', price: 'money', currency: 'text' },
    required: ['sku', 'from', 'price'],
    open: [],
  },
  coupon_products: {
    fields: { coupon: 'text', activity_id: 'text', sku: 'text' },
    required: ['coupon', 'sku'],
    open: [],
  },
}

export function fieldType(kind: Kind, field: string): FieldType | undefined {
  const { fields } = FIELDS[kind]
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (known) return known
  const [prefix = '', ...rest] = field.split('.')
  if (rest.length === 0 || rest.join('') === '' || !FIELDS[kind].open.includes(prefix))
    return undefined
  return prefix === 'attributes' || prefix === 'properties' ? 'json' : 'text'
}

/** Faults a schema cannot see: unknown fields, missing ones, no customer. */
export function faultsOf(mapping: Mapping): string[] {
  return mapping.parts.flatMap((part, i) => {
    const { kind } = part
    if (kind === 'lookup') return []
    const names = Object.keys(part.fields)
    const unknown = names
      .filter((f) => !fieldType(kind, f))
      .map((f) => `parts.${i}: ${kind} have no field ${f}`)
    const missing = FIELDS[kind].required
      .filter((f) => !names.includes(f) && !(kind === 'products' && f === 'name'))
      .map((f) => `parts.${i}: ${kind} need the field ${f}`)
    const needsCustomer = ['customers', 'relations', 'tags'].includes(kind)
    const nobody =
      needsCustomer && !names.some((f) => f.startsWith('identifiers.'))
        ? [`parts.${i}: ${kind} need an identifier, such as identifiers.phone`]
        : []
    const noValue = names.flatMap((f) => {
      const rule = part.fields[f]
      if (typeof rule === 'string' || rule === undefined) return []
      const given = [rule.column, rule.template, rule.sum, rule.constant, rule.row_number].filter(
        (v) => v !== undefined,
      ).length
      return given === 1
        ? []
        : [`parts.${i}.${f}: name one of column, template, sum, constant, row_number`]
    })
    return [...unknown, ...missing, ...nobody, ...noValue]
  })
}

/** Columns named as our fields: what a file needs for no mapping at all. */
export function plainMapping(
  kind: Kind,
  source: string,
  columns: readonly string[],
  zone?: string,
): Mapping {
  const fields = Object.fromEntries(columns.filter((c) => fieldType(kind, c)).map((c) => [c, c]))
  return Mapping.parse({
    name: `plain_${kind}`,
    source,
    ...(zone && { zone }),
    parts: [{ kind, fields }],
  })
}
