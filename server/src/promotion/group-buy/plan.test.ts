import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OpenGroup, planMerge } from './plan.ts'

const group = (id: string, joined: number, hours: number): OpenGroup => ({
  ...{ id, joined },
  expiresAt: new Date(hours * 3_600_000),
})
const groups = fc
  .array(fc.record({ joined: fc.integer({ min: 0, max: 6 }), hours: fc.nat(20) }), { maxLength: 8 })
  .map((list) => list.map(({ joined, hours }, i) => group(`g${i}`, joined, hours)))

test('a group is completed whenever there are people enough, and friends are parted in one group at most', () => {
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 9 }), (others, need) => {
      const parts = planMerge(need, others)
      const there = others.reduce((sum, { joined }) => sum + joined, 0)
      expect(parts === undefined).toBe(there < need)
      if (!parts) return
      expect(parts.reduce((sum, { seats }) => sum + seats, 0)).toBe(need)
      const joinedOf = (id: string) => others.find((one) => one.id === id)?.joined ?? 0
      for (const { id, seats } of parts) {
        expect(seats).toBeGreaterThan(0)
        expect(seats).toBeLessThanOrEqual(joinedOf(id))
      }
      expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length)
      const parted = parts.filter(({ id, seats }) => seats < joinedOf(id)).length
      // Every subset is tried: where one comes out even, nobody is parted.
      const sums = Array.from({ length: 2 ** others.length }, (_, mask) =>
        others.reduce((sum, { joined }, i) => sum + ((mask >> i) & 1) * joined, 0),
      )
      expect(parted).toBe(sums.includes(need) ? 0 : 1)
    }),
  )
})

test('those that run out first are taken first', () => {
  const others = [group('late', 2, 9), group('soon', 2, 1), group('next', 1, 5)]
  expect(planMerge(2, others)).toEqual([{ id: 'soon', seats: 2 }])
  expect(planMerge(3, others)).toEqual([
    { id: 'soon', seats: 2 },
    { id: 'next', seats: 1 },
  ])
  expect(planMerge(1, [group('pair', 2, 3)])).toEqual([{ id: 'pair', seats: 1 }])
})
