import { generateKeyPairSync } from 'node:crypto'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Merchant } from '../../../../fakes/wechat-pay/merchant.ts'
import type { FakeWechatPay } from '../../../../fakes/wechat-pay/server.ts'
import { type Api, keyOf, testApi, testSecrets } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import type { WechatPayDeps } from './client.ts'
import { wechatPay } from './provider.ts'
import { routes } from './routes.ts'
import { payment, startWechatPay } from './testing.ts'

let fake: FakeWechatPay
beforeAll(async () => {
  fake = await startWechatPay()
})
afterAll(() => fake.stop())

let ctx: TestCtx
let api: Api
let key: string
let deps: WechatPayDeps
let merchant: Merchant
const logged: string[] = []
beforeEach(async () => {
  const made = await testCtx()
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  })
  ctx = { ...made, log: pino({ level: 'trace' }, sink) }
  deps = {
    ...{ secrets: testSecrets, baseUrl: fake.url, publicUrl: 'https://shop.example' },
    ...{ timeoutMs: 5000, clock: { aheadMs: 0 } },
  }
  api = await testApi(ctx, { domains: [routes(deps)] })
  key = await keyOf(ctx, 'admin')
  merchant = fake.merchant()
})
const typed = (given: object = {}) => ({
  ...{ mchid: merchant.mchid, appid: [...merchant.appids][0], serial: merchant.serial },
  ...{ private_key: merchant.privateKeyPem, api_v3_key: merchant.apiV3Key },
  ...given,
})
const put = (given: object = {}) =>
  api.call('PUT', '/payments/wechat-pay', { key, body: typed(given) })
const get = async () =>
  (await api.call('GET', '/payments/wechat-pay', { key })).body as unknown as {
    account: Record<string, unknown> | null
    callback_url: string | null
  }
const steps = async () => {
  const { body } = await api.call('POST', '/payments/wechat-pay/test', { key })
  const list = body.steps as unknown as { step: string; state: string; code: string | null }[]
  return Object.fromEntries(list.map((s) => [s.step, s.code ?? s.state]))
}
const other = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()

describe('the account with WeChat Pay', () => {
  test('is kept with its secrets sealed, and only their prints are shown', async () => {
    expect(await get()).toEqual({
      account: null,
      callback_url: `https://shop.example/hooks/pay/wechat_pay/${ctx.tenantId}`,
    })
    expect((await put()).status).toBe(204)
    const shown = JSON.stringify(await get())
    expect(shown).toContain(merchant.mchid)
    expect(shown).not.toContain(merchant.apiV3Key)
    expect(shown).not.toContain('PRIVATE')
    const { rows } = await sql`select row_to_json(a)::text as kept from wechat_pay_account a
      where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(JSON.stringify(rows)).not.toContain(merchant.apiV3Key)
    expect(JSON.stringify(rows)).not.toContain('PRIVATE')
    expect((await get()).account).toMatchObject({
      ...{ private_key_print: expect.stringMatching(/^[0-9a-f]{16}$/), problem: null },
    })
  })
  test('keeps a secret that is not typed again, but not for another merchant or certificate', async () => {
    await put()
    const before = await get()
    const without = { private_key: undefined, api_v3_key: undefined }
    expect((await put({ ...without, appid: 'wx00000000000000ff' })).status).toBe(204)
    const after = await get()
    expect(after.account).toMatchObject({ appid: 'wx00000000000000ff' })
    expect(after.account?.private_key_print).toBe(before.account?.private_key_print)
    for (const [change, code] of [
      [{ mchid: '1999999999' }, 'private_key_missing'],
      [{ serial: 'A'.repeat(40) }, 'private_key_missing'],
      [{ mchid: '1999999999', private_key: other() }, 'api_v3_key_missing'],
    ] as const)
      expect((await put({ ...without, ...change })).body).toMatchObject({ error: { code } })
  })
  test('is refused with what is no key, and says nothing of it', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const pem = (k: typeof ec.privateKey) => k.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const [change, code] of [
      [{ private_key: 'secret words' }, 'private_key_invalid'],
      [{ private_key: pem(ec.privateKey) }, 'private_key_invalid'],
      [{ private_key: pem(small.privateKey) }, 'private_key_invalid'],
      [{ public_key_id: 'PUB_KEY_ID_01' }, 'public_key_incomplete'],
      [{ public_key_id: 'PUB_KEY_ID_01', public_key: other() }, 'public_key_invalid'],
      [{ api_v3_key: 'short' }, 'invalid_request'],
      [{ mchid: 'x' }, 'invalid_request'],
      [{ more: 1 }, 'invalid_request'],
    ] as const) {
      const answer = await put(change)
      expect(answer.status).toBe(400)
      expect(answer.body).toMatchObject({ error: { code } })
      expect(answer.text).not.toContain('secret words')
    }
    expect((await get()).account).toBeNull()
  })
  test('is the business of owners and admins alone, and of its own brand', async () => {
    await put()
    for (const role of ['operator', 'developer', 'analyst', 'guide'] as const) {
      const theirs = await keyOf(ctx, role)
      for (const method of ['GET', 'PUT', 'DELETE'])
        expect(
          (await api.call(method, '/payments/wechat-pay', { key: theirs, body: typed() })).status,
        ).toBe(403)
    }
    const stranger = await keyOf(await testCtx(), 'owner')
    const { body } = await api.call('GET', '/payments/wechat-pay', { key: stranger })
    expect(body.account).toBeNull()
  })
  test('is forgotten with its keys when it is removed', async () => {
    await put()
    await steps()
    await api.call('DELETE', '/payments/wechat-pay', { key })
    expect((await get()).account).toBeNull()
    const { rows } =
      await sql`select 1 from wechat_pay_certificate where tenant_id = ${ctx.tenantId}`.execute(
        ctx.pg,
      )
    expect(rows).toEqual([])
    expect((await api.call('POST', '/payments/wechat-pay/test', { key })).body).toMatchObject({
      error: { code: 'wechat_pay_not_set' },
    })
  })
  test('leaves in the audit log who changed what, and no secret', async () => {
    await put()
    await put({ private_key: other() })
    await steps()
    await api.call('DELETE', '/payments/wechat-pay', { key })
    const { rows } = await sql<{ action: string; details: object }>`
      select action, details from audit_log where tenant_id = ${ctx.tenantId} and action like 'wechat_pay.%'
      order by position`.execute(ctx.pg)
    expect(rows.map((r) => r.action)).toEqual([
      ...['wechat_pay.changed', 'wechat_pay.changed', 'wechat_pay.tested', 'wechat_pay.removed'],
    ])
    const text = JSON.stringify(rows)
    expect(text).not.toContain(merchant.apiV3Key)
    expect(text).not.toContain('PRIVATE')
  })
})

describe('the connection test', () => {
  const fine = { request: 'ok', answer: 'ok', api_v3_key: 'ok', callback_address: 'ok' }
  test('of right keys says so, and when', async () => {
    await put()
    expect(await steps()).toEqual(fine)
    expect((await get()).account?.tested_at).not.toBeNull()
    expect(merchant.orders.size).toBe(0)
  })
  test('names the private key or its number when the platform refuses the signature', async () => {
    await put({ private_key: other() })
    expect(await steps()).toMatchObject({ request: 'sign_error', answer: 'not_reached' })
    expect((await get()).account).toMatchObject({ problem: 'sign_error', tested_at: null })
    await put({ serial: 'B'.repeat(40) })
    expect(await steps()).toMatchObject({ request: 'sign_error' })
    await put({ mchid: '1234567890' })
    expect(await steps()).toMatchObject({ request: 'sign_error' })
    await put()
    expect(await steps()).toEqual(fine)
    expect((await get()).account).toMatchObject({ problem: null })
  })
  test('names the APIv3 key when the certificates do not open', async () => {
    await put({ api_v3_key: 'x'.repeat(32) })
    expect(await steps()).toEqual({
      ...{ request: 'ok', answer: 'needs_api_v3_key', api_v3_key: 'api_v3_key_wrong' },
      callback_address: 'ok',
    })
    expect((await get()).account).toMatchObject({ problem: 'api_v3_key_wrong' })
  })
  test('names the public key when the answers are not signed with it', async () => {
    merchant.signedBy = 'public_key'
    const id = fake.platform.publicKey.id
    const wrong = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString()
    await put({ public_key_id: id, public_key: wrong })
    expect(await steps()).toMatchObject({ request: 'ok', answer: 'wechat_pay_unverified' })
    await put({ public_key_id: 'PUB_KEY_ID_OTHER', public_key: fake.platform.publicKey.pem })
    expect(await steps()).toMatchObject({ request: 'ok', answer: 'wechat_pay_unverified' })
    await put()
    expect(await steps()).toMatchObject({ request: 'ok', answer: 'wechat_pay_unverified' })
    await put({ public_key_id: id, public_key: fake.platform.publicKey.pem })
    // Nothing is sealed for such a merchant until the first callback.
    expect(await steps()).toEqual({ ...fine, api_v3_key: 'only_callbacks_tell' })
  })
  test('says when the platform cannot be reached, and where callbacks cannot come', async () => {
    await put()
    deps.publicUrl = undefined
    expect(await steps()).toMatchObject({ callback_address: 'no_public_url' })
    expect((await get()).callback_url).toBeNull()
    expect(await wechatPay(deps).isReady(ctx)).toBe(false)
    deps.publicUrl = 'http://shop.example'
    expect(await steps()).toMatchObject({ callback_address: 'public_url_not_https' })
    deps.baseUrl = 'http://127.0.0.1:1'
    expect(await steps()).toMatchObject({
      ...{ request: 'wechat_pay_unreachable', answer: 'not_reached', api_v3_key: 'not_reached' },
    })
  })
})

test('no secret stands in the log or in an error, whatever goes wrong', async () => {
  const provider = wechatPay(deps)
  const said: string[] = []
  const tryAll = async () => {
    for (const work of [
      () => provider.prepare(ctx, payment()),
      () => provider.query(ctx, payment().paymentId),
      () => provider.readCallback(ctx, { headers: {}, body: Buffer.from('x') }),
      () => steps(),
    ])
      await work().catch((error: unknown) => {
        said.push(String(error), JSON.stringify(error), String((error as Error).stack))
        ctx.log.error({ err: error }, 'it went wrong')
      })
  }
  const wrong = other()
  for (const change of [{}, { private_key: wrong }, { api_v3_key: 'y'.repeat(32) }]) {
    await put(change)
    await tryAll()
    const cut = { kind: 'hang_up' } as const
    fake.fail(merchant, cut, cut, cut)
    await tryAll()
  }
  const all = [...logged, ...said].join('\n')
  expect(said.length).toBeGreaterThan(10)
  for (const secret of [merchant.apiV3Key, 'y'.repeat(32), 'PRIVATE KEY', 'WECHATPAY2-SHA256'])
    expect(all).not.toContain(secret)
  const core = (pem: string) => pem.split('\n')[5] ?? ''
  expect(core(wrong).length).toBe(64)
  for (const pem of [wrong, merchant.privateKeyPem]) expect(all).not.toContain(core(pem))
})
