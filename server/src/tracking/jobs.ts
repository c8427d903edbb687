// Every hour each brand's days are measured and held against its thresholds.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { refreshQuality } from './quality.ts'
import { judgeWatches } from './watches.ts'

export const queues = (ctxOf: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: 'tracking.measure',
    cron: '7 * * * *',
    // One brand that cannot be measured keeps no other waiting.
    async run() {
      const { rows } = await sql<{ id: string }>`select id from tenant order by id`.execute(
        system.pg,
      )
      const failed: unknown[] = []
      for (const { id } of rows) {
        try {
          await measureBrand(ctxOf(id))
        } catch (error) {
          system.log.error(
            { err: error, tenant: id },
            'the quality of a brand could not be measured',
          )
          failed.push(error)
        }
      }
      if (failed.length > 0) throw new AggregateError(failed, 'some brands were not measured')
    },
  },
]

export async function measureBrand(ctx: Ctx): Promise<void> {
  await refreshQuality(ctx)
  await judgeWatches(ctx)
}
