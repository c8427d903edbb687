// What reviews do by themselves.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { forgetLoosePictures } from './pictures.ts'
import { settleAllPoints } from './points.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  { name: 'reviews.settle_points', cron: '* * * * *', run: () => settleAllPoints(system, make) },
  { name: 'reviews.forget_photos', cron: '41 * * * *', run: () => forgetLoosePictures(system) },
]
