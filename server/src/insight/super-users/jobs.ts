import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import type { Queue } from '../../platform/jobs.ts'
import { reckonSuperUsers } from './run.ts'

export const SUPER_USER_QUEUE = 'insight.super_users'

export const superUserQueues = (ctxOf: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: SUPER_USER_QUEUE,
    run: async ({ tenantId }: { tenantId: string }) => {
      try {
        await reckonSuperUsers(ctxOf(tenantId))
      } catch (error) {
        // The run that goes on answers for both.
        if (!(error instanceof AppError && error.code === 'already_reckoning')) throw error
      }
    },
  },
  {
    name: 'insight.super_users_nightly',
    // Deep in the night of China, where most brands are.
    cron: '20 18 * * *',
    async run() {
      const { rows } = await sql<{ id: string }>`select id from tenant order by id`.execute(
        system.pg,
      )
      for (const { id } of rows) {
        const ctx = ctxOf(id)
        await ctx.jobs.send(ctx.pg, SUPER_USER_QUEUE, { tenantId: id }, { singletonKey: id })
      }
    },
  },
]
