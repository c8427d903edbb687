// What insight does by itself: models fitted anew each night, and the scores that follow from them.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import type { Queue } from '../platform/jobs.ts'
import { fitModels } from './clv/fit.ts'
import { SCORE_QUEUE, type ScoreJob, writeScores } from './clv/scores.ts'
import { brandsKept, noteFailure } from './clv/store.ts'
import { watchNightly } from './falls/falls.ts'
import { watchPoolsNightly } from './falls/pools.ts'
import { brandsWithTaskRule, openForNewAnswers } from './nps/auto-tasks.ts'
import { ownershipQueues, sendLevels } from './ownership/jobs.ts'
import { forgetRemoved } from './saved/saved.ts'
import { SUPER_USER_QUEUE, superUserQueues } from './super-users/jobs.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  ...superUserQueues(make, system),
  ...ownershipQueues(make, system),
  {
    name: 'insight.nps-tasks',
    cron: '*/10 * * * *',
    async run() {
      for (const tenantId of await brandsWithTaskRule(system)) await callQuietly(make(tenantId))
    },
  },
  {
    name: 'insight.forget-removed',
    cron: '57 3 * * *',
    run: () => forgetRemoved(system),
  },
  {
    name: SCORE_QUEUE,
    expireInSeconds: 3_600,
    run: ({ tenantId }: ScoreJob) => writeScores(make(tenantId)),
  },
  {
    name: 'insight.clv-nightly',
    cron: '40 19 * * *',
    expireInSeconds: 7_200,
    async run() {
      for (const tenantId of await brandsKept(system)) await fitNightly(make(tenantId))
    },
  },
  {
    name: 'insight.watch-nightly',
    cron: '10 20 * * *',
    expireInSeconds: 7_200,
    async run() {
      const { rows } = await sql<{ id: string }>`select id from tenant order by id`.execute(
        system.pg,
      )
      for (const { id } of rows) await watchQuietly(make(id))
    },
  },
]

/** One brand whose orders make no model keeps no other waiting; its page says why. */
export async function fitNightly(ctx: Ctx): Promise<void> {
  try {
    await fitModels(ctx)
    await writeScores(ctx)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    ctx.log.warn({ err: error }, 'the models of a brand could not be fitted')
    await noteFailure(ctx, error.code)
  }
}

/** What a night brings, now: for a brand whose past has just been told. */
export async function reckonNow(ctx: Ctx): Promise<void> {
  const { tenantId } = ctx
  await fitNightly(ctx)
  await ctx.jobs.send(ctx.pg, SUPER_USER_QUEUE, { tenantId }, { singletonKey: tenantId })
  await sendLevels(ctx)
}

/** One brand whose answers cannot be read keeps no other waiting. */
async function callQuietly(ctx: Ctx): Promise<void> {
  try {
    await openForNewAnswers(ctx)
  } catch (error) {
    ctx.log.error({ err: error }, 'the tasks for detractors of a brand could not be opened')
  }
}

/** One brand that cannot be watched keeps no other waiting. */
async function watchQuietly(ctx: Ctx): Promise<void> {
  try {
    await watchNightly(ctx)
    await watchPoolsNightly(ctx)
  } catch (error) {
    ctx.log.error({ err: error }, 'the conversion of a brand could not be watched')
  }
}
