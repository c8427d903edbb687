// Revenue of customers who had bought before (A18).
import { as, sql } from '../../platform/ch.ts'
import { paidOrders } from './first-orders.ts'
import { familyOf } from './metric.ts'
import { columnsOf, partsOf, periodOfNumber } from './reading.ts'

const PARTS = {
  existing_fen: sql`sumIf(net, paid_at > first_at)`,
  customers_fen: sql`sum(net)`,
  customers_orders: sql`count()`,
}

export const existing = familyOf<keyof typeof PARTS>({
  code: 'existing',
  needs: ['orders:read'],
  read: (ctx, reading, parts) =>
    partsOf(
      ctx,
      sql`select ${periodOfNumber(reading.edges, sql`paid_at`)} as p, toUInt8(grouping(p)) as is_total, ${columnsOf(PARTS, parts)}
        from (select paid_at, net, min(paid_at) over (partition by c) as first_at from (${paidOrders(reading)}))
        where paid_at >= ${as('Int64', reading.stretch.from)} and paid_at < ${as('Int64', reading.stretch.to)}
        group by grouping sets ((p), ())`,
    ),
  metrics: [
    {
      code: 'existing_revenue_share',
      ...{ unit: 'share', term: 'long', better: 'more' },
      ...{ of: 'existing_fen', by: 'customers_fen', cases: 'customers_orders' },
      band: {
        from: 0.6,
        to: 0.7,
        source: {
          'zh-CN': '行业经验：盈利能力的 60–70 % 来自原有消费者',
          en: 'Rule of the trade: 60–70 % of earning power comes from existing customers',
        },
      },
      name: { 'zh-CN': '老客收入占比', en: 'Revenue from existing customers' },
      definition: {
        'zh-CN':
          '期间内支付的订单净额中，来自此前已支付过订单的客户的比例；每位客户的首单算新客。无法识别身份的订单不算。',
        en: 'Of the net value of orders paid in the period, the share of customers who had paid one before; each customer’s first order is a new customer’s. Orders of nobody known are left out.',
      },
      formula: {
        'zh-CN': '非首单订单净额 ÷ 全部客户订单净额',
        en: 'net of orders that are not the first ÷ net of all customers’ orders',
      },
    },
  ],
})
