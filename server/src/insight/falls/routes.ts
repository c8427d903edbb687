import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { openDiagnosis, WatchAnswer, WatchQuestion, watchConversion } from './falls.ts'
import { PoolsWatchAnswer, PoolsWatchQuestion, watchPools } from './pools.ts'

export function fallRoutes(app: Http): void {
  app.post(
    '/insight/watch',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'Whether conversion falls, since when, where, and under which contact pressure',
        description:
          'A fall: the days’ conversion has a falling slope (Mann–Kendall) or a change point to a lower rate, each at 5 %.',
        body: WatchQuestion,
        response: { 200: WatchAnswer },
      },
    },
    ({ ctx, body }) => watchConversion(ctx, body),
  )
  app.post(
    '/insight/watch/pools',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'The same for each live pool, by who is inside now, and whether to hold',
        body: PoolsWatchQuestion,
        response: { 200: PoolsWatchAnswer },
      },
    },
    ({ ctx, body }) => watchPools(ctx, body),
  )
  app.post(
    '/insight/watch/task',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags: ['insight'],
        summary: 'Open the task of diagnosing a fall; the same fall has one',
        body: WatchQuestion,
        response: { 200: z.object({ id: z.uuid(), is_new: z.boolean() }) },
      },
    },
    ({ ctx, body }) => openDiagnosis(ctx, body),
  )
}
