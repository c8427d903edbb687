// The closed list of what may be said, and its words. What advertises has no place here: it goes through the
// gate that knows consent, quiet hours and caps.
import { z } from 'zod'
import { fenText } from '../platform/money.ts'

const Text = z.string().min(1).max(200)
/** As staff wrote it. */
const Reason = z.string().min(1).max(500)
const Fen = z.number().int().min(0)
const Day = z.iso.date()

export type Language = 'zh-CN' | 'en'
interface Kind<Params> {
  params: z.ZodType<Params>
  words: Record<Language, (params: Params) => string>
}
const kind = <Params>(params: z.ZodType<Params>, words: Kind<Params>['words']): Kind<Params> => ({
  params,
  words,
})
/** At so much o’clock, by the clock of the store. */
const Appointed = z.object({ service: Text, store: Text, at: Text })
/** Put in place of the code by whoever may see it. */
export const SECRET = '{code}'

export const KINDS = {
  /** `{code}` stands for what is kept sealed beside the text. */
  sign_in_code: kind(z.object({ phone: Text, minutes: z.number().int().min(1) }), {
    'zh-CN': ({ phone, minutes }) =>
      `验证码 ${SECRET}，用于手机号 ${phone} 登录，${minutes} 分钟内有效。请勿告诉他人。`,
    en: ({ phone, minutes }) =>
      `${SECRET} is the code to sign in with ${phone}, for ${minutes} minutes. Tell nobody.`,
  }),
  order_shipped: kind(z.object({ order: Text, carrier: Text, number: Text }), {
    'zh-CN': ({ order, carrier, number }) => `订单 ${order} 已发货：${carrier} ${number}。`,
    en: ({ order, carrier, number }) => `Order ${order} is on its way: ${carrier} ${number}.`,
  }),
  ready_for_pick_up: kind(z.object({ order: Text, store: Text }), {
    'zh-CN': ({ order, store }) => `订单 ${order} 可以到 ${store} 自提了，到店请出示提货码。`,
    en: ({ order, store }) => `Order ${order} waits for you at ${store}; show its pick-up code.`,
  }),
  refunded: kind(z.object({ order: Text, fen: Fen }), {
    'zh-CN': ({ order, fen }) => `订单 ${order} 的退款 ¥${fenText(fen)} 已原路退回。`,
    en: ({ order, fen }) => `¥${fenText(fen)} of order ${order} went back the way it was paid.`,
  }),
  refund_refused: kind(z.object({ order: Text, reason: Reason }), {
    'zh-CN': ({ order, reason }) => `订单 ${order} 的售后申请未通过：${reason}`,
    en: ({ order, reason }) => `Your request about order ${order} was turned down: ${reason}`,
  }),
  invoice_issued: kind(z.object({ order: Text, invoice: Text }), {
    'zh-CN': ({ order, invoice }) => `订单 ${order} 的发票已开具，发票号码 ${invoice}。`,
    en: ({ order, invoice }) => `The invoice of order ${order} is issued: number ${invoice}.`,
  }),
  invoice_refused: kind(z.object({ order: Text, reason: Reason }), {
    'zh-CN': ({ order, reason }) =>
      `订单 ${order} 的发票申请未通过：${reason}。可以改好后重新申请。`,
    en: ({ order, reason }) =>
      `The invoice you asked for with order ${order} was turned down: ${reason}. Mend it and ask again.`,
  }),
  exchange_agreed: kind(z.object({ order: Text, product: Text, until: Text }), {
    'zh-CN': ({ order, product, until }) =>
      `订单 ${order} 的换货已同意：请在 ${until} 前寄回 ${product}，收到后为您寄出换新。`,
    en: ({ order, product, until }) =>
      `Your exchange of order ${order} is agreed: please send ${product} back by ${until}; the new one goes out once it has come.`,
  }),
  exchange_to_pay: kind(z.object({ order: Text, fen: Fen, until: Text }), {
    'zh-CN': ({ order, fen, until }) =>
      `订单 ${order} 的换货已同意：请在 ${until} 前补差价 ¥${fenText(fen)}，付好后再寄回商品。`,
    en: ({ order, fen, until }) =>
      `Your exchange of order ${order} is agreed: please pay the difference of ¥${fenText(fen)} by ${until}, then send the goods back.`,
  }),
  exchange_unpaid: kind(z.object({ order: Text }), {
    'zh-CN': ({ order }) =>
      `订单 ${order} 的换货因没有在期限内补差价，已经取消；还需要可以重新申请。`,
    en: ({ order }) =>
      `Your exchange of order ${order} has ended because the difference was not paid in time; ask again if you still want it.`,
  }),
  exchange_received: kind(z.object({ order: Text }), {
    'zh-CN': ({ order }) => `订单 ${order} 换货：寄回的商品已收到，换新的商品准备发出。`,
    en: ({ order }) =>
      `What you sent back of order ${order} has come; what you exchange it for is about to go out.`,
  }),
  exchange_lapsed: kind(z.object({ order: Text }), {
    'zh-CN': ({ order }) =>
      `订单 ${order} 的换货因没有在期限内寄回商品，已经取消；还需要可以重新申请。`,
    en: ({ order }) =>
      `Your exchange of order ${order} has ended because the goods did not come back in time; ask again if you still want it.`,
  }),
  group_complete: kind(z.object({ product: Text, people: z.number().int().min(2) }), {
    'zh-CN': ({ product, people }) => `拼团成功：${product}，${people} 人已成团。`,
    en: ({ product, people }) => `Your group for ${product} is complete: ${people} people.`,
  }),
  /** Not all its seats were taken: the words say so and name the true number. */
  group_completed_by_shop: kind(z.object({ product: Text, people: z.number().int().min(1) }), {
    'zh-CN': ({ product, people }) =>
      `拼团成功：${product}，实际 ${people} 人参团，其余名额由商家补齐，按拼团价发货。`,
    en: ({ product, people }) =>
      `Your group for ${product} goes ahead: ${people} joined, the shop made up the rest. The price stands.`,
  }),
  group_expired: kind(z.object({ product: Text, fen: Fen }), {
    'zh-CN': ({ product, fen }) => `拼团未成：${product}，已付的 ¥${fenText(fen)} 会原路退回。`,
    en: ({ product, fen }) =>
      `The group for ${product} did not come together; ¥${fenText(fen)} goes back.`,
  }),
  bestie_accepted: kind(z.object({ plan: Text }), {
    'zh-CN': ({ plan }) => `您送出的「${plan}」已被闺蜜接受。`,
    en: ({ plan }) => `Your friend has accepted your card of ${plan}.`,
  }),
  bestie_earned: kind(z.object({ plan: Text, coupon: Text }), {
    'zh-CN': ({ plan, coupon }) => `「${plan}」的谢礼到了：${coupon} 已放进您的卡包。`,
    en: ({ plan, coupon }) => `Thank you for ${plan}: ${coupon} is in your wallet.`,
  }),
  coupon_ends: kind(z.object({ coupon: Text, until: Text }), {
    'zh-CN': ({ coupon, until }) => `您的优惠券「${coupon}」将于 ${until} 到期。`,
    en: ({ coupon, until }) => `Your coupon “${coupon}” ends on ${until}.`,
  }),
  coupons_end: kind(z.object({ coupon: Text, count: z.number().int().min(2), until: Text }), {
    'zh-CN': ({ coupon, count, until }) =>
      `您有 ${count} 张优惠券当天到期，最早的「${coupon}」将于 ${until} 到期。`,
    en: ({ coupon, count, until }) =>
      `${count} of your coupons end that day; the first of them, “${coupon}”, on ${until}.`,
  }),
  coupon_passed_on: kind(z.object({ coupon: Text }), {
    'zh-CN': ({ coupon }) => `您转赠的优惠券「${coupon}」已被好友领取。`,
    en: ({ coupon }) => `Your friend has claimed the coupon “${coupon}” that you passed on.`,
  }),
  /** Of what waits for a new customer, before her own hours are over. */
  newcomer_ends: kind(z.object({ offer: Text, until: Text }), {
    'zh-CN': ({ offer, until }) =>
      `您的新人专享「${offer}」保留到 ${until}，首单下单时自动享受；不需要可以忽略。`,
    en: ({ offer, until }) =>
      `“${offer}”, kept for you as a new customer, holds until ${until}. It comes off your first order by itself; ignore this if you do not want it.`,
  }),
  balance_due: kind(z.object({ product: Text, fen: Fen, until: Text }), {
    'zh-CN': ({ product, fen, until }) =>
      `您预订的 ${product} 可以付尾款了：¥${fenText(fen)}，请在 ${until} 前付清；逾期订单关闭，订金退回。`,
    en: ({ product, fen, until }) =>
      `The balance of ${product} can be paid now: ¥${fenText(fen)}, until ${until}. After that the order is closed and your advance goes back.`,
  }),
  balance_due_or_forfeit: kind(z.object({ product: Text, fen: Fen, until: Text }), {
    'zh-CN': ({ product, fen, until }) =>
      `您预订的 ${product} 可以付尾款了：¥${fenText(fen)}，请在 ${until} 前付清；逾期订单关闭，定金不退。`,
    en: ({ product, fen, until }) =>
      `The balance of ${product} can be paid now: ¥${fenText(fen)}, until ${until}. After that the order is closed and the earnest money is lost.`,
  }),
  quotation_ready: kind(z.object({ number: Text, fen: Fen, until: Text }), {
    'zh-CN': ({ number, fen, until }) =>
      `您的报价单 ${number} 已备好，合计 ¥${fenText(fen)}，有效期至 ${until}，请查看并确认。`,
    en: ({ number, fen, until }) =>
      `Your quotation ${number} is ready: ¥${fenText(fen)}, valid until ${until}. Please look at it and decide.`,
  }),
  renewal_soon: kind(z.object({ name: Text, fen: Fen, on: Day }), {
    'zh-CN': ({ name, fen, on }) =>
      `${name} 将于 ${on} 自动续费 ¥${fenText(fen)}，不想续可以随时一键取消。`,
    en: ({ name, fen, on }) =>
      `${name} renews on ${on} for ¥${fenText(fen)}. One tap cancels it at any time.`,
  }),
  delivery_soon: kind(
    z.object({ product: Text, quantity: z.number().int().min(1), fen: Fen, on: Day }),
    {
      'zh-CN': ({ product, quantity, fen, on }) =>
        `您订阅的 ${product} × ${quantity} 将于 ${on} 下单配送，预计 ¥${fenText(fen)}，届时由您付款。不需要可以跳过、暂停或一键取消。`,
      en: ({ product, quantity, fen, on }) =>
        `${quantity} × ${product} of your subscription will be ordered on ${on} for ¥${fenText(fen)}; you pay it then. Skip it, pause, or cancel with one tap.`,
    },
  ),
  delivery_to_pay: kind(z.object({ product: Text, fen: Fen, until: Text }), {
    'zh-CN': ({ product, fen, until }) =>
      `您订阅的 ${product} 本期已下单，请付款 ¥${fenText(fen)}。${until} 前未付款，本期取消并暂停订阅。`,
    en: ({ product, fen, until }) =>
      `This delivery of ${product} is ordered: please pay ¥${fenText(fen)}. If it is not paid by ${until} it is called off and your subscription pauses.`,
  }),
  delivery_postponed: kind(z.object({ product: Text, on: Day }), {
    'zh-CN': ({ product, on }) =>
      `您订阅的 ${product} 暂时缺货，本期改到 ${on} 配送。不想等可以跳过、换货或取消。`,
    en: ({ product, on }) =>
      `${product} of your subscription is out of stock: this delivery moves to ${on}. Skip it, swap it or cancel if you would rather not wait.`,
  }),
  delivery_price_raised: kind(z.object({ product: Text, on: Day, fen: Fen }), {
    'zh-CN': ({ product, on, fen }) =>
      `您订阅的 ${product} 价格有变，本期为 ¥${fenText(fen)}，改到 ${on} 下单配送。不接受可以跳过、换货或取消。`,
    en: ({ product, on, fen }) =>
      `The price of ${product} has changed: this delivery is ¥${fenText(fen)} and moves to ${on}. Skip it, swap it or cancel if that does not suit you.`,
  }),
  subscription_paused_unpaid: kind(z.object({ product: Text }), {
    'zh-CN': ({ product }) =>
      `您订阅的 ${product} 本期未在期限内付款，已取消，订阅暂停。随时可以恢复。`,
    en: ({ product }) =>
      `This delivery of ${product} was not paid in time and is called off; your subscription is paused. Resume it whenever you like.`,
  }),
  subscription_paused_unsold: kind(z.object({ product: Text }), {
    'zh-CN': ({ product }) =>
      `您订阅的 ${product} 目前无法供应，订阅已暂停。可以换货、恢复或取消。`,
    en: ({ product }) =>
      `${product} of your subscription cannot be supplied at present; it is paused. Swap it, resume or cancel.`,
  }),
  back_in_stock: kind(z.object({ product: Text }), {
    'zh-CN': ({ product }) => `您订阅到货提醒的 ${product} 已经到货。`,
    en: ({ product }) => `${product}, which you asked to be told of, is back.`,
  }),
  /** She named the price herself. */
  price_dropped: kind(z.object({ product: Text, fen: Fen }), {
    'zh-CN': ({ product, fen }) => `您订阅降价提醒的 ${product} 现价 ¥${fenText(fen)}。`,
    en: ({ product, fen }) =>
      `${product}, whose price you asked to be told of, is ¥${fenText(fen)} now.`,
  }),
  /** What comes with her first order; it is hers already. */
  service_begun: kind(z.object({ service: Text }), {
    'zh-CN': ({ service }) => `感谢您的首次购买，为您安排了「${service}」，可在订单页查看。`,
    en: ({ service }) =>
      `Thank you for your first order: “${service}” comes with it. See the order for more.`,
  }),
  appointment_booked: kind(Appointed, {
    'zh-CN': ({ service, store, at }) =>
      `预约成功：${service}，${at}，${store}。到店请出示预约码。`,
    en: ({ service, store, at }) =>
      `Booked: ${service} on ${at} at ${store}. Show the code when you come.`,
  }),
  appointment_moved: kind(Appointed, {
    'zh-CN': ({ service, store, at }) => `预约已改期：${service}，${at}，${store}。`,
    en: ({ service, store, at }) => `Moved: ${service} is now on ${at} at ${store}.`,
  }),
  appointment_cancelled: kind(Appointed, {
    'zh-CN': ({ service, store, at }) =>
      `抱歉，您在 ${store} 的预约（${service}，${at}）已由门店取消。`,
    en: ({ service, store, at }) =>
      `${store} had to cancel your appointment for ${service} on ${at}. We are sorry.`,
  }),
  appointment_reminder: kind(Appointed, {
    'zh-CN': ({ service, store, at }) => `预约提醒：${service}，${at}，${store}。`,
    en: ({ service, store, at }) => `A reminder: ${service} on ${at} at ${store}.`,
  }),
} as const
export type MessageKind = keyof typeof KINDS
export type ParamsOf<K extends MessageKind> = z.infer<(typeof KINDS)[K]['params']>
export const MESSAGE_KINDS = Object.keys(KINDS) as MessageKind[]

/** @throws ZodError when the words would have holes */
export function wordsOf<K extends MessageKind>(
  code: K,
  params: ParamsOf<K>,
  language: Language,
): string {
  const found = KINDS[code] as unknown as Kind<ParamsOf<K>>
  return found.words[language](found.params.parse(params))
}
