// How many are inside: now, at the end of each day of a month, and who came and went in a week.
import { scopeOf } from '../platform/auth.ts'
import { as, join, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Reading } from './compile.ts'
import { membersOf } from './history-sql.ts'
import { readingNow } from './reading.ts'
import { narrowing } from './scope.ts'

export const MONTH_DAYS = 30
const WEEK_MS = 7 * 86_400_000

interface Sizes {
  size: number
  /** At the end of each of the last days, the oldest first; the last one is now. */
  month: number[]
  week: { entered: number; left: number }
}
export const NO_SIZES: Sizes = { size: 0, month: [], week: { entered: 0, left: 0 } }

interface Held {
  id: string
  size: number
  version: number
}

/** Of whom the actor sees: an actor with a data scope is told how many of theirs are inside. */
export async function sizesOf(ctx: Ctx, rows: readonly Held[]): Promise<Map<string, Sizes>> {
  const filled = rows.filter((r) => r.version > 0)
  if (filled.length === 0) return new Map()
  const reading = await readingNow(ctx)
  const [sizes, changes] = await Promise.all([
    sizesNow(ctx, filled, reading),
    changesByDay(ctx, filled, reading),
  ])
  return new Map(
    filled.map(({ id }): [string, Sizes] => {
      const size = sizes.get(id) ?? 0
      const days = changes.get(id) ?? []
      return [
        id,
        {
          size,
          month: backFrom(size, new Map(days.map((d) => [Number(d.ago), Number(d.grown)]))),
          week: {
            entered: days.reduce((sum, d) => sum + Number(d.came), 0),
            left: days.reduce((sum, d) => sum + Number(d.went), 0),
          },
        },
      ]
    }),
  )
}

async function sizesNow(
  ctx: Ctx,
  filled: readonly Held[],
  reading: Reading,
): Promise<Map<string, number>> {
  if (scopeOf(ctx.actor).kind === 'all') return new Map(filled.map((r) => [r.id, r.size]))
  const narrow = await narrowing(ctx, reading)
  const counts = filled.map(({ id }) => sql`bitmapCardinality(${narrow(membersOf(id))})`)
  const [row] = await ctx.ch.rows<{ sizes: string[] }>(
    ctx.tenantId,
    sql`select [${join(counts, ', ')}] as sizes`,
  )
  return new Map(filled.map(({ id }, i) => [id, Number(row?.sizes[i] ?? 0)]))
}

interface DayChanges {
  id: string
  /** Days before today, in the brand's zone. */
  ago: string
  grown: string
  /** Within the last seven times 24 hours. */
  came: string
  went: string
}

/** Of a month only: what came before is in the size of now. */
async function changesByDay(
  ctx: Ctx,
  filled: readonly Held[],
  reading: Reading,
): Promise<Map<string, DayChanges[]>> {
  const narrow = await narrowing(ctx, reading)
  const { now, timezone } = reading.clock
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
  const since = today.subtract({ days: MONTH_DAYS - 1 }).toZonedDateTime(timezone).epochMilliseconds
  const week = as('DateTime64(3)', new Date(now - WEEK_MS))
  const rows = await ctx.ch.rows<DayChanges>(
    ctx.tenantId,
    sql`select toString(audience_id) as id,
        dateDiff('day', toDate(at, ${as('String', timezone)}), ${as('Date', today.toString())}) as ago,
        sum(toInt64(n_in) - toInt64(n_out)) as grown,
        sumIf(n_in, at >= ${week}) as came, sumIf(n_out, at >= ${week}) as went
      from (
        select audience_id, at, bitmapCardinality(${narrow(sql`entered`)}) as n_in,
          bitmapCardinality(${narrow(sql`left`)}) as n_out
        from audience_change where audience_id in ${as(
          'Array(UUID)',
          filled.map((r) => r.id),
        )}
          and at >= ${as('DateTime64(3)', new Date(since))}
        limit 1 by audience_id, version)
      group by id, ago`,
  )
  return Map.groupBy(rows, (r) => r.id)
}

/** @param grown by how many it grew on the day so many days ago */
function backFrom(size: number, grown: ReadonlyMap<number, number>): number[] {
  const month: number[] = []
  for (let ago = 0, then = size; ago < MONTH_DAYS; ago++) {
    month.unshift(then)
    then -= grown.get(ago) ?? 0
  }
  return month
}
