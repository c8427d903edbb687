import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import type { Queue } from '../../platform/jobs.ts'
import { keepLevels } from './attribute.ts'

export const OWNERSHIP_QUEUE = 'insight.ownership_levels'

export const ownershipQueues = (ctxOf: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: OWNERSHIP_QUEUE,
    expireInSeconds: 3_600,
    async run({ tenantId }: { tenantId: string }) {
      const ctx = ctxOf(tenantId)
      try {
        await keepLevels(ctx)
      } catch (error) {
        // Trying again does not make the name free.
        if (!(error instanceof AppError && error.code === 'attribute_exists')) throw error
        ctx.log.warn({ err: error }, 'the levels of ownership have no attribute to stand in')
      }
    },
  },
  {
    name: 'insight.ownership_levels_nightly',
    cron: '50 18 * * *',
    async run() {
      const { rows } = await sql<{ id: string }>`select id from tenant order by id`.execute(
        system.pg,
      )
      for (const { id } of rows) await sendLevels(ctxOf(id))
    },
  },
]

/** Levels are written anew: at night, and when the criteria are others. */
export async function sendLevels({ pg, jobs, tenantId }: Ctx): Promise<void> {
  await jobs.send(pg, OWNERSHIP_QUEUE, { tenantId }, { singletonKey: tenantId })
}
