// What the shop does by itself.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { forgetOldPreviews } from './pages/preview.ts'
import { forgetOldSessions } from './session.ts'

export const queues = (_make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  { name: 'shop.forget_sessions', cron: '23 * * * *', run: () => forgetOldSessions(system) },
  { name: 'shop.forget_previews', cron: '31 * * * *', run: () => forgetOldPreviews(system) },
]
