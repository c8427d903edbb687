import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { archiveOwnMetric, codeOf, OwnMetricInput, ownFamily, saveOwnMetric } from './own.ts'
import { demandMetrics, readMetrics } from './read.ts'

const FIRST = Date.parse('2026-03-01T04:00:00Z')
const DAY = 86_400_000
const of = (event: string) => ({ any_of: [{ event }] })
const range = { date_from: '2026-03-01', date_to: '2026-03-02' }

test('a metric of the brand’s own is read like every other, by day and in all', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 4)
  await happen(ctx, [
    ...customers.map((customer) => ({ customer, name: 'came', at: FIRST, props: {} })),
    ...customers
      .slice(0, 2)
      .map((customer) => ({ customer, name: 'came', at: FIRST + DAY, props: {} })),
    ...customers
      .slice(0, 1)
      .map((customer) => ({ customer, name: 'signed', at: FIRST, props: { n: 3 } })),
  ])
  const row = await saveOwnMetric(
    ctx,
    undefined,
    OwnMetricInput.parse({
      ...{ name: '报名率', definition: '来过的人里有多少报名', unit: 'share' },
      of: { of: of('signed'), measure: { kind: 'customers' } },
      by: { of: of('came'), measure: { kind: 'customers' } },
    }),
  )
  const answer = await readMetrics(ctx, [codeOf(row), 'active_customers'], { range, period: 'day' })
  const own = answer.metrics.get(codeOf(row))
  expect(own?.points.map(({ value }) => value)).toEqual([0.25, 0])
  expect(own?.total).toEqual({ value: 0.25, numerator: 1, denominator: 4, n: 4 })
  expect(answer.metrics.get('active_customers')?.total.value).toBe(4)
  const sum = await saveOwnMetric(
    ctx,
    row.id,
    OwnMetricInput.parse({
      ...{ name: '报名数', definition: '一共', unit: 'count' },
      of: { of: of('signed'), measure: { kind: 'sum', property: 'n' } },
    }),
  )
  const changed = await readMetrics(ctx, [codeOf(sum)], { range })
  expect(changed.metrics.get(codeOf(row))?.total.value).toBe(3)
  expect((await ownFamily(ctx, sum)).version).not.toBe((await ownFamily(ctx, row)).version)
})

test('another brand’s metric is unknown, and one that is archived goes on being read', async () => {
  const [mine, theirs] = [await testCtx(), await testCtx()]
  const input = OwnMetricInput.parse({
    ...{ name: 'a', definition: 'b', unit: 'count' },
    of: { of: of('came') },
  })
  const row = await saveOwnMetric(mine, undefined, input)
  await expect(demandMetrics(theirs, [codeOf(row)])).rejects.toMatchObject({
    code: 'unknown_metric',
  })
  await expect(saveOwnMetric(mine, undefined, { ...input, name: 'A' })).rejects.toMatchObject({
    code: 'name_taken',
  })
  await archiveOwnMetric(mine, row.id)
  expect((await demandMetrics(mine, [codeOf(row)]))[0]?.metric.name.en).toBe('a')
  await saveOwnMetric(mine, undefined, { ...input, name: 'A' })
})
