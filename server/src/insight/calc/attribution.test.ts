import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attribute, MODELS, type Model, type Path } from './attribution.ts'
import { chainOf, conversionChance, removalEffects } from './markov.ts'
import { shapley } from './shapley.ts'

const anyPath: fc.Arbitrary<Path> = fc
  .tuple(
    fc.array(fc.constantFrom('ads', 'wecom', 'sms', 'live', 'store'), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.nat(20),
    fc.nat(20),
    fc.nat(5000),
  )
  .map(([channels, conversions, nulls, value]) => ({
    channels,
    conversions,
    nulls,
    value: conversions > 0 ? value : 0,
  }))
const anyPaths = fc.array(anyPath, { minLength: 1, maxLength: 12 })
const path = (
  channels: string[],
  conversions: number,
  nulls = 0,
  value = conversions * 100,
): Path => ({
  channels,
  conversions,
  nulls,
  value,
})
const creditsOf = (paths: Path[], model: Model, more = {}) =>
  Object.fromEntries(
    attribute(paths, { model, ...more }).map(({ channel, conversions }) => [channel, conversions]),
  )

test('whatever the model, credits add up to all conversions and all value', () => {
  fc.assert(
    fc.property(anyPaths, fc.constantFrom(...MODELS), (paths, model) => {
      const credits = attribute(paths, { model })
      const sum = (of: (credit: (typeof credits)[number]) => number) =>
        credits.reduce((all, credit) => all + of(credit), 0)
      const conversions = paths.reduce((all, p) => all + p.conversions, 0)
      expect(sum((c) => c.conversions)).toBeCloseTo(conversions, 8)
      expect(sum((c) => c.value)).toBeCloseTo(
        paths.reduce((all, p) => all + p.value, 0),
        6,
      )
      expect(sum((c) => c.share)).toBeCloseTo(conversions > 0 ? 1 : 0, 8)
      for (const credit of credits) expect(credit.conversions).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('first, last, linear, position and time decay share a path as they say', () => {
  const four = [path(['a', 'b', 'c', 'd'], 10)]
  expect(creditsOf(four, 'first')).toMatchObject({ a: 10, b: 0, c: 0, d: 0 })
  expect(creditsOf(four, 'last')).toMatchObject({ a: 0, d: 10 })
  expect(creditsOf(four, 'linear')).toMatchObject({ a: 2.5, b: 2.5, c: 2.5, d: 2.5 })
  expect(creditsOf(four, 'position')).toMatchObject({
    a: expect.closeTo(4, 9),
    b: expect.closeTo(1, 9),
    c: expect.closeTo(1, 9),
    d: expect.closeTo(4, 9),
  })
  expect(creditsOf(four, 'position', { ends: { first: 0.5, last: 0.3 } })).toMatchObject({
    a: expect.closeTo(5, 9),
    b: expect.closeTo(1, 9),
    d: expect.closeTo(3, 9),
  })
  // Each touch counts half of the next: 1, 2, 4, 8 of 15.
  expect(creditsOf(four, 'time_decay')).toMatchObject({
    a: expect.closeTo(10 / 15, 9),
    d: expect.closeTo(80 / 15, 9),
  })
  const week = [{ ...path(['a', 'b'], 3), days_before: [7, 0] }]
  expect(creditsOf(week, 'time_decay')).toEqual({
    a: expect.closeTo(1, 9),
    b: expect.closeTo(2, 9),
  })
})

test('short paths: one touch gets all, two share by their ends', () => {
  for (const model of MODELS) expect(creditsOf([path(['a'], 4)], model)).toEqual({ a: 4 })
  expect(creditsOf([path(['a', 'b'], 4)], 'position')).toEqual({ a: 2, b: 2 })
  expect(creditsOf([path(['a', 'b'], 4)], 'position', { ends: { first: 0.6, last: 0.2 } })).toEqual(
    { a: expect.closeTo(3, 9), b: expect.closeTo(1, 9) },
  )
  expect(creditsOf([path(['a', 'b'], 4)], 'position', { ends: { first: 0, last: 0 } })).toEqual({
    a: 2,
    b: 2,
  })
  expect(
    creditsOf([path(['a', 'b', 'a'], 4)], 'position', { ends: { first: 0.5, last: 0.5 } }),
  ).toEqual({ a: 4, b: 0 })
})

test('Markov on a chain reckoned by hand', () => {
  // From start: a ½, b ½. a: converts ½, goes to b ½. b: converts ⅓ of the times, else nothing.
  const paths = [path(['a'], 1), path(['a', 'b'], 0, 1), path(['b'], 1, 1)]
  const chain = chainOf(paths, ['a', 'b'])
  expect(chain.start).toEqual([0.5, 0.5])
  expect(chain.next).toEqual([
    [0, 0.5],
    [0, 0],
  ])
  expect(chain.convert).toEqual([0.5, expect.closeTo(1 / 3, 12)])
  // P = ½·(½ + ½·⅓) + ½·⅓ = ½; without a ⅙, without b ¼.
  expect(conversionChance(chain)).toBeCloseTo(1 / 2, 12)
  const credits = attribute(paths, { model: 'markov' })
  expect(credits).toEqual([
    expect.objectContaining({ channel: 'a', removal_effect: expect.closeTo(2 / 3, 12) }),
    expect.objectContaining({ channel: 'b', removal_effect: expect.closeTo(1 / 2, 12) }),
  ])
  expect(credits[0]?.conversions).toBeCloseTo((2 * (2 / 3)) / (2 / 3 + 1 / 2), 12)
})

test('a removal effect is what is lost when the chain is solved again without the channel', () => {
  fc.assert(
    fc.property(anyPaths, (paths) => {
      const channels = [...new Set(paths.flatMap((p) => p.channels))]
      const effects = removalEffects(paths, channels)
      const chain = chainOf(paths, channels)
      const whole = paths.some((p) => p.conversions > 0) ? conversionChance(chain) : 0
      for (const [i, effect] of effects.entries()) {
        expect(effect).toBeGreaterThanOrEqual(0)
        expect(effect).toBeLessThanOrEqual(1)
        if (whole > 0) expect(effect).toBeCloseTo(1 - conversionChance(chain, i) / whole, 9)
      }
    }),
  )
})

test('a channel on every path is all that counts: without it nothing converts', () => {
  const paths = [path(['x', 'gate'], 5, 5), path(['y', 'gate', 'z'], 3, 1)]
  const gate = attribute(paths, { model: 'markov' }).find((c) => c.channel === 'gate')
  expect(gate?.removal_effect).toBe(1)
})

test('Shapley credits are those of the game of channels, by its definition', () => {
  fc.assert(
    fc.property(anyPaths, (paths) => {
      const channels = [...new Set(paths.flatMap((p) => p.channels))]
      const needs = paths.map((p) =>
        p.channels.reduce((bits, channel) => bits | (1 << channels.indexOf(channel)), 0),
      )
      const values = shapley(channels.length, (subset) =>
        paths.reduce(
          (sum, p, i) => sum + (((needs[i] ?? 0) & ~subset) === 0 ? p.conversions : 0),
          0,
        ),
      )
      const credits = creditsOf(paths, 'shapley')
      for (const [i, channel] of channels.entries())
        expect(credits[channel]).toBeCloseTo(values[i] ?? Number.NaN, 9)
    }),
  )
})

test('channels that play the same part get the same, in every model that knows no order', () => {
  fc.assert(
    fc.property(anyPaths, fc.constantFrom<Model>('linear', 'shapley'), (paths, model) => {
      // Every path once with “one” and once with “two” in place of the advertisement.
      const named = (name: string) =>
        paths.map((p) => ({ ...p, channels: p.channels.map((c) => (c === 'ads' ? name : c)) }))
      const credits = creditsOf([...named('one'), ...named('two')], model)
      expect(credits.one ?? 0).toBeCloseTo(credits.two ?? 0, 9)
    }),
  )
})

test('paths that cannot be are refused with their place; no conversions are no credit', () => {
  const bad: [Partial<Path>, string][] = [
    [{ channels: [] }, 'at least one channel'],
    [{ conversions: -1 }, 'not below 0'],
    [{ conversions: 0, value: 5 }, 'value without conversions'],
    [{ days_before: [3] }, 'for each channel'],
    [{ days_before: [1, 3] }, 'fall from touch to touch'],
  ]
  for (const [change, why] of bad)
    expect(() =>
      attribute([path(['a'], 1), { ...path(['a', 'b'], 1), ...change }], { model: 'linear' }),
    ).toThrow(why)
  expect(attribute([path(['a'], 0, 9)], { model: 'markov' })).toEqual([
    { channel: 'a', conversions: 0, value: 0, share: 0, removal_effect: 0 },
  ])
  const many = Array.from({ length: 301 }, (_, i) => path([`c${i}`], 1))
  expect(() => attribute(many, { model: 'markov' })).toThrow('At most 300')
})
