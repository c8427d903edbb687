import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemory } from './memory.ts'
import { mergeCustomers, unmerge } from './merges.ts'
import { brokenRules, groups, type Ids, request, seen, testCtx } from './testing.ts'

/** What one person can be known by; several values where several are allowed. */
const personal = (p: number) => ({
  member_id: [`m${p}`],
  unionid: [`u${p}`],
  phone: [`1380013${p}001`, `1380013${p}002`],
  anonymous: [`a${p}x`, `a${p}y`],
  cookie: [`c${p}x`, `c${p}y`, `c${p}z`],
})

/** Events of a few people, each naming some of one person's identifiers: nobody shares anything. */
const peaceful = fc
  .array(
    fc.record({
      person: fc.integer({ min: 1, max: 3 }),
      picks: fc.uniqueArray(
        fc.constantFrom('member_id', 'unionid', 'phone', 'anonymous', 'cookie'),
        { minLength: 1, maxLength: 3 },
      ),
      which: fc.nat(2),
    }),
    { minLength: 2, maxLength: 14 },
  )
  .map((events) =>
    events.map(({ person, picks, which }): Ids => {
      const own = personal(person) as Record<string, string[]>
      return Object.fromEntries(
        picks.map((n) => [n, own[n]?.[which % (own[n]?.length ?? 1)] ?? '']),
      )
    }),
  )

test('the order of arrival does not change the groups where no conflict exists', async () => {
  await fc.assert(
    fc.asyncProperty(
      peaceful,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 5 }),
      async (events, random, size) => {
        const shuffled = events
          .map((ids) => ({ ids, key: random.next().value }))
          .sort((a, b) => a.key - b.key)
          .map((e) => e.ids)
        const inOrder = await testCtx()
        await seen(
          inOrder,
          events.map((ids, i) => request(ids, { at: 1_700_000_000_000 + i })),
        )
        const elsewhere = await testCtx()
        const memory = createMemory()
        for (let i = 0; i < shuffled.length; i += size) {
          await seen(
            elsewhere,
            shuffled
              .slice(i, i + size)
              .map((ids) => request(ids, { at: 1_700_000_000_000 + events.indexOf(ids) })),
            memory,
          )
        }
        expect(await groups(elsewhere)).toEqual(await groups(inOrder))
        expect(await brokenRules(elsewhere)).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

/** Events in which everybody shares everything: conflicts, shared devices, any order. */
const wild = fc.array(
  fc.record({
    ids: fc.uniqueArray(
      fc.record({
        namespace: fc.constantFrom('member_id', 'unionid', 'phone', 'cookie', 'device'),
        value: fc.constantFrom('1380013801', '1380013802', '1380013803'),
      }),
      { minLength: 1, maxLength: 4, selector: (i) => `${i.namespace}=${i.value}` },
    ),
    at: fc.nat(100),
    verified: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
)

test('no sequence of events joins two different member ids, or breaks a rule of the graph', async () => {
  await fc.assert(
    fc.asyncProperty(wild, fc.integer({ min: 1, max: 7 }), async (events, size) => {
      const ctx = await testCtx()
      const memory = createMemory()
      for (let i = 0; i < events.length; i += size) {
        await seen(
          ctx,
          events
            .slice(i, i + size)
            .map((e) =>
              request(
                {},
                { identifiers: e.ids, at: 1_700_000_000_000 + e.at, isVerified: e.verified },
              ),
            ),
          memory,
        )
      }
      for (const group of await groups(ctx)) {
        expect(group.filter((k) => k.startsWith('member_id=')).length).toBeLessThanOrEqual(1)
        expect(group.filter((k) => k.startsWith('unionid=')).length).toBeLessThanOrEqual(1)
        expect(group.filter((k) => k.startsWith('phone=')).length).toBeLessThanOrEqual(5)
      }
      expect(await brokenRules(ctx)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('merge then unmerge gives each side back what is its own, whatever came in between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          side: fc.constantFrom('a', 'b', 'c'),
          more: fc.constantFrom('cookie', 'phone', 'email'),
          n: fc.nat(3),
        }),
        { maxLength: 10 },
      ),
      fc.boolean(),
      async (drawn, furtherMerge) => {
        // Three people have six phones between them at two each: over what a merged customer may hold.
        const later = drawn.map((l) => (l.more === 'cookie' ? l : { ...l, n: 0 }))
        const ctx = await testCtx()
        const own = (side: string): Ids => ({
          [{ a: 'member_id', b: 'unionid', c: 'jd' }[side] ?? '']: `${side}-self`,
        })
        const value = (side: string, more: string, n: number) =>
          more === 'phone'
            ? `1390${{ a: 1, b: 2, c: 3 }[side]}00000${n}`
            : `${side}-${more}-${n}${more === 'email' ? '@x.cn' : ''}`
        const [a, b, c] = await seen(
          ctx,
          ['a', 'b', 'c'].map((s) => request(own(s))),
        )
        const memory = createMemory()
        const { mergeId } = await mergeCustomers(ctx, a ?? 0, b ?? 0, 'looked alike')
        if (furtherMerge) await mergeCustomers(ctx, b ?? 0, c ?? 0, 'another')
        for (const { side, more, n } of later)
          await seen(ctx, [request({ ...own(side), [more]: value(side, more, n) })], memory)
        await unmerge(ctx, mergeId, 'they are two')
        const of = (side: string) =>
          later
            .filter((l) => l.side === side)
            .map((l) => `${l.more}=${l.more === 'phone' ? '+86' : ''}${value(side, l.more, l.n)}`)
        const held = (...sides: string[]) =>
          [
            ...new Set(sides.flatMap((s) => [`${Object.keys(own(s))[0]}=${s}-self`, ...of(s)])),
          ].sort()
        const expected = furtherMerge
          ? [held('a'), held('b', 'c')]
          : [held('a'), held('b'), held('c')]
        expect((await groups(ctx)).map((g) => g.sort())).toEqual(
          expected.sort((x, y) => (x.join() < y.join() ? -1 : 1)),
        )
        // And nothing brings them together again but an operator.
        await seen(ctx, [request({ ...own('a'), ...own('b') })], memory)
        expect(await groups(ctx)).toHaveLength(expected.length)
        expect(await brokenRules(ctx)).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
})
