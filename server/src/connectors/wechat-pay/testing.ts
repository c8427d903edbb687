// A brand with an account at a server that speaks the platform's protocol, for tests.
import { randomUUIDv7 } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type FakeWechatPay,
  type Merchant,
  startWechatPay,
} from '../../../../fakes/wechat-pay/server.ts'
import type {
  PaymentAsked,
  PaymentProvider,
  PaymentWord,
  RefundWord,
} from '../../commerce/index.ts'
import { testSecrets } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { AccountInput, saveAccount } from './account.ts'
import type { WechatPayDeps } from './client.ts'
import { wechatPay } from './provider.ts'

export const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'

export interface Desk {
  ctx: TestCtx
  fake: FakeWechatPay
  merchant: Merchant
  deps: WechatPayDeps
  provider: PaymentProvider
}

/** What callbacks say, as they come; answered 401 when forged, 503 when it cannot be told. */
export interface Hook {
  url: string
  words: (PaymentWord | RefundWord)[]
  refused: string[]
  /** The next so many are answered 500 before they are read. */
  breakNext(times: number): void
  stop(): Promise<void>
}

export async function startHook(desks: Map<string, Desk>): Promise<Hook> {
  const words: (PaymentWord | RefundWord)[] = []
  const refused: string[] = []
  let broken = 0
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    if (broken > 0) {
      broken -= 1
      return void res.writeHead(500).end()
    }
    const desk = desks.get(req.url?.split('/').at(-1) ?? '')
    const headers = req.headers as Record<string, string | undefined>
    try {
      if (!desk) throw new Error('nobody’s')
      words.push(
        await desk.provider.readCallback(desk.ctx, { headers, body: Buffer.concat(chunks) }),
      )
      res.writeHead(204).end()
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error))
      res
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"code":"FAIL","message":"no"}')
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ words, refused },
    breakNext(times) {
      broken += times
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What an operator would type in. */
export function accountOf(
  fake: FakeWechatPay,
  merchant: Merchant,
  given: object = {},
): AccountInput {
  const isPublic = merchant.signedBy === 'public_key'
  return AccountInput.parse({
    mchid: merchant.mchid,
    appid: [...merchant.appids][0],
    serial: merchant.serial,
    private_key: merchant.privateKeyPem,
    api_v3_key: merchant.apiV3Key,
    ...(isPublic
      ? { public_key_id: fake.platform.publicKey.id, public_key: fake.platform.publicKey.pem }
      : {}),
    ...given,
  })
}

export async function openDesk(
  fake: FakeWechatPay,
  options: {
    hookUrl?: string
    merchant?: Partial<Merchant>
    account?: object
    timeoutMs?: number
  } = {},
): Promise<Desk> {
  const ctx = await testCtx()
  const merchant = fake.merchant(options.merchant)
  const deps: WechatPayDeps = {
    secrets: testSecrets,
    baseUrl: fake.url,
    publicUrl: options.hookUrl ?? 'https://shop.example',
    timeoutMs: options.timeoutMs ?? 5000,
    clock: { aheadMs: 0 },
  }
  await saveAccount(ctx, testSecrets, accountOf(fake, merchant, options.account))
  return { ctx, fake, merchant, deps, provider: wechatPay(deps) }
}

export const payment = (given: Partial<PaymentAsked> = {}): PaymentAsked => ({
  paymentId: randomUUIDv7(),
  amountFen: 12_345,
  currency: 'CNY',
  description: '主场咖啡 礼盒',
  expiresAt: new Date(Date.now() + 1_800_000),
  way: 'jsapi',
  openid: OPENID,
  ...given,
})
/** As the platform knows it. */
export const number = (id: string) => id.replaceAll('-', '')

/** Placed and paid; nothing is told. */
export async function paid(desk: Desk, given: Partial<PaymentAsked> = {}): Promise<PaymentAsked> {
  const asked = payment(given)
  await desk.provider.prepare(desk.ctx, asked)
  desk.fake.postman.hold()
  desk.fake.pay(desk.merchant, number(asked.paymentId))
  return asked
}
export { startWechatPay }
