// Orders: placed by a merchant, paid by a buyer, asked for, closed.
import { randomBytes } from 'node:crypto'
import {
  invalidRequest,
  orderClosed,
  orderNotExist,
  orderPaid,
  outTradeNoUsed,
  paramError,
  Refusal,
} from './errors.ts'
import { beijing } from './keys.ts'
import { feeOf, type Merchant, type Order } from './merchant.ts'

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const LONGEST_MS = 7 * 86_400_000

export function text(body: Json, field: string, max: number, pattern?: RegExp): string {
  const value = body[field]
  if (typeof value !== 'string' || value === '')
    throw paramError(`/${field}`, value, `${field} 为必填项`)
  if (value.length > max) throw paramError(`/${field}`, value, `${field} 长度超过 ${max}`)
  if (pattern && !pattern.test(value)) throw paramError(`/${field}`, value, `${field} 格式不正确`)
  return value
}
export function money(body: Json, field: string): Json {
  const amount = body[field]
  if (!isObject(amount)) throw paramError(`/${field}`, amount, `${field} 为必填项`)
  return amount
}
export function fen(amount: Json, field: string): number {
  const value = amount[field]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 100_000_000_00)
    throw paramError(`/amount/${field}`, value, `${field} 必须是大于零的整数，单位为分`)
  return value
}
export function notifyUrl(body: Json): string {
  const url = text(body, 'notify_url', 255)
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  // The platform wants https; what listens on this machine has no certificate.
  const isHere = parsed?.hostname === '127.0.0.1'
  if (!parsed || (parsed.protocol !== 'https:' && !isHere) || parsed.search || parsed.hash)
    throw paramError('/notify_url', url, 'notify_url 必须是不带参数的 https 地址')
  return url
}

export function placeOrder(merchant: Merchant, kind: 'jsapi' | 'h5', body: Json, now: Date): Json {
  const appid = text(body, 'appid', 32)
  if (text(body, 'mchid', 32) !== merchant.mchid)
    throw new Refusal(400, 'MCH_NOT_EXISTS', '商户号不存在')
  if (!merchant.appids.has(appid))
    throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
  const outTradeNo = text(body, 'out_trade_no', 32, /^[\w|*-]{6,32}$/)
  const amount = money(body, 'amount')
  const currency = amount.currency ?? 'CNY'
  if (currency !== 'CNY') throw paramError('/amount/currency', currency, '只支持人民币')
  const order: Order = {
    outTradeNo,
    tradeType: kind === 'jsapi' ? 'JSAPI' : 'MWEB',
    appid,
    description: text(body, 'description', 127),
    attach: body.attach === undefined ? undefined : text(body, 'attach', 128),
    notifyUrl: notifyUrl(body),
    expiresAt: expiryOf(body, now),
    total: fen(amount, 'total'),
    openid: kind === 'jsapi' ? payerOf(body) : undefined,
    state: 'NOTPAY',
    said: JSON.stringify([kind, body]),
    transactionId: undefined,
    paidAt: undefined,
  }
  if (kind === 'h5') demandScene(body)
  const before = merchant.orders.get(outTradeNo)
  if (before?.state === 'CLOSED') throw orderClosed()
  if (before && before.state !== 'NOTPAY' && before.state !== 'USERPAYING') throw orderPaid()
  if (before && before.said !== order.said) throw outTradeNoUsed()
  if (!before) merchant.orders.set(outTradeNo, order)
  const id = randomBytes(16).toString('hex')
  return kind === 'jsapi'
    ? { prepay_id: `wx${id.slice(0, 30)}0000` }
    : {
        h5_url: `https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx${id}&package=${parseInt(id.slice(0, 8), 16)}`,
      }
}

function payerOf(body: Json): string {
  const payer = money(body, 'payer')
  const openid = text(payer, 'openid', 128)
  if (!/^o[\w-]{27}$/.test(openid)) throw paramError('/payer/openid', openid, '无效的openid')
  return openid
}
function demandScene(body: Json): void {
  const scene = money(body, 'scene_info')
  text(scene, 'payer_client_ip', 45)
  const info = money(scene, 'h5_info')
  text(info, 'type', 32)
}
function expiryOf(body: Json, now: Date): Date {
  if (body.time_expire === undefined) return new Date(now.getTime() + LONGEST_MS)
  const given = text(body, 'time_expire', 64, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+\d\d:\d\d|Z)$/)
  const at = new Date(given)
  if (Number.isNaN(at.getTime()) || at <= now)
    throw paramError('/time_expire', given, 'time_expire 早于当前时间')
  return at
}

export function orderOf(merchant: Merchant, outTradeNo: string): Order {
  const order = merchant.orders.get(outTradeNo)
  if (!order) throw orderNotExist()
  return order
}

export const closeOrder = (merchant: Merchant, outTradeNo: string): void => {
  const order = orderOf(merchant, outTradeNo)
  if (order.state === 'SUCCESS' || order.state === 'REFUND') throw orderPaid()
  if (order.state === 'USERPAYING') throw new Refusal(202, 'USERPAYING', '用户支付中，需要输入密码')
  order.state = 'CLOSED'
}

/** The buyer pays. @throws a refusal as her phone would show it */
export function payOrder(merchant: Merchant, outTradeNo: string, now: Date): Order {
  const order = orderOf(merchant, outTradeNo)
  if (order.state === 'CLOSED') throw orderClosed()
  if (order.state === 'SUCCESS' || order.state === 'REFUND') throw orderPaid()
  if (order.expiresAt <= now) throw invalidRequest('订单已过期')
  order.state = 'SUCCESS'
  order.transactionId = `4200${String(merchant.orders.size).padStart(4, '0')}${beijing(now).slice(0, 10).replaceAll('-', '')}${randomBytes(6).readUIntBE(0, 6).toString().slice(-12).padStart(12, '0')}`
  order.paidAt = now
  merchant.balanceFen += order.total - feeOf(order.total)
  return order
}

const STATE_WORDS: Record<Order['state'], string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
  USERPAYING: '用户支付中',
  PAYERROR: '支付失败',
}
/** What a query and a notification say of an order. */
export function sayOrder(merchant: Merchant, order: Order): Json {
  const isPaid = order.transactionId !== undefined
  return {
    amount: {
      currency: 'CNY',
      ...(isPaid ? { payer_currency: 'CNY', payer_total: order.total } : {}),
      total: order.total,
    },
    appid: order.appid,
    ...(order.attach === undefined ? {} : { attach: order.attach }),
    mchid: merchant.mchid,
    out_trade_no: order.outTradeNo,
    ...(isPaid
      ? {
          bank_type: 'OTHERS',
          payer: { openid: order.openid ?? 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
          success_time: order.paidAt && beijing(order.paidAt),
          trade_type: order.tradeType,
          transaction_id: order.transactionId,
        }
      : { payer: {} }),
    promotion_detail: [],
    trade_state: order.state,
    trade_state_desc: STATE_WORDS[order.state],
  }
}
