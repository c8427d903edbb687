// What appointments do by themselves.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { missOverdue } from './booking/attend.ts'
import { remindEverywhere } from './booking/remind.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  { name: 'appointments.remind', cron: '* * * * *', run: () => remindEverywhere(system, make) },
  { name: 'appointments.miss', cron: '*/5 * * * *', run: () => missOverdue(system, make) },
]
