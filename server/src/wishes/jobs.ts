// What wishes do by themselves.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { tellEverywhere } from './tell.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  { name: 'wishes.tell', cron: '* * * * *', run: () => tellEverywhere(system, make) },
]
