// What watches by itself: alerts and reports every ten minutes, messages as they fall due.
import type { Ctx } from '../../platform/ctx.ts'
import type { Queue } from '../../platform/jobs.ts'
import { brandsWatching, lookAtAlerts } from './alerts.ts'
import { deliverMail, MAIL_QUEUE, takeUpMails } from './mails.ts'
import { brandsThatReported, forgetOldReports } from './old.ts'
import { ROBOT_QUEUE, sendMessage, takeUpMessages, type WatchDeps } from './robots.ts'
import { makeReports } from './runs.ts'

export const watchQueues = (
  make: (tenantId: string) => Ctx,
  system: Ctx,
  deps: WatchDeps & { reportDays: number },
): Queue[] => [
  {
    name: ROBOT_QUEUE,
    concurrency: 4,
    run: ({ tenantId, id }: { tenantId: string; id: string }) =>
      sendMessage(make(tenantId), deps, id),
  },
  {
    name: MAIL_QUEUE,
    concurrency: 4,
    run: ({ tenantId, id }: { tenantId: string; id: string }) =>
      deliverMail(make(tenantId), deps, id),
  },
  {
    name: 'insight.forget-reports',
    cron: '27 19 * * *',
    expireInSeconds: 7_200,
    async run() {
      for (const tenantId of await brandsThatReported(system)) {
        const ctx = make(tenantId)
        const gone = await forgetOldReports(ctx, deps.reportDays)
        if (gone > 0) ctx.log.info({ tenant: tenantId, gone }, 'old reports are removed')
      }
    },
  },
  {
    name: 'insight.watch',
    cron: '*/10 * * * *',
    async run() {
      for (const { tenantId, id } of await takeUpMessages(system))
        await sendMessage(make(tenantId), deps, id)
      for (const { tenantId, id } of await takeUpMails(system))
        await deliverMail(make(tenantId), deps, id)
      for (const tenantId of await brandsWatching(system)) await watchBrand(make(tenantId), deps)
    },
  },
]

/** One brand whose figures cannot be read keeps no other waiting; it is looked at again in ten minutes. */
async function watchBrand(ctx: Ctx, deps: WatchDeps): Promise<void> {
  for (const work of [lookAtAlerts, makeReports])
    try {
      await work(ctx, deps)
    } catch (error) {
      ctx.log.error({ err: error, tenant: ctx.tenantId }, 'alerts or reports of a brand must wait')
    }
}
