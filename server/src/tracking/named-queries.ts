// Named events as conditions on rows, and what they count.
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { lastDays } from './days.ts'
import { dayIn } from './queries.ts'
import { zoneOf } from './zone.ts'

interface PageKeyMatch {
  how: 'equals' | 'pattern'
  value: string
}
export interface PageMatch {
  kind: 'page'
  page_key: PageKeyMatch
  platform: string | null
}
export interface ClickMatch {
  kind: 'click'
  page_key: PageKeyMatch | null
  selector: { how: 'exact' | 'ancestor'; value: string } | null
  text: string | null
  platform: string | null
}

/** What SDKs call the viewing of a page, and a click, that they track by themselves. */
export const PAGE_NAMES: readonly string[] = [
  'page_viewed',
  'screen_viewed',
  '$pageview',
  '$MPViewScreen',
]
export const CLICK_NAMES: readonly string[] = ['element_clicked']

/** The page of a row: what the SDK says, else its path with ids taken out, as the SDK would. */
export const pageKey = sql`if(JSONHas(props, 'page_key'), JSONExtractString(props, 'page_key'),
  arrayStringConcat(arrayMap(s -> if(match(s, '^([0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$'), ':id', s),
    splitByChar('/', page_path)), '/'))`

const isOneOf = (names: readonly string[]) => sql`has(${as('Array(String)', [...names])}, name)`

function samePage({ how, value }: PageKeyMatch): Sql {
  return how === 'equals'
    ? sql`${pageKey} = ${as('String', value)}`
    : sql`match(${pageKey}, ${as('String', globToRegex(value))})`
}

/** `*` is one part of a path, `**` any number of them. */
export function globToRegex(glob: string): string {
  const inside = glob
    .split(/(\*+)/)
    .map((piece) =>
      piece === '' || !piece.startsWith('*')
        ? piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')
        : piece.length > 1
          ? '.*'
          : '[^/]*',
    )
    .join('')
  return `(?s)\\A${inside}\\z`
}

function matchCondition(match: PageMatch | ClickMatch): Sql {
  const parts: Sql[] = []
  if (match.kind === 'page') parts.push(isOneOf(PAGE_NAMES), samePage(match.page_key))
  else {
    parts.push(isOneOf(CLICK_NAMES))
    if (match.page_key) parts.push(samePage(match.page_key))
    if (match.selector) {
      const selector = sql`JSONExtractString(props, 'selector')`
      const { how, value } = match.selector
      parts.push(
        how === 'exact'
          ? sql`${selector} = ${as('String', value)}`
          : sql`(${selector} = ${as('String', value)} or startsWith(${selector}, ${as('String', `${value} > `)})
              or startsWith(${selector}, ${as('String', `${value}>`)}))`,
      )
    }
    if (match.text !== null)
      parts.push(sql`JSONExtractString(props, 'element_text') = ${as('String', match.text)}`)
  }
  if (match.platform !== null) parts.push(sql`platform = ${as('String', match.platform)}`)
  return join(parts, ' and ')
}

interface HeldVersion {
  match: PageMatch | ClickMatch
  valid_from: Date | null
  valid_to: Date | null
}

/** Rows that are this named event: each version for the time in which it holds. */
export function conditionOf(versions: readonly HeldVersion[]): Sql {
  if (versions.length === 0) return sql`0`
  const parts = versions.map((v) => {
    const bounds = [matchCondition(v.match)]
    if (v.valid_from) bounds.push(sql`at >= ${as('DateTime64(3)', v.valid_from)}`)
    if (v.valid_to) bounds.push(sql`at < ${as('DateTime64(3)', v.valid_to)}`)
    return sql`(${join(bounds, ' and ')})`
  })
  return sql`(${join(parts, ' or ')})`
}

export interface DayFigures {
  day: string
  n: number
  customers: number
}
/** Of each of the last so many days, those without any too. */
export async function countMatches(ctx: Ctx, condition: Sql, days: number): Promise<DayFigures[]> {
  const zone = await zoneOf(ctx)
  const now = ctx.now()
  const from = new Date(now.getTime() - (days + 1) * 86_400_000)
  const rows = await ctx.ch.rows<{ day: string; n: string; customers: string }>(
    ctx.tenantId,
    sql`select toString(${dayIn(zone)}) as day, count() as n, uniqIf(customer_id, customer_id != 0) as customers
      from event where at >= ${as('DateTime64(3)', from)} and ${condition} group by day`,
  )
  const byDay = new Map(rows.map((r) => [r.day, r]))
  return lastDays(now, zone, days).map((day) => ({
    day,
    n: Number(byDay.get(day)?.n ?? 0),
    customers: Number(byDay.get(day)?.customers ?? 0),
  }))
}

/** How many rows each condition finds since a moment, in one reading. */
export async function countMany(
  ctx: Ctx,
  wanted: readonly { id: string; condition: Sql; and?: Sql }[],
  from: Date,
): Promise<Map<string, number>> {
  if (wanted.length === 0) return new Map()
  const counts = wanted.map(
    ({ condition, and }) => sql`countIf(${condition}${and ? sql` and ${and}` : sql``})`,
  )
  const [row] = await ctx.ch.rows<{ counts: string[] }>(
    ctx.tenantId,
    sql`select [${join(counts, ', ')}] as counts from event
      where at >= ${as('DateTime64(3)', from)} and ${isOneOf([...PAGE_NAMES, ...CLICK_NAMES])}`,
  )
  return new Map(wanted.map(({ id }, i) => [id, Number(row?.counts[i] ?? 0)]))
}
