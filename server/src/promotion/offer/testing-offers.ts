// Baskets and offers for tests: by hand, and at random as fast-check draws them.
import fc from 'fast-check'
import { Basket } from './basket.ts'
import type { KindCode } from './kinds/index.ts'
import { Offer } from './offer.ts'
import { type Asked, quote } from './quote.ts'

type Input<T> = { [K in keyof T]?: unknown }

/** Pieces by what they cost: `{ tea: [2, 3000] }` is two of ¥30. */
export const basketOf = (
  pieces: Record<string, readonly [quantity: number, fen: number]>,
  rest: Input<Basket> = {},
): Basket =>
  Basket.parse({
    at: '2026-11-11T10:00:00+08:00',
    ...rest,
    lines: Object.entries(pieces).map(([sku, [quantity, unit_fen]]) => ({
      key: sku,
      sku,
      quantity,
      unit_fen,
    })),
  })

export const offerOf = (
  id: string,
  kind: KindCode,
  args: Record<string, unknown>,
  rest: Input<Offer> = {},
): Offer => Offer.parse({ id, kind, args, ...rest })

export const quoteOf = (basket: Basket, offers: Offer[], rest: Partial<Asked> = {}) =>
  quote({ basket, offers, groups: [], limits: {}, ...rest })

const SKUS = ['a', 'b', 'c', 'd']
const fen = fc.integer({ min: 1, max: 30_000 })
const whole = (max: number) => fc.integer({ min: 1, max })

const ARGS: { [K in KindCode]: fc.Arbitrary<Record<string, unknown>> } = {
  percentage: fc.record({ off_bp: whole(10_000) }),
  amount: fc.record({ off_fen: fen }),
  steps: fc.oneof(
    fc.record({
      steps: fc.array(fc.record({ from_fen: fen, off_fen: fen }), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      steps: fc.array(fc.record({ from_pieces: whole(6), off_bp: whole(10_000) }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    fc.record({
      steps: fc.tuple(fc.record({ from_fen: fen, off_fen: fen })),
      repeats: fc.constant(true),
    }),
  ),
  fixed_price: fc.record(
    { price_fen: fc.nat(20_000), most: whole(4), free_shipping: fc.boolean() },
    { requiredKeys: ['price_fen'] },
  ),
  buy_get: fc.record(
    { buy: whole(3), get: whole(2), off_bp: whole(10_000), most_sets: whole(3) },
    { requiredKeys: ['buy', 'get'] },
  ),
  bundle: fc.record({
    parts: fc
      .uniqueArray(fc.constantFrom(...SKUS), { minLength: 1, maxLength: 2 })
      .chain((skus) =>
        fc.tuple(...skus.map((sku) => fc.record({ sku: fc.constant(sku), pieces: whole(2) }))),
      ),
    price_fen: fc.nat(20_000),
  }),
  free_shipping: fc.record({ most_fen: whole(2000) }, { requiredKeys: [] }),
  gift: fc.record({ sku: fc.constant('present'), value_fen: whole(5000) }),
}

export const someBasket: fc.Arbitrary<Basket> = fc
  .record({
    lines: fc.array(
      fc.record({
        sku: fc.constantFrom(...SKUS),
        quantity: whole(5),
        unit_fen: fc.nat(20_000),
        no_offers: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    shipping_fen: fc.nat(2000),
  })
  .map(({ lines, shipping_fen }) =>
    Basket.parse({
      at: '2026-11-11T10:00:00+08:00',
      lines: lines.map((line, i) => ({ ...line, key: `${i}` })),
      shipping_fen,
    }),
  )

const terms = fc.record(
  {
    source: fc.constantFrom('offer', 'coupon'),
    priority: fc.integer({ min: -2, max: 2 }),
    goods: fc.uniqueArray(fc.constantFrom(...SKUS), { minLength: 1 }).map((skus) => ({ skus })),
    needs: fc.record({ fen, pieces: whole(5) }, { requiredKeys: [] }),
    exclusive: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    not_with: fc.array(
      fc.integer({ min: 0, max: 11 }).map((n) => `offer-${n}`),
      { maxLength: 2 },
    ),
    left: fc.record({ fen }, { requiredKeys: [] }),
    group: fc.constantFrom('one', 'two'),
  },
  { requiredKeys: [] },
)

export const someOffer = (id: string): fc.Arbitrary<Offer> =>
  fc
    .constantFrom(...(Object.keys(ARGS) as KindCode[]))
    .chain((kind) => fc.tuple(fc.constant(kind), ARGS[kind], terms, fc.option(fen)))
    .map(([kind, args, rest, most]) =>
      offerOf(id, kind, args, {
        ...rest,
        ...(most !== null && kind !== 'gift' && { most_fen: most }),
      }),
    )

export const someOffers = (most: number): fc.Arbitrary<Offer[]> =>
  fc
    .integer({ min: 1, max: most })
    .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => someOffer(`offer-${i}`))))
