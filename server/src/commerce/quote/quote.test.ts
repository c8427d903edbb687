import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Freight, namedTwice, shippingTo } from './freight.ts'
import {
  type Json,
  PRICING_VERSION,
  type Quoted,
  type QuoteInput,
  type QuoteLine,
  quote,
  type Rules,
  STEPS,
  TERM_STEPS,
} from './quote.ts'

const line = (sku: string, unitFen: number, quantity = 1, more: Partial<QuoteLine> = {}) => ({
  ...{ sku, unitFen, quantity, memberFen: {}, weightG: 100, ships: true },
  ...more,
})
const input = (lines: QuoteLine[], more: Partial<QuoteInput> = {}): QuoteInput => ({
  ...{ version: PRICING_VERSION, currency: 'CNY', lines, levels: [], deepestBp: null },
  ...{ terms: {}, place: null, freight: null },
  ...more,
})

/** Terms of the tests: so much off these lines. */
interface Cut {
  id: string
  fen: number
  skus?: string[]
  free?: boolean
}
const asTerms = (cuts: readonly Cut[]) => cuts as unknown as Json
const cutting = (terms: Json) => {
  const cuts = terms as unknown as readonly Cut[]
  return {
    takes: cuts.map(({ id, fen, skus }) => ({ id, fen, ...(skus && { skus }) })),
    freeShipping: cuts.some((cut) => cut.free),
  }
}
const rules: Rules = Object.fromEntries(TERM_STEPS.map((step) => [step, cutting]))
function priced(given: QuoteInput): Quoted {
  const quoted = quote(given, rules)
  if (!quoted.ok) throw new Error(quoted.code)
  return quoted
}
const freight: Freight = {
  code: 'standard',
  rules: [
    {
      ...{ regions: [[]], firstG: 1000, firstFen: 800, nextG: 500, nextFen: 200 },
      freeFromFen: 9_900,
    },
    {
      ...{ regions: [['广东省']], firstG: 1000, firstFen: 500, nextG: 1000, nextFen: 100 },
      freeFromFen: null,
    },
    {
      ...{ regions: [['广东省', '深圳市']], firstG: 5000, firstFen: 0, nextG: 1000, nextFen: 100 },
      freeFromFen: null,
    },
  ],
  refused: [['西藏自治区'], ['广东省', '汕尾市']],
}

test('steps come in the order that is shown, each taking from what the one before has left', () => {
  const quoted = priced(
    input([line('a', 10_000, 1, { memberFen: { gold: 9_000 } })], {
      levels: ['gold'],
      terms: {
        offers: asTerms([{ id: 'o', fen: 1_000 }]),
        coupon: asTerms([{ id: 'c', fen: 500 }]),
        points: asTerms([{ id: 'p', fen: 300 }]),
        stored_value: asTerms([{ id: 's', fen: 99_999 }]),
      },
      place: ['上海市'],
      freight,
    }),
  )
  expect(quoted.trace.map((note) => note.step)).toEqual([...STEPS])
  expect(quoted.lines).toEqual([
    {
      ...{ sku: 'a', quantity: 1, grossFen: 10_000, totalFen: 7_200 },
      off: { member_price: 1_000, offers: 1_000, coupon: 500, points: 300, stored_value: 7_200 },
    },
  ])
  // Stored value pays for the goods; shipping comes after it and is paid now.
  expect(quoted).toMatchObject({
    ...{
      discountFen: 2_800,
      shippingFen: 800,
      totalFen: 8_000,
      storedValueFen: 7_200,
      dueFen: 800,
    },
  })
  expect(quoted.trace.find((n) => n.step === 'stored_value')).toMatchObject({
    ...{ code: 'cut_to_room', applied: true, fen: 7_200, args: { wanted: 99_999 } },
  })
})

describe('the trace says why', () => {
  const codes = (given: QuoteInput) => priced(given).trace.map((n) => `${n.step}:${n.code}`)

  test('nothing applied', () => {
    expect(codes(input([line('a', 100)]))).toEqual([
      ...['item:priced', 'member_price:no_level', 'offers:none', 'coupon:none', 'points:none'],
      ...['stored_value:none', 'shipping:picked_up'],
    ])
  })

  test('a member price is not lower, or there is none', () => {
    const dear = line('a', 100, 1, { memberFen: { gold: 120 } })
    expect(codes(input([dear], { levels: ['gold'] }))).toContain('member_price:not_lower')
    expect(codes(input([line('a', 100)], { levels: ['gold'] }))).toContain(
      'member_price:no_member_price',
    )
  })

  test('an offer finds nothing left, and a weight nobody has said counts as none', () => {
    const cuts = [
      { id: 'first', fen: 100 },
      { id: 'second', fen: 1 },
    ]
    const given = input([line('a', 100, 1, { weightG: null })], {
      ...{ terms: { offers: asTerms(cuts) }, place: ['上海市'], freight },
    })
    expect(codes(given)).toEqual(
      expect.arrayContaining(['offers:applied', 'offers:no_room', 'shipping:weight_unknown']),
    )
  })

  test('shipping is free from a sum, by an offer, or not needed', () => {
    const to = { place: ['上海市'], freight }
    expect(codes(input([line('a', 9_900)], to))).toContain('shipping:free_from')
    const free = { offers: asTerms([{ id: 'o', fen: 0, free: true }]) }
    expect(codes(input([line('a', 100)], { ...to, terms: free }))).toContain(
      'shipping:free_by_offer',
    )
    expect(codes(input([line('a', 100, 1, { ships: false })], to))).toContain(
      'shipping:nothing_to_ship',
    )
  })
})

test('the best of several member prices counts, and a level named like a word of the language is just a name', () => {
  const goods = line('a', 1_000, 2, { memberFen: { silver: 950, gold: 900 } })
  const { lines } = priced(input([goods], { levels: ['silver', 'gold', 'constructor'] }))
  expect(lines[0]?.off.member_price).toBe(200)
})

test('discounts stop at the deepest that is allowed; points pay beyond it', () => {
  const quoted = priced(
    input([line('a', 1_000), line('b', 500)], {
      deepestBp: 3_000,
      terms: { offers: asTerms([{ id: 'o', fen: 900 }]), points: asTerms([{ id: 'p', fen: 50 }]) },
    }),
  )
  expect(quoted.lines.map((l) => l.off.offers)).toEqual([300, 150])
  expect(quoted.totalFen).toBe(1_000)
})

test('what cannot be priced is refused with its reason', () => {
  const code = (given: QuoteInput) => {
    const quoted = quote(given, rules)
    return quoted.ok ? 'ok' : quoted.code
  }
  expect(code(input([]))).toBe('basket_empty')
  expect(code(input([line('a', 1), line('a', 1)]))).toBe('sku_twice')
  for (const quantity of [0, -1, 1.5, Number.NaN])
    expect(code(input([line('a', 1, quantity)]))).toBe('bad_quantity')
  for (const fen of [-1, 0.5, Number.POSITIVE_INFINITY])
    expect(code(input([line('a', fen)]))).toBe('bad_price')
  expect(code(input([line('a', Number.MAX_SAFE_INTEGER), line('b', 1)]))).toBe('amount_too_large')
  expect(code(input([line('a', 1)], { place: ['西藏自治区', '拉萨市'], freight }))).toBe(
    'not_delivered',
  )
})

test('a rule that answers nonsense, terms nobody knows and another version stop the pricing', () => {
  const wrong = { offers: () => ({ takes: [{ id: 'o', fen: -5 }] }) }
  expect(() => quote(input([line('a', 9)], { terms: { offers: {} } }), wrong)).toThrow('no amount')
  expect(() => quote(input([line('a', 9)], { terms: { coupon: {} } }), {})).toThrow('coupon')
  expect(() => quote({ ...input([line('a', 9)]), version: 0 }, rules)).toThrow('version 0')
})

describe('freight', () => {
  const fen = (place: string[], weightG: number, goodsFen = 100) => {
    const found = shippingTo(freight, place, weightG, goodsFen)
    return found.code === 'not_delivered' ? found.code : found.fen
  }
  test('the narrowest region decides, for and against', () => {
    expect(fen(['上海市'], 1000)).toBe(800)
    expect(fen(['广东省', '广州市'], 1000)).toBe(500)
    expect(fen(['广东省', '深圳市', '南山区'], 1000)).toBe(0)
    expect(fen(['广东省', '汕尾市'], 1000)).toBe('not_delivered')
    expect(fen(['西藏自治区'], 1)).toBe('not_delivered')
  })
  test('a begun part counts as a whole one', () => {
    expect(fen(['上海市'], 1001)).toBe(1_000)
    expect(fen(['上海市'], 1500)).toBe(1_000)
    expect(fen(['上海市'], 1501)).toBe(1_200)
    expect(fen(['上海市'], 99_999, 9_900)).toBe(0)
  })
  test('a region that stands twice is found', () => {
    expect(namedTwice(freight)).toBeUndefined()
    expect(namedTwice({ ...freight, refused: [['广东省']] })).toBe('广东省')
  })
})

describe('for any basket', () => {
  const cut = fc.record({
    ...{ id: fc.string({ maxLength: 5 }), fen: fc.nat(60_000) },
    free: fc.boolean(),
    skus: fc.option(fc.subarray(['s0', 's1', 's2', 's3', 's4', 's5']), { nil: undefined }),
  })
  const cuts = fc
    .array(cut, { maxLength: 4 })
    .map((some) => asTerms(some.map(({ skus, ...one }) => ({ ...one, ...(skus && { skus }) }))))
  const levels = fc.subarray(['silver', 'gold', 'black'])
  const anyInput = fc
    .record({
      lines: fc.array(
        fc.record({
          ...{ unitFen: fc.nat(30_000), quantity: fc.integer({ min: 1, max: 20 }) },
          memberFen: fc.dictionary(fc.constantFrom('silver', 'gold', 'black'), fc.nat(40_000)),
          weightG: fc.option(fc.nat(5_000)),
          ships: fc.boolean(),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      levels,
      deepestBp: fc.option(fc.integer({ min: 0, max: 10_000 })),
      terms: fc.record(
        { offers: cuts, coupon: cuts, points: cuts, stored_value: cuts },
        { requiredKeys: [] },
      ),
      place: fc.option(fc.constantFrom(['上海市'], ['广东省', '深圳市'], ['广东省', '佛山市'])),
    })
    .map(({ lines, ...rest }) =>
      input(
        lines.map((l, i) => ({ ...l, sku: `s${i}` })),
        { ...rest, freight },
      ),
    )
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

  test('sums are equal to the fen, and nothing is below zero', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const q = priced(given)
        for (const l of q.lines) {
          const { stored_value, ...discounts } = l.off
          expect(l.grossFen - sum(Object.values(discounts))).toBe(l.totalFen)
          expect(stored_value).toBeLessThanOrEqual(l.totalFen)
          expect(
            Math.min(l.totalFen, stored_value, ...Object.values(discounts)),
          ).toBeGreaterThanOrEqual(0)
        }
        expect(sum(q.lines.map((l) => l.totalFen)) + q.shippingFen).toBe(q.totalFen)
        expect(sum(q.lines.map((l) => l.grossFen)) - q.discountFen + q.shippingFen).toBe(q.totalFen)
        expect(sum(q.lines.map((l) => l.off.stored_value))).toBe(q.storedValueFen)
        expect(q.dueFen).toBe(q.totalFen - q.storedValueFen)
        expect(Math.min(q.dueFen, q.shippingFen, q.discountFen)).toBeGreaterThanOrEqual(0)
        for (const step of TERM_STEPS)
          expect(sum(q.trace.filter((n) => n.step === step).map((n) => n.fen))).toBe(
            sum(q.lines.map((l) => l.off[step])),
          )
      }),
      { numRuns: 400 },
    )
  })

  test('the order in which the basket was filled and levels are named changes nothing', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const bySku = (q: Quoted) => ({
          ...q,
          lines: [...q.lines].sort((a, b) => (a.sku < b.sku ? -1 : 1)),
        })
        const turned = {
          ...given,
          lines: [...given.lines].reverse(),
          levels: [...given.levels].reverse(),
        }
        expect(bySku(priced(turned))).toEqual(bySku(priced(given)))
      }),
    )
  })

  test('priced again from what was stored it is the same, whatever holds by then', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const stored = JSON.stringify({ input: given, quoted: priced(given) })
        const { input: again, quoted } = JSON.parse(stored) as { input: QuoteInput; quoted: Quoted }
        expect(priced(again)).toEqual(quoted)
      }),
    )
  })

  test('no line is discounted deeper than allowed by anything but points', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        if (given.deepestBp === null) return
        for (const l of priced(given).lines) {
          const off = l.off.member_price + l.off.offers + l.off.coupon
          expect(off * 10_000).toBeLessThanOrEqual(l.grossFen * given.deepestBp)
        }
      }),
    )
  })
})
