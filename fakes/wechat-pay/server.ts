// WeChat Pay's APIv3 on loopback: who asks must have signed, what is answered is signed.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { openBillDesk } from './bill.ts'
import {
  frequencyLimited,
  paramError,
  Refusal,
  resourceNotExists,
  signError,
  systemError,
} from './errors.ts'
import { isSigned, newNonce, signed } from './keys.ts'
import { type Merchant, makeMerchant } from './merchant.ts'
import {
  notification,
  type Outgoing,
  openPostman,
  outgoing,
  type Postman,
} from './notifications.ts'
import { closeOrder, orderOf, payOrder, placeOrder, sayOrder } from './orders.ts'
import { openPlatform, type PlatformSigner } from './platform.ts'
import { askRefund, refundOf, sayRefund, settleRefund, tellRefund } from './refunds.ts'

export type { Merchant } from './merchant.ts'

/** What goes wrong with the next request that is not a fetch of certificates. */
export type Fault =
  | { kind: 'system_error' }
  | { kind: 'frequency_limited' }
  /** Answered only after so long. */
  | { kind: 'late'; ms: number }
  /** The work is done, the answer never comes. */
  | { kind: 'drop_answer' }
  /** Nothing is done, the line is cut. */
  | { kind: 'hang_up' }
  | { kind: 'unsigned' }
  | { kind: 'forged' }
  /** Something between us and the platform answers in its place. */
  | { kind: 'garbage' }

export interface FakeWechatPay {
  url: string
  platform: PlatformSigner
  postman: Postman
  /** A new merchant with one appid. */
  merchant(given?: Partial<Merchant>): Merchant
  /** The next requests of this merchant meet these, one each. */
  fail(merchant: Merchant, ...faults: Fault[]): void
  /** `METHOD /path`, of this merchant, oldest first; refused ones too. */
  asked(merchant: Merchant): string[]
  pay(merchant: Merchant, outTradeNo: string): void
  /** The buyer is at her password, or her bank refused. */
  pend(merchant: Merchant, outTradeNo: string, state: 'USERPAYING' | 'PAYERROR'): void
  settle(merchant: Merchant, outRefundNo: string, status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL'): void
  /** A notification as it would come now, without sending it. */
  told(merchant: Merchant, of: { outTradeNo: string } | { outRefundNo: string }): Outgoing
  /** How far its clock is ahead of this machine's. */
  clock: { aheadMs: number }
  stop(): Promise<void>
}

interface Asked {
  merchant: Merchant
  method: string
  url: URL
  body: Record<string, unknown>
}
type Answer = { status: number; json?: object; file?: Buffer }

export async function startWechatPay(options: { pace?: number } = {}): Promise<FakeWechatPay> {
  const clock = { aheadMs: 0 }
  const now = () => new Date(Date.now() + clock.aheadMs)
  const merchants = new Map<string, Merchant>()
  const faults = new Map<string, Fault[]>()
  const log = new Map<string, string[]>()
  const platform = openPlatform(now())
  const bills = openBillDesk()
  const postman = openPostman(platform, { now, pace: options.pace ?? 1 })

  const answerTo = ({ merchant, method, url, body }: Asked): Answer => {
    const [, order, close] =
      /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(url.pathname) ?? []
    const refund = /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/.exec(url.pathname)?.[1]
    const route = `${method} ${url.pathname}`
    if (route === 'POST /v3/pay/transactions/jsapi' || route === 'POST /v3/pay/transactions/h5')
      return {
        status: 200,
        json: placeOrder(merchant, route.endsWith('h5') ? 'h5' : 'jsapi', body, now()),
      }
    if (order && close && method === 'POST') {
      demandMerchant(merchant, body.mchid, 'body')
      closeOrder(merchant, decodeURIComponent(order))
      return { status: 204 }
    }
    if (order && !close && method === 'GET') {
      demandMerchant(merchant, url.searchParams.get('mchid'), 'query')
      return { status: 200, json: sayOrder(merchant, orderOf(merchant, decodeURIComponent(order))) }
    }
    if (route === 'POST /v3/refund/domestic/refunds')
      return { status: 200, json: sayRefund(askRefund(merchant, body, now())) }
    if (refund && method === 'GET')
      return { status: 200, json: sayRefund(refundOf(merchant, decodeURIComponent(refund))) }
    if (route === 'GET /v3/certificates') return { status: 200, json: platform.list(merchant) }
    if (route === 'GET /v3/bill/tradebill')
      return { status: 200, json: bills.ask(merchant, url.searchParams, now(), origin) }
    if (route === 'GET /v3/billdownload/file') {
      const { text, isGzip } = bills.fetch(merchant, url.searchParams)
      return { status: 200, file: isGzip ? gzipSync(text) : Buffer.from(text) }
    }
    throw resourceNotExists('请求的资源不存在')
  }

  const respond = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString('utf8')
    let merchant: Merchant | undefined
    let fault: Fault | undefined
    try {
      merchant = whoAsks(merchants, req, raw, now())
      const url = new URL(req.url ?? '/', origin)
      log.get(merchant.mchid)?.push(`${req.method} ${url.pathname}`)
      if (url.pathname !== '/v3/certificates') fault = faults.get(merchant.mchid)?.shift()
      if (fault?.kind === 'hang_up') return void res.destroy()
      if (fault?.kind === 'system_error') throw systemError()
      if (fault?.kind === 'frequency_limited') throw frequencyLimited()
      if (fault?.kind === 'garbage')
        return void res.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>')
      const answer = answerTo({ merchant, method: req.method ?? '', url, body: jsonOf(req, raw) })
      if (fault?.kind === 'drop_answer') return void res.destroy()
      if (fault?.kind === 'late')
        await new Promise((done) => setTimeout(done, fault?.kind === 'late' ? fault.ms : 0))
      if (answer.file) return void res.writeHead(200, dated()).end(answer.file)
      say(res, answer.status, answer.json ? JSON.stringify(answer.json) : '', merchant, req, fault)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      say(res, error.status, JSON.stringify(error.body), merchant, req, fault)
    }
  }
  const dated = () => ({ date: now().toUTCString() })
  /** Signed once the platform knows whom it is talking to. */
  const say = (
    res: ServerResponse,
    status: number,
    body: string,
    merchant: Merchant | undefined,
    req: IncomingMessage,
    fault: Fault | undefined,
  ) => {
    res.setHeader('date', now().toUTCString())
    res.setHeader('request-id', newNonce())
    if (body) res.setHeader('content-type', 'application/json; charset=utf-8')
    if (merchant && fault?.kind !== 'unsigned') {
      const timestamp = String(Math.floor(now().getTime() / 1000))
      const nonce = newNonce()
      const { serial, key } = platform.of(merchant, String(req.headers['wechatpay-serial']))
      const meant = fault?.kind === 'forged' ? `${body} ` : body
      res.setHeader('wechatpay-timestamp', timestamp)
      res.setHeader('wechatpay-nonce', nonce)
      res.setHeader('wechatpay-serial', serial)
      res.setHeader('wechatpay-signature', signed(key, `${timestamp}\n${nonce}\n${meant}\n`))
      res.setHeader('wechatpay-signature-type', 'WECHATPAY2-SHA256-RSA2048')
    }
    res.writeHead(status).end(body)
  }

  const server = createServer((req, res) => {
    respond(req, res).catch((error) => res.destroy(error as Error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const wordOf = (merchant: Merchant, of: { outTradeNo: string } | { outRefundNo: string }) => {
    if ('outTradeNo' in of) {
      const order = orderOf(merchant, of.outTradeNo)
      return notification(
        merchant,
        order.notifyUrl,
        {
          ...{ event: 'TRANSACTION.SUCCESS', summary: '支付成功', original: 'transaction' },
          resource: sayOrder(merchant, order),
        },
        now(),
      )
    }
    const refund = refundOf(merchant, of.outRefundNo)
    return notification(
      merchant,
      refund.notifyUrl ?? '',
      {
        ...{ event: `REFUND.${refund.status}`, summary: '退款通知', original: 'refund' },
        resource: tellRefund(merchant, refund),
      },
      now(),
    )
  }
  return {
    url: origin,
    ...{ platform, postman, clock },
    merchant(given) {
      const made = makeMerchant(given)
      merchants.set(made.mchid, made)
      faults.set(made.mchid, [])
      log.set(made.mchid, [])
      return made
    },
    fail: (merchant, ...more) => void faults.get(merchant.mchid)?.push(...more),
    asked: (merchant) => log.get(merchant.mchid) ?? [],
    pay(merchant, outTradeNo) {
      payOrder(merchant, outTradeNo, now())
      postman.send(wordOf(merchant, { outTradeNo }))
    },
    pend(merchant, outTradeNo, state) {
      orderOf(merchant, outTradeNo).state = state
    },
    settle(merchant, outRefundNo, status) {
      const refund = settleRefund(merchant, outRefundNo, status, now())
      if (refund.notifyUrl) postman.send(wordOf(merchant, { outRefundNo }))
    },
    told: (merchant, of) => outgoing(platform, wordOf(merchant, of), now()),
    async stop() {
      postman.stop()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const AUTHORIZATION = /^WECHATPAY2-SHA256-RSA2048 (.+)$/
const SKEW_SECONDS = 300

/** @throws 401 unless the request is signed by the merchant it names, now */
function whoAsks(
  merchants: ReadonlyMap<string, Merchant>,
  req: IncomingMessage,
  body: string,
  now: Date,
): Merchant {
  const given = AUTHORIZATION.exec(req.headers.authorization ?? '')?.[1] ?? ''
  const said = Object.fromEntries(
    [...given.matchAll(/(\w+)="([^"]*)"(?:,|$)/g)].map(([, name, value]) => [name, value]),
  ) as Record<string, string | undefined>
  const { mchid, nonce_str: nonce, timestamp, serial_no: serial, signature } = said
  const message = `${req.method}\n${req.url}\n${timestamp}\n${nonce}\n${body}\n`
  const refuse = (issue: string) =>
    signError(issue, { method: req.method ?? '', url: req.url ?? '', message })
  if (!mchid || !nonce || !timestamp || !serial || !signature)
    throw refuse('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》')
  if (Math.abs(Number(timestamp) - now.getTime() / 1000) > SKEW_SECONDS)
    throw refuse('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟')
  const merchant = merchants.get(mchid)
  if (!merchant || merchant.serial !== serial)
    throw refuse('商户证书序列号有误，请使用签名私钥匹配的证书序列号')
  if (!isSigned(merchant.publicKey, message, signature)) throw refuse('sign not match')
  if (!req.headers['user-agent'] || !req.headers.accept?.match(/json|\*/))
    throw new Refusal(400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent')
  return merchant
}
function jsonOf(req: IncomingMessage, raw: string): Record<string, unknown> {
  if (req.method === 'GET') return {}
  if (!req.headers['content-type']?.startsWith('application/json'))
    throw new Refusal(415, 'INVALID_REQUEST', 'Http头Content-Type必须为application/json')
  try {
    const body: unknown = JSON.parse(raw)
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  } catch {
    // What cannot be read is refused below, like what is no object.
  }
  throw paramError('/', raw.slice(0, 40), '请求内容不是合法的JSON')
}
function demandMerchant(merchant: Merchant, given: unknown, location: string): void {
  if (given !== merchant.mchid)
    throw paramError('/mchid', given, '商户号与签名商户号不一致', location)
}
