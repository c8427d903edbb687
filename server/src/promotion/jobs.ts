// What promotion does by itself.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { expireCards } from './bestie/end.ts'
import { expireRedemptions } from './budget/redemptions.ts'
import { ISSUE_QUEUE, issueCodes } from './coupons/issue.ts'
import { noticeOfCoupons } from './coupons/notices.ts'
import { lookAtExperiments } from './experiments/look.ts'
import { decideGroups, refundFailed } from './group-buy/decide.ts'
import { noticeOfNewcomers } from './offers/newcomer-notices.ts'
import { remindOfBalances } from './pre-sale/remind.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: 'promotion.expire_redemptions',
    cron: '* * * * *',
    run: () => expireRedemptions(system, make),
  },
  {
    name: 'promotion.decide_groups',
    cron: '* * * * *',
    async run() {
      await decideGroups(system, make)
      await refundFailed(system, make)
    },
  },
  {
    name: 'promotion.expire_bestie_cards',
    cron: '* * * * *',
    run: () => expireCards(system, make),
  },
  {
    name: 'promotion.remind_of_balances',
    cron: '*/5 * * * *',
    run: () => remindOfBalances(system, make),
  },
  {
    name: 'promotion.notice_of_coupons',
    cron: '17,47 * * * *',
    run: () => noticeOfCoupons(system, make),
  },
  {
    name: 'promotion.notice_of_newcomers',
    cron: '7,37 * * * *',
    run: () => noticeOfNewcomers(system, make),
  },
  {
    name: 'promotion.look_at_experiments',
    cron: '*/10 * * * *',
    run: () => lookAtExperiments(system, make),
  },
  {
    name: ISSUE_QUEUE,
    run: ({ tenantId, batch }: { tenantId: string; batch: string }) =>
      issueCodes(make(tenantId), batch),
  },
]
