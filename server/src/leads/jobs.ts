// What forms do by themselves.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { forgetUnsent } from './filling/runs.ts'

export const queues = (_make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  { name: 'leads.forget_unsent', cron: '37 3 * * *', run: () => forgetUnsent(system) },
]
