import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { recordOutlay } from '../../commerce/outlays.ts'
import { testCtx } from '../../platform/testing.ts'
import { adds } from '../adds/adds.ts'
import { AddsQuestion } from '../adds/shape.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { readMetrics } from './read.ts'

const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`)

/** Contacts of two channels in two months; of one of them a cost is recorded in one month. */
async function brand() {
  const ctx = { ...(await testCtx()), now: () => new Date('2026-03-05T12:00:00+08:00') }
  const people = await newCustomers(ctx, 9)
  const rows = [
    ...['2026-01-10', '2026-01-11', '2026-01-20'].map((day) => ({ day, channel: 'parcel' })),
    ...['2026-01-12', '2026-02-12'].map((day) => ({ day, channel: 'store' })),
    ...['2026-02-01', '2026-02-02'].map((day) => ({ day, channel: 'parcel' })),
  ].map(
    ({ day, channel }, i): TestRow => ({
      ...{ customer: people[i] ?? 0, at: at(day), name: 'wecom_friend_added' },
      ...{ channel, staff: 'wang' },
    }),
  )
  await record(ctx, rows)
  const spent = { kind: 'media' as const, fen: 9_000, channel_id: 'parcel', note: '' }
  await recordOutlay(ctx, { ...spent, spent_on: '2026-01-15' }, 0)
  return { ctx, people }
}
const range = { date_from: '2026-01-01', date_to: '2026-02-28' }

test('a contact costs what its page says, by month and as a whole', async () => {
  const { ctx } = await brand()
  const { metrics } = await readMetrics(ctx, ['cost_per_add'], { range, period: 'month' })
  const read = metrics.get('cost_per_add')
  // January: 9,000 recorded for three of the parcel, one of the store by the model; February by the model.
  expect(read?.points.map(({ value }) => value)).toEqual([10_000 / 4, 1_000])
  expect(read?.total).toMatchObject({ value: 13_000 / 7, numerator: 13_000, n: 7 })
  const page = await adds(ctx, AddsQuestion.parse({ ...range, by: 'channel' }))
  expect(page.months.map(({ per_add_fen }) => per_add_fen)).toEqual(
    read?.points.map(({ value }) => value),
  )
})

test('a day without a recorded cost is reckoned by the model, never for nothing', async () => {
  const { ctx } = await brand()
  const { metrics, periods } = await readMetrics(ctx, ['cost_per_add'], { range, period: 'day' })
  const of = (day: string) => metrics.get('cost_per_add')?.points[periods.indexOf(day)]
  expect(of('2026-01-10')).toMatchObject({ value: 1_000, n: 1 })
  // Spent, and nobody was added.
  expect(of('2026-01-15')).toMatchObject({ value: null, numerator: 9_000 })
})

test('of some customers there is no cost: nobody knows whose it is', async () => {
  const { ctx } = await brand()
  const { metrics } = await readMetrics(ctx, ['cost_per_add'], {
    ...{ range, who: { kind: 'not', rule: { kind: 'known' } } },
  })
  expect(metrics.get('cost_per_add')?.total.value).toBeNull()
})
