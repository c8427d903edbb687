// The real server-side SDKs, unchanged, against a real server: what they are told to send is what
// is stored, once, whatever happens on the way.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Rudder from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, apiOf, type EventView } from './harness/api.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import { type Road, roadTo } from './harness/weather.ts'

/** It comes without types. */
interface Sensors {
  submitTo(
    options: { url: string; gzip: boolean },
    batch: { count: number; timeSpan: number },
  ): void
  registerSuperProperties(values: Record<string, unknown>): void
  track(distinctId: string, event: string, properties?: Record<string, unknown>): void
  trackSignup(distinctId: string, originalId: string, properties?: Record<string, unknown>): void
  profileSet(distinctId: string, properties: Record<string, unknown>): void
  profileSetOnce(distinctId: string, properties: Record<string, unknown>): void
  profileIncrement(distinctId: string, properties: Record<string, number>): void
  profileAppend(distinctId: string, properties: Record<string, string[]>): void
  itemSet(type: string, id: string, properties: Record<string, unknown>): void
  close(): void
}
const SensorsAnalytics = createRequire(import.meta.url)('sa-sdk-node') as new () => Sensors

const folder = mkdtempSync(join(tmpdir(), 'homefield-sdk-'))
let server: RunningServer
let road: Road
let api: Api
let key = ''

beforeAll(async () => {
  server = await startServer({ data: join(folder, 'data') })
  road = await roadTo(() => server.url)
})
afterAll(async () => {
  await road.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
/** A brand of its own for each test: nobody else's events or members. */
beforeEach(async () => {
  road.passed.length = 0
  const owner = apiOf(() => server.url, KEYS.api)
  const made = await owner.need<{ api_key: string; write_key: string }>('POST', '/tenants', {
    name: 'SDK',
  })
  api = apiOf(() => server.url, made.api_key)
  key = made.write_key
})

/** Oldest first. */
const stored = async () => (await api.events()).sort((a, b) => (a.at < b.at ? -1 : 1))
/** What our own domains say of an event comes a moment after it. */
const soon = <T>(ask: () => T) => expect.poll(ask)
const arrived = (count: number) => soon(async () => (await api.events()).length).toBe(count)
const byName = (events: EventView[], name: string) => events.find((e) => e.name === name)
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const ORDER = {
  order_id: 'O-1',
  total: 299,
  currency: 'CNY',
  products: [
    { product_id: 'P1', sku: 'SKU-1', name: '纯棉T恤', price: 99.5, quantity: 2 },
    { product_id: 'P2', sku: 'SKU-2', name: '帆布包 😀', price: 100, quantity: 1 },
  ],
}

describe('@segment/analytics-node', () => {
  const open = (host: string, more: Partial<ConstructorParameters<typeof Analytics>[0]> = {}) =>
    new Analytics({ writeKey: key, host, flushAt: 20, flushInterval: 50, ...more })

  test('every kind of call arrives once, at its time, with its properties, and becomes one customer', async () => {
    const sdk = open(road.url)
    const anonymousId = 'visitor-1'
    const userId = 'M-10086'
    sdk.page({
      anonymousId,
      category: 'shop',
      name: 'home',
      properties: { url: 'https://shop.test/?utm_source=wecom' },
      timestamp: hoursAgo(6),
    })
    sdk.track({
      anonymousId,
      event: 'Product Viewed',
      properties: { sku: 'SKU-1', price: 99.5 },
      timestamp: hoursAgo(5),
    })
    sdk.identify({
      anonymousId,
      userId,
      traits: { name: '王小明', phone: '13812345678', vip: true, tags: ['a', 'b'] },
      timestamp: hoursAgo(4),
    })
    sdk.track({ userId, event: 'Order Completed', properties: ORDER, timestamp: hoursAgo(3) })
    sdk.group({ userId, groupId: 'G1', traits: { name: '铂金会' }, timestamp: hoursAgo(2) })
    sdk.screen({ userId, name: 'cart', timestamp: hoursAgo(1) })
    sdk.alias({ userId, previousId: 'visitor-0' })
    await sdk.closeAndFlush()
    // Ours of the order comes on top.
    await arrived(8)
    const events = await stored()
    const sent = events.filter((e) => e.name !== 'order_paid')
    expect(sent.map((e) => e.name)).toEqual([
      'page_viewed',
      'Product Viewed',
      'identify',
      'Order Completed',
      'group',
      'screen_viewed',
      'alias',
    ])
    expect(new Set(sent.map((e) => e.message_id)).size).toBe(7)
    for (const [i, hours] of [6, 5, 4, 3, 2, 1].entries()) {
      expect(Math.abs(Date.parse(sent[i]?.at ?? '') - hoursAgo(hours).getTime())).toBeLessThan(
        60_000,
      )
    }
    expect(byName(events, 'Product Viewed')?.props).toMatchObject({ sku: 'SKU-1', price: 99.5 })
    expect(byName(events, 'Order Completed')?.props).toMatchObject(ORDER)
    const customer = await api.customerBy('member_id', userId)
    expect(new Set(events.map((e) => e.customer_id))).toEqual(new Set([customer?.id]))
    expect(customer?.attributes).toMatchObject({ name: '王小明', vip: true, tags: ['a', 'b'] })
    expect(customer?.identifiers.map((i) => `${i.namespace} ${i.value}`).sort()).toEqual([
      'anonymous visitor-0',
      'anonymous visitor-1',
      'member_id M-10086',
      'phone +8613812345678',
    ])
    const orders = await api.need<{ items: { total_fen: number; external_id: string }[] }>(
      'GET',
      '/orders',
    )
    expect(orders.items).toMatchObject([{ external_id: 'O-1', total_fen: 29_900 }])
    expect(await api.deadLetters()).toEqual([])
  })

  test('hundreds of calls go in batches and arrive once each', async () => {
    const sdk = open(road.url)
    for (let i = 0; i < 250; i++)
      sdk.track({ userId: `u${i % 50}`, event: 'clicked', properties: { i } })
    await sdk.closeAndFlush()
    await arrived(250)
    const events = await stored()
    expect(events.map((e) => e.props.i).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 250 }, (_, i) => i),
    )
    expect(road.passed.length).toBeLessThan(30)
    // A list brings in few changes at once; these are many, and come by the loop.
    await soon(async () => (await api.customers()).length).toBe(50)
  })

  test('a 503 and a lost answer are sent again and count once', async () => {
    const sdk = open(road.url)
    road.expect({ answer: 503, retryAfter: 1 }, 'answer_lost')
    sdk.track({ userId: 'u1', event: 'paid', messageId: 'm-1', timestamp: hoursAgo(2) })
    await sdk.closeAndFlush()
    expect(road.passed.map((p) => p.status)).toEqual([503, undefined, 200])
    expect((await stored()).map((e) => [e.name, e.message_id])).toEqual([['paid', 'm-1']])
  })

  test('a server that is being restarted gets it when it is back', async () => {
    const sdk = open(server.url)
    await server.stop()
    sdk.track({ userId: 'u1', event: 'paid', messageId: 'm-2' })
    server = await startServer({ data: join(folder, 'data'), port: server.port })
    await sdk.closeAndFlush()
    expect((await stored()).map((e) => e.message_id)).toEqual(['m-2'])
  })

  test('an unknown key is told so, and nothing is stored', async () => {
    const sdk = open(road.url, { writeKey: 'nobody-gave-this-one' })
    const errors: unknown[] = []
    sdk.on('error', (error) => errors.push(error))
    sdk.track({ userId: 'u1', event: 'paid' })
    await sdk.closeAndFlush()
    expect(road.passed.map((p) => p.status)).toEqual([403])
    expect(errors.length).toBe(1)
    expect(await stored()).toEqual([])
  })
})

describe('@rudderstack/rudder-sdk-node', () => {
  const open = (dataPlaneUrl: string) =>
    new Rudder(key, { dataPlaneUrl, flushAt: 20, flushInterval: 50, logLevel: 'error' })
  const flush = (sdk: InstanceType<typeof Rudder>) =>
    new Promise<void>((resolve, reject) =>
      sdk.flush((error) => (error ? reject(error) : resolve())),
    )

  test('every kind of call arrives once, gzipped, and becomes one customer', async () => {
    const sdk = open(road.url)
    const anonymousId = 'visitor-2'
    sdk.page({ anonymousId, name: 'home', properties: { path: '/' }, timestamp: hoursAgo(5) })
    sdk.track({
      anonymousId,
      event: 'Product Viewed',
      properties: { sku: 'SKU-1' },
      timestamp: hoursAgo(4),
    })
    // A number, as a shop's database has it.
    const userId = 10086 as unknown as string
    sdk.identify({
      anonymousId,
      userId,
      traits: { name: '李雷', email: 'Li.Lei@Example.com' },
      timestamp: hoursAgo(3),
    })
    sdk.track({ userId, event: 'Order Completed', properties: ORDER, timestamp: hoursAgo(2) })
    sdk.group({ userId, groupId: 'G1', traits: { level: 3 }, timestamp: hoursAgo(1) })
    sdk.alias({ userId, previousId: 'visitor-9' })
    await flush(sdk)
    await arrived(7)
    for (const { headers, body } of road.passed) {
      expect(headers['content-encoding']).toBe('gzip')
      expect(JSON.parse(gunzipSync(body).toString())).toHaveProperty('batch')
    }
    const events = await stored()
    expect(events.filter((e) => e.name !== 'order_paid').map((e) => e.name)).toEqual([
      'page_viewed',
      'Product Viewed',
      'identify',
      'Order Completed',
      'group',
      'alias',
    ])
    expect(byName(events, 'Order Completed')?.props).toMatchObject(ORDER)
    const customer = await api.customerBy('member_id', '10086')
    expect(new Set(events.map((e) => e.customer_id))).toEqual(new Set([customer?.id]))
    expect(customer?.attributes).toMatchObject({ name: '李雷' })
    expect(customer?.identifiers.map((i) => `${i.namespace} ${i.value}`).sort()).toEqual([
      'anonymous visitor-2',
      'anonymous visitor-9',
      'email li.lei@example.com',
      'member_id 10086',
    ])
    expect(await api.deadLetters()).toEqual([])
  })

  test('a 503, a broken connection and a lost answer are sent again and count once', async () => {
    const sdk = open(road.url)
    road.expect({ answer: 503 }, 'broken', 'answer_lost')
    sdk.track({ userId: 'u1', event: 'paid', messageId: 'r-1' } as Parameters<typeof sdk.track>[0])
    await flush(sdk)
    expect(road.passed.map((p) => p.status)).toEqual([503, undefined, undefined, 200])
    expect((await stored()).map((e) => e.name)).toEqual(['paid'])
  })
})

describe('sa-sdk-node', () => {
  test('events, sign-up, profiles and items arrive as Sensors means them', async () => {
    const sdk = new SensorsAnalytics()
    sdk.submitTo(
      { url: `${road.url}/sa?project=production&token=${key}`, gzip: true },
      { count: 20, timeSpan: 50 },
    )
    sdk.registerSuperProperties({ shop: '旗舰店' })
    const at = hoursAgo(3)
    sdk.track('device-7', 'ViewProduct', {
      sku: 'SKU-1',
      price: 12.5,
      tags: ['新', '热'],
      $time: at,
    })
    sdk.trackSignup('M-7', 'device-7', { channel: 'pos' })
    sdk.track('M-7', 'AddToCart', { sku: 'SKU-1', note: '要礼盒 😀' })
    sdk.profileSet('M-7', { name: '韩梅梅', city: '上海' })
    sdk.profileSetOnce('M-7', { first_store: 'S1' })
    sdk.profileSetOnce('M-7', { first_store: 'S2' })
    sdk.profileIncrement('M-7', { visits: 2 })
    sdk.profileIncrement('M-7', { visits: 3 })
    sdk.profileAppend('M-7', { likes: ['coat'] })
    sdk.itemSet('sku', 'SKU-1', { title: '纯棉T恤' })
    await arrived(10)
    const events = await stored()
    expect(events.map((e) => e.name).sort()).toEqual([
      '$SignUp',
      '$item_set',
      '$profile_append',
      '$profile_increment',
      '$profile_increment',
      '$profile_set',
      '$profile_set_once',
      '$profile_set_once',
      'AddToCart',
      'ViewProduct',
    ])
    const viewed = byName(events, 'ViewProduct')
    expect(viewed?.props).toMatchObject({
      sku: 'SKU-1',
      price: 12.5,
      tags: ['新', '热'],
      shop: '旗舰店',
    })
    expect(Math.abs(Date.parse(viewed?.at ?? '') - at.getTime())).toBeLessThan(1000)
    expect(byName(events, 'AddToCart')?.props).toMatchObject({ note: '要礼盒 😀' })
    const customer = await api.customerBy('member_id', 'M-7')
    expect(customer?.attributes).toMatchObject({
      name: '韩梅梅',
      city: '上海',
      first_store: 'S1',
      visits: 5,
      likes: ['coat'],
    })
    expect(customer?.identifiers.map((i) => `${i.namespace} ${i.value}`).sort()).toEqual([
      'anonymous device-7',
      'member_id M-7',
    ])
    expect(new Set(events.filter((e) => e.name !== '$item_set').map((e) => e.customer_id))).toEqual(
      new Set([customer?.id]),
    )
    expect(byName(events, '$item_set')?.customer_id).toBeNull()
    expect(road.passed.map((p) => p.status)).toEqual(road.passed.map(() => 200))
    expect(await api.deadLetters()).toEqual([])
  })
})
