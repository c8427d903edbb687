import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditsOf } from './credit.ts'
import { AFFILIATE_WAYS, type CreditFacts, reversalOf, sharesOf, USUAL_RULE } from './rule.ts'

const facts = (given: Partial<CreditFacts> = {}): CreditFacts => ({
  guides: {},
  storeOfStaff: new Map([
    ['li', 's2'],
    ['wu', null],
  ]),
  ...{ assignedStore: null, sellingStore: 's1', channel: null, room: null, affiliate: null },
  activities: [],
  ...given,
})
const told = (given: Partial<CreditFacts>, rule = USUAL_RULE) =>
  sharesOf(facts(given), rule).map(({ kind, subject, because }) => `${kind} ${subject} ${because}`)

test('who acted for the buyer comes before whose customer she is, unless the brand says otherwise', () => {
  const guides = { placed_by: 'wu', assigned: 'li' }
  expect(told({ guides })).toEqual(['store s1 selling', 'staff wu placed_by'])
  const rule = { ...USUAL_RULE, guides: ['assigned' as const] }
  expect(told({ guides }, rule)).toEqual(['store s2 guide', 'staff li assigned'])
})

test('who has left guides nobody, and the next way is asked', () => {
  expect(told({ guides: { scanned: 'gone', shared: 'li' } })).toEqual([
    'store s2 guide',
    'staff li shared',
  ])
  expect(told({ guides: { scanned: 'gone' } })).toEqual(['store s1 selling'])
})

test('an order always counts for a store: the buyer’s own, or the one that sells', () => {
  expect(told({ assignedStore: 's3' })).toEqual(['store s3 assigned'])
  const rule = { ...USUAL_RULE, stores: ['guide' as const] }
  expect(told({ assignedStore: 's3' }, rule)).toEqual(['store s1 selling'])
})

test('an affiliate counts beside the guide, without one, in place of one or never, as the brand says', () => {
  const by = (affiliates: (typeof AFFILIATE_WAYS)[number], guides: CreditFacts['guides']) =>
    told({ affiliate: 'mei', guides }, { ...USUAL_RULE, affiliates }).filter(
      (share) => !share.startsWith('store'),
    )
  const guided = { shared: 'li' }
  expect(AFFILIATE_WAYS.map((way) => by(way, guided))).toEqual([
    ['staff li shared', 'affiliate mei link'],
    ['staff li shared'],
    ['affiliate mei link'],
    ['staff li shared'],
  ])
  expect(AFFILIATE_WAYS.map((way) => by(way, {}))).toEqual([
    ...[['affiliate mei link'], ['affiliate mei link'], ['affiliate mei link'], []],
  ])
  expect(
    told({ affiliate: 'mei', guides: guided }, { ...USUAL_RULE, affiliates: 'before_guide' }),
  ).toContain('store s1 selling')
})

test('activities share by what each took off; of gifts that are worth nothing, alike', () => {
  const bp = (activities: CreditFacts['activities']) =>
    sharesOf(facts({ activities }), USUAL_RULE)
      .filter((share) => share.kind === 'activity')
      .map(({ subject, shareBp }) => [subject, shareBp])
  expect(
    bp([
      { activity: 'a', fen: 100 },
      { activity: 'b', fen: 200 },
      { activity: 'a', fen: 100 },
    ]),
  ).toEqual([
    ['a', 5000],
    ['b', 5000],
  ])
  expect(
    bp([
      { activity: 'a', fen: 0 },
      { activity: 'b', fen: 0 },
      { activity: 'c', fen: 0 },
    ]),
  ).toEqual([
    ['a', 3334],
    ['b', 3333],
    ['c', 3333],
  ])
  expect(
    bp([
      { activity: 'a', fen: 0 },
      { activity: 'b', fen: 9 },
    ]),
  ).toEqual([['b', 10_000]])
})

const weights = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 6 })

test('whatever goes back in whatever parts is taken from each share, never more than it was given', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      weights,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
      (totalFen, parts, cuts) => {
        const activities = parts.map((fen, i) => ({ activity: `a${i}`, fen }))
        const shares = sharesOf(facts({ activities }), USUAL_RULE)
        const credits = creditsOf([{ sku: 'tea', totalFen }], shares).filter(
          (credit) => credit.kind === 'activity',
        )
        expect(credits.reduce((sum, c) => sum + c.share_bp, 0)).toBe(10_000)
        expect(credits.reduce((sum, c) => sum + c.fen, 0)).toBe(totalFen)
        let left = credits.map((c) => c.fen)
        let gone = 0
        for (const cut of [...cuts, 1]) {
          const back = cut === 1 ? totalFen - gone : Math.floor((totalFen - gone) * cut)
          const taken = reversalOf(back, left)
          left = left.map((fen, i) => fen - (taken[i] ?? 0))
          gone += back
          expect(Math.min(...left)).toBeGreaterThanOrEqual(0)
          expect(left.reduce((sum, fen) => sum + fen, 0)).toBe(totalFen - gone)
        }
        expect(Math.max(...left)).toBe(0)
      },
    ),
  )
})
