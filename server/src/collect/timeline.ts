// One customer's story, a line an event, newest first.
import { sql } from 'kysely'
import { z } from 'zod'
import { nodesOf } from '../identity/index.ts'
import { storesByCode, whereStaffWork } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { activityOf, canonicalInScope } from '../profile/index.ts'
import { kindOf, TIMELINE_KINDS, type TimelineKind } from './timeline-kinds.ts'
import { type LineFilter, type LineRow, linesWithin } from './timeline-queries.ts'

export const TimelineLine = z.object({
  event_id: z.guid(),
  name: z.string(),
  kind: z.enum(TIMELINE_KINDS),
  at: z.iso.datetime(),
  platform: z.string(),
  source: z.string(),
  session_id: z.string().nullable().describe('The visit it belongs to'),
  subject: z.string().nullable().describe('What it was about: the product, the page, the words'),
  order_id: z.string().nullable(),
  revenue_fen: z.number().int().describe('1/100 of the currency; only on events of commerce'),
  currency: z.string().nullable(),
  consent: z
    .object({ purpose: z.string(), channel: z.string().nullable() })
    .nullable()
    .describe('What was agreed to or withdrawn; only on events of consent'),
})
export type TimelineLine = z.infer<typeof TimelineLine>

export interface TimelineQuery {
  kind?: TimelineKind | undefined
  name?: string | undefined
  platform?: readonly string[] | undefined
  source?: string | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  cursor?: string | undefined
}

type ProductNames = (ctx: Ctx, skus: readonly string[]) => Promise<ReadonlyMap<string, string>>
let productNames: ProductNames = async () => new Map()

/** Products are another domain's, above this one: it tells through here what they are called. */
export function useProductNames(given: ProductNames): void {
  productNames = given
}

const Position = z.tuple([z.number(), z.string().regex(/^\d+$/), z.guid()])

/** @throws 404, also for another tenant's or out of scope */
export async function timelineOf(ctx: Ctx, asked: number, query: TimelineQuery) {
  const customer = await canonicalInScope(ctx, asked)
  const nodes = (await nodesOf(ctx, [customer])).get(customer) ?? []
  const rows = await newestLines(
    ctx,
    {
      nodes,
      kind: query.kind,
      name: query.name,
      platforms: query.platform,
      source: query.source,
      after: readCursor(query.cursor, Position),
    },
    {
      from: query.from === undefined ? undefined : Date.parse(query.from),
      to: query.to === undefined ? undefined : Date.parse(query.to),
    },
    query.limit + 1,
  )
  const told = rows.map((row) => ({ row, props: JSON.parse(row.props) as Props }))
  const unnamed = told.flatMap(({ row, props }) => unnamedIn(row, props))
  const names = new Map([
    ...(unnamed.length === 0 ? [] : await productNames(ctx, unnamed)),
    ...(await belongingNames(
      ctx,
      told.flatMap(({ row, props }) => assignedTo(row, props) ?? []),
    )),
  ])
  return toPage(
    told,
    query.limit,
    ({ row, props }) => present(row, props, names),
    ({ row }) => [Number(row.at_ms), row.received_us, row.event_id],
  )
}

const DAY = 86_400_000

/**
 * Month by month into the past, as far as the page needs: each month that is read costs, and what the
 * customer did so far says how far back a page is likely to reach. Nothing depends on the guess.
 */
async function newestLines(
  ctx: Ctx,
  filter: LineFilter,
  period: { from: number | undefined; to: number | undefined },
  limit: number,
): Promise<LineRow[]> {
  const activity = await activityOf(ctx, filter.nodes)
  const made = await madeAt(ctx, filter.nodes)
  const first = Math.min(made, ...activity.map((a) => a.firstAt.getTime()))
  // What we did with her record counts as no activity, and stands here all the same: up to now.
  const last = Math.max(first, ...activity.map((a) => a.lastAt.getTime()))
  const events = activity.reduce((sum, a) => sum + a.events, 0)
  const oldest = Math.max(first, period.from ?? first)
  const newest = ctx.now().getTime() + DAY
  let to = Math.min(newest, period.to ?? newest, (filter.after?.[0] ?? newest) + 1)
  let reach = Math.max(DAY, ((last - first) / Math.max(events, 1)) * limit)
  const rows: LineRow[] = []
  while (to > oldest && rows.length < limit) {
    const from = Math.max(oldest, monthOf(Math.min(to, last + 1) - reach))
    rows.push(...(await linesWithin(ctx, filter, { from, to }, limit - rows.length)))
    to = from
    reach *= 3
  }
  return rows
}

/** When the first of these nodes was made. */
async function madeAt(ctx: Ctx, nodes: readonly number[]): Promise<number> {
  const { rows } = await sql<{ made: Date | null }>`
    select min(created_at) as made from customer
    where tenant_id = ${ctx.tenantId} and id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  return rows[0]?.made?.getTime() ?? ctx.now().getTime()
}

/** The first moment of the month, as the event store keeps months apart. */
function monthOf(ms: number): number {
  const at = new Date(ms)
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)
}

type Props = Record<string, unknown>
const textIn = (props: Props, keys: readonly string[]): string | undefined => {
  for (const key of keys) {
    const value = props[key]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return undefined
}
const skuIn = (props: Props) => textIn(props, ['sku', 'product_id', 'sku_id', 'spu_id'])

/** Pages of products are named after them, or all alike. */
const namedPage = (row: LineRow) =>
  /^(商品(详情|页)?|product( detail)?s?)$/i.test(row.page_title) ? undefined : row.page_title

/** What the event itself calls the product it is about. */
const productNameIn = (row: LineRow, props: Props) =>
  textIn(props, ['product_name', 'name', 'title']) || namedPage(row) || undefined

/** What was bought or given back, of an order's event. */
function linesIn(props: Props): Props[] {
  const lines = props.lines ?? props.products ?? props.items
  return Array.isArray(lines)
    ? lines.filter((line): line is Props => typeof line === 'object' && line !== null)
    : []
}

/** The products that only the catalogue has a name for. */
function unnamedIn(row: LineRow, props: Props): string[] {
  const own = productNameIn(row, props) === undefined ? (skuIn(props) ?? []) : []
  const bought = linesIn(props).flatMap((line) =>
    textIn(line, ['name', 'product_name', 'title']) === undefined ? (skuIn(line) ?? []) : [],
  )
  return [own, bought].flat()
}

const ASSIGNED = 'customer_assigned'
/** The code of the store or guide that a customer went to. */
const assignedTo = (row: LineRow, props: Props) =>
  row.name === ASSIGNED ? textIn(props, ['to']) : undefined

async function belongingNames(ctx: Ctx, codes: readonly string[]): Promise<[string, string][]> {
  if (codes.length === 0) return []
  const [stores, staff] = await Promise.all([storesByCode(ctx, codes), whereStaffWork(ctx, codes)])
  return [...stores, ...staff].map(([code, { name }]) => [code, name])
}

const BOUGHT_SHOWN = 3

function subjectOf(row: LineRow, props: Props, names: ReadonlyMap<string, string>): string | null {
  const bought = linesIn(props).flatMap((line) => {
    const sku = skuIn(line)
    return (
      textIn(line, ['name', 'product_name', 'title']) ??
      (sku === undefined ? [] : (names.get(sku) ?? sku))
    )
  })
  if (bought.length > 0)
    return bought.slice(0, BOUGHT_SHOWN).join(' · ') + (bought.length > BOUGHT_SHOWN ? ' …' : '')
  const assigned = assignedTo(row, props)
  if (assigned !== undefined) return names.get(assigned) ?? assigned
  const sku = skuIn(props)
  if (sku !== undefined) return productNameIn(row, props) ?? names.get(sku) ?? sku
  return (
    row.page_title ||
    (textIn(props, ['title', '$title', 'product_name', 'name', 'keyword', 'search', 'query']) ??
      textIn(props, ['$element_content', 'text', 'tag']) ??
      (row.page_path || null))
  )
}

function present(row: LineRow, props: Props, names: ReadonlyMap<string, string>): TimelineLine {
  return {
    event_id: row.event_id,
    name: row.name,
    kind: kindOf(row.name),
    at: new Date(Number(row.at_ms)).toISOString(),
    platform: row.platform,
    source: row.source,
    session_id: row.session_id || null,
    subject: subjectOf(row, props, names),
    order_id: row.order_id,
    revenue_fen: Number(row.revenue_fen),
    currency: row.currency || null,
    consent: consentIn(row, props),
  }
}

function consentIn(row: LineRow, props: Props): TimelineLine['consent'] {
  const purpose = textIn(props, ['purpose'])
  return row.name.startsWith('consent_') && purpose !== undefined
    ? { purpose, channel: textIn(props, ['channel']) ?? null }
    : null
}
