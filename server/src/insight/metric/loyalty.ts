// What stands at the end of a period: who buys again, and what a customer has brought so far.
import { type Sql, sql } from '../../platform/ch.ts'
import { DAY, paidOrders, plus } from './first-orders.ts'
import { familyOf } from './metric.ts'
import { orderRows } from './orders.ts'
import { countsAfter, milliseconds, standingAt } from './reading.ts'

/** Within so many days of the first order the second counts. */
const AGAIN = 90 * DAY
/** First orders of so long are looked at, the last 90 days before the end left out. */
const COHORT = 365 * DAY

export const loyalty = familyOf<'first_buyers' | 'bought_again' | 'buyers_ever' | 'net_ever_fen'>({
  code: 'loyalty',
  needs: ['orders:read'],
  read(ctx, reading) {
    const customers = sql`
      select times[1] as first, length(times) > 1 and times[2] <= ${plus(sql`times[1]`, AGAIN)} as again
      from (select arraySort(groupArray(paid_at)) as times from (${paidOrders(reading)}) group by c)`
    const from = (moment: Sql) => countsAfter(moment, reading)
    const one = (kind: Sql, moment: Sql) => sql`(${from(moment)}, ${kind})`
    const moments = sql`arrayJoin([
      ${one(sql`[1, 0]`, plus(sql`first`, AGAIN))}, ${one(sql`[-1, 0]`, plus(sql`first`, AGAIN + COHORT))},
      ${one(sql`[0, 1]`, plus(sql`first`, 1))}])`
    return standingAt(
      ctx,
      sql`select s, sum(cohort) as first_buyers, sum(cohort * again) as bought_again,
          sum(ever) as buyers_ever, sum(net) as net_ever_fen
        from (
          select m.1 as s, m.2[1] as cohort, again, m.2[2] as ever, 0 as net
          from (select ${moments} as m, again from (${customers}))
          union all
          select ${from(plus(milliseconds(sql`at`), 1))} as s, 0, 0, 0, paid - refunded as net
          from (${orderRows(reading, sql`${reading.customers} and ${reading.known}`)})
        ) group by s`,
      reading,
    )
  },
  metrics: [
    {
      code: 'repurchase_rate',
      ...{ unit: 'share', term: 'long', better: 'more', isStock: true },
      ...{ of: 'bought_again', by: 'first_buyers' },
      name: { 'zh-CN': '90 天复购率', en: 'Repurchase within 90 days' },
      definition: {
        'zh-CN':
          '截至期末：首单已满 90 天、且在此前一年之内的客户中，首单后 90 天内再次支付的比例。未满 90 天的客户不计，因此不会偏低。',
        en: 'As of the end of the period: of the customers whose first order is at least 90 days old, and of the year before that, who paid again within 90 days of it. Who has not had 90 days yet is left out, so the rate is not too low.',
      },
      formula: {
        'zh-CN': '90 天内再次支付的客户 ÷ 首单已满 90 天的客户（近一年）',
        en: 'customers who paid again within 90 days ÷ first-time customers of a year who had 90 days',
      },
    },
    {
      code: 'customer_value',
      ...{ unit: 'fen', term: 'long', better: 'more', isStock: true },
      ...{ of: 'net_ever_fen', by: 'buyers_ever' },
      name: { 'zh-CN': '客户累计价值', en: 'Value per customer so far' },
      definition: {
        'zh-CN': '截至期末：所有支付过的客户，人均累计净收入（支付减退款）。是已实现的，不是预测。',
        en: 'As of the end of the period: what all customers who ever paid have brought, less refunds, per customer. Realised, not forecast.',
      },
      formula: {
        'zh-CN': '累计净收入 ÷ 累计支付客户',
        en: 'net revenue so far ÷ customers who ever paid',
      },
    },
  ],
})
