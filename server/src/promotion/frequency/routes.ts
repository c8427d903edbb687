import { z } from 'zod'
import { invalid } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { storefrontCalendar } from './frequency.ts'

const MOST_DAYS = 366
const Limit = z.number().int().nullable()
const Day = z.iso.date()
const dayOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000

export function frequencyRoutes(app: Http): void {
  app.get(
    '/storefront-calendar',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags: ['activities'],
        summary: 'How often storefronts with limits are promoted, and when they may be next',
        querystring: z.object({ from: Day, to: Day.describe('Included') }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                ...{ code: z.string(), name: z.string() },
                ...{ most_activities: Limit, most_days: Limit, gap_days: Limit },
                fullest: z
                  .object({
                    ...{ from: z.string(), to: z.string() },
                    activities: z.number().int().describe('That begin in it'),
                    days: z.number().int().describe('Of it that are promoted'),
                  })
                  .describe('The fullest thirty days of those that touch the period'),
                promotions: z.array(
                  z.object({
                    kind: z.enum(['activity', 'offer']),
                    ...{ id: z.string(), name: z.string(), from: z.string() },
                    to: z.string().nullable().describe('Included; null: it does not end'),
                  }),
                ),
                next: z
                  .string()
                  .nullable()
                  .describe('When one of a day may begin, from today on; null: not within a year'),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, query }) => {
      const [from, to] = [dayOf(query.from), dayOf(query.to)]
      if (to < from || to - from > MOST_DAYS)
        throw invalid(
          'calendar_period',
          'A calendar shows a year at most, and ends after it begins',
        )
      return { items: await storefrontCalendar(ctx, from, to) }
    },
  )
}
