// What was paid and given back, by when it happened: commerce's own events, in the brand's currency.
// A correction is of the payment it corrects; an order that turned out to be another customer's goes
// from one to the other.
import { as, type Sql, sql } from '../../platform/ch.ts'
import { familyOf } from './metric.ts'
import {
  CUSTOMER,
  columnsOf,
  type MetricReading,
  partsOf,
  periodOf,
  rowsIn,
  rowsOfStretch,
} from './reading.ts'

const PARTS = {
  orders: sql`sum(o)`,
  buyers: sql`countIf(o > 0 and c != 0)`,
  buyer_orders: sql`sumIf(o, c != 0)`,
  paid_fen: sql`sum(paid)`,
  refunded_fen: sql`sum(refunded)`,
  net_fen: sql`sum(paid) - sum(refunded)`,
}

/** Rows of orders: `c`, `at`, `source`, `order_id`, `o` how many orders it adds, `paid` and `refunded` in fen. */
export function orderRows({ currency }: Pick<MetricReading, 'currency'>, condition: Sql): Sql {
  const rows = (named: Sql, orders: Sql) => sql`select ${CUSTOMER} as c, at, source,
      ifNull(order_id, '') as order_id, toInt32(${orders}) as o,
      if(name = 'order_refunded', 0, revenue_fen) as paid,
      if(name = 'order_refunded', -revenue_fen, 0) as refunded
    from event where ${named} and protocol = 'own' and currency = ${as('String', currency)} and ${condition}`
  const side = sql`JSONExtractString(props, 'side')`
  // Corrections are few and read on their own: nobody reads all properties for their sake.
  return sql`${rows(sql`name in ('order_paid', 'order_refunded')`, sql`name = 'order_paid'`)}
    union all ${rows(sql`name = 'order_corrected'`, sql`(${side} = 'after') - (${side} = 'before')`)}`
}

export const orders = familyOf<keyof typeof PARTS>({
  code: 'orders',
  needs: ['orders:read'],
  read(ctx, reading, parts) {
    const within = sql`${rowsIn(reading.stretch)}`
    const rows = sql`select ${periodOf(reading.edges)} as p, c, o, paid, refunded
      from (${orderRows(reading, rowsOfStretch(reading))}) where ${within}`
    // By customer first: a customer whose orders were taken away again is no buyer.
    const byCustomer = sql`select p, c, toUInt8(grouping(p)) as is_total, sum(o) as o, sum(paid) as paid,
        sum(refunded) as refunded
      from (${rows}) group by grouping sets ((p, c), (c))`
    return partsOf(
      ctx,
      sql`select p, is_total, ${columnsOf(PARTS, parts)} from (${byCustomer}) group by p, is_total`,
    )
  },
  metrics: [
    {
      code: 'orders',
      ...{ unit: 'count', term: 'short', better: 'more', of: 'orders' },
      beside: 'repurchase_rate',
      name: { 'zh-CN': '支付订单数', en: 'Paid orders' },
      definition: {
        'zh-CN': '期间内已支付的订单数，只算本品牌币种；后来退款的也算一单。',
        en: 'Orders paid in the period, in the brand’s currency; one refunded later still counts.',
      },
      formula: { 'zh-CN': '支付订单 + 更正增减', en: 'orders paid ± corrections' },
    },
    {
      code: 'paying_customers',
      ...{ unit: 'count', term: 'short', better: 'more', of: 'buyers' },
      name: { 'zh-CN': '支付客户数', en: 'Paying customers' },
      definition: {
        'zh-CN': '期间内至少支付一单的客户，每位只算一次；无法识别身份的订单不算。',
        en: 'Customers who paid at least one order in the period, each once; orders of nobody known are left out.',
      },
      formula: { 'zh-CN': '去重（支付客户）', en: 'distinct customers with a paid order' },
    },
    {
      code: 'paid_revenue',
      ...{ unit: 'fen', term: 'short', better: 'more', of: 'paid_fen' },
      beside: 'refund_share',
      name: { 'zh-CN': '支付金额', en: 'Paid revenue' },
      definition: {
        'zh-CN': '期间内支付的金额（含更正），未扣退款。',
        en: 'What was paid in the period, corrections included, before refunds.',
      },
      formula: { 'zh-CN': '支付金额 + 更正差额', en: 'payments ± corrections' },
    },
    {
      code: 'net_revenue',
      ...{ unit: 'fen', term: 'short', better: 'more', of: 'net_fen' },
      name: { 'zh-CN': '净收入', en: 'Net revenue' },
      definition: {
        'zh-CN': '期间内支付的金额减去期间内退回的金额，退款按退款发生日计。',
        en: 'What was paid less what was given back, each by the day it happened.',
      },
      formula: { 'zh-CN': '支付金额 − 退款金额', en: 'paid revenue − refunds' },
    },
    {
      code: 'refund_share',
      ...{ unit: 'share', term: 'short', better: 'less' },
      ...{ of: 'refunded_fen', by: 'paid_fen', cases: 'orders' },
      name: { 'zh-CN': '退款占比', en: 'Share given back' },
      definition: {
        'zh-CN': '期间内退款金额占期间内支付金额的比例；退的可能是更早的订单。',
        en: 'Refunds of the period as a share of what was paid in it; they may be of earlier orders.',
      },
      formula: { 'zh-CN': '退款金额 ÷ 支付金额', en: 'refunds ÷ paid revenue' },
    },
    {
      code: 'average_order_value',
      ...{ unit: 'fen', term: 'short', better: 'neither', of: 'paid_fen', by: 'orders' },
      name: { 'zh-CN': '客单价（每单）', en: 'Average order value' },
      definition: {
        'zh-CN':
          '每张支付订单的平均金额，未扣退款，含认不出客户的订单。GMV 拆解里的「净客单价」扣除退款，且只含认得出客户的订单。',
        en: 'What a paid order brings on average, before refunds, orders of nobody known included. The “net order value” of the GMV factors is after refunds and of known customers only.',
      },
      formula: { 'zh-CN': '支付金额 ÷ 支付订单数', en: 'paid revenue ÷ paid orders' },
    },
    {
      code: 'orders_per_buyer',
      ...{ unit: 'ratio', term: 'long', better: 'more', of: 'buyer_orders', by: 'buyers' },
      name: { 'zh-CN': '人均订单数', en: 'Orders per paying customer' },
      definition: {
        'zh-CN': '期间内每位支付客户平均支付几单。',
        en: 'How many orders a paying customer paid in the period, on average.',
      },
      formula: { 'zh-CN': '支付订单数 ÷ 支付客户数', en: 'orders ÷ paying customers' },
    },
  ],
})
