// Writes the requests beside it: one person's visits in the wire forms that the real SDKs use, made
// by hand after recordings of them. Run it again after a change: node server/e2e/requests/make.ts
//
// {{client_key}}, {{server_key}}, {{member_id}}, {{phone}} and {{taobao}} are filled in when sent.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = import.meta.dirname
/** 2026-06-18, 20:00 in Shanghai. */
const START = Date.UTC(2026, 5, 18, 12, 0, 0)
let clock = START
const tick = (ms = 900) => {
  clock += ms
  return clock
}

interface Made {
  scenario: string
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  /** Text as it is sent; or bytes that no text can hold. */
  body?: string
  bodyBase64?: string
  /** What is inside, for whoever reads this. */
  decoded: unknown[]
}
const numbers = new Map<string, number>()
function write(kind: string, made: Made): void {
  const number = (numbers.get(kind) ?? 0) + 1
  numbers.set(kind, number)
  mkdirSync(join(folder, kind), { recursive: true })
  const name = `${String(number).padStart(2, '0')}.json`
  writeFileSync(join(folder, kind, name), `${JSON.stringify(made, null, 2)}\n`)
}

/** As the mini-program SDK writes text: each half of an emoji as three bytes of its own. */
function cesu8(text: string): Buffer {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes.push(unit)
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 63))
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63))
  }
  return Buffer.from(bytes)
}
/** The hash that web and app SDKs send of the base64 text. */
function crc(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (31 * hash + text.charCodeAt(i)) | 0
  return hash
}

const ADDRESS = 'project=production&token={{client_key}}'
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50'
const BROWSER =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36'

const MEMBER = 'mbr_20618'
const APP = 'wx618a618b618c618d'
const OPENID = 'oGm18_618618618618618618618m'
const UNIONID = 'o6_un618618618618618618618un'
const MOBILE = '+8613900139006'
const DEVICE = '1781784000123-4410067-0c9f3ab2d41e8d8-31775502'

function miniRecord(
  type: string,
  given: { event?: string; login?: boolean; identities?: object; properties?: object },
) {
  const time = tick(37)
  const identities = {
    $identity_mp_id: DEVICE,
    ...(given.login ? { $identity_login_id: MEMBER } : {}),
    $identity_anonymous_id: DEVICE,
    ...given.identities,
  }
  return {
    distinct_id: given.login ? MEMBER : DEVICE,
    identities,
    lib: { $lib: 'MiniProgram', $lib_method: 'code', $lib_version: '1.22.7' },
    properties: {
      ...(type === 'track'
        ? {
            $lib: 'MiniProgram',
            $lib_version: '1.22.7',
            $os: 'iOS',
            $model: 'iPhone 15 Pro',
            $app_id: APP,
            $timezone_offset: -480,
            _latest_guide_id: 'g_618',
            _latest_store_id: 'store_sh_0021',
          }
        : {}),
      ...given.properties,
    },
    ...(given.login ? { login_id: MEMBER } : {}),
    anonymous_id: DEVICE,
    ...(type === 'track_signup' ? { original_id: DEVICE } : {}),
    type,
    ...(given.event ? { event: given.event } : {}),
    // profile_* records of the mini-program carry no _track_id.
    ...(type.startsWith('profile') ? {} : { _track_id: 100_000_000 + (time % 100_000_000) }),
    time,
    _flush_time: time + 12,
  }
}
function mini(scenario: string, records: object[]): void {
  const base64 = cesu8(JSON.stringify(records)).toString('base64')
  write('mini-program', {
    scenario,
    method: 'POST',
    url: `/sa?${ADDRESS}`,
    headers: { 'content-type': 'text/plain', 'user-agent': PHONE },
    body: `data_list=${encodeURIComponent(base64)}`,
    decoded: records,
  })
  tick()
}

mini('cold start from a guide’s code', [
  miniRecord('profile_set_once', { properties: { $first_visit_time: '2026-06-18 20:00:00.123' } }),
  miniRecord('track', {
    event: '$MPLaunch',
    properties: {
      $url_path: 'pages/index/index',
      $scene: 'wx-1047',
      $utm_source: 'wecom',
      $utm_medium: 'guide_qr',
      $utm_campaign: '618',
      $is_first_time: true,
    },
  }),
  miniRecord('track', {
    event: '$MPViewScreen',
    properties: { $url_path: 'pages/goods/detail', $title: '婴儿连体衣' },
  }),
])
mini('binds openid, unionid and mobile', [
  miniRecord('track_id_bind', {
    event: '$BindID',
    identities: { [`$identity_mp_${APP}_openid`]: OPENID },
  }),
  miniRecord('track_id_bind', {
    event: '$BindID',
    identities: { [`$identity_mp_${APP}_openid`]: OPENID, $identity_mp_unionid: UNIONID },
  }),
  miniRecord('track_id_bind', {
    event: '$BindID',
    identities: {
      [`$identity_mp_${APP}_openid`]: OPENID,
      $identity_mp_unionid: UNIONID,
      $identity_mobile: MOBILE,
    },
  }),
])
mini('signs in', [
  miniRecord('track_signup', {
    event: '$SignUp',
    login: true,
    identities: {
      [`$identity_mp_${APP}_openid`]: OPENID,
      $identity_mp_unionid: UNIONID,
      $identity_mobile: MOBILE,
    },
  }),
])
mini('a nickname with emoji, points, tags', [
  miniRecord('profile_set', { login: true, properties: { nickname: '小满👶🎉', city: '上海' } }),
  miniRecord('profile_increment', { login: true, properties: { visits: 1 } }),
  miniRecord('profile_append', { login: true, properties: { likes: ['连体衣', '奶粉'] } }),
])
mini('an order, its lines as texts', [
  miniRecord('track', {
    event: 'OrderCompleted',
    login: true,
    properties: {
      order_id: 'MP20260618001',
      total: 458.4,
      currency: 'CNY',
      products: [
        '{"product_id":"SPU1001","sku":"SKU1001-S","price":129.5,"quantity":2}',
        '{"product_id":"SPU2002","sku":"SKU2002","price":199.4,"quantity":1}',
      ],
    },
  }),
])
mini('signs out, looks on', [
  miniRecord('track', { event: 'AfterLogout', properties: { from: 'settings' } }),
])

const COOKIE = '19f3a1b2c3d4e5-0f618618618618-26021e51-1024000-19f3a1b2c3d618'
function webRecord(
  type: string,
  given: { event?: string; login?: boolean; identities?: object; properties?: object },
) {
  const time = tick(41)
  return {
    identities: {
      $identity_cookie_id: COOKIE,
      ...given.identities,
      ...(given.login ? { $identity_login_id: MEMBER } : {}),
      $identity_anonymous_id: COOKIE,
    },
    distinct_id: given.login ? MEMBER : COOKIE,
    lib: { $lib: 'js', $lib_method: 'code', $lib_version: '1.27.11' },
    properties: {
      $timezone_offset: -480,
      ...(type === 'track'
        ? {
            $url: 'https://m.shop.test/goods/1001?utm_source=wecom',
            $url_path: '/goods/1001',
            $title: '婴儿连体衣',
            $utm_source: 'wecom',
            $is_first_day: true,
          }
        : {}),
      ...given.properties,
    },
    ...(given.login ? { login_id: MEMBER } : {}),
    anonymous_id: COOKIE,
    ...(type === 'track_signup' ? { original_id: COOKIE } : {}),
    type,
    ...(given.event ? { event: given.event } : {}),
    _track_id: 200_000_000 + (time % 100_000_000),
    time,
    _flush_time: time + 8,
  }
}
function web(
  scenario: string,
  form: 'image' | 'ajax' | 'beacon' | 'batch',
  records: object[],
): void {
  const base64 = Buffer.from(JSON.stringify(form === 'batch' ? records : records[0])).toString(
    'base64',
  )
  const data = `data=${encodeURIComponent(base64)}&ext=${encodeURIComponent(`crc=${crc(base64)}`)}`
  const made = { scenario, decoded: records }
  const headers = { 'user-agent': BROWSER, origin: 'https://m.shop.test' }
  if (form === 'image')
    write('web', { ...made, method: 'GET', url: `/sa.gif?${ADDRESS}&${data}`, headers })
  else
    write('web', {
      ...made,
      method: 'POST',
      url: `/sa.gif?${ADDRESS}`,
      headers: {
        ...headers,
        'content-type':
          form === 'beacon' ? 'text/plain;charset=UTF-8' : 'application/x-www-form-urlencoded',
      },
      body: form === 'batch' ? `data_list=${encodeURIComponent(base64)}` : data,
    })
  tick()
}
web('first page, by image', 'image', [webRecord('track', { event: '$pageview' })])
web('first visit, by image', 'image', [
  webRecord('profile_set_once', { properties: { $first_referrer: 'https://work.weixin.qq.com/' } }),
])
web('into the cart, by ajax', 'ajax', [
  webRecord('track', { event: 'AddToCart', properties: { sku: 'SKU1001-S', price: 129.5 } }),
])
web('signs in, at once', 'batch', [
  webRecord('track_signup', {
    event: '$SignUp',
    login: true,
    identities: { $identity_mobile: MOBILE },
  }),
])
web('coupons seen, in a batch', 'batch', [
  webRecord('track', { event: 'CouponViewed', login: true, properties: { coupon: 'C1' } }),
  webRecord('track', { event: 'CouponViewed', login: true, properties: { coupon: 'C2' } }),
])
web('leaves, by beacon', 'beacon', [
  webRecord('track', { event: '$WebStay', login: true, properties: { event_duration: 42.5 } }),
])

const ANONYMOUS = '6f1c2a9e-4b7d-4e21-9a55-618618618618'
let message = 0
function segment(scenario: string, path: string, event: object): void {
  const at = new Date(tick()).toISOString()
  message += 1
  const whole = {
    messageId: `ajs-next-${clock}-6f1c2a9e-4b7d-4e21-9a55-{{member_id}}-${message}`,
    timestamp: at,
    anonymousId: `${ANONYMOUS}-{{member_id}}`,
    userId: null,
    ...event,
    context: {
      page: {
        path: '/p/2002',
        referrer: '',
        search: '',
        title: '有机奶粉',
        url: 'https://www.shop.test/p/2002',
      },
      userAgent: BROWSER,
      locale: 'zh-CN',
      library: { name: 'analytics.js', version: 'npm:next-1.84.3' },
      timezone: 'Asia/Shanghai',
    },
    integrations: {},
    writeKey: '{{client_key}}',
    sentAt: new Date(clock + 15).toISOString(),
    _metadata: { bundled: ['Segment.io'], unbundled: [], bundledIds: [] },
  }
  write('segment', {
    scenario,
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'text/plain',
      'user-agent': BROWSER,
      origin: 'https://www.shop.test',
      authorization: 'Basic {{client_key}}',
    },
    body: JSON.stringify(whole),
    decoded: [whole],
  })
}
segment('a page', '/v1/p', {
  type: 'page',
  name: '有机奶粉',
  properties: { path: '/p/2002', title: '有机奶粉', url: 'https://www.shop.test/p/2002' },
})
segment('a product', '/v1/t', {
  type: 'track',
  event: 'Product Viewed',
  properties: { product_id: 'SPU2002', price: 199.4 },
})
segment('says who it is', '/v1/i', {
  type: 'identify',
  userId: '{{member_id}}',
  traits: { nickname: '小满', birthday: '1995-06-18' },
})
segment('puts it into the cart', '/v1/t', {
  type: 'track',
  event: 'Product Added',
  userId: '{{member_id}}',
  properties: { product_id: 'SPU2002', quantity: 1 },
})

function own(kind: string, scenario: string, url: string, body: Record<string, object[]>): void {
  write(kind, {
    scenario,
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: 'Bearer {{server_key}}' },
    body: JSON.stringify(body),
    decoded: Object.values(body).flat(),
  })
}
const phone = [{ namespace: 'phone', value: '{{phone}}' }]
own('pos', 'an order at the till, the customer known by phone', '/v1/events', {
  events: [
    {
      id: 'pos-{{member_id}}-1',
      name: 'pos_order',
      at: new Date(tick(3_600_000)).toISOString(),
      identifiers: phone,
      properties: { ticket: 'T618-1', items: 2, amount: 318.0 },
      platform: 'pos',
      store_id: 'store_sh_0021',
      staff_id: 'g_618',
    },
  ],
})
own('pos', 'another day, and something given back', '/v1/events', {
  events: [
    {
      id: 'pos-{{member_id}}-2',
      name: 'pos_order',
      at: new Date(tick(86_400_000)).toISOString(),
      identifiers: phone,
      properties: { ticket: 'T618-2', items: 1, amount: 99.5 },
      platform: 'pos',
      store_id: 'store_sh_0021',
    },
    {
      id: 'pos-{{member_id}}-3',
      name: 'pos_return',
      at: new Date(tick(60_000)).toISOString(),
      identifiers: phone,
      properties: { ticket: 'T618-3', of: 'T618-1' },
      platform: 'pos',
      store_id: 'store_sh_0021',
    },
  ],
})
const buyer = [{ namespace: 'taobao', value: '{{taobao}}' }, ...phone]
own('marketplace', 'the buyer, as an import brings it', '/v1/customers', {
  customers: [
    {
      id: 'tb-{{member_id}}',
      identifiers: buyer,
      attributes: { taobao_level: '88VIP', province: '上海' },
      at: new Date(START - 90 * 86_400_000).toISOString(),
      source: 'taobao',
    },
  ],
})
own('marketplace', 'what the buyer did there, years of it', '/v1/events', {
  events: [
    {
      id: 'tb-{{member_id}}-1',
      name: 'marketplace_order',
      at: '2025-11-11T00:00:07.000Z',
      identifiers: [buyer[0]],
      properties: { shop: '旗舰店', amount: 899 },
      platform: 'taobao',
      source: 'taobao',
    },
    {
      id: 'tb-{{member_id}}-2',
      name: 'marketplace_review',
      at: '2025-11-20T09:30:00.000Z',
      identifiers: [buyer[0]],
      properties: { stars: 5 },
      platform: 'taobao',
      source: 'taobao',
    },
  ],
})
