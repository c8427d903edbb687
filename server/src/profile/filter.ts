// Which customers: one shape for lists, counts, exports and whatever is done to "all that match".
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { phone } from '../identity/index.ts'
import { customerScope } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { folded, type TermKind, termOf, valueWord } from './terms.ts'

const Text = z.string().trim().min(1).max(255)
const Texts = z.array(Text).min(1).max(100)
const Scalar = z.union([z.string().max(255), z.number(), z.boolean()])
const Count = z.number().int().min(0)
const counts = z.object({ min: Count.optional(), max: Count.optional() }).strict()
const moments = z
  .object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
  .partial()
  .strict()

export const AttributeCondition = z.discriminatedUnion('op', [
  z
    .object({ name: Text, op: z.enum(['is', 'is_not']), value: z.array(Scalar).min(1).max(100) })
    .strict(),
  z.object({ name: Text, op: z.enum(['set', 'not_set']) }).strict(),
  z.object({ name: Text, op: z.literal('contains'), value: Text }).strict(),
  z
    .object({
      name: Text,
      op: z.enum(['gt', 'gte', 'lt', 'lte']),
      value: z
        .union([z.number(), Text])
        .describe('A number, or a text that sorts, as dates do: 2026-01-31'),
    })
    .strict(),
])
export type AttributeCondition = z.infer<typeof AttributeCondition>

export const CustomerFilter = z
  .object({
    q: z.string().trim().max(255).describe('As in the search field'),
    ids: z.array(z.number().int().positive()).min(1).max(5_000),
    namespace: Text.describe('Holds an identifier of this kind'),
    value: Text.describe('With namespace: exactly this one'),
    tags: z.object({ any: Texts, all: Texts, none: Texts }).partial().strict(),
    attributes: z.array(AttributeCondition).max(20).describe('All of them'),
    platforms: Texts.describe('Seen on any of them'),
    known: z.boolean().describe('With (or without) an identifier that names a person'),
    stores: Texts.describe('归属门店: any of these codes'),
    guides: Texts.describe('专属导购: any of these codes'),
    first_seen: moments,
    last_seen: moments,
    touchpoints: counts.describe('Live ones'),
    orders: counts,
    spent_fen: counts.describe('Paid and not given back, in the brand’s currency'),
  })
  .partial()
  .strict()
export type CustomerFilter = z.infer<typeof CustomerFilter>

/** In an address: the same as JSON text. */
export const FilterText = z
  .string()
  .max(20_000)
  .transform((text, ctx): CustomerFilter => {
    try {
      const read = CustomerFilter.safeParse(JSON.parse(text))
      if (read.success) return read.data
      for (const issue of read.error.issues)
        ctx.addIssue({ code: 'custom', message: `${issue.path.join('.')}: ${issue.message}` })
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON' })
    }
    return z.NEVER
  })

export interface Conditions {
  /** On `customer_search s`. */
  search: RawBuilder<unknown>[]
  /** On `customer_figure f`. */
  figures: RawBuilder<unknown>[]
}

/** Everything but `q`, whose ways of matching are asked one by one (search.ts). */
export function conditionsOf(ctx: Ctx, filter: CustomerFilter): Conditions {
  const search: RawBuilder<unknown>[] = [sql`s.tenant_id = ${ctx.tenantId}`]
  const figures: RawBuilder<unknown>[] = []
  const terms = (kind: TermKind, words: readonly string[]) =>
    sql`${words.map((w) => termOf(ctx.tenantId, kind, w))}::bigint[]`
  const all = (kind: TermKind, words: readonly string[]) =>
    search.push(sql`s.terms @> ${terms(kind, words)}`)
  const any = (kind: TermKind, words: readonly string[]) =>
    words.length === 1 ? all(kind, words) : search.push(sql`s.terms && ${terms(kind, words)}`)
  const none = (kind: TermKind, words: readonly string[]) =>
    search.push(sql`not s.terms && ${terms(kind, words)}`)

  if (filter.ids) search.push(sql`s.customer_id = any(${filter.ids}::bigint[])`)
  if (filter.value !== undefined) {
    if (filter.namespace === undefined)
      throw invalid('namespace_missing', 'A value needs the namespace it is of')
    search.push(sql`s.customer_id in (
      select i.customer_id from identifier i where i.tenant_id = ${ctx.tenantId}
        and i.namespace = ${filter.namespace} and i.value = ${normalisedAs(filter.namespace, filter.value)})`)
  } else if (filter.namespace !== undefined) all('namespace', [filter.namespace])
  if (filter.tags?.all) all('tag', filter.tags.all)
  if (filter.tags?.any) any('tag', filter.tags.any)
  if (filter.tags?.none) none('tag', filter.tags.none)
  if (filter.platforms) any('platform', filter.platforms)
  if (filter.stores) any('store', filter.stores)
  if (filter.guides) any('guide', filter.guides)
  if (filter.known !== undefined) all('stage', [filter.known ? 'known' : 'anonymous'])
  for (const condition of filter.attributes ?? []) {
    const { name } = condition
    if (!('value' in condition)) {
      if (condition.op === 'set') all('hasAttribute', [name])
      else none('hasAttribute', [name])
    } else if (Array.isArray(condition.value)) {
      const words = condition.value.flatMap((v) => valueWord(name, v) ?? [])
      // A value that is never kept as a word is nobody's.
      if (condition.op === 'is_not') {
        if (words.length > 0) none('attribute', words)
      } else if (words.length === 0) search.push(sql`false`)
      else any('attribute', words)
    } else {
      all('hasAttribute', [name])
      search.push(compared(name, condition.op, condition.value))
    }
  }
  const between = (
    column: 'first_at' | 'last_at' | 'touchpoint_count' | 'order_count' | 'spent_fen',
    from: string | number | undefined,
    to: string | number | undefined,
  ) => {
    const c = sql.ref(`f.${column}`)
    if (from !== undefined) figures.push(sql`${c} >= ${from}`)
    if (to !== undefined)
      figures.push(column.endsWith('_at') ? sql`${c} < ${to}` : sql`${c} <= ${to}`)
  }
  between('first_at', filter.first_seen?.from, filter.first_seen?.to)
  between('last_at', filter.last_seen?.from, filter.last_seen?.to)
  if (filter.first_seen || filter.last_seen) figures.push(sql`f.event_count > 0`)
  between('touchpoint_count', filter.touchpoints?.min, filter.touchpoints?.max)
  between('order_count', filter.orders?.min, filter.orders?.max)
  between('spent_fen', filter.spent_fen?.min, filter.spent_fen?.max)
  const scope = customerScope(ctx, 's.customer_id')
  if (scope) search.push(scope)
  return { search, figures }
}

const OPERATORS = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }

function compared(name: string, op: string, value: string | number): RawBuilder<unknown> {
  const operator = OPERATORS[op as keyof typeof OPERATORS]
  if (!operator)
    return sql`lower(s.attributes ->> ${name}) like ${`%${escaped(folded(String(value)))}%`}`
  // `case`, because the planner may look at the number before it looks at whether it is one.
  if (typeof value === 'number')
    return sql`case when jsonb_typeof(s.attributes -> ${name}) = 'number'
      then (s.attributes ->> ${name})::numeric ${operator} ${value} else false end`
  return sql`case when jsonb_typeof(s.attributes -> ${name}) = 'string'
    then (s.attributes ->> ${name}) collate "C" ${operator} ${value} else false end`
}

export const escaped = (text: string) => text.replace(/[\\%_]/g, (c) => `\\${c}`)

export const normalisedAs = (namespace: string, value: string) =>
  namespace === 'phone'
    ? (phone(value) ?? value)
    : namespace === 'email'
      ? value.trim().toLowerCase()
      : value.trim()

export const isEmpty = (filter: CustomerFilter) => Object.keys(filter).length === 0
