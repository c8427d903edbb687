// How a membership came to be what it is: day by day, change by change, at any moment of the past.
import { sql as pgSql } from 'kysely'
import { z } from 'zod'
import { as, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { canonicalInScope } from '../profile/index.ts'
import { membersOf } from './history-sql.ts'
import { customersIn, type Page } from './preview.ts'
import { demandAudiences } from './queries.ts'
import { readingNow } from './reading.ts'
import { narrowing } from './scope.ts'
import type { AudienceKind, AudienceState } from './store.ts'

const MOST_DAYS = 800

export interface TrendDay {
  day: string
  /** At the end of the day, or now. */
  size: number
  entered: number
  left: number
  /** Some of it by a build, a merge or an import, which nobody reacted to. */
  silent: boolean
}

/** Days of the brand's zone, both ends within. @throws 400, 404 */
export async function trend(ctx: Ctx, id: string, days: { from?: string; to?: string }) {
  await demandAudiences(ctx, [id])
  const reading = await readingNow(ctx)
  const zone = reading.clock.timezone
  const today = Temporal.Instant.fromEpochMilliseconds(reading.clock.now)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  const to = days.to ? Temporal.PlainDate.from(days.to) : today
  const from = days.from ? Temporal.PlainDate.from(days.from) : to.subtract({ days: 29 })
  const count = from.until(to).days + 1
  if (count < 1) throw invalid('bad_days', 'The last day lies before the first')
  if (count > MOST_DAYS) throw invalid('too_many_days', `At most ${MOST_DAYS} days at once`)
  const narrow = await narrowing(ctx, reading)
  const end = new Date(to.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds)
  const day = sql`greatest(toDate(at, ${as('String', zone)}), ${as('Date', from.subtract({ days: 1 }).toString())})`
  const rows = await ctx.ch.rows<{ day: string; came: string; went: string; silent: number }>(
    ctx.tenantId,
    sql`select toString(day) as day, sum(came) as came, sum(went) as went, max(silent) as silent from (
        select ${day} as day, silent, bitmapCardinality(${narrow(sql`entered`)}) as came,
          bitmapCardinality(${narrow(sql`left`)}) as went
        from audience_change where audience_id = ${as('UUID', id)} and at < ${as('DateTime64(3)', end)}
        limit 1 by version)
      group by day`,
  )
  const byDay = new Map(rows.map((r) => [r.day, r]))
  const before = byDay.get(from.subtract({ days: 1 }).toString())
  let size = Number(before?.came ?? 0) - Number(before?.went ?? 0)
  return Array.from({ length: count }, (_, i): TrendDay => {
    const name = from.add({ days: i }).toString()
    const row = byDay.get(name)
    const [entered, left] = [Number(row?.came ?? 0), Number(row?.went ?? 0)]
    size += entered - left
    return { day: name, size, entered, left, silent: Number(row?.silent ?? 0) === 1 }
  })
}

/** Versions of the membership, the newest first. @throws 404 */
export async function changes(ctx: Ctx, id: string, page: Page) {
  await demandAudiences(ctx, [id])
  const before = readCursor(page.cursor, z.number().int())
  const narrow = await narrowing(ctx, await readingNow(ctx))
  const earlier = before === undefined ? sql`true` : sql`version < ${as('UInt64', before)}`
  const rows = await ctx.ch.rows<{
    version: string
    at_ms: string
    silent: boolean
    came: string
    went: string
  }>(
    ctx.tenantId,
    sql`select version, toUnixTimestamp64Milli(at) as at_ms, silent,
        bitmapCardinality(${narrow(sql`entered`)}) as came, bitmapCardinality(${narrow(sql`left`)}) as went
      from audience_change where audience_id = ${as('UUID', id)} and ${earlier}
      order by version desc limit 1 by version limit ${as('UInt32', page.limit + 1)}`,
  )
  return toPage(
    rows,
    page.limit,
    (r) => ({
      version: Number(r.version),
      at: new Date(Number(r.at_ms)).toISOString(),
      silent: r.silent,
      entered: Number(r.came),
      left: Number(r.went),
    }),
    (r) => Number(r.version),
  )
}

/** Who came or went with one version. @throws 404 */
export async function changedCustomers(
  ctx: Ctx,
  id: string,
  version: number,
  side: 'entered' | 'left',
  page: Page,
) {
  await demandAudiences(ctx, [id])
  const column = side === 'entered' ? sql`entered` : sql`left`
  const set = sql`(select groupBitmapOrState(${column}) from audience_change
    where audience_id = ${as('UUID', id)} and version = ${as('UInt64', version)})`
  return customersIn(ctx, set, await readingNow(ctx), page)
}

/** Who is inside now. @throws 404 */
export async function customersOf(ctx: Ctx, id: string, page: Page) {
  await demandAudiences(ctx, [id])
  return customersIn(ctx, membersOf(id), await readingNow(ctx), page)
}

/** Who was inside at a moment, by what was known then. @throws 404 */
export async function customersAt(ctx: Ctx, id: string, at: Date, page: Page) {
  await demandAudiences(ctx, [id])
  const reading = await readingNow(ctx)
  const then = membersOf(id, { at })
  const size = await sizeOf(ctx, (await narrowing(ctx, reading))(then))
  return { size, at: at.toISOString(), ...(await customersIn(ctx, then, reading, page)) }
}

export async function sizeOf(ctx: Ctx, set: Sql): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select bitmapCardinality(${set}) as n`,
  )
  return Number(row?.n ?? 0)
}

/** The audiences a customer is in, those she entered last first. @throws 404 */
export async function audiencesOf(ctx: Ctx, customer: number) {
  const id = await canonicalInScope(ctx, customer)
  const me = as('UInt32', id)
  const rows = await ctx.ch.rows<{ id: string; since_ms: string }>(
    ctx.tenantId,
    sql`select toString(audience_id) as id, toUnixTimestamp64Milli(max(at)) as since_ms from audience_change
      where bitmapContains(entered, ${me}) or bitmapContains(left, ${me})
      group by audience_id having argMax(bitmapContains(entered, ${me}), version) = 1`,
  )
  const since = new Map(rows.map((r) => [r.id, Number(r.since_ms)]))
  const { rows: audiences } = await pgSql<{
    id: string
    name: string
    kind: AudienceKind
    state: AudienceState
  }>`
    select id, name, kind, state from audience where tenant_id = ${ctx.tenantId}
      and state <> 'archived' and id = any(${[...since.keys()]}::uuid[])`.execute(ctx.pg)
  return audiences
    .map((a) => ({ ...a, since: new Date(since.get(a.id) ?? 0).toISOString() }))
    .sort((a, b) => (a.since < b.since ? 1 : -1))
}
