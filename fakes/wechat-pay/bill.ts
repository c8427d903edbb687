// The trade bill of a day: CSV whose cells begin with a back-tick, two lines of sums at the end.
import { createHash, randomBytes } from 'node:crypto'
import { paramError, Refusal, resourceNotExists } from './errors.ts'
import { beijing, beijingDay } from './keys.ts'
import { feeOf, type Merchant, type Order } from './merchant.ts'

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

const yuan = (fen: number) => (fen / 100).toFixed(2)
const fee = (fen: number) => (fen / 100).toFixed(5)
const clock = (at: Date) => beijing(at).slice(0, 19).replace('T', ' ')
const line = (cells: readonly string[]) => `${cells.map((cell) => `\`${cell}`).join(',')}\r\n`

/** @returns undefined when nothing moved that day */
export function makeBill(merchant: Merchant, day: string): string | undefined {
  const paid = [...merchant.orders.values()].filter(
    (order) => order.paidAt && beijingDay(order.paidAt) === day,
  )
  const refunds = [...merchant.refunds.values()].filter(
    (refund) => beijingDay(refund.createdAt) === day,
  )
  if (paid.length + refunds.length === 0) return undefined
  const start = (order: Order, at: Date) => [
    ...[clock(at), order.appid, merchant.mchid, '0', '', order.transactionId ?? ''],
    ...[order.outTradeNo, order.openid ?? 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', order.tradeType],
  ]
  const rows = [
    ...paid.map((order) => ({
      at: order.paidAt ?? new Date(0),
      fee: feeOf(order.total),
      cells: [
        ...start(order, order.paidAt ?? new Date(0)),
        ...[
          'SUCCESS',
          'OTHERS',
          'CNY',
          yuan(order.total),
          '0.00',
          '0',
          '0',
          '0.00',
          '0.00',
          '',
          '',
        ],
        ...[order.description, order.attach ?? '', fee(feeOf(order.total)), '0.60%'],
        ...[yuan(order.total), '0.00', ''],
      ],
    })),
    ...refunds.map((refund) => ({
      at: refund.createdAt,
      fee: -feeOf(refund.amount),
      cells: [
        ...start(refund.order, refund.createdAt),
        ...['REFUND', 'OTHERS', 'CNY', '0.00', '0.00', refund.refundId, refund.outRefundNo],
        ...[yuan(refund.amount), '0.00', 'ORIGINAL', refund.status],
        ...[refund.order.description, refund.order.attach ?? '', fee(-feeOf(refund.amount))],
        ...['0.60%', '0.00', yuan(refund.amount), ''],
      ],
    })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime())
  const total = paid.reduce((sum, o) => sum + o.total, 0)
  const back = refunds.reduce((sum, r) => sum + r.amount, 0)
  const fees = rows.reduce((sum, row) => sum + row.fee, 0)
  return [
    `\uFEFF${HEADER}\r\n`,
    ...rows.map((row) => line(row.cells)),
    `${SUMS}\r\n`,
    line([
      ...[String(rows.length), yuan(total), yuan(back), '0.00', fee(fees)],
      ...[yuan(total), yuan(back)],
    ]),
  ].join('')
}

/** Bills asked for and not yet fetched. */
export interface BillDesk {
  ask(merchant: Merchant, query: URLSearchParams, now: Date, origin: string): object
  fetch(merchant: Merchant, query: URLSearchParams): { text: string; isGzip: boolean }
}
export function openBillDesk(): BillDesk {
  const asked = new Map<string, { mchid: string; text: string; isGzip: boolean }>()
  return {
    ask(merchant, query, now, origin) {
      const day = query.get('bill_date') ?? ''
      if (!/^\d{4}-\d\d-\d\d$/.test(day))
        throw paramError('/bill_date', day, 'bill_date 格式不正确', 'query')
      const today = beijingDay(now)
      if (day >= today) throw paramError('/bill_date', day, '账单日期不得晚于昨日', 'query')
      const tenOClock = new Date(`${today}T10:00:00+08:00`)
      const yesterday = beijingDay(new Date(tenOClock.getTime() - 86_400_000))
      if (day === yesterday && now < tenOClock)
        throw new Refusal(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试')
      const text = makeBill(merchant, day)
      if (text === undefined) throw new Refusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在')
      const token = randomBytes(24).toString('base64url')
      asked.set(token, { mchid: merchant.mchid, text, isGzip: query.get('tar_type') === 'GZIP' })
      return {
        download_url: `${origin}/v3/billdownload/file?token=${token}`,
        hash_type: 'SHA1',
        hash_value: createHash('sha1').update(text).digest('hex'),
      }
    },
    fetch(merchant, query) {
      const found = asked.get(query.get('token') ?? '')
      if (found?.mchid !== merchant.mchid) throw resourceNotExists('下载链接已失效')
      return found
    },
  }
}
