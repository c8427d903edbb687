// Members and their moves as files, by the filters of their lists.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../desk/index.ts'
import { GIFT_STATES, type GiftCard, listGiftCards } from './gift-cards/queries.ts'
import { LADDERS } from './levels/rules.ts'
import { type Listed, listMoves, listStandings, type Moved } from './levels/standings.ts'
import { type ListedCard, listSessionCards } from './session-cards/queries.ts'
import { SESSION_CARD_STATES } from './session-cards/session-cards.ts'
import { storedValueDays } from './stored-value/exports.ts'

const PAGE = 200
const Ladder = z.enum(LADDERS).default('growth')

const members = listExport({
  permission: 'membership:read',
  params: z.strictObject({
    ladder: Ladder,
    level: z.string().max(40).optional(),
    q: z.string().max(40).optional(),
    grace: z.boolean().optional(),
  }),
  isPersonal: true,
  isScoped: true,
  columns: [
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (m: Listed) => m.customer_id,
    },
    { key: 'number', title: { 'zh-CN': '会员号', en: 'Member number' }, of: (m) => m.number },
    { key: 'level', title: { 'zh-CN': '等级', en: 'Level' }, of: (m) => m.level },
    { key: 'since', title: { 'zh-CN': '等级起始', en: 'Since' }, of: (m) => m.since.toISOString() },
    {
      key: 'term_ends_at',
      title: { 'zh-CN': '有效期至', en: 'Term ends' },
      of: (m) => m.term_ends_at?.toISOString() ?? null,
    },
    {
      key: 'grace_until',
      title: { 'zh-CN': '宽限至', en: 'Grace until' },
      of: (m) => m.grace_until?.toISOString() ?? null,
    },
    { key: 'growth', title: { 'zh-CN': '成长值', en: 'Growth value' }, of: (m) => m.growth },
    {
      key: 'spend_fen',
      title: { 'zh-CN': '统计期消费（分）', en: 'Spent in the window (1/100)' },
      of: (m) => m.spend_fen,
    },
    {
      key: 'orders',
      title: { 'zh-CN': '统计期订单', en: 'Orders in the window' },
      of: (m) => m.orders,
    },
    {
      key: 'joined_at',
      title: { 'zh-CN': '入会时间', en: 'Joined' },
      of: (m) => m.joined_at?.toISOString() ?? null,
    },
    { key: 'joined_by', title: { 'zh-CN': '入会方式', en: 'Joined by' }, of: (m) => m.joined_by },
  ],
  page: (ctx, filter, cursor) => listStandings(ctx, { ...filter, limit: PAGE, cursor }),
})

const moves = listExport({
  permission: 'membership:read',
  params: z.strictObject({ ladder: Ladder, to: z.string().max(40).optional() }),
  isPersonal: true,
  isScoped: true,
  columns: [
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (m: Moved) => m.customer_id,
    },
    { key: 'from_level', title: { 'zh-CN': '原等级', en: 'From' }, of: (m) => m.from_level },
    { key: 'to_level', title: { 'zh-CN': '现等级', en: 'To' }, of: (m) => m.to_level },
    { key: 'reason', title: { 'zh-CN': '原因', en: 'Reason' }, of: (m) => m.reason },
    { key: 'at', title: { 'zh-CN': '应当变动的时间', en: 'At' }, of: (m) => m.at.toISOString() },
    {
      key: 'found_at',
      title: { 'zh-CN': '发现时间', en: 'Found' },
      of: (m) => m.found_at.toISOString(),
    },
  ],
  page: (ctx, filter, cursor) => listMoves(ctx, { ...filter, limit: PAGE, cursor }),
})

const sessionCards = listExport({
  permission: 'membership:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(SESSION_CARD_STATES).optional(),
    sku: z.string().max(255).optional(),
  }),
  isPersonal: true,
  isScoped: true,
  columns: [
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (d: ListedCard) => d.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '次卡', en: 'Card' }, of: (d) => d.name },
    { key: 'sku', title: { 'zh-CN': 'SKU', en: 'SKU' }, of: (d) => d.sku },
    { key: 'order', title: { 'zh-CN': '订单号', en: 'Order' }, of: (d) => d.order_number },
    { key: 'state', title: { 'zh-CN': '状态', en: 'State' }, of: (d) => d.state },
    {
      key: 'services',
      title: { 'zh-CN': '服务项目', en: 'Services' },
      of: (d) => d.services.join(', '),
    },
    { key: 'sessions', title: { 'zh-CN': '总次数', en: 'Sessions' }, of: (d) => d.sessions },
    { key: 'used', title: { 'zh-CN': '已用次数', en: 'Used' }, of: (d) => d.used },
    {
      key: 'price_fen',
      title: { 'zh-CN': '实付（分）', en: 'Paid (1/100)' },
      of: (d) => d.price_fen,
    },
    {
      key: 'left_fen',
      title: { 'zh-CN': '未履约金额（分）', en: 'Still owed (1/100)' },
      of: (d) => d.left_fen,
    },
    {
      key: 'made_at',
      title: { 'zh-CN': '购买时间', en: 'Bought' },
      of: (d) => d.made_at.toISOString(),
    },
    {
      key: 'valid_until',
      title: { 'zh-CN': '有效期至', en: 'Valid until' },
      of: (d) => d.valid_until?.toISOString() ?? null,
    },
  ],
  page: (ctx, filter, cursor) => listSessionCards(ctx, { ...filter, limit: PAGE, cursor }),
})

const giftCards = listExport({
  permission: 'membership:read',
  params: z.strictObject({
    q: z.string().max(100).optional(),
    state: z.enum(GIFT_STATES).optional(),
  }),
  isPersonal: true,
  columns: [
    // Not the code: whoever holds it may claim the card.
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (g: GiftCard) => g.id },
    { key: 'fen', title: { 'zh-CN': '面值（分）', en: 'Worth (1/100)' }, of: (g) => g.fen },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('gift_card_state'),
      of: (g) => g.state,
    },
    { key: 'buyer_id', title: { 'zh-CN': '购买客户', en: 'Bought by' }, of: (g) => g.buyer_id },
    {
      key: 'claimer_id',
      title: { 'zh-CN': '领取客户', en: 'Claimed by' },
      of: (g) => g.claimer_id,
    },
    { key: 'sold_at', title: { 'zh-CN': '售出时间', en: 'Sold' }, of: (g) => g.sold_at },
    { key: 'claimed_at', title: { 'zh-CN': '领取时间', en: 'Claimed' }, of: (g) => g.claimed_at },
    {
      key: 'refunded_at',
      title: { 'zh-CN': '退款时间', en: 'Given back' },
      of: (g) => g.refunded_at,
    },
  ],
  page: (ctx, params, cursor) => listGiftCards(ctx, { ...params, limit: PAGE, cursor }),
})

export const memberExports: Readonly<Record<string, AnyExportKind>> = {
  gift_cards: giftCards,
  members,
  level_moves: moves,
  session_cards: sessionCards,
  stored_value_days: storedValueDays,
}
