// Conversion watched pool by pool: of who is inside each live pool now (A08).
import { z } from 'zod'
import { livePools, type Rule } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { openDiagnosis, WatchQuestion, watchConversion } from './falls.ts'
import { HOLD_REASONS } from './hold.ts'

export const PoolsWatchQuestion = WatchQuestion.pick({ days: true, by: true, as_of: true })
export type PoolsWatchQuestion = z.infer<typeof PoolsWatchQuestion>

const Rate = z.number().nullable()
export const PoolsWatchAnswer = z.object({
  pools: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      audience_id: z.uuid(),
      is_falling: z.boolean(),
      split: z.string(),
      before: Rate.describe('Conversion of the days before the split; null: nobody seen'),
      after: Rate,
      contacts_before: Rate.describe('Contacts a day for each customer seen'),
      contacts_after: Rate,
      hold: z.boolean().describe('Whoever sends to the pool should wait'),
      why: z.enum(HOLD_REASONS),
    }),
  ),
  as_of: z.iso.datetime(),
})
export type PoolsWatchAnswer = z.infer<typeof PoolsWatchAnswer>

const inside = (audience: string): Rule => ({ kind: 'audience', audience, is: 'in' })

export async function watchPools(
  ctx: Ctx,
  question: PoolsWatchQuestion,
): Promise<PoolsWatchAnswer> {
  const pools: PoolsWatchAnswer['pools'] = []
  // One after the other: each asks several statements at once.
  for (const { id, name, audience } of await livePools(ctx)) {
    const found = await watchConversion(ctx, { ...question, who: inside(audience) })
    const rate = (isAfter: boolean) => {
      const days = found.days.filter(({ day }) => day >= found.split === isAfter)
      const seen = days.reduce((sum, day) => sum + day.visitors, 0)
      return seen > 0 ? days.reduce((sum, day) => sum + day.buyers, 0) / seen : null
    }
    const { pressure } = found
    pools.push({
      ...{ id, name, audience_id: audience, is_falling: found.is_falling, split: found.split },
      ...{ before: rate(false), after: rate(true) },
      ...{ contacts_before: pressure.before, contacts_after: pressure.after },
      ...{ hold: pressure.hold, why: pressure.why },
    })
  }
  return { pools, as_of: ctx.now().toISOString() }
}

/** Each live pool that falls opens a task of its own. */
export async function watchPoolsNightly(ctx: Ctx): Promise<void> {
  const question = WatchQuestion.parse({})
  for (const { id, name, audience } of await livePools(ctx)) {
    const own = { ...question, who: inside(audience) }
    if ((await watchConversion(ctx, own)).is_falling) await openDiagnosis(ctx, own, { id, name })
  }
}
