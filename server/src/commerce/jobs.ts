// What commerce does by itself.
import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { lapseExchanges } from './after-sale/jobs.ts'
import { expireOrders, moveOnOrders } from './checkout/jobs.ts'
import { matureCommissions } from './commission/mature.ts'
import { lapseBalances } from './deposit/jobs.ts'
import { askToFollow } from './parcels/ask.ts'
import { askProviders } from './payment/payments.ts'
import { SEND_REFUNDS } from './payment/refunds.ts'
import { sendRefunds } from './payment/send-refunds.ts'
import { compareMissing } from './payment/statement.ts'
import { expireQuotations } from './quotation/jobs.ts'
import { expireReservations } from './stock/reservations.ts'
import { deliverDue, ofEveryBrand } from './subscription/deliver.ts'
import { remindUnpaid, tellDeliveries } from './subscription/notice.ts'

export const queues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: 'commerce.expire_reservations',
    cron: '* * * * *',
    run: () => expireReservations(system, make),
  },
  { name: 'commerce.expire_orders', cron: '* * * * *', run: () => expireOrders(system, make) },
  { name: 'commerce.lapse_balances', cron: '* * * * *', run: () => lapseBalances(system, make) },
  {
    name: 'commerce.expire_quotations',
    cron: '* * * * *',
    run: () => expireQuotations(system, make),
  },
  { name: 'commerce.lapse_exchanges', cron: '7 * * * *', run: () => lapseExchanges(system, make) },
  { name: 'commerce.ask_providers', cron: '* * * * *', run: () => askProviders(system, make) },
  { name: SEND_REFUNDS, cron: '* * * * *', run: () => sendRefunds(system, make) },
  { name: 'commerce.follow_parcels', cron: '* * * * *', run: () => askToFollow(system, make) },
  { name: 'commerce.move_on_orders', cron: '13 * * * *', run: () => moveOnOrders(system, make) },
  {
    name: 'commerce.mature_commissions',
    cron: '4-54/10 * * * *',
    run: () => matureCommissions(system, make),
  },
  {
    name: 'commerce.tell_deliveries',
    cron: '2-52/10 * * * *',
    run: () => ofEveryBrand(system, make, tellDeliveries),
  },
  {
    name: 'commerce.deliver_due',
    cron: '5-55/10 * * * *',
    run: () => ofEveryBrand(system, make, deliverDue),
  },
  {
    name: 'commerce.remind_unpaid_deliveries',
    cron: '8-58/10 * * * *',
    run: () => ofEveryBrand(system, make, remindUnpaid),
  },
  // Statements of a day are ready at about ten the next morning, Beijing time; missed ones come later.
  {
    name: 'commerce.compare_statements',
    cron: '30 2-14/2 * * *',
    run: () => compareMissing(system, make),
  },
]
