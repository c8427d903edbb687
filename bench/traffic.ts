// Bodies like a shop's own: visitors and members browse, the same events a hundred times an hour.

export interface Traffic {
  path: string
  bodies: Buffer[]
  events: number
}

/** Deterministic: the same figures are compared on the same events. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const NAMES = [
  'page_viewed',
  'product_viewed',
  'product_added',
  'search_performed',
  'coupon_viewed',
  'banner_clicked',
]

/** `people` members on two devices each; four of five events come from somebody signed in. */
export function segmentTraffic(options: {
  events: number
  batch: number
  people: number
  run: string
}): Traffic {
  const random = randomFrom(options.people + options.batch)
  const bodies: Buffer[] = []
  const now = Date.now()
  for (let start = 0; start < options.events; start += options.batch) {
    const batch = Array.from(
      { length: Math.min(options.batch, options.events - start) },
      (_, i) => {
        const person = Math.floor(random() * options.people)
        const device = Math.floor(random() * 2)
        const at = new Date(now - Math.floor(random() * 600_000)).toISOString()
        const item = Math.floor(random() * 5000)
        return {
          type: 'track',
          event: NAMES[Math.floor(random() * NAMES.length)],
          messageId: `${options.run}-${start + i}`,
          anonymousId: `anon-${person}-${device}`,
          userId: random() < 0.8 ? `member-${person}` : null,
          timestamp: at,
          properties: {
            sku: `SKU${item}`,
            price: item / 10,
            category: `类目${item % 40}`,
            position: item % 20,
            list: '首页推荐',
            in_stock: item % 3 > 0,
          },
          context: {
            library: { name: 'analytics.js', version: '1.84.3' },
            page: {
              path: `/p/${item}`,
              url: `https://shop.example.com/p/${item}?from=home`,
              title: '商品详情',
            },
            userAgent: 'Mozilla/5.0 (iPhone)',
          },
        }
      },
    )
    const body = options.batch === 1 ? batch[0] : { batch, sentAt: new Date(now).toISOString() }
    bodies.push(Buffer.from(JSON.stringify(body)))
  }
  return { path: options.batch === 1 ? '/v1/track' : '/v1/batch', bodies, events: options.events }
}
