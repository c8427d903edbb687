import { beforeAll, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { AT_ONCE, admitted, MOST_WAITING } from './admission.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})
const basketOf = (...skus: string[]) => ({
  storefront: 'home',
  lines: skus.map((sku) => ({ sku, quantity: 1 })),
})

/** So many at the till of an SKU, who stay until they are let go. */
function crowd(sku: string, size: number) {
  const order: number[] = []
  const doors = Array.from({ length: size }, () => Promise.withResolvers<void>())
  const done = doors.map((door, i) =>
    admitted(ctx, basketOf(sku), async (since) => {
      order.push(i)
      await door.promise
      return since
    }),
  )
  return { order, doors, done, leave: () => doors.forEach((door) => void door.resolve()) }
}

test('so many are served at once, the others in the order in which they came', async () => {
  const { order, done, doors, leave } = crowd('queued', AT_ONCE + 3)
  expect(order).toEqual(Array.from({ length: AT_ONCE }, (_, i) => i))
  doors[2]?.resolve()
  await done[2]
  expect(order.at(-1)).toBe(AT_ONCE)
  leave()
  const waited = (await Promise.all(done)).map((since) => since !== undefined)
  expect(waited).toEqual(Array.from({ length: AT_ONCE + 3 }, (_, i) => i >= AT_ONCE))
  expect(order).toEqual(Array.from({ length: AT_ONCE + 3 }, (_, i) => i))
})

test('a full queue says so at once, and what is refused frees its place', async () => {
  const { done, leave } = crowd('full', AT_ONCE + MOST_WAITING)
  await expect(admitted(ctx, basketOf('full'), async () => 1)).rejects.toMatchObject({
    ...{ status: 429, code: 'queue_full', retryAfter: 1 },
  })
  leave()
  await Promise.all(done)
  expect(await admitted(ctx, basketOf('full'), async () => 1)).toBe(1)
  const failing = Array.from({ length: AT_ONCE * 3 }, () =>
    admitted(ctx, basketOf('full'), () => Promise.reject(new Error('sold out'))),
  )
  expect((await Promise.allSettled(failing)).every((one) => one.status === 'rejected')).toBe(true)
  expect(await admitted(ctx, basketOf('full'), async (since) => since)).toBeUndefined()
})

test('who wants something else, is of another brand, or is in a transaction waits for nobody', async () => {
  const { done, leave } = crowd('hot', AT_ONCE + 1)
  const now = async (since: number | undefined) => since ?? 'at once'
  expect(await admitted(ctx, basketOf('calm'), now)).toBe('at once')
  expect(await admitted(await testCtx(), basketOf('hot'), now)).toBe('at once')
  const within = ctx.pg
    .transaction()
    .execute((pg) => admitted({ ...ctx, pg }, basketOf('hot'), now))
  expect(await within).toBe('at once')
  // One basket, one queue: where most people are.
  const both = admitted(ctx, basketOf('calm', 'hot'), now)
  leave()
  expect(typeof (await both)).toBe('number')
  await Promise.all(done)
})
