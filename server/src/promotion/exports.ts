// Offers, batches and coupons as exports, by the filters of their lists.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../desk/index.ts'
import { CARD_STATES } from './bestie/cards.ts'
import { type ListedBestieCard, listBestieCards } from './bestie/queries.ts'
import { type Batch, listBatches } from './coupons/batches.ts'
import { type Coupon, listCoupons } from './coupons/wallet.ts'
import { listExperiments } from './experiments/queries.ts'
import { type Experiment, KINDS, STATES } from './experiments/shapes.ts'
import { type FlashSaleRow, listFlashSales } from './flash-sale/queries.ts'
import { listOffers, type StoredOffer } from './offers/queries.ts'
import { overlapExport } from './overlaps/exports.ts'
import { listPreSales, type PreSaleRow } from './pre-sale/queries.ts'

const PAGE = 500

const offers = listExport({
  permission: 'promotion:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(['draft', 'live', 'paused', 'ended']).optional(),
    source: z.enum(['offer', 'coupon']).optional(),
    kind: z.string().max(100).optional(),
    activity_id: z.guid().optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (o: StoredOffer) => o.id },
    { key: 'name', title: { 'zh-CN': '优惠', en: 'Offer' }, of: (o) => o.name },
    {
      key: 'kind',
      title: { 'zh-CN': '类型', en: 'Kind' },
      called: calledAs('offer_kind'),
      of: (o) => o.kind,
    },
    {
      key: 'source',
      title: { 'zh-CN': '来源', en: 'Source' },
      called: calledAs('offer_source'),
      of: (o) => o.source,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('offer_state'),
      of: (o) => o.state,
    },
    { key: 'activity', title: { 'zh-CN': '活动', en: 'Activity' }, of: (o) => o.activity_name },
    { key: 'starts_at', title: { 'zh-CN': '开始', en: 'From' }, of: (o) => o.starts_at },
    { key: 'ends_at', title: { 'zh-CN': '结束', en: 'To' }, of: (o) => o.ends_at },
    { key: 'uses', title: { 'zh-CN': '使用次数', en: 'Uses' }, of: (o) => o.uses },
    { key: 'fen', title: { 'zh-CN': '优惠金额（分）', en: 'Worth (1/100)' }, of: (o) => o.fen },
  ],
  page: (ctx, params, cursor) => listOffers(ctx, { ...params, limit: PAGE, cursor }),
})

const batches = listExport({
  permission: 'promotion:read',
  params: z.strictObject({ q: z.string().max(200).optional(), offer_id: z.guid().optional() }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (b: Batch) => b.id },
    { key: 'name', title: { 'zh-CN': '批次', en: 'Batch' }, of: (b) => b.name },
    { key: 'offer', title: { 'zh-CN': '优惠', en: 'Offer' }, of: (b) => b.offer_name },
    {
      key: 'kind',
      title: { 'zh-CN': '类型', en: 'Kind' },
      called: calledAs('coupon_kind'),
      of: (b) => b.kind,
    },
    { key: 'code', title: { 'zh-CN': '通用码', en: 'Code' }, of: (b) => b.code },
    { key: 'quantity', title: { 'zh-CN': '总量', en: 'Quantity' }, of: (b) => b.quantity },
    { key: 'made', title: { 'zh-CN': '已生成', en: 'Made' }, of: (b) => b.made },
    { key: 'state', title: { 'zh-CN': '状态', en: 'State' }, of: (b) => b.state },
  ],
  page: (ctx, params, cursor) => listBatches(ctx, { ...params, limit: PAGE, cursor }),
})

const coupons = listExport({
  permission: 'promotion:read',
  params: z.strictObject({
    q: z.string().max(100).optional(),
    batch_id: z.guid().optional(),
    state: z.enum(['free', 'taken', 'held', 'used', 'void']).optional(),
  }),
  isPersonal: true,
  columns: [
    { key: 'code', title: { 'zh-CN': '券码', en: 'Code' }, of: (c: Coupon) => c.code },
    { key: 'batch', title: { 'zh-CN': '批次', en: 'Batch' }, of: (c) => c.batch_name },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('coupon_state'),
      of: (c) => c.state,
    },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (c) => c.customer_id,
    },
    { key: 'taken_at', title: { 'zh-CN': '领取时间', en: 'Taken' }, of: (c) => c.taken_at },
    { key: 'valid_from', title: { 'zh-CN': '生效', en: 'From' }, of: (c) => c.valid_from },
    { key: 'valid_to', title: { 'zh-CN': '失效', en: 'To' }, of: (c) => c.valid_to },
    { key: 'order_id', title: { 'zh-CN': '订单', en: 'Order' }, of: (c) => c.order_id },
  ],
  page: (ctx, params, cursor) => listCoupons(ctx, { ...params, limit: PAGE, cursor }),
})

const flashSales = listExport({
  permission: 'promotion:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(['draft', 'live', 'paused', 'ended']).optional(),
    activity_id: z.guid().optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (f: FlashSaleRow) => f.id },
    { key: 'name', title: { 'zh-CN': '秒杀', en: 'Flash sale' }, of: (f) => f.name },
    { key: 'activity', title: { 'zh-CN': '活动', en: 'Activity' }, of: (f) => f.activity_name },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('offer_state'),
      of: (f) => f.state,
    },
    { key: 'slots', title: { 'zh-CN': '场次', en: 'Slots' }, of: (f) => f.slots },
    { key: 'starts_at', title: { 'zh-CN': '开始', en: 'From' }, of: (f) => f.starts_at },
    { key: 'ends_at', title: { 'zh-CN': '结束', en: 'To' }, of: (f) => f.ends_at },
    { key: 'quantity', title: { 'zh-CN': '数量', en: 'Quantity' }, of: (f) => f.quantity },
    { key: 'held', title: { 'zh-CN': '待付款', en: 'To pay' }, of: (f) => f.held },
    { key: 'sold', title: { 'zh-CN': '已售', en: 'Sold' }, of: (f) => f.sold },
  ],
  page: (ctx, params, cursor) => listFlashSales(ctx, { ...params, limit: PAGE, cursor }),
})

const preSales = listExport({
  permission: 'promotion:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(['draft', 'live', 'paused', 'ended']).optional(),
    activity_id: z.guid().optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (p: PreSaleRow) => p.id },
    { key: 'name', title: { 'zh-CN': '预售', en: 'Pre-sale' }, of: (p) => p.name },
    { key: 'activity', title: { 'zh-CN': '活动', en: 'Activity' }, of: (p) => p.activity_name },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('offer_state'),
      of: (p) => p.state,
    },
    {
      key: 'deposit_from',
      title: { 'zh-CN': '付定金开始', en: 'Deposits from' },
      of: (p) => p.deposit_from,
    },
    {
      key: 'deposit_until',
      title: { 'zh-CN': '付定金截止', en: 'Deposits until' },
      of: (p) => p.deposit_until,
    },
    {
      key: 'balance_from',
      title: { 'zh-CN': '付尾款开始', en: 'Balances from' },
      of: (p) => p.balance_from,
    },
    {
      key: 'balance_until',
      title: { 'zh-CN': '付尾款截止', en: 'Balances until' },
      of: (p) => p.balance_until,
    },
    { key: 'quota', title: { 'zh-CN': '名额', en: 'Quota' }, of: (p) => p.quota },
    { key: 'held', title: { 'zh-CN': '待付定金', en: 'Deposit to pay' }, of: (p) => p.held },
    { key: 'taken', title: { 'zh-CN': '已锁定', en: 'Locked' }, of: (p) => p.taken },
  ],
  page: (ctx, params, cursor) => listPreSales(ctx, { ...params, limit: PAGE, cursor }),
})

const experiments = listExport({
  permission: 'promotion:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(STATES).optional(),
    kind: z.enum(KINDS).optional(),
    offer_id: z.guid().optional(),
    benefit: z.string().max(40).optional(),
  }),
  isPersonal: false,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (e: Experiment) => e.id },
    { key: 'name', title: { 'zh-CN': '实验', en: 'Experiment' }, of: (e) => e.name },
    { key: 'hypothesis', title: { 'zh-CN': '假设', en: 'Hypothesis' }, of: (e) => e.hypothesis },
    {
      key: 'kind',
      title: { 'zh-CN': '试什么', en: 'Tries' },
      called: calledAs('offer_experiment_kind'),
      of: (e) => e.kind,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('offer_experiment_state'),
      of: (e) => e.state,
    },
    {
      key: 'metric',
      title: { 'zh-CN': '比较什么', en: 'Compared by' },
      called: calledAs('offer_experiment_metric'),
      of: (e) => e.metric,
    },
    {
      key: 'arms',
      title: { 'zh-CN': '各组', en: 'Arms' },
      of: (e) => e.arms.map((arm) => arm.name).join(' / '),
    },
    { key: 'exposed', title: { 'zh-CN': '进入人数', en: 'Met it' }, of: (e) => e.exposed },
    { key: 'started_at', title: { 'zh-CN': '开始', en: 'From' }, of: (e) => e.started_at },
    { key: 'stopped_at', title: { 'zh-CN': '停止', en: 'Stopped' }, of: (e) => e.stopped_at },
    {
      key: 'rule',
      title: { 'zh-CN': '停止原因', en: 'Stopped for' },
      called: calledAs('offer_experiment_rule'),
      of: (e) => e.stop?.rule ?? null,
    },
    {
      key: 'decision',
      title: { 'zh-CN': '采用', en: 'Goes on' },
      of: (e) => e.arms.find((arm) => arm.code === e.decision?.arm)?.name ?? null,
    },
  ],
  page: (ctx, params, cursor) => listExperiments(ctx, { ...params, limit: PAGE, cursor }),
})

const bestieCards = listExport({
  permission: 'promotion:read',
  params: z.strictObject({
    plan: z.guid(),
    q: z.string().max(100).optional(),
    state: z.enum(CARD_STATES).optional(),
  }),
  isPersonal: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (c: ListedBestieCard) => c.id },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('bestie_card_state'),
      of: (c) => c.state,
    },
    { key: 'holder_id', title: { 'zh-CN': '持卡客户', en: 'Holder' }, of: (c) => c.holder_id },
    { key: 'friend_id', title: { 'zh-CN': '闺蜜客户', en: 'Friend' }, of: (c) => c.friend_id },
    { key: 'order_id', title: { 'zh-CN': '购卡订单', en: 'Order' }, of: (c) => c.order_id },
    { key: 'made_at', title: { 'zh-CN': '发出时间', en: 'Given' }, of: (c) => c.made_at },
    { key: 'expires_at', title: { 'zh-CN': '接受截止', en: 'Until' }, of: (c) => c.expires_at },
    {
      key: 'accepted_at',
      title: { 'zh-CN': '接受时间', en: 'Accepted' },
      of: (c) => c.accepted_at,
    },
    {
      key: 'friend_coupon',
      title: { 'zh-CN': '闺蜜的券', en: 'Friend’s coupon' },
      called: calledAs('coupon_state'),
      of: (c) => c.friend_coupon_state,
    },
    {
      key: 'holder_coupon',
      title: { 'zh-CN': '持卡人的券', en: 'Holder’s coupon' },
      called: calledAs('coupon_state'),
      of: (c) => c.holder_coupon_state,
    },
  ],
  page: (ctx, { plan, ...filter }, cursor) =>
    listBestieCards(ctx, plan, { ...filter, limit: PAGE, cursor }),
})

export const promotionExports: Readonly<Record<string, AnyExportKind>> = {
  offers,
  coupon_batches: batches,
  coupons,
  flash_sales: flashSales,
  pre_sales: preSales,
  offer_experiments: experiments,
  bestie_cards: bestieCards,
  storefront_prices: overlapExport,
}
