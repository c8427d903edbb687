// Whoever has started an import hears how it ended; the page shows the rest.
import { notify } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { DataImport } from './import.ts'

export const tellMaker = (
  ctx: Ctx,
  job: DataImport,
  kind: 'import_done' | 'import_failed' | 'import_undone',
): Promise<void> =>
  notify(ctx, {
    kind,
    to: { actor: job.created_by },
    subject: { kind: 'import', id: job.id },
    params: { file: job.files.map((f) => f.name).join(', ') },
    link: `/imports/${job.id}`,
    // An import that failed, went on and failed again is told each time.
    key: `import ${job.id} ${kind} ${job.applied} ${Object.values(job.progress).reduce((a, f) => a + f.row, 0)}`,
  })
