import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { SWEEP, sweepErased, sweepLeft } from './privacy-erase.ts'

const NO_TENANT = '00000000-0000-0000-0000-000000000000'

export function privacyQueues(ctxOf: (tenantId: string) => Ctx): Queue[] {
  return [
    {
      name: SWEEP,
      run: ({ tenantId, request }: { tenantId: string; request: string }) =>
        sweepErased(ctxOf(tenantId), request),
      expireInSeconds: 3600,
    },
    {
      name: 'privacy.sweep_left',
      cron: '23 * * * *',
      run: () => sweepLeft(ctxOf(NO_TENANT), ctxOf),
      expireInSeconds: 3600,
    },
  ]
}
