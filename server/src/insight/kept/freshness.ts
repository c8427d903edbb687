// Until when the figures know what happened.
import { sql as pgSql } from 'kysely'
import { z } from 'zod'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { brandOf } from '../brand.ts'
import { dayOf } from '../days.ts'
import { memo } from '../memo.ts'

const DAY = 86_400_000
const LIVING_DAYS = 30
const KEPT_SECONDS = 60

/** Looked for among the newest first: a brand that lives has received something within a day. */
async function lastReceived(ctx: Ctx): Promise<Date | null> {
  for (const days of [1, 30, 20 * 366]) {
    const since = new Date(ctx.now().getTime() - days * DAY)
    const [row] = await ctx.ch.rows<{ n: string; last_us: string }>(
      ctx.tenantId,
      sql`select count() as n, toUnixTimestamp64Micro(max(received_at)) as last_us from event
        where at >= ${as('DateTime64(3)', since)}`,
    )
    if (row && Number(row.n) > 0) return new Date(Number(row.last_us) / 1000)
  }
  return null
}

interface Waiting {
  customers: number
  events: number
}

/** What the tables know and the event store does not yet: changed customers, and our own events. */
async function waitingOf(ctx: Ctx): Promise<Waiting> {
  const { rows } = await pgSql<Waiting>`
    select (select count(distinct node_id) from customer_change where tenant_id = ${ctx.tenantId})::int as customers,
      (select count(*) from event_outbox where tenant_id = ${ctx.tenantId})::int as events`.execute(
    ctx.pg,
  )
  return rows[0] ?? { customers: 0, events: 0 }
}

interface Told {
  first: string
  last: string
}

/**
 * Between which days everything happened, of a brand in whose last days nothing did: what was brought
 * in of years ago is not in the days that a page begins with. null while the brand lives.
 */
async function daysOfOld(ctx: Ctx): Promise<Told | null> {
  const { zone } = await brandOf(ctx)
  const since = new Date(ctx.now().getTime() - LIVING_DAYS * DAY)
  const [living] = await ctx.ch.rows(
    ctx.tenantId,
    sql`select 1 as one from event where at >= ${as('DateTime64(3)', since)} limit 1`,
  )
  if (living) return null
  const [row] = await ctx.ch.rows<{ n: string; first_ms: string; last_ms: string }>(
    ctx.tenantId,
    sql`select count() as n, toUnixTimestamp64Milli(min(at)) as first_ms,
        toUnixTimestamp64Milli(max(at)) as last_ms from event`,
  )
  if (!row || Number(row.n) === 0) return null
  const day = (ms: string) => dayOf(new Date(Number(ms)), zone)
  return { first: day(row.first_ms), last: day(row.last_ms) }
}

export function freshnessRoutes(app: Http): void {
  const kept = memo<Told | null>(KEPT_SECONDS)
  app.get(
    '/insight/freshness',
    {
      config: { access: 'signed-in', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'When the brand last received anything: until then figures know what happened',
        response: {
          200: z.object({
            as_of: z.iso.datetime(),
            last_received_at: z.iso.datetime().nullable().describe('null: nothing yet'),
            waiting: z
              .object({ customers: z.number().int(), events: z.number().int() })
              .describe('Written down and not in the figures yet: minutes after a large import'),
            happened: z
              .object({ first: z.iso.date(), last: z.iso.date() })
              .nullable()
              .describe(
                `Between which days of the brand’s zone everything happened; null where something happened in the last ${LIVING_DAYS} days, or nothing ever`,
              ),
          }),
        },
      },
    },
    async ({ ctx }) => ({
      as_of: ctx.now().toISOString(),
      last_received_at: (await lastReceived(ctx))?.toISOString() ?? null,
      waiting: await waitingOf(ctx),
      happened: await kept(ctx.tenantId, () => daysOfOld(ctx)),
    }),
  )
}
