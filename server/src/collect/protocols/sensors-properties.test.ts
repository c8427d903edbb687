import { describe, expect, test } from 'vitest'
import { decodeSensors } from './sensors.ts'
import { RECEIVED_AT, wire } from './testing.ts'

function decodeOne(properties: Record<string, unknown>, event = 'PageSeen') {
  const record = { type: 'track', event, distinct_id: 'x', time: RECEIVED_AT, properties }
  const { drafts, rejected, notes } = decodeSensors(
    wire({ path: '/sa', body: JSON.stringify(record) }),
  )
  expect(rejected).toEqual([])
  const draft = drafts[0]
  if (draft === undefined) throw new Error('nothing decoded')
  return { ...draft, notes, sent: JSON.parse(draft.raw().toString()).properties }
}

describe('order lines', () => {
  const lines = [
    { product_id: 'SPU1001', price: 129, quantity: 2, name: '有机奶粉 800g 😀' },
    { product_id: 'SPU2007', price: 200, quantity: 1, sku: { color: '红' } },
  ]

  test('that the SDK made text are lines again, and what was sent stays as sent', () => {
    const sent = { products: lines.map((l) => JSON.stringify(l)), product_ids: ['SPU1001'] }
    const draft = decodeOne(sent)
    expect(draft.props).toEqual({ products: lines, product_ids: ['SPU1001'] })
    expect(draft.sent).toEqual(sent)
    expect(draft.notes.stringified_object_parsed).toBe(2)
  })

  test('that came as objects stay so', () => {
    expect(decodeOne({ products: lines }).props).toEqual({ products: lines })
  })

  test('only objects inside lists are parsed, and only what is one', () => {
    const sent = {
      list: ['{not json}', '{}x', 'plain', '[1]', '{"ok":1}', 7, null],
      alone: '{"a":1}',
      __proto__x: ['{"__proto__":{"admin":true}}'],
    }
    const { props } = decodeOne(sent)
    expect(props.list).toEqual(['{not json}', '{}x', 'plain', '[1]', { ok: 1 }, 7, null])
    expect(props.alone).toBe('{"a":1}')
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })

  test('that hide a deep nest as text stay text', () => {
    const nest = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect(decodeOne({ products: [nest] }).props.products).toEqual([nest])
  })

  test('claim the order’s amount, which only commerce believes', () => {
    const order = { order_id: 'SO1', total: 437.6, currency: 'CNY' }
    expect(decodeOne(order, 'OrderCompleted')).toMatchObject({
      claimedRevenueFen: 43760,
      currency: 'CNY',
      links: { order_id: 'SO1' },
    })
    expect(decodeOne(order, 'OrderViewed').claimedRevenueFen).toBeUndefined()
  })
})

describe('links', () => {
  test('are found under every spelling, this event’s own before the last touch', () => {
    expect(
      decodeOne({
        _latest_guide_id: 'g_old',
        guide_id: 'g_778',
        _latest_store_id: 'store_1',
        _store_id: 'store_2',
        channel_id: 17,
        _activity_id: 'act',
        content_id: '',
        order_id: { no: 1 },
      }).links,
    ).toEqual({ staff_id: 'g_778', store_id: 'store_2', channel_id: '17', activity_id: 'act' })
  })

  test('prefer staff_id to guide_id and are never guessed', () => {
    expect(decodeOne({ guide_id: 'g', _latest_staff_id: 's' }).links).toEqual({ staff_id: 's' })
    expect(decodeOne({ store: 'x', shop_id: 'y', guideId: 'z', user_id: 'u' }).links).toEqual({})
  })
})

describe('surroundings', () => {
  test('are this event’s page and campaign; the last touch stays a property', () => {
    const properties = {
      $url: 'https://shop.test/p/1?utm_source=wecom',
      $url_path: '/p/1',
      $title: '商品 | 商城',
      $referrer: 'https://www.example.cn/',
      $utm_source: 'wecom',
      $utm_medium: 'guide_qr',
      $utm_campaign: '双11',
      $latest_utm_content: 'older',
    }
    const draft = decodeOne(properties)
    expect(draft.surroundings).toEqual({
      page_url: 'https://shop.test/p/1?utm_source=wecom',
      page_path: '/p/1',
      page_title: '商品 | 商城',
      referrer: 'https://www.example.cn/',
      utm_source: 'wecom',
      utm_medium: 'guide_qr',
      utm_campaign: '双11',
    })
    expect(draft.props).toEqual(properties)
  })

  test('know the SDK’s words for nothing', () => {
    expect(
      decodeOne({ $referrer: '直接打开', $url_path: '未取到', $title: '', $url: 5 }).surroundings,
    ).toEqual({})
    expect(decodeOne({ $title: '未来商城' }).surroundings).toEqual({ page_title: '未来商城' })
  })

  test('tell who shared the page, from properties or from the shared path', () => {
    const share = '{"p":"pages/goods/detail","i":"mp-7","d":2,"m":"转发消息卡片"}'
    const expected = { share_id: 'mp-7', share_depth: 2, share_method: '转发消息卡片' }
    const encoded = `id=1&sampshare=${encodeURIComponent(share)}&x=2`
    expect(decodeOne({ $url_query: encoded }).surroundings).toEqual(expected)
    expect(decodeOne({ $url_query: `id=1&sampshare=${share}` }).surroundings).toEqual(expected)
    expect(
      decodeOne({ $share_distinct_id: 'mp-7', $share_depth: 2, $share_method: '转发消息卡片' })
        .surroundings,
    ).toEqual(expected)
    expect(decodeOne({ $share_depth: 0 }).surroundings).toEqual({ share_depth: 0 })
  })

  test('a share that cannot be read is counted', () => {
    const { surroundings, notes } = decodeOne({ $url_query: 'sampshare=%7Bbroken' })
    expect(surroundings).toEqual({})
    expect(notes.unreadable_share).toBe(1)
  })
})
