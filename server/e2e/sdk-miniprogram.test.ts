// The mini-program SDK as a shop downloads it, on a phone's WeChat as far as it can tell, sending to a
// real server.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPhone, type Phone } from '../../sdk/miniprogram/testing/wx.ts'
import { type Api, apiOf, type EventView } from './harness/api.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import { type Road, roadTo } from './harness/weather.ts'

const soon = <T>(ask: () => T) => expect.poll(ask)

interface Seen extends EventView {
  session_id: string
  page_path: string
  referrer: string
  utm_source: string
  store_id: string | null
  share_id: string
  share_depth: number | null
  share_method: string
}

const folder = mkdtempSync(join(tmpdir(), 'homefield-sdk-mp-'))
let server: RunningServer
let road: Road
let api: Api
let key = ''
let sdk = ''
const phones: Phone[] = []

beforeAll(async () => {
  server = await startServer({ data: join(folder, 'data') })
  road = await roadTo(() => server.url)
  const download = await fetch(`${server.url}/sdk/homefield-miniprogram.js`)
  expect(download.status).toBe(200)
  sdk = await download.text()
})
afterAll(async () => {
  await road.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  road.passed.length = 0
  const owner = apiOf(() => server.url, KEYS.api)
  const made = await owner.need<{ api_key: string; client_write_key: string }>('POST', '/tenants', {
    name: 'Shop',
  })
  api = apiOf(() => server.url, made.api_key)
  key = made.client_write_key
})
afterEach(() => {
  for (const phone of phones.splice(0)) phone.kill()
})

/** A shop's program: a list whose page cannot be shared, and goods that can. */
const SHOP = `
App({ globalData: { launches: 0 }, onLaunch() { this.globalData.launches += 1 } })
__route('pages/index/index')
Page({ onLoad() { this.loaded = true }, openGoods() { return 'opened' } })
__route('pages/goods/detail')
Page({
  onShareAppMessage() { return { title: '连体衣', path: '/pages/goods/detail?id=' + this.options.id } },
  onShareTimeline() { return { title: '连体衣' } },
  buy(event) { this.bought = event.type; return 'bought' },
  outer() {},
})
__route('pages/late/late')
Page({ onShareAppMessage() {
  return { path: '/pages/index/index', promise: Promise.resolve({ title: '稍等', path: '/pages/goods/detail?id=9' }) }
} })
`

interface Given {
  storage?: Map<string, string>
  openid?: string
  options?: string
}

/** A phone on which the program's files have been read; nothing is opened yet. */
function phoneWith({ options = '', ...kept }: Given = {}): Phone {
  const phone = createPhone(kept)
  phones.push(phone)
  const exported = phone.run(sdk)
  Object.assign(phone, { hf: exported })
  const init = exported.init as (options: unknown) => void
  init({
    server: road.url,
    writeKey: key,
    flushAfterMs: 20,
    ...phone.run(`Object.assign(exports, {${options}})`),
  })
  phone.run(SHOP)
  return phone
}
const hf = (phone: Phone) =>
  (phone as Phone & { hf: Record<string, (...args: unknown[]) => unknown> }).hf

const events = async (name?: string) =>
  ((await api.events()) as Seen[]).filter((e) => !name || e.name === name).reverse()

async function arrived(...names: string[]): Promise<Seen[]> {
  await soon(async () => (await events()).map((e) => e.name)).toEqual(expect.arrayContaining(names))
  return events()
}

describe('a mini-program with the SDK', () => {
  test('tells launch, pages and taps by itself, with the scene she came by', async () => {
    const phone = phoneWith()
    phone.open({
      path: 'pages/index/index',
      query: { scene: encodeURIComponent('hf_store=S01&utm_source=poster') },
      scene: 1047,
    })
    expect(phone.tap('openGoods', { dataset: { hfText: '看看' } })).toBe('opened')
    phone.navigateTo('/pages/goods/detail?id=7')
    const all = await arrived('app_launched', 'app_shown', 'page_viewed', 'element_clicked')
    await soon(async () => (await events('page_viewed')).length).toBe(2)
    const [first, second] = await events('page_viewed')
    expect(first).toMatchObject({
      platform: 'mini_program',
      page_path: '/pages/index/index',
      store_id: 'S01',
      utm_source: 'poster',
      props: { scene: 1047, scene_channel: 'mini_program_code', page_key: '/pages/index/index' },
    })
    expect(second?.referrer).toContain('/pages/index/index')
    expect(all.find((e) => e.name === 'element_clicked')?.props).toMatchObject({
      selector: '@openGoods',
      element_text: '看看',
      x: 101,
      vw: 390,
    })
    expect(new Set(all.map((e) => e.customer_id)).size).toBe(1)
    expect(new Set(all.map((e) => e.session_id)).size).toBe(1)
  })

  test('leaves the program as it was: answers, `this`, a tap that bubbles', async () => {
    const phone = phoneWith()
    const page = phone.open({ path: 'pages/goods/detail', query: { id: '1' } })
    expect(phone.tap('buy', { timeStamp: 5 })).toBe('bought')
    phone.tap('outer', { timeStamp: 5 })
    expect(page.bought).toBe('tap')
    expect(phone.run('exports.launches = getApp().globalData.launches').launches).toBe(1)
    await arrived('element_clicked', 'page_viewed')
    expect(await events('element_clicked')).toHaveLength(1)
    // The list lets nobody share it; the SDK must not put WeChat's button there.
    const list = phone.navigateTo('/pages/index/index')
    expect(list.onShareAppMessage).toBeUndefined()
    expect(await phone.share()).toBeUndefined()
  })

  test('knows who shared with whom, two hands deep, in chats and in moments', async () => {
    const first = phoneWith()
    first.open({ path: 'pages/goods/detail', query: { id: '7' } })
    const card = await first.share()
    expect(card).toMatchObject({ path: 'pages/goods/detail', query: { id: '7' } })

    const second = phoneWith()
    second.open(card ?? {})
    const moment = second.shareToMoments()
    expect(moment?.query.hf_s).not.toBe(card?.query.hf_s)

    const third = phoneWith()
    third.open(moment ?? {})
    await soon(async () => (await events('page_viewed')).length).toBe(3)
    await soon(async () => (await events('page_shared')).length).toBe(2)

    const shares = await events('page_shared')
    const views = await events('page_viewed')
    const shared = shares.find((e) => e.share_method === 'message')
    const sharedOn = shares.find((e) => e.share_method === 'timeline')
    const [seenByFirst, seenBySecond, seenByThird] = [null, 1, 2].map((depth) =>
      views.find((e) => e.share_depth === depth),
    )
    expect(shared).toMatchObject({
      customer_id: seenByFirst?.customer_id,
      share_depth: 1,
      share_method: 'message',
    })
    expect(seenBySecond).toMatchObject({ share_id: shared?.share_id, share_depth: 1 })
    expect(sharedOn).toMatchObject({
      customer_id: seenBySecond?.customer_id,
      share_depth: 2,
      share_method: 'timeline',
      props: { parent_share_id: shared?.share_id },
    })
    expect(seenByThird).toMatchObject({ share_id: sharedOn?.share_id, share_depth: 2 })
    expect(new Set((await events('page_viewed')).map((e) => e.customer_id)).size).toBe(3)
  })

  test('a card that is promised late carries the share as well, once', async () => {
    const phone = phoneWith()
    phone.open({ path: 'pages/late/late' })
    const card = await phone.share()
    expect(card).toMatchObject({ path: 'pages/goods/detail', query: { id: '9' } })
    expect(card?.query.hf_s).toMatch(/\.1$/)
    await arrived('page_shared')
    expect(await events('page_shared')).toHaveLength(1)
  })

  test('exchanges a sign-in code once and knows her by openid from then on', async () => {
    const options = `exchangeCode: (code) => { exports.calls = (exports.calls ?? 0) + 1; return Promise.resolve({ openid: 'o-' + code, unionid: 'u-1' }) }`
    const phone = phoneWith({ openid: 'abc', options })
    phone.open({})
    await arrived('identify')
    const customer = await api.customerBy('openid:wx1234567890', 'o-code-of-abc')
    expect(customer?.identifiers.map((i) => i.namespace).sort()).toEqual([
      'anonymous',
      'openid:wx1234567890',
      'unionid',
    ])
    phone.hide()
    const again = phoneWith({ openid: 'abc', options, storage: phone.storage })
    again.open({})
    await soon(async () => (await events('page_viewed')).length).toBe(2)
    expect(await events('identify')).toHaveLength(1)
    expect(new Set((await events()).map((e) => e.customer_id))).toEqual(new Set([customer?.id]))
  })
})

describe('what goes wrong on the way', () => {
  test('503, 429 and lost answers: everything arrives once', async () => {
    road.expect({ answer: 503, retryAfter: 0 }, 'answer_lost', { answer: 429, retryAfter: 0 })
    const phone = phoneWith()
    phone.open({ path: 'pages/goods/detail', query: { id: '1' } })
    phone.tap('buy')
    await arrived('app_launched', 'app_shown', 'page_viewed', 'element_clicked')
    await soon(() => road.passed.at(-1)?.status).toBe(200)
    expect(road.passed.length).toBeGreaterThanOrEqual(4)
    expect(await events()).toHaveLength(4)
  })

  test('killed in the middle of a request, the next launch sends what was not answered', async () => {
    // Whatever she tries again before she is killed comes to nothing.
    road.expect('answer_lost', ...Array.from({ length: 100 }, () => 'broken' as const))
    const phone = phoneWith()
    phone.open({ path: 'pages/goods/detail', query: { id: '1' } })
    phone.tap('buy')
    phone.hide()
    await arrived('app_launched', 'app_hidden')
    phone.kill()
    road.clear()
    const storage = new Map(phone.storage)
    expect([...storage.keys()].some((name) => name.endsWith('queue'))).toBe(true)

    phoneWith({ storage }).open({})
    await soon(async () => (await events('app_launched')).length).toBe(2)
    expect((await events()).map((e) => e.name).sort()).toEqual(
      [
        'app_launched',
        'app_launched',
        'app_shown',
        'app_shown',
        'app_hidden',
        'element_clicked',
        'page_viewed',
        'page_viewed',
      ].sort(),
    )
  })

  test('without a network it waits, and goes on by itself when there is one', async () => {
    const phone = phoneWith()
    phone.network.isUp = false
    phone.open({ path: 'pages/goods/detail', query: { id: '1' } })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(road.passed).toHaveLength(0)
    phone.network.isUp = true
    phone.network.hear?.({ isConnected: true })
    await arrived('app_launched', 'page_viewed')
  })
})

describe('consent', () => {
  test('nothing is stored or sent before it; withdrawn, nothing is left', async () => {
    const phone = phoneWith({ options: `consent: 'ask'` })
    phone.open({ path: 'pages/goods/detail', query: { id: '1', hf_s: 'abcdef123.1' } })
    phone.tap('buy')
    expect((await phone.share())?.query).toEqual({ id: '1' })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect([phone.storage.size, phone.asked.length]).toEqual([0, 0])

    hf(phone).consent?.(true, { version: 'v2', form: 'privacy_popup' })
    const all = await arrived('app_launched', 'page_viewed', 'consent_given')
    expect(all.map((e) => e.name)).not.toContain('element_clicked')
    expect(all.find((e) => e.name === 'page_viewed')).toMatchObject({
      share_id: 'abcdef123',
      share_depth: 1,
    })
    hf(phone).consent?.(false)
    phone.tap('buy')
    await arrived('consent_withdrawn')
    // What remains says that she refused, and nothing else.
    await soon(() => [...phone.storage.keys()]).toEqual(['hf_c'])
    const id = all.find((e) => e.name === 'page_viewed')?.customer_id
    const { items } = await api.need<{ items: unknown[] }>('GET', `/customers/${id}/consents`)
    expect(items).toMatchObject([
      { purpose: 'tracking', state: 'withdrawn', evidence: { sdk: 'mini_program 0.1.0' } },
      {
        purpose: 'tracking',
        state: 'given',
        text_version: 'v2',
        evidence: { form: 'privacy_popup', sdk: 'mini_program 0.1.0' },
      },
    ])
    expect(await events('element_clicked')).toEqual([])
  })

  test("WeChat's own privacy agreement counts when the program asks for that", async () => {
    const refused = phoneWith({ options: `consent: 'wechat'` })
    refused.privacy.needAuthorization = true
    refused.open({})
    const agreed = phoneWith({ options: `consent: 'wechat'` })
    agreed.open({})
    await arrived('app_launched')
    expect(refused.storage.size).toBe(0)
    expect(new Set((await events()).map((e) => e.customer_id)).size).toBe(1)
  })
})
