import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Ctx } from './ctx.ts'
import type { Pg } from './pg.ts'
import { done, refused, together } from './together.ts'

const now = () => new Date(0)
const pg = { isTransaction: false } as Pg
const brand = (tenantId: string, given: Partial<Ctx> = {}) =>
  ({ tenantId, pg, now, ...given }) as Ctx
const everybody = () => true
const one = brand('one')

/** Every set that was begun, and what lets it end. */
function watched() {
  const sets: { asked: readonly number[]; end: () => void; fail: (error: Error) => void }[] = []
  const ask = together<number, number>((_ctx, asked) => {
    const { promise, resolve, reject } = Promise.withResolvers<PromiseSettledResult<number>[]>()
    sets.push({
      asked,
      end: () => resolve(asked.map((n) => (n < 0 ? refused(new Error(`no ${n}`)) : done(n * 2)))),
      fail: reject,
    })
    return promise
  }, everybody)
  return { sets, ask }
}
/** What was let go of has gone on. */
const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('who comes alone goes at once; who comes while a set is on its way goes with the next one', async () => {
  const { sets, ask } = watched()
  const answers = [1, 2, 3].map((n) => ask(one, n))
  expect(sets.map(({ asked }) => asked)).toEqual([[1]])
  sets[0]?.end()
  await settled()
  expect(sets.map(({ asked }) => asked)).toEqual([[1], [2, 3]])
  sets[1]?.end()
  expect(await Promise.all(answers)).toEqual([2, 4, 6])
})

test('each of a set is told its own, and who is refused keeps nobody else from it', async () => {
  const { sets, ask } = watched()
  const answers = Promise.allSettled([ask(one, 1), ask(one, -2), ask(one, 3)])
  sets[0]?.end()
  await settled()
  sets[1]?.end()
  expect(await answers).toMatchObject([
    { value: 2 },
    { reason: { message: 'no -2' } },
    { value: 6 },
  ])
})

test('a set that fails as a whole is done one by one, and only who is at fault hears of it', async () => {
  const sets: (readonly number[])[] = []
  const ask = together<number, number>(async (_ctx, asked) => {
    sets.push(asked)
    if (asked.includes(3)) throw new Error('three')
    return asked.map((n) => done(n))
  }, everybody)
  const answers = Promise.allSettled([1, 2, 3, 4].map((n) => ask(one, n)))
  expect(await answers).toMatchObject([
    ...[{ value: 1 }, { value: 2 }, { reason: { message: 'three' } }, { value: 4 }],
  ])
  expect(sets).toEqual([[1], [2, 3, 4], [2], [3], [4]])
})

test('brands, clocks, versions and whatever is not alike never go together', async () => {
  const sets: (readonly string[])[] = []
  const ask = together<string, null>(
    async (_ctx, asked) => {
      sets.push(asked)
      await Promise.resolve()
      return asked.map(() => done(null))
    },
    (a, b) => a.actor?.id === b.actor?.id,
  )
  const else_ = () => new Date(1)
  await Promise.all([
    ask(one, 'first'),
    ask(one, 'a'),
    ask(brand('two'), 'first of two'),
    ask(brand('two'), 'b'),
    ask(brand('one', { now: else_ }), 'later'),
    ask(brand('one', { brandVersion: '2' }), 'changed'),
    ask(brand('one', { actor: { id: 'she' } as Ctx['actor'] }), 'she'),
    ask(one, 'c'),
  ])
  expect(sets.toSorted()).toEqual([
    ...[['a', 'c'], ['b'], ['changed'], ['first'], ['first of two'], ['later'], ['she']],
  ])
})

test('a set that waits for somebody’s lock keeps the next ones no longer than a moment', async () => {
  const { sets, ask } = watched()
  const answers = [ask(one, 1), ask(one, 2)]
  await vi.advanceTimersByTimeAsync(99)
  expect(sets).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(sets.map(({ asked }) => asked)).toEqual([[1], [2]])
  for (const set of sets) set.end()
  expect(await Promise.all(answers)).toEqual([2, 4])
})

test('within a transaction it is done there, alone', async () => {
  const inside = brand('one', { pg: { isTransaction: true } as Pg })
  const seen: Ctx[] = []
  const ask = together<number, number>(async (ctx, asked) => {
    seen.push(ctx)
    return asked.map((n) => (n > 1 ? refused(new Error('no')) : done(n)))
  }, everybody)
  expect(await ask(inside, 1)).toBe(1)
  await expect(ask(inside, 2)).rejects.toThrow('no')
  expect(seen).toEqual([inside, inside])
})

test('everybody’s mark is set in the set’s transaction, and who was taken over is refused alone', async () => {
  const marked: string[] = []
  const marks = (name: string) => async () => {
    if (name === 'late') throw new Error('taken over')
    marked.push(name)
  }
  const ask = together<string, string>(async (ctx, asked) => {
    await ctx.fence?.(ctx.pg)
    return asked.map((name) => done(name))
  }, everybody)
  const names = ['first', 'a', 'late', 'b']
  const answers = await Promise.allSettled(
    names.map((name) => ask(brand('one', { fence: marks(name) }), name)),
  )
  expect(answers.map((answer) => answer.status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  ])
  // Of the set that failed nothing was kept; each was marked again where it was done alone.
  expect(marked).toEqual(['first', 'a', 'a', 'b'])
})

test('whatever comes, in whatever order, everybody gets the own answer once', () => {
  vi.useRealTimers()
  return fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ n: fc.nat(1_000), brand: fc.nat(2), turns: fc.nat(3) }), {
        maxLength: 200,
      }),
      async (asks) => {
        let most = 0
        const ask = together<number, number>(async (_ctx, asked) => {
          most = Math.max(most, asked.length)
          for (let i = 0; i < 3; i++) await Promise.resolve()
          if (asked.length > 1 && asked.some((n) => n % 17 === 0)) throw new Error('whole')
          return asked.map((n) => (n % 5 === 0 ? refused(n) : done(n)))
        }, everybody)
        const answers = await Promise.allSettled(
          asks.map(async ({ n, brand: of, turns }) => {
            for (let i = 0; i < turns; i++) await Promise.resolve()
            return ask(brand(`brand ${of}`), n)
          }),
        )
        expect(
          answers.map((a) => (a.status === 'fulfilled' ? a.value : -Number(a.reason))),
        ).toEqual(asks.map(({ n }) => (n % 5 === 0 ? -n : n)))
        expect(most).toBeLessThanOrEqual(64)
      },
    ),
  )
})
