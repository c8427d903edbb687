// Imports as work of the worker role: one at a time, taken up again when its worker died.
import type { Collector } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { discardOrphans, type Uploads } from './files.ts'
import { releaseAll, unattended } from './import.ts'
import { runImport } from './run.ts'
import { RUN, sendRun, sendUndo, UNDO, type Work } from './send.ts'
import { runUndo } from './undo.ts'

const NO_TENANT = '00000000-0000-0000-0000-000000000000'

export function queues(
  ctxOf: (tenantId: string) => Ctx,
  deps: { collector: Collector; uploads: Uploads; signal?: AbortSignal },
): Queue[] {
  return [
    {
      name: RUN,
      // The lease decides who has it; this only bounds a run that nobody follows any more.
      expireInSeconds: 12 * 3600,
      retryLimit: 3,
      run: ({ tenantId, importId }: Work) =>
        runImport(ctxOf(tenantId), { collector: deps.collector, signal: deps.signal }, importId),
    },
    {
      name: UNDO,
      expireInSeconds: 12 * 3600,
      retryLimit: 3,
      run: ({ tenantId, importId }: Work) => runUndo(ctxOf(tenantId), deps.collector, importId),
    },
    {
      name: 'imports.follow',
      cron: '* * * * *',
      run: () => followUp(ctxOf),
    },
    {
      name: 'imports.tidy',
      cron: '17 4 * * *',
      run: () => discardOrphans(ctxOf(NO_TENANT), deps.uploads),
    },
  ]
}

/** A server that starts alone goes on at once with what its former self left behind. */
export async function takeUp(ctxOf: (tenantId: string) => Ctx): Promise<void> {
  await releaseAll(ctxOf(NO_TENANT))
  await followUp(ctxOf)
}

/** Sends those again whose worker died; a worker that finds one taken leaves it alone. */
export async function followUp(ctxOf: (tenantId: string) => Ctx): Promise<number> {
  const left = await unattended(ctxOf(NO_TENANT))
  for (const { tenantId, id, state } of left) {
    const ctx = ctxOf(tenantId)
    await (state === 'undoing' ? sendUndo(ctx, id) : sendRun(ctx, id))
  }
  return left.length
}
