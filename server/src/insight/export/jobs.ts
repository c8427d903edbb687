import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Queue } from '../../platform/jobs.ts'
import { type ExportFolder, exportHours } from './hours.ts'

export const exportQueues = (
  make: (tenantId: string) => Ctx,
  system: Ctx,
  folder: ExportFolder,
): Queue[] => [
  {
    name: 'insight.export-hours',
    cron: '17 * * * *',
    expireInSeconds: 3_600,
    async run() {
      if (folder.folder === undefined) return
      const { rows } = await sql<{ id: string }>`select id from tenant order by id`.execute(
        system.pg,
      )
      for (const { id } of rows) await exportHours(make(id), folder)
    },
  },
]
