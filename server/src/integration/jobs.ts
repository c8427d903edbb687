import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { forgetDeliveries } from './deliveries.ts'
import { forgetMessages } from './messages.ts'

export const queues = (system: Ctx): Queue[] => [
  {
    name: 'integration.forget',
    cron: '31 4 * * *',
    run: async () => {
      await forgetDeliveries(system)
      await forgetMessages(system)
    },
  },
]
