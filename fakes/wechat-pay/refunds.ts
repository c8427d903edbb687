// Refunds: asked for by the merchant, accepted at once, done later.
import { randomBytes } from 'node:crypto'
import { invalidRequest, notEnough, paramError, resourceNotExists } from './errors.ts'
import { beijing } from './keys.ts'
import type { Merchant, Order, Refund } from './merchant.ts'
import { fen, money, notifyUrl, text } from './orders.ts'

type Json = Record<string, unknown>
const MOST_PARTS = 50
const YEAR_MS = 365 * 86_400_000

const refundsOf = (merchant: Merchant, order: Order) =>
  [...merchant.refunds.values()].filter((r) => r.order === order && r.status !== 'CLOSED')

export function askRefund(merchant: Merchant, body: Json, now: Date): Refund {
  const outRefundNo = text(body, 'out_refund_no', 64, /^[\w|*@-]+$/)
  const amount = money(body, 'amount')
  const refund = fen(amount, 'refund')
  const total = fen(amount, 'total')
  if (amount.currency !== 'CNY')
    throw paramError('/amount/currency', amount.currency, 'currency 为必填项')
  const reason = body.reason === undefined ? undefined : text(body, 'reason', 80)
  const notify = body.notify_url === undefined ? undefined : notifyUrl(body)
  const order = orderToRefund(merchant, body)
  if (total !== order.total || refund > total)
    throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试')
  const before = merchant.refunds.get(outRefundNo)
  if (before) {
    if (before.order !== order || before.amount !== refund)
      throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试')
    return before
  }
  const others = refundsOf(merchant, order)
  const given = others.reduce((sum, r) => sum + r.amount, 0)
  if (given === order.total) throw invalidRequest('订单已全额退款')
  if (given + refund > order.total) throw invalidRequest('申请退款金额超过订单可退金额')
  if (others.length >= MOST_PARTS) throw invalidRequest('部分退款次数超过50次')
  if (order.paidAt && now.getTime() - order.paidAt.getTime() > YEAR_MS)
    throw invalidRequest('订单已经超过可退款的最大期限')
  if (merchant.balanceFen < refund) throw notEnough()
  merchant.balanceFen -= refund
  const made: Refund = {
    refundId: `5030${beijing(now).slice(0, 10).replaceAll('-', '')}${randomBytes(6).readUIntBE(0, 6).toString().slice(-14).padStart(14, '0')}`,
    outRefundNo,
    order,
    amount: refund,
    reason,
    notifyUrl: notify,
    status: 'PROCESSING',
    createdAt: now,
    doneAt: undefined,
  }
  merchant.refunds.set(outRefundNo, made)
  order.state = 'REFUND'
  return made
}

function orderToRefund(merchant: Merchant, body: Json): Order {
  const { transaction_id: transaction, out_trade_no: outTradeNo } = body
  if (transaction === undefined && outTradeNo === undefined)
    throw paramError('/transaction_id', undefined, 'transaction_id 与 out_trade_no 二选一')
  const order = [...merchant.orders.values()].find(
    (o) =>
      (outTradeNo ?? o.outTradeNo) === o.outTradeNo &&
      (transaction ?? o.transactionId) === o.transactionId,
  )
  if (!order?.transactionId) throw resourceNotExists('订单不存在')
  return order
}

export function settleRefund(
  merchant: Merchant,
  outRefundNo: string,
  status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL',
  now: Date,
): Refund {
  const refund = refundOf(merchant, outRefundNo)
  refund.status = status
  if (status === 'SUCCESS') refund.doneAt = now
  if (status === 'CLOSED') {
    merchant.balanceFen += refund.amount
    if (refundsOf(merchant, refund.order).length === 0) refund.order.state = 'SUCCESS'
  }
  return refund
}

export function refundOf(merchant: Merchant, outRefundNo: string): Refund {
  const refund = merchant.refunds.get(outRefundNo)
  if (!refund) throw resourceNotExists('退款单不存在')
  return refund
}

const amountOf = ({ order, amount }: Refund) => ({
  total: order.total,
  refund: amount,
  payer_total: order.total,
  payer_refund: amount,
})
/** What the answer to asking, and a query, say. */
export const sayRefund = (refund: Refund): Json => ({
  amount: {
    ...amountOf(refund),
    currency: 'CNY',
    discount_refund: 0,
    from: [],
    settlement_refund: refund.amount,
    settlement_total: refund.order.total,
  },
  channel: 'ORIGINAL',
  create_time: beijing(refund.createdAt),
  funds_account: 'AVAILABLE',
  out_refund_no: refund.outRefundNo,
  out_trade_no: refund.order.outTradeNo,
  promotion_detail: [],
  refund_id: refund.refundId,
  status: refund.status,
  ...(refund.doneAt ? { success_time: beijing(refund.doneAt) } : {}),
  transaction_id: refund.order.transactionId,
  user_received_account: '支付用户零钱',
})
/** What a notification says. */
export const tellRefund = (merchant: Merchant, refund: Refund): Json => ({
  mchid: merchant.mchid,
  transaction_id: refund.order.transactionId,
  out_trade_no: refund.order.outTradeNo,
  refund_id: refund.refundId,
  out_refund_no: refund.outRefundNo,
  refund_status: refund.status,
  ...(refund.doneAt ? { success_time: beijing(refund.doneAt) } : {}),
  user_received_account: '支付用户零钱',
  amount: amountOf(refund),
})
