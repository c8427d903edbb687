// What service messages do by themselves.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { blankSecrets } from './send.ts'

export const queues = (_make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  { name: 'messages.blank_secrets', cron: '* * * * *', run: () => blankSecrets(system) },
]
