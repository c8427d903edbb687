// CPU of decoding a batch of 100 events on one core, beside plain JSON.parse of the same bytes.
import { gzipSync } from 'node:zlib'
import type { Decoded, WireRequest } from '../server/src/collect/draft.ts'
import { decodeHomefield } from '../server/src/collect/protocols/homefield.ts'
import { decodeSegment } from '../server/src/collect/protocols/segment.ts'
import { decodeSensors } from '../server/src/collect/protocols/sensors.ts'

const EVENTS = 100
const MS_PER_CASE = 2_000

const now = Date.parse('2026-11-21T08:00:00.000Z')
const iso = new Date(now - 1_500).toISOString()

function request(path: string, body: Buffer): WireRequest {
  return { method: 'POST', path, query: new URLSearchParams(), headers: {}, body, receivedAt: now }
}

const segmentEvents = Array.from({ length: EVENTS }, (_, i) => ({
  type: 'track',
  event: i % 10 === 0 ? 'Order Completed' : 'Product Viewed',
  messageId: `node-next-1795298569001-6f1c2a9e-4b7d-4e21-9a55-${String(i).padStart(12, '0')}`,
  userId: `mbr_${10_000 + i}`,
  anonymousId: `8d7e2c51-92a4-4f0b-b0c3-${String(i).padStart(12, '0')}`,
  timestamp: iso,
  properties: {
    product_id: `SPU${1000 + i}`,
    sku: `SKU${1000 + i}-红-M`,
    name: '婴儿连体衣 纯棉',
    category: '母婴/服饰',
    price: 129.5,
    quantity: 2,
    store_id: 'store_sh_0021',
    order_id: `SO20261121${i}`,
    total: 437.6,
    currency: 'CNY',
  },
  context: {
    library: { name: '@segment/analytics-node', version: '3.1.0' },
    page: { url: 'https://www.shop.test/p/1', path: '/p/1', title: '商品', referrer: '' },
    campaign: { source: 'wecom', medium: 'guide_qr', name: '双11' },
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15',
  },
}))

const sensorsRecords = Array.from({ length: EVENTS }, (_, i) => ({
  distinct_id: `mbr_${10_000 + i}`,
  identities: {
    $identity_mp_id: `1795298270312-5764231-085f9add3c0ca48-${25_194_219 + i}`,
    $identity_login_id: `mbr_${10_000 + i}`,
    $identity_anonymous_id: `1795298270312-5764231-085f9add3c0ca48-${25_194_219 + i}`,
  },
  lib: { $lib: 'MiniProgram', $lib_method: 'code', $lib_version: '1.22.7' },
  properties: {
    $referrer: 'pages/index/index?utm_source=wecom&guide_id=g_778',
    $title: '商品详情',
    $url: 'pages/goods/detail?id=SPU1001',
    $url_path: 'pages/goods/detail',
    $lib: 'MiniProgram',
    $lib_version: '1.22.7',
    $network_type: 'WIFI',
    $brand: 'IPHONE',
    $model: 'iPhone 15 Pro<iPhone16,1>',
    $screen_width: 393,
    $screen_height: 852,
    $os: 'iOS',
    $os_version: '17.5',
    $timezone_offset: -480,
    $app_id: 'wx0123456789abcdef',
    _latest_guide_id: 'g_778',
    _latest_store_id: 'store_sh_0021',
    $latest_utm_source: 'wecom',
    product_id: `SPU${1000 + i}`,
    price: 129,
    quantity: 2,
    $is_first_day: true,
  },
  login_id: `mbr_${10_000 + i}`,
  anonymous_id: `1795298270312-5764231-085f9add3c0ca48-${25_194_219 + i}`,
  type: 'track',
  event: 'AddToCart',
  _track_id: 227_970_000 + i,
  time: now - 1_500,
  _flush_time: now - 20,
}))

const ownEvents = Array.from({ length: EVENTS }, (_, i) => ({
  id: `pos-20261121-${i}`,
  name: 'order_paid',
  at: iso,
  identifiers: [
    { namespace: 'phone', value: `+86138001${38_000 + i}` },
    { namespace: 'member_id', value: `mbr_${10_000 + i}` },
  ],
  properties: {
    sku: `SKU${1000 + i}`,
    name: '有机奶粉 800g',
    quantity: 1,
    till: 4,
    cashier: 'g_778',
  },
  revenue_fen: 43_760,
  currency: 'CNY',
  platform: 'pos',
  store_id: 'store_sh_0021',
  order_id: `SO20261121${i}`,
}))

interface Case {
  name: string
  json: Buffer
  wire: WireRequest
  decode: (request: WireRequest) => Decoded
}

function encoded(bytes: Buffer): string {
  return encodeURIComponent(bytes.toString('base64'))
}

const segmentJson = Buffer.from(JSON.stringify({ batch: segmentEvents, sentAt: iso }))
const sensorsJson = Buffer.from(JSON.stringify(sensorsRecords))
const ownJson = Buffer.from(JSON.stringify({ events: ownEvents }))

const cases: Case[] = [
  {
    name: 'segment',
    json: segmentJson,
    wire: request('/v1/batch', segmentJson),
    decode: decodeSegment,
  },
  {
    name: 'sensors',
    json: sensorsJson,
    wire: request('/sa', Buffer.from(`data_list=${encoded(sensorsJson)}`)),
    decode: decodeSensors,
  },
  {
    name: 'sensors gzip',
    json: sensorsJson,
    wire: request('/sa', Buffer.from(`data_list=${encoded(gzipSync(sensorsJson))}&gzip=1`)),
    decode: decodeSensors,
  },
  {
    name: 'homefield',
    json: ownJson,
    wire: request('/v1/events', ownJson),
    decode: decodeHomefield,
  },
]

/** CPU µs of one event, after a warm-up of the same work. */
function measure(work: () => unknown): number {
  const until = (ms: number) => {
    const end = performance.now() + ms
    let rounds = 0
    while (performance.now() < end) {
      work()
      rounds += 1
    }
    return rounds
  }
  until(MS_PER_CASE / 4)
  const before = process.cpuUsage()
  const rounds = until(MS_PER_CASE)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (rounds * EVENTS)
}

console.log('decode: CPU µs an event, batches of 100, one core')
for (const { name, json, wire, decode } of cases) {
  const { drafts, rejected } = decode(wire)
  if (drafts.length !== EVENTS || rejected.length > 0) throw new Error(`${name}: not all decoded`)
  const baseline = measure(() => JSON.parse(json.toString('utf8')))
  const decoding = measure(() => decode(wire))
  const bytes = Math.round(json.length / EVENTS)
  console.log(
    `${name.padEnd(14)} ${decoding.toFixed(2).padStart(6)}   JSON.parse alone ${baseline.toFixed(2).padStart(6)}   ${bytes} bytes an event`,
  )
}
