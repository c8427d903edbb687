// Until when the figures know what happened.
import { z } from 'zod'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'

const DAY = 86_400_000

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

export function freshnessRoutes(app: Http): void {
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
          }),
        },
      },
    },
    async ({ ctx }) => ({
      as_of: ctx.now().toISOString(),
      last_received_at: (await lastReceived(ctx))?.toISOString() ?? null,
    }),
  )
}
