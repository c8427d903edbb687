import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GROUP_MODES } from './offer.ts'
import { basketOf, offerOf, quoteOf, someBasket, someOffers } from './testing-offers.ts'

const groups = fc
  .tuple(fc.constantFrom(...GROUP_MODES), fc.constantFrom(...GROUP_MODES))
  .map(([one, two]) => [
    { code: 'one', mode: one },
    { code: 'two', mode: two },
  ])
const applied = (q: ReturnType<typeof quoteOf>) =>
  q.told.filter((t) => t.applied).map((t) => t.offer)
const reasonFor = (q: ReturnType<typeof quoteOf>, id: string) => {
  const told = q.told.find((t) => t.offer === id)
  return told?.applied === false ? told.reason : undefined
}
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)

describe('whatever the basket and its offers', () => {
  test('lines, shipping and discounts add up to the fen, and nothing goes below zero', () => {
    fc.assert(
      fc.property(someBasket, someOffers(9), groups, (basket, offers, groups) => {
        const q = quoteOf(basket, offers, { groups })
        const before = sum(basket.lines.map((l) => l.unit_fen * l.quantity)) + basket.shipping_fen
        expect(q.totalFen).toBe(before - q.offFen)
        expect(q.totalFen).toBe(
          sum(q.lines.map((l) => l.totalFen)) + q.shippingFen - q.shippingOffFen,
        )
        expect(q.shippingOffFen).toBeLessThanOrEqual(q.shippingFen)
        for (const [i, line] of q.lines.entries()) {
          expect(line.totalFen).toBeGreaterThanOrEqual(0)
          expect(line.offFen).toBe(sum(line.by.map((b) => b.fen)))
          expect(line.by.every((b) => Number.isSafeInteger(b.fen) && b.fen > 0)).toBe(true)
          if (basket.lines[i]?.no_offers) expect(line.offFen).toBe(0)
        }
        const worth = q.told.map((t) => (t.applied ? t.worthFen : 0))
        expect(sum(worth)).toBe(q.offFen + sum(q.gifts.map((g) => g.valueFen)))
        for (const [i, offer] of offers.entries()) {
          const told = q.told.find((t) => t.offer === offer.id)
          expect(told, `${i}`).toBeDefined()
          if (told?.applied && offer.most_fen)
            expect(told.worthFen).toBeLessThanOrEqual(offer.most_fen)
          if (told?.applied && offer.left.fen !== undefined)
            expect(told.worthFen).toBeLessThanOrEqual(offer.left.fen)
        }
        if (offers.some((o) => o.exclusive && applied(q).includes(o.id)))
          expect(applied(q)).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })
  test('the answer does not depend on the order in which offers are listed', () => {
    fc.assert(
      fc.property(
        someBasket,
        someOffers(7).chain((offers) =>
          fc.tuple(
            fc.constant(offers),
            fc.shuffledSubarray(offers, { minLength: offers.length, maxLength: offers.length }),
          ),
        ),
        groups,
        (basket, [offers, shuffled], groups) => {
          expect(quoteOf(basket, shuffled, { groups })).toEqual(quoteOf(basket, offers, { groups }))
        },
      ),
      { numRuns: 300 },
    )
  })
  test('every offer that does not count has a reason', () => {
    fc.assert(
      fc.property(someBasket, someOffers(9), groups, (basket, offers, groups) => {
        const q = quoteOf(basket, offers, { groups })
        const left = offers.map((o) => o.id).filter((id) => !applied(q).includes(id))
        for (const id of left) expect(reasonFor(q, id)?.code).toMatch(/^[a-z_]+$/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('each kind, by hand', () => {
  const tea = basketOf({ tea: [2, 9990], cup: [1, 4501] }, { shipping_fen: 800 })
  test('8.8 折 rounds once, over all goods, and is spread to the fen', () => {
    const q = quoteOf(tea, [offerOf('p', 'percentage', { off_bp: 1200 })])
    // 12 % of 24,481 is 2,937.72.
    expect(q.offFen).toBe(2938)
    expect(q.lines.map((l) => l.offFen)).toEqual([2398, 540])
  })
  test('满 200 减 30, 满 100 减 10: the highest step that is reached; 每满 100 减 10 counts twice', () => {
    const rising = {
      steps: [
        { from_fen: 10_000, off_fen: 1000 },
        { from_fen: 20_000, off_fen: 3000 },
      ],
    }
    expect(quoteOf(tea, [offerOf('s', 'steps', rising)]).offFen).toBe(3000)
    const each = { steps: [{ from_fen: 10_000, off_fen: 1000 }], repeats: true }
    expect(quoteOf(tea, [offerOf('s', 'steps', each)]).offFen).toBe(2000)
  })
  test('what is missing to the next step is said: 再买 ¥55.19', () => {
    const q = quoteOf(tea, [
      offerOf('s', 'steps', { steps: [{ from_fen: 30_000, off_fen: 1000 }] }),
      offerOf('n', 'amount', { off_fen: 100 }, { needs: { pieces: 4 } }),
    ])
    expect(reasonFor(q, 's')).toEqual({ code: 'below_amount', needed: 30_000, have: 24_481 })
    expect(reasonFor(q, 'n')).toEqual({ code: 'below_pieces', needed: 4, have: 3 })
  })
  test('¥1 购 is for one piece, the others keep their price; 9.9 包邮 brings it home', () => {
    const one = quoteOf(tea, [
      offerOf('1', 'fixed_price', { price_fen: 100, most: 1 }, { goods: { skus: ['tea'] } }),
    ])
    expect(one.lines.map((l) => l.totalFen)).toEqual([10_090, 4501])
    const home = quoteOf(basketOf({ tea: [1, 3900] }, { shipping_fen: 1200 }), [
      offerOf('9.9', 'fixed_price', { price_fen: 990, most: 1, free_shipping: true }),
    ])
    expect(home).toMatchObject({ totalFen: 990, shippingOffFen: 1200 })
  })
  test('买一送一 gives the cheapest pieces, 第二件半价 half of them', () => {
    const mixed = basketOf({ dear: [2, 10_000], cheap: [2, 1001] })
    expect(quoteOf(mixed, [offerOf('b', 'buy_get', { buy: 1, get: 1 })]).offFen).toBe(2002)
    const half = offerOf('h', 'buy_get', { buy: 1, get: 1, off_bp: 5000 })
    // Half of 10.01 is 5.005: 5.01 off each of the two cheap ones.
    expect(quoteOf(mixed, [half]).offFen).toBe(1002)
  })
  test('a bundle counts as often as it is whole, never where it would be dearer', () => {
    const parts = [
      { sku: 'a', pieces: 1 },
      { sku: 'b', pieces: 2 },
    ]
    const basket = basketOf({ a: [3, 5000], b: [5, 1000] })
    const q = quoteOf(basket, [offerOf('set', 'bundle', { parts, price_fen: 6000 })])
    expect(q.offFen).toBe(2 * 1000)
    const dear = quoteOf(basket, [offerOf('set', 'bundle', { parts, price_fen: 7000 })])
    expect(reasonFor(dear, 'set')).toEqual({ code: 'nothing_to_take_off' })
    const alone = quoteOf(basketOf({ a: [3, 5000] }), [
      offerOf('set', 'bundle', { parts, price_fen: 1 }),
    ])
    expect(reasonFor(alone, 'set')).toEqual({ code: 'goods_missing', needed: 2, have: 1 })
  })
  test('a piece that one offer gave its price to is no other’s', () => {
    const q = quoteOf(basketOf({ a: [2, 10_000] }), [
      offerOf('flash', 'fixed_price', { price_fen: 4000 }),
      offerOf('two', 'buy_get', { buy: 1, get: 1 }),
    ])
    // Both for 4,000 each beats one for nothing; together they cannot count.
    expect(applied(q)).toEqual(['flash'])
    expect(q.totalFen).toBe(8000)
  })
  test('满赠 looks at what is left to pay, and shipping is taken off only once', () => {
    const q = quoteOf(tea, [
      offerOf('coupon', 'amount', { off_fen: 5000 }, { source: 'coupon' }),
      offerOf('present', 'gift', { sku: 'cup', value_fen: 2000 }, { needs: { fen: 20_000 } }),
      offerOf('ship', 'free_shipping', {}),
      offerOf('ship-too', 'free_shipping', { most_fen: 500 }),
    ])
    expect(q.shippingOffFen).toBe(800)
    expect(q.gifts).toEqual([])
    expect(reasonFor(q, 'present')).toEqual({ code: 'below_amount', needed: 20_000, have: 19_481 })
    expect(reasonFor(q, 'ship-too')).toEqual({ code: 'nothing_to_take_off' })
  })
})

describe('who, when and where', () => {
  const take = { off_fen: 100 }
  const at = (moment: string, rest = {}) => basketOf({ a: [1, 1000] }, { at: moment, ...rest })
  test('a flash sale from ten to twelve is open at ten and closed at twelve, by the shop’s clock', () => {
    const flash = offerOf('f', 'amount', take, {
      when: { slots: [{ from: '10:00', to: '12:00' }] },
    })
    const codes = ['01:59', '02:00', '03:59', '04:00'].map(
      (utc) => reasonFor(quoteOf(at(`2026-11-11T${utc}:00Z`), [flash]), 'f')?.code,
    )
    expect(codes).toEqual(['other_hour', undefined, undefined, 'other_hour'])
    const berlin = at('2026-11-11T10:30:00+01:00', { timezone: 'Europe/Berlin' })
    expect(applied(quoteOf(berlin, [flash]))).toEqual(['f'])
  })
  test('会员日 on Wednesdays ends when Wednesday does', () => {
    const day = offerOf('w', 'amount', take, { when: { weekdays: [3] } })
    expect(applied(quoteOf(at('2026-11-11T23:59:59+08:00'), [day]))).toEqual(['w'])
    expect(reasonFor(quoteOf(at('2026-11-12T00:00:00+08:00'), [day]), 'w')).toEqual({
      code: 'other_day',
    })
  })
  test('会员日 on the 8th and the 31st is that day where the customer buys, in months that have it', () => {
    const day = offerOf('m', 'amount', take, { when: { month_days: [8, 31] } })
    const open = (moment: string, more = {}) => applied(quoteOf(at(moment, more), [day])).length > 0
    expect(open('2026-11-08T00:00:00+08:00')).toBe(true)
    expect(open('2026-11-07T23:59:59+08:00')).toBe(false)
    expect(open('2026-11-30T12:00:00+08:00')).toBe(false)
    expect(open('2026-12-31T12:00:00+08:00')).toBe(true)
    // The same moment is the 7th in Berlin.
    expect(open('2026-11-08T06:00:00+08:00', { timezone: 'Europe/Berlin' })).toBe(false)
  })
  test('a first order’s offer is open for 72 hours from being added, to new people only', () => {
    const first = offerOf('n', 'amount', take, { who: { new_only: true, hours_from_added: 72 } })
    const code = (customer: object | null) =>
      reasonFor(quoteOf(at('2026-11-11T10:00:00+08:00', { customer }), [first]), 'n')?.code
    expect(code(null)).toBe('sign_in')
    expect(code({ is_new: true, added_at: '2026-11-08T10:00:00.001+08:00' })).toBeUndefined()
    expect(code({ is_new: true, added_at: '2026-11-08T10:00:00+08:00' })).toBe('window_over')
    expect(code({ is_new: true })).toBe('window_over')
    expect(code({ is_new: false, added_at: '2026-11-11T09:00:00+08:00' })).toBe('not_new')
  })
  test('audiences, levels, storefronts, channels, goods and budgets each say why not', () => {
    const customer = { audiences: ['seven'], levels: ['gold'], is_new: false }
    const basket = at('2026-11-11T10:00:00+08:00', { customer, storefront: 's1', channel: 'h5' })
    const q = quoteOf(basket, [
      offerOf('in', 'amount', take, { who: { audiences: ['eight'] } }),
      offerOf('out', 'amount', take, { who: { not_audiences: ['seven'] } }),
      offerOf('level', 'amount', take, { who: { levels: ['black'] } }),
      offerOf('shop', 'amount', take, { where: { storefronts: ['s2'] } }),
      offerOf('room', 'amount', take, { where: { channels: ['live'] } }),
      offerOf('goods', 'amount', take, { goods: { categories: ['tea'] } }),
      offerOf('uses', 'amount', take, { left: { uses: 0 } }),
      offerOf('money', 'amount', take, { left: { fen: 99 } }),
      offerOf('soon', 'amount', take, { when: { from: '2026-11-11T10:00:00.001+08:00' } }),
      offerOf('gone', 'amount', take, { when: { to: '2026-11-11T10:00:00+08:00' } }),
    ])
    const codes = [
      'in',
      'out',
      'level',
      'shop',
      'room',
      'goods',
      'uses',
      'money',
      'soon',
      'gone',
    ].map((id) => reasonFor(q, id)?.code)
    expect(codes).toEqual([
      'not_in_audience',
      'in_excluded_audience',
      'other_level',
      'other_storefront',
      'other_channel',
      'no_goods',
      'uses_spent',
      'budget_spent',
      'not_started',
      'ended',
    ])
  })
})

describe('groups', () => {
  const basket = basketOf({ a: [1, 20_000] })
  const small = offerOf('small', 'amount', { off_fen: 1000 }, { group: 'g', priority: 9 })
  const large = offerOf('large', 'amount', { off_fen: 3000 }, { group: 'g', priority: 1 })
  const by = (mode: (typeof GROUP_MODES)[number]) =>
    applied(quoteOf(basket, [small, large], { groups: [{ code: 'g', mode }] }))
  test('first goes by priority, highest and lowest by worth, all takes every one', () => {
    expect(by('first')).toEqual(['small'])
    expect(by('highest')).toEqual(['large'])
    expect(by('lowest')).toEqual(['small'])
    expect(by('all')).toEqual(['small', 'large'])
    expect(by('best')).toEqual(['small', 'large'])
  })
  test('what the brand decided on is not pushed out by an exclusive offer of lower priority', () => {
    const alone = offerOf('alone', 'amount', { off_fen: 9000 }, { exclusive: true, group: 'g' })
    const q = quoteOf(basket, [small, alone], { groups: [{ code: 'g', mode: 'all' }] })
    expect(applied(q)).toEqual(['small'])
    expect(reasonFor(q, 'alone')).toEqual({ code: 'excluded_by', offer: 'small' })
  })
  test('one that the group passed over names the one that was chosen', () => {
    const q = quoteOf(basket, [small, large], { groups: [{ code: 'g', mode: 'first' }] })
    expect(reasonFor(q, 'large')).toEqual({ code: 'group_chose', offer: 'small' })
  })
  test('and has its place among the few an order may have, however early others come', () => {
    const early = offerOf('early', 'fixed_price', { price_fen: 10_000 })
    const q = quoteOf(basket, [early, small], {
      groups: [{ code: 'g', mode: 'first' }],
      limits: { offers: 1 },
    })
    expect(applied(q)).toEqual(['small'])
    expect(reasonFor(q, 'early')).toEqual({ code: 'too_many' })
  })
  test('one coupon an order means one coupon, the one worth most', () => {
    const coupons = [500, 800, 700].map((off_fen) =>
      offerOf(`c${off_fen}`, 'amount', { off_fen }, { source: 'coupon' }),
    )
    const q = quoteOf(basket, [...coupons, large], { limits: { coupons: 1 } })
    expect(applied(q)).toEqual(['large', 'c800'])
    expect(reasonFor(q, 'c700')).toEqual({ code: 'too_many' })
  })
})
