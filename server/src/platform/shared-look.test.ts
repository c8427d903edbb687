import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedLook } from './shared-look.ts'

/** Every look that was begun, and what lets it end. */
function watched() {
  const looks: { key: string; end(found: number): void; fail(error: Error): void }[] = []
  const ask = sharedLook((key) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    looks.push({ key, end: resolve, fail: reject })
    return promise
  })
  return { looks, ask }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('who asks alone is looked up at once; all who ask meanwhile share one look that begins after they came', async () => {
  const { looks, ask } = watched()
  const first = ask('a')
  const others = [ask('a'), ask('a'), ask('a')]
  expect(looks).toHaveLength(1)
  looks[0]?.end(1)
  expect(await first).toBe(1)
  await turn()
  expect(looks).toHaveLength(2)
  looks[1]?.end(2)
  expect(await Promise.all(others)).toEqual([2, 2, 2])
  const later = ask('a')
  expect(looks).toHaveLength(3)
  looks[2]?.end(3)
  expect(await later).toBe(3)
})

test('who asks for something else waits for nobody', async () => {
  const { looks, ask } = watched()
  const both = [ask('a'), ask('b')]
  expect(looks.map(({ key }) => key)).toEqual(['a', 'b'])
  for (const [i, look] of looks.entries()) look.end(i)
  expect(await Promise.all(both)).toEqual([0, 1])
})

test('a look that fails is told to who shares it, and the next one is tried anew', async () => {
  const { looks, ask } = watched()
  const answers = [ask('a'), ask('a'), ask('a')]
  const told = Promise.allSettled(answers)
  looks[0]?.fail(new Error('gone'))
  await turn()
  looks[1]?.end(7)
  expect(await told).toMatchObject([
    { status: 'rejected', reason: { message: 'gone' } },
    { value: 7 },
    { value: 7 },
  ])
})

test('whatever happens meanwhile, nobody is told what was so before he asked', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), turns: fc.nat(4) }), { maxLength: 60 }),
      async (asks) => {
        // What is looked at changes all the time.
        let now = 0
        const ask = sharedLook(async () => {
          const seen = ++now
          for (let i = 0; i < 3; i++) await Promise.resolve()
          return seen
        })
        const told = await Promise.all(
          asks.map(async ({ key, turns }) => {
            for (let i = 0; i < turns; i++) await Promise.resolve()
            const before = now
            return (await ask(key)) > before
          }),
        )
        expect(told).toEqual(asks.map(() => true))
      },
    ),
  ))
