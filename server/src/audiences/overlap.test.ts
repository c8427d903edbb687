import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { commonSizes, regionsOf } from './overlap.ts'
import { setOfIds } from './scope.ts'

const customers = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 30 })

test('every region of up to six audiences has the size that counting by hand gives', async () => {
  const ctx = await testCtx()
  await fc.assert(
    fc.asyncProperty(fc.array(customers, { minLength: 2, maxLength: 6 }), async (sets) => {
      const regions = regionsOf(await commonSizes(ctx, sets.map(setOfIds)), sets.length)
      const byHand = new Map<string, number>()
      for (let id = 1; id <= 30; id++) {
        const inside = sets.flatMap((set, i) => (set.includes(id) ? [i] : [])).join()
        byHand.set(inside, (byHand.get(inside) ?? 0) + 1)
      }
      expect(regions).toHaveLength(2 ** sets.length - 1)
      for (const region of regions)
        expect([region.in, region.size]).toEqual([region.in, byHand.get(region.in.join()) ?? 0])
    }),
    { numRuns: 60 },
  )
})
