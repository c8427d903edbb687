// Exports as work of the worker role, and what is forgotten with time.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { RUN_EXPORT } from './exports.ts'
import { forgetOldNotices } from './notices.ts'
import {
  type ExportFiles,
  expireExports,
  releaseExports,
  runExport,
  unattendedExports,
} from './run-export.ts'

const NO_TENANT = '00000000-0000-0000-0000-000000000000'

export function queues(
  ctxOf: (tenantId: string) => Ctx,
  deps: { files: ExportFiles; signal?: AbortSignal },
): Queue[] {
  return [
    {
      name: RUN_EXPORT,
      // The lease decides who has it; this only bounds a run that nobody follows any more.
      expireInSeconds: 6 * 3600,
      retryLimit: 3,
      run: ({ tenantId, exportId }: { tenantId: string; exportId: string }) =>
        runExport(ctxOf(tenantId), deps, exportId),
    },
    {
      name: 'desk.follow',
      cron: '* * * * *',
      run: () => followUp(ctxOf),
    },
    {
      name: 'desk.expire',
      cron: '23 * * * *',
      run: () => expireExports(ctxOf(NO_TENANT), deps.files),
    },
    {
      name: 'desk.forget',
      cron: '53 3 * * *',
      run: () => forgetOldNotices(ctxOf(NO_TENANT)),
    },
  ]
}

async function followUp(ctxOf: (tenantId: string) => Ctx): Promise<void> {
  for (const { tenantId, id } of await unattendedExports(ctxOf(NO_TENANT))) {
    const ctx = ctxOf(tenantId)
    await ctx.jobs.send(ctx.pg, RUN_EXPORT, { tenantId, exportId: id })
  }
}

/** A server that starts alone goes on at once with what its former self left behind. */
export async function takeUp(ctxOf: (tenantId: string) => Ctx): Promise<void> {
  await releaseExports(ctxOf(NO_TENANT))
  await followUp(ctxOf)
}
