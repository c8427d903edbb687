// Who did anything: every event of the event store but what we did with a customer's record.

import { as, sql } from '../../platform/ch.ts'
import { ACTS_ON_RECORDS } from '../../platform/outbox.ts'
import { familyOf } from './metric.ts'
import { CUSTOMER, columnsOf, partsOf, periodOf, rowsOfStretch } from './reading.ts'

const OF_CUSTOMER = sql`customer_id != 0 and name not in ${as('Array(String)', [...ACTS_ON_RECORDS])}`
const PARTS = {
  events: sql`count()`,
  active: sql`uniqExactIf(${CUSTOMER}, ${OF_CUSTOMER})`,
  paying: sql`uniqExactIf(${CUSTOMER}, customer_id != 0 and name = 'order_paid')`,
}

export const activity = familyOf<keyof typeof PARTS>({
  code: 'activity',
  needs: ['events:read'],
  read: (ctx, reading, parts) =>
    partsOf(
      ctx,
      sql`select ${periodOf(reading.edges)} as p, toUInt8(grouping(p)) as is_total, ${columnsOf(PARTS, parts)}
        from event where ${rowsOfStretch(reading)} group by grouping sets ((p), ())`,
    ),
  metrics: [
    {
      code: 'events',
      ...{ unit: 'count', term: 'short', better: 'neither', of: 'events' },
      beside: 'paying_share',
      name: { 'zh-CN': '事件数', en: 'Events' },
      definition: {
        'zh-CN': '期间内记录到的全部事件，包括匿名的。',
        en: 'Everything recorded in the period, of nobody known too.',
      },
      formula: { 'zh-CN': '计数（事件）', en: 'count of events' },
    },
    {
      code: 'active_customers',
      ...{ unit: 'count', term: 'short', better: 'more', of: 'active' },
      beside: 'paying_share',
      name: { 'zh-CN': '活跃客户数', en: 'Active customers' },
      definition: {
        'zh-CN': '期间内自己有过任何行为的客户，每位只算一次；我们对客户资料的操作不算。',
        en: 'Customers who did anything themselves in the period, each once; what we did with their records does not count.',
      },
      formula: { 'zh-CN': '去重（有行为的客户）', en: 'distinct customers with an event' },
    },
    {
      code: 'paying_share',
      ...{ unit: 'share', term: 'short', better: 'more', of: 'paying', by: 'active' },
      name: { 'zh-CN': '活跃客户支付率', en: 'Active customers who paid' },
      definition: {
        'zh-CN': '期间内活跃的客户中，有多少支付过订单。',
        en: 'Of the customers active in the period, how many paid an order.',
      },
      formula: { 'zh-CN': '支付客户 ÷ 活跃客户', en: 'customers who paid ÷ active customers' },
    },
  ],
})
