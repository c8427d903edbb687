// WeChat Pay as the shop's payment provider.
import { z } from 'zod'
import {
  type PaymentAsked,
  type PaymentProvider,
  type PaymentWord,
  type Prepared,
  ProviderRefused,
  type RefundAsked,
  type RefundWord,
} from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Account, findAccountShown, getAccount } from './account.ts'
import { readCallback } from './callback.ts'
import { ask, platformNow, type WechatPayDeps } from './client.ts'
import { callParams } from './signing.ts'
import { statementOf } from './statement.ts'
import { WechatPayTrouble } from './trouble.ts'
import { paymentWord, Refund, refundWord, Transaction, theirNumber } from './words.ts'

export const CODE = 'wechat_pay'
const Called = z.object({ prepay_id: z.string().min(1) })
const Opened = z.object({ h5_url: z.url() })
/** Longest texts that the platform takes; what is longer is shown cut. */
const DESCRIPTION_CHARS = 127
const REASON_CHARS = 80

export function wechatPay(deps: WechatPayDeps): PaymentProvider {
  const accountOf = (ctx: Ctx) => getAccount(ctx, deps.secrets)
  const query = async (ctx: Ctx, paymentId: string): Promise<PaymentWord> => {
    const account = await accountOf(ctx)
    const path = `${orderPath(paymentId)}?mchid=${account.mchid}`
    try {
      return readOrder(account, paymentId, await ask(ctx, deps, account, { method: 'GET', path }))
    } catch (error) {
      // Never arrived: nobody can have paid it.
      if (isRefusal(error, 'order_not_exist'))
        return { kind: 'payment', paymentId, state: 'waiting' }
      throw error
    }
  }
  return {
    code: CODE,
    ways: ['jsapi', 'h5'],
    isReady: async (ctx) =>
      deps.publicUrl !== undefined && (await findAccountShown(ctx)) !== undefined,
    prepare: (ctx, asked) => prepare(ctx, deps, asked),
    query,
    async close(ctx, paymentId) {
      const account = await accountOf(ctx)
      const path = `${orderPath(paymentId)}/close`
      const closed: PaymentWord = { kind: 'payment', paymentId, state: 'closed' }
      try {
        await ask(ctx, deps, account, { method: 'POST', path, body: { mchid: account.mchid } })
        return closed
      } catch (error) {
        if (isRefusal(error, 'order_closed', 'order_not_exist')) return closed
        // Somebody was quicker, or is at her password.
        if (isRefusal(error, 'order_paid', 'userpaying')) return query(ctx, paymentId)
        throw error
      }
    },
    refund: (ctx, asked) => refund(ctx, deps, asked),
    async queryRefund(ctx, refundId) {
      const account = await accountOf(ctx)
      const path = `/v3/refund/domestic/refunds/${numberOf(refundId)}`
      return readRefund(refundId, await ask(ctx, deps, account, { method: 'GET', path }))
    },
    readCallback: (ctx, callback) => readCallback(ctx, deps, callback),
    statement: (ctx, day) => statementOf(ctx, deps, day),
  }
}

const isRefusal = (error: unknown, ...codes: string[]) =>
  error instanceof ProviderRefused && codes.includes(error.code)

function numberOf(id: string): string {
  const number = theirNumber(id)
  if (!number) throw new ProviderRefused('id_invalid', `${id.slice(0, 64)} is no id of ours`)
  return number
}
const orderPath = (paymentId: string) => `/v3/pay/transactions/out-trade-no/${numberOf(paymentId)}`
/** Where the platform tells this brand. @throws ProviderRefused `no_public_url` */
export function callbackUrl(ctx: Ctx, deps: Pick<WechatPayDeps, 'publicUrl'>): string {
  if (!deps.publicUrl)
    throw new ProviderRefused('no_public_url', 'HOMEFIELD_PUBLIC_URL is not set: no callbacks')
  return `${deps.publicUrl}/hooks/pay/${CODE}/${ctx.tenantId}`
}
/** Times go over in the platform's own zone. */
const beijing = (at: Date) =>
  `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
const cut = (text: string, chars: number) => {
  const all = [...text]
  return all.length <= chars ? text : `${all.slice(0, chars - 1).join('')}…`
}
function demandYuan(currency: string): void {
  if (currency !== 'CNY') throw new ProviderRefused('currency', `WeChat Pay takes no ${currency}`)
}

async function prepare(ctx: Ctx, deps: WechatPayDeps, asked: PaymentAsked): Promise<Prepared> {
  const account = await getAccount(ctx, deps.secrets)
  demandYuan(asked.currency)
  const body = {
    appid: account.appid,
    mchid: account.mchid,
    description: cut(asked.description, DESCRIPTION_CHARS),
    out_trade_no: numberOf(asked.paymentId),
    time_expire: beijing(asked.expiresAt),
    notify_url: callbackUrl(ctx, deps),
    amount: { total: asked.amountFen, currency: asked.currency },
  }
  if (asked.way === 'jsapi') {
    if (!asked.openid)
      throw new ProviderRefused('openid_missing', 'Who pays in WeChat is not known')
    const said = await ask(ctx, deps, account, {
      ...{ method: 'POST', path: '/v3/pay/transactions/jsapi' },
      body: { ...body, payer: { openid: asked.openid } },
    })
    const { prepay_id } = shaped(Called, said)
    const at = platformNow(ctx, deps)
    return { kind: 'call', params: callParams(account.appid, account.privateKey, prepay_id, at) }
  }
  if (asked.way !== 'h5') throw new ProviderRefused('way', `WeChat Pay has no way ${asked.way}`)
  if (!asked.clientIp)
    throw new ProviderRefused('client_ip_missing', 'The buyer’s address is not known')
  const said = await ask(ctx, deps, account, {
    ...{ method: 'POST', path: '/v3/pay/transactions/h5' },
    body: {
      ...body,
      scene_info: { payer_client_ip: asked.clientIp, h5_info: { type: 'Wap' } },
    },
  })
  return { kind: 'open', url: shaped(Opened, said).h5_url }
}

async function refund(ctx: Ctx, deps: WechatPayDeps, asked: RefundAsked): Promise<RefundWord> {
  const account = await getAccount(ctx, deps.secrets)
  demandYuan(asked.currency)
  const said = await ask(ctx, deps, account, {
    ...{ method: 'POST', path: '/v3/refund/domestic/refunds' },
    body: {
      out_trade_no: numberOf(asked.paymentId),
      out_refund_no: numberOf(asked.refundId),
      ...(asked.reason ? { reason: cut(asked.reason, REASON_CHARS) } : {}),
      notify_url: callbackUrl(ctx, deps),
      amount: { refund: asked.amountFen, total: asked.paidFen, currency: asked.currency },
    },
  })
  return readRefund(asked.refundId, said)
}

function readOrder(account: Account, paymentId: string, said: unknown): PaymentWord {
  const order = shaped(Transaction, said)
  const word = paymentWord(order)
  if (word?.paymentId !== paymentId || order.mchid !== account.mchid)
    throw unreadable(`an order ${order.trade_state}`)
  return word
}
function readRefund(refundId: string, said: unknown): RefundWord {
  const read = shaped(Refund, said)
  const word = refundWord(read, read.status)
  if (word?.refundId !== refundId) throw unreadable(`a refund ${read.status}`)
  return word
}
function shaped<Shape extends z.ZodType>(shape: Shape, said: unknown): z.output<Shape> {
  const read = shape.safeParse(said)
  if (!read.success) throw unreadable('an answer of an unknown shape')
  return read.data
}
const unreadable = (what: string) =>
  new WechatPayTrouble('wechat_pay_unreadable', `WeChat Pay: ${what.slice(0, 100)}`)
