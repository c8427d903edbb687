import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { TrendsQuestion } from '../trends/shape.ts'
import { trends } from '../trends/trends.ts'
import { eventOf, saveVirtual, VirtualInput, withReal } from './virtual.ts'

const AT = Date.parse('2026-03-01T04:00:00Z')

test('a virtual event counts what its real ones count, with what is asked of it besides', async () => {
  const ctx = await testCtx()
  const [a = 0, b = 0] = await newCustomers(ctx, 2)
  await happen(ctx, [
    { customer: a, name: 'viewed', at: AT, props: { page: 'price', from: 'ad' } },
    { customer: a, name: 'viewed', at: AT, props: { page: 'home', from: 'ad' } },
    { customer: b, name: 'called', at: AT, props: { from: 'friend' } },
  ])
  const row = await saveVirtual(
    ctx,
    undefined,
    VirtualInput.parse({
      name: '有意向',
      pattern: {
        any_of: [
          { event: 'viewed', where: [{ property: 'page', value: 'price' }] },
          { event: 'called' },
        ],
      },
    }),
  )
  const count = async (where: object[]) => {
    const question = TrendsQuestion.parse({
      series: [{ of: { any_of: [{ event: eventOf(row), where }] } }],
      ...{ date_from: '2026-03-01', date_to: '2026-03-01' },
    })
    const answer = await trends(ctx, await withReal(ctx, question))
    return answer.series[0]?.total
  }
  expect(await count([])).toBe(2)
  expect(await count([{ property: 'from', value: 'ad' }])).toBe(1)
})

test('one that is not there, another brand’s, or one made of others is refused', async () => {
  const [mine, theirs] = [await testCtx(), await testCtx()]
  const input = VirtualInput.parse({ name: 'x', pattern: { any_of: [{ event: 'viewed' }] } })
  const row = await saveVirtual(theirs, undefined, input)
  const question = { any_of: [{ event: eventOf(row) }] }
  await expect(withReal(mine, question)).rejects.toMatchObject({ code: 'unknown_virtual_event' })
  expect(await withReal(theirs, question)).toEqual(input.pattern)
  const nested = VirtualInput.parse({ name: 'y', pattern: { any_of: [{ event: eventOf(row) }] } })
  await expect(saveVirtual(theirs, undefined, nested)).rejects.toMatchObject({
    code: 'nested_virtual',
  })
})
