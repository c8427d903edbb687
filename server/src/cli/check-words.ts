// The words of `homefield check`, in both languages.
import type { Terminal } from './command.ts'

type Lang = Terminal['lang']

const NAMES: Record<string, Record<Lang, string>> = {
  'collect.batches': {
    zh: '每批事件：两库数量一致',
    en: 'Events of each batch are as many in both stores',
  },
  'collect.duplicates': { zh: '没有重复的事件', en: 'No event is stored twice' },
  'collect.customers': { zh: '事件的客户都存在', en: 'Every event’s customer is known' },
  'collect.leases': { zh: '没有悬而未决的批次', en: 'No batch is left undecided' },
  'collect.outbox': { zh: '待发事件已送出', en: 'Own events have left the outbox' },
  'collect.counters': { zh: '编号不会重复发放', en: 'No number can be given out twice' },
  'identity.aliases': { zh: '客户对照表与合并一致', en: 'The alias dictionary is what merges say' },
  'identity.groups': {
    zh: '客户分组与合并记录一致',
    en: 'Customers are what their merges connect',
  },
  'identity.identifiers': {
    zh: '标识归属正确的客户',
    en: 'Identifiers belong to their node’s customer',
  },
  'identity.unique': {
    zh: '唯一标识每位客户至多一个',
    en: 'Unique identifiers are unique a customer',
  },
  'identity.kept_apart': {
    zh: '要求分开的客户没有合在一起',
    en: 'Customers to keep apart are apart',
  },
  'membership.rewards': {
    zh: '积分商城已兑数量与兑换记录一致',
    en: 'What is taken of rewards is what was redeemed',
  },
  'membership.redemptions': {
    zh: '每笔兑换的积分都在积分账上',
    en: 'The points of every redemption stand in the ledger',
  },
  'membership.benefit_products': {
    zh: '权益商品：付款的每一份都发放了一次',
    en: 'What benefit products were paid for was given, once',
  },
  'membership.session_cards': {
    zh: '次卡的次数与金额等于核销、退款与账上',
    en: 'Sessions and fen of cards are what was redeemed, returned and entered',
  },
  'membership.sessions_owed': {
    zh: '次卡未履约金额与总账一致',
    en: 'What session cards owe is what the ledger says',
  },
  'membership.debts_paid_in': {
    zh: '转入储值的应付款与总账一致',
    en: 'What customers took as stored value is what the ledger entered',
  },
  'membership.levels': {
    zh: '会员和粉丝等级与逐条重算一致',
    en: 'Levels are what the replay of the rows says',
  },
  'profile.activity': {
    zh: '客户的事件数与首末次时间与事件库一致',
    en: 'Customers’ event counts and dates are their events’',
  },
  'profile.search': {
    zh: '搜索与列表用的数据与客户资料一致',
    en: 'Search and lists hold what customers are',
  },
  'profile.state': {
    zh: '事件库中的客户状态与客户资料一致',
    en: 'The event store’s customer state is what customers are',
  },
  'audiences.membership': {
    zh: '人群成员与其规则一致',
    en: 'Audiences hold whom their rules hold of',
  },
  'audiences.computed': {
    zh: '计算属性的值与其计算方式一致',
    en: 'Computed attributes are what their formulas give',
  },
  'commerce.revenue': {
    zh: '订单与退款金额等于事件金额',
    en: 'Orders and refunds are the fen of their events',
  },
  'commerce.refunded': {
    zh: '订单已退金额等于退款之和',
    en: 'Refunded amounts are the sum of refunds',
  },
  'commerce.own_orders': {
    zh: '自营订单与账上一致',
    en: 'Own orders are what the books say',
  },
  'commerce.payments': {
    zh: '收款与退款与订单一致',
    en: 'Payments and refunds are what orders need',
  },
  'commerce.after_sales': {
    zh: '售后与订单一致',
    en: 'After-sales are what orders gave back',
  },
  'commerce.exchanges': {
    zh: '换货占用、出入库与售后一致',
    en: 'What exchanges hold and have moved is what they say',
  },
  'commerce.order_credit': {
    zh: '订单业绩归属与行金额、退款一致',
    en: 'What orders count for whom is what their lines and refunds are',
  },
  'commerce.commissions': {
    zh: '佣金与业绩归属、规则、分录一致',
    en: 'Commissions are what credits and rules give, and stand in the books',
  },
  'commerce.commission_balances': {
    zh: '分销员的应付、打款与分录、打款批次一致',
    en: 'What affiliates have is the sum of their entries and pay-outs',
  },
  'commerce.shipments': {
    zh: '发货件数与包裹一致',
    en: 'What orders have sent is what their parcels hold',
  },
  'commerce.parcels': {
    zh: '包裹状态与物流轨迹一致',
    en: 'The state of a parcel is that of its traces',
  },
  'commerce.stock': {
    zh: '现有库存等于出入库流水之和',
    en: 'Stock on hand is the sum of its entries',
  },
  'promotion.budgets': {
    zh: '优惠用量等于核销记录之和',
    en: 'What is used of offers is the sum of their redemptions',
  },
  'promotion.coupons': {
    zh: '占用与已用的券都有对应的订单',
    en: 'Coupons held or used belong to orders',
  },
  'promotion.batches': {
    zh: '批次的券数等于券码数',
    en: 'Batches have made as many coupons as there are',
  },
  'promotion.groups': {
    zh: '拼团的席位、团长、退款与订单一致',
    en: 'Seats, leaders and refunds of groups are what their orders say',
  },
  'promotion.bestie_cards': {
    zh: '闺蜜卡的张数、订单与双方的券一致',
    en: 'Bestie cards are as many as counted, paid for, and gave what they say',
  },
  'promotion.flash_sales': {
    zh: '秒杀的占用与售出等于订单，每单一张资格',
    en: 'What is held and sold in flash sales is what orders have, each with one token',
  },
  'promotion.pre_sales': {
    zh: '预售的名额占用与锁定等于订单，并与定金、尾款一致',
    en: 'Pieces of pre-sales are what orders have, as their deposits and balances say',
  },
  'promotion.benefit_trials': {
    zh: '实验中的权益与实验各组一致',
    en: 'Benefits say they are tried where an arm gives them',
  },
  'commerce.deposits': {
    zh: '定金的持有、没收、退回、双倍返还与支付、退款、成本一致',
    en: 'Deposits held, kept, returned and doubled are what was paid, refunded and booked',
  },
  'commerce.quotations': {
    zh: '报价单的合计等于明细之和，成交的报价单与订单、定金一致',
    en: 'Quotations are the sum of their lines, and accepted ones are orders at that price',
  },
  'appointments.seats': {
    zh: '预约占用的名额等于有效预约，同一人员时间不重叠',
    en: 'Seats held are the appointments there are, and nobody’s overlap',
  },
  'commerce.tills': {
    zh: '收银台收的款与订单、退款一致',
    en: 'What tills took and paid back is what their orders say',
  },
  'commerce.subscriptions': {
    zh: '周期购的期数、状态与配送和记录一致',
    en: 'Product subscriptions are what their deliveries and history say',
  },
  'commerce.subscription_deliveries': {
    zh: '周期购的每期配送与订单一一对应、状态一致',
    en: 'Deliveries of subscriptions are the orders made for them',
  },
  'commerce.reserved': {
    zh: '占用库存等于未结的占用之和',
    en: 'Reserved stock is what open reservations hold',
  },
  'membership.journal': {
    zh: '积分与储值的每笔分录合计为零',
    en: 'Every transaction of points and stored value sums to zero',
  },
  'membership.balances': {
    zh: '积分与储值余额等于其分录与批次之和',
    en: 'Balances of points and stored value are their entries and lots',
  },
  'membership.lots': {
    zh: '积分与储值批次的剩余等于其支取记录',
    en: 'What is left of lots is what allocations say',
  },
  'membership.gift_cards': {
    zh: '未领取的礼品卡等于账上所欠',
    en: 'What waits of gift cards is what the journal owes',
  },
  'membership.held': {
    zh: '为订单冻结的积分与储值等于未结的冻结',
    en: 'What is held for orders is what orders hold',
  },
}

export const WORDS = {
  zh: {
    ok: '一致',
    differs: (n: number) => `${n} 处不一致`,
    compared: (n: string) => `已核对 ${n}`,
    more: (n: number) => `…… 另有 ${n} 处`,
    clean: '两个数据库完全一致。',
    dirty: (n: number) => `有 ${n} 项不一致，见上。`,
    repairable: '其中可重建的部分：homefield check --repair',
    repaired: '已重建',
  },
  en: {
    ok: 'agrees',
    differs: (n: number) => (n === 1 ? '1 difference' : `${n} differences`),
    compared: (n: string) => `${n} compared`,
    more: (n: number) => `… and ${n} more`,
    clean: 'Both stores agree.',
    dirty: (n: number) =>
      n === 1 ? '1 check differs, see above.' : `${n} checks differ, see above.`,
    repairable: 'What can be rebuilt of it: homefield check --repair',
    repaired: 'rebuilt',
  },
} as const satisfies Record<Lang, unknown>

export const nameOf = (check: string, lang: Lang): string => NAMES[check]?.[lang] ?? check

/** Columns a text takes in a terminal: Chinese characters and signs take two. */
export function widthOf(text: string): number {
  let width = 0
  for (const char of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(char)
        ? 2
        : 1
  return width
}
export const padTo = (text: string, width: number) =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))
