// What commerce does by itself.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { expireReservations } from './stock/reservations.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: 'commerce.expire_reservations',
    cron: '* * * * *',
    run: () => expireReservations(system, make),
  },
]
