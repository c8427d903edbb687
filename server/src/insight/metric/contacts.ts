// Customers added by a guide, and who of them orders soon: each pair of customer and guide once.
import { as, sql } from '../../platform/ch.ts'
import { pairsAdded } from '../adds/adds-sql.ts'
import { asksSql } from '../adds/asks-sql.ts'
import { HOUR, paidOrders, plus } from './first-orders.ts'
import { familyOf } from './metric.ts'
import { columnsOf, partsOf, periodOfNumber } from './reading.ts'

const WINDOW = 72 * HOUR
const PARTS = {
  adds: sql`count()`,
  added_over: sql`countIf(is_first and is_over)`,
  converted: sql`countIf(is_first and is_over and is_converted)`,
}

export const contacts = familyOf<keyof typeof PARTS>({
  code: 'contacts',
  needs: ['customers:read', 'orders:read'],
  read(ctx, reading, parts) {
    const { edges, stretch, clock } = reading
    const pairs = sql`
      select c, moment, row_number() over (partition by c order by moment, staff) = 1 as is_first
      from (${pairsAdded(reading)})`
    const bought = sql`select c, groupArray(paid_at) as times from (${paidOrders(reading)}) where net > 0 group by c`
    const end = plus(sql`moment`, WINDOW)
    const rows = sql`
      select a.moment as moment, a.is_first as is_first, ${end} <= ${as('Int64', clock.now)} as is_over,
        notEmpty(b.times) and arrayMin(b.times) >= moment and arrayMin(b.times) <= ${end} as is_converted
      from (${pairs}) as a left join (${bought}) as b on a.c = b.c
      where moment >= ${as('Int64', stretch.from)} and moment < ${as('Int64', stretch.to)}`
    return partsOf(
      ctx,
      sql`select ${periodOfNumber(edges, sql`moment`)} as p, toUInt8(grouping(p)) as is_total, ${columnsOf(PARTS, parts)}
        from (${rows}) group by grouping sets ((p), ())`,
    )
  },
  metrics: [
    {
      code: 'contact_adds',
      ...{ unit: 'count', term: 'short', better: 'more', of: 'adds' },
      beside: 'first_order_conversion',
      name: { 'zh-CN': '新增好友', en: 'Contacts added' },
      definition: {
        'zh-CN': '期间内客户与导购首次成为好友的次数；同一客户与同一导购只算一次。',
        en: 'How often a customer and a guide became contacts for the first time in the period; each pair once.',
      },
      formula: { 'zh-CN': '计数（客户 × 导购）', en: 'count of pairs of customer and guide' },
    },
    {
      code: 'first_order_conversion',
      ...{ unit: 'share', term: 'short', better: 'more', of: 'converted', by: 'added_over' },
      name: { 'zh-CN': '首单转化率', en: 'First-order conversion' },
      definition: {
        'zh-CN':
          '期间内首次被添加的客户中，添加后 72 小时内支付了首个未全额退款订单的比例。未满 72 小时的不计。',
        en: 'Of the customers first added in the period, the share whose first order that was kept was paid within 72 hours of it. Who has not had 72 hours yet is left out.',
      },
      formula: {
        'zh-CN': '72 小时内完成首单的客户 ÷ 首次添加已满 72 小时的客户',
        en: 'customers with a first order within 72 hours ÷ customers added who had 72 hours',
      },
    },
  ],
})

const ASK_PARTS = {
  asked: sql`count()`,
  answered: sql`countIf(open = 0)`,
  accepted: sql`countIf(accepted = 1)`,
}

export const asks = familyOf<keyof typeof ASK_PARTS>({
  code: 'asks',
  needs: ['customers:read'],
  read(ctx, reading, parts) {
    const { edges, stretch, customers, known, clock } = reading
    return partsOf(
      ctx,
      sql`select ${periodOfNumber(edges, sql`moment`)} as p, toUInt8(grouping(p)) as is_total, ${columnsOf(ASK_PARTS, parts)}
        from (${asksSql({ customers, known, now: clock.now })})
        where moment >= ${as('Int64', stretch.from)} and moment < ${as('Int64', stretch.to)}
        group by grouping sets ((p), ())`,
    )
  },
  metrics: [
    {
      code: 'add_requests',
      ...{ unit: 'count', term: 'short', better: 'neither', of: 'asked' },
      beside: 'add_acceptance',
      name: { 'zh-CN': '加好友申请', en: 'Requests to be added' },
      definition: {
        'zh-CN': '期间内首次向客户发出的好友申请；同一客户与同一导购只算一次。',
        en: 'Customers asked to become contacts for the first time in the period; each pair of customer and guide once.',
      },
      formula: { 'zh-CN': '计数（客户 × 导购）', en: 'count of pairs of customer and guide' },
    },
    {
      code: 'add_acceptance',
      ...{ unit: 'share', term: 'long', better: 'more', of: 'accepted', by: 'answered' },
      name: { 'zh-CN': '加好友通过率', en: 'Requests accepted' },
      definition: {
        'zh-CN': '期间内发出的好友申请中，7 天内成为好友的比例。未满 7 天又还没通过的不计。',
        en: 'Of the requests of the period, the share that made contacts within 7 days. Those not accepted yet that have not had 7 days are left out.',
      },
      formula: {
        'zh-CN': '7 天内通过的申请 ÷ 已有结果的申请',
        en: 'accepted within 7 days ÷ requests whose wait is over',
      },
    },
  ],
})
