// Where people click on a page, and how far down they get.
import { z } from 'zod'
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { pageOf, readCursor, toPage } from '../platform/page.ts'
import { CLICK_NAMES, PAGE_NAMES, pageKey } from './named-queries.ts'
import { picturedPages, VIEWPORTS, type Viewport } from './pictures.ts'

/** The page is cut into so many columns and rows. */
const COLUMNS = 48
const ROWS = 160
const MOST_ELEMENTS = 300

export const PageItem = z.object({
  page_key: z.string(),
  title: z.string(),
  views: z.number().int(),
  clicks: z.number().int(),
  has_picture: z.boolean(),
})
export const PageItems = pageOf(PageItem)

export interface Period {
  from: string
  to: string
}
const within = ({ from, to }: Period) =>
  sql`at >= ${as('DateTime64(3)', new Date(from))} and at < ${as('DateTime64(3)', new Date(to))}`
const isOneOf = (names: readonly string[]) => sql`has(${as('Array(String)', [...names])}, name)`

/** Pages that were seen in the period, the most viewed first; those with a picture too. */
export async function listPages(
  ctx: Ctx,
  query: Period & { q?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.number(), z.string()]))
  const pictured = await picturedPages(ctx)
  const rows = await ctx.ch.rows<{ page: string; title: string; views: string; clicks: string }>(
    ctx.tenantId,
    sql`select ${pageKey} as page, anyLastIf(page_title, page_title != '') as title,
        countIf(${isOneOf(PAGE_NAMES)}) as views, countIf(${isOneOf(CLICK_NAMES)}) as clicks
      from event where ${within(query)} and ${isOneOf([...PAGE_NAMES, ...CLICK_NAMES])} group by page having page != ''`,
  )
  const known = new Map(
    [...pictured].map(([page, title]) => [page, { page, title, views: 0, clicks: 0 }]),
  )
  for (const r of rows)
    known.set(r.page, {
      page: r.page,
      title: r.title || (pictured.get(r.page) ?? ''),
      views: Number(r.views),
      clicks: Number(r.clicks),
    })
  const sought = query.q?.toLowerCase() ?? ''
  const items = [...known.values()]
    .filter((p) => `${p.page} ${p.title}`.toLowerCase().includes(sought))
    .sort((a, b) => b.views - a.views || (a.page < b.page ? -1 : 1))
  const begin = after
    ? items.findIndex((p) => p.views < after[0] || (p.views === after[0] && p.page > after[1]))
    : 0
  return toPage(
    begin < 0 ? [] : items.slice(begin, begin + query.limit + 1),
    query.limit,
    (p) => ({
      page_key: p.page,
      title: p.title,
      views: p.views,
      clicks: p.clicks,
      has_picture: pictured.has(p.page),
    }),
    (p) => [p.views, p.page],
  )
}

export const Heat = z.object({
  columns: z.number().int(),
  rows: z.number().int(),
  cells: z
    .array(z.object({ column: z.number().int(), row: z.number().int(), n: z.number().int() }))
    .describe('Clicks of each cell with any'),
  clicks: z.number().int(),
  unplaced: z.number().int().describe('Clicks that came without their place'),
  viewports: z.record(z.enum(VIEWPORTS), z.number().int()),
  elements: z.array(
    z.object({
      selector: z.string(),
      text: z.string(),
      n: z.number().int(),
      customers: z.number().int(),
    }),
  ),
  views: z.number().int(),
  visits: z.number().int().describe('Visits in which the page was viewed'),
  scroll: z
    .array(z.object({ depth: z.number().int(), visits: z.number().int() }))
    .describe('How many of them got at least so far down, in percent'),
})

const VIEWPORT_CASE = sql`multiIf(JSONExtractFloat(props, 'vw') < 768, 'phone', JSONExtractFloat(props, 'vw') < 1200, 'tablet', 'desktop')`

export async function heatOf(
  ctx: Ctx,
  query: Period & { page_key: string; viewport: Viewport; platform?: string | undefined },
): Promise<z.infer<typeof Heat>> {
  const conditions: Sql[] = [within(query), sql`${pageKey} = ${as('String', query.page_key)}`]
  if (query.platform) conditions.push(sql`platform = ${as('String', query.platform)}`)
  const onPage = join(conditions, ' and ')
  const onScreen = sql`${onPage} and ${isOneOf(CLICK_NAMES)} and ${VIEWPORT_CASE} = ${as('String', query.viewport)}`
  const x = sql`JSONExtractFloat(props, 'x')`
  const y = sql`JSONExtractFloat(props, 'y')`
  const w = sql`JSONExtractFloat(props, 'w')`
  const h = sql`JSONExtractFloat(props, 'h')`
  const placed = sql`(${w} > 0 and ${h} > 0 and ${x} >= 0 and ${y} >= 0 and ${x} <= ${w} and ${y} <= ${h})`
  const [cells, elements, screens, views, depths] = await Promise.all([
    ctx.ch.rows<{ placed: boolean; col: string; line: string; n: string }>(
      ctx.tenantId,
      sql`select ${placed} as placed,
          if(${placed}, toUInt32(least(${as('UInt32', COLUMNS - 1)}, floor(${x} / ${w} * ${as('UInt32', COLUMNS)}))), 0) as col,
          if(${placed}, toUInt32(least(${as('UInt32', ROWS - 1)}, floor(${y} / ${h} * ${as('UInt32', ROWS)}))), 0) as line,
          count() as n
        from event where ${onScreen} group by placed, col, line order by line, col`,
    ),
    ctx.ch.rows<{ selector: string; text: string; n: string; customers: string }>(
      ctx.tenantId,
      sql`select JSONExtractString(props, 'selector') as selector, anyLast(JSONExtractString(props, 'element_text')) as text,
          count() as n, uniqIf(customer_id, customer_id != 0) as customers
        from event where ${onScreen} group by selector order by n desc, selector limit ${as('UInt32', MOST_ELEMENTS)}`,
    ),
    ctx.ch.rows<{ viewport: Viewport; n: string }>(
      ctx.tenantId,
      sql`select ${VIEWPORT_CASE} as viewport, count() as n from event where ${onPage} and ${isOneOf(CLICK_NAMES)} group by viewport`,
    ),
    ctx.ch.rows<{ views: string; visits: string }>(
      ctx.tenantId,
      sql`select count() as views, uniqExact(customer_id, session_id) as visits from event where ${onPage} and ${isOneOf(PAGE_NAMES)}`,
    ),
    ctx.ch.rows<{ depth: string; n: string }>(
      ctx.tenantId,
      sql`select toUInt32(floor(least(100, deepest) / 10) * 10) as depth, count() as n from (
          select max(JSONExtractFloat(props, 'depth_percent')) as deepest from event
          where ${onPage} and name = 'page_scrolled' group by customer_id, session_id)
        group by depth`,
    ),
  ])
  const drawn = cells.filter((c) => c.placed)
  const sum = (rows: readonly { n: string }[]) => rows.reduce((total, r) => total + Number(r.n), 0)
  const reached = new Map(depths.map((d) => [Number(d.depth), Number(d.n)]))
  return {
    columns: COLUMNS,
    rows: ROWS,
    cells: drawn.map((c) => ({ column: Number(c.col), row: Number(c.line), n: Number(c.n) })),
    clicks: sum(cells),
    unplaced: sum(cells) - sum(drawn),
    viewports: {
      phone: 0,
      tablet: 0,
      desktop: 0,
      ...Object.fromEntries(screens.map((s) => [s.viewport, Number(s.n)])),
    },
    elements: elements.map((e) => ({ ...e, n: Number(e.n), customers: Number(e.customers) })),
    views: Number(views[0]?.views ?? 0),
    visits: Number(views[0]?.visits ?? 0),
    scroll: Array.from({ length: 10 }, (_, i) => (i + 1) * 10).map((depth) => ({
      depth,
      visits: [...reached].reduce((total, [d, n]) => (d >= depth ? total + n : total), 0),
    })),
  }
}
