import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { slopeInterval, slopeOf } from '../calc/change.ts'
import { chanceFrom } from '../calc/random.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { readMetrics } from '../metric/read.ts'
import { sizeBehind } from '../testing.ts'
import { adds } from './adds.ts'
import { AddsQuestion } from './shape.ts'

const DAY = 86_400_000
const START = Date.parse('2026-01-01T12:00:00+08:00')
const NOW = new Date('2026-07-01T00:00:00+08:00')
const CHANNELS = ['parcel', 'store', 'sms']
const GUIDES = ['wang', 'li', '']

interface Told {
  who: number
  day: number
  name: 'ask' | 'add'
  guide: string
  channel: string
}

/** Asks one by one, each with the first add of the same customer and guide within seven days. */
function byHand(told: readonly Told[]) {
  const first = (rows: readonly Told[]) => {
    const pairs = new Map<string, Told>()
    for (const row of rows.toSorted((a, b) => a.day - b.day)) {
      const key = `${row.who} ${row.guide}`
      if (!pairs.has(key)) pairs.set(key, row)
    }
    return [...pairs.values()]
  }
  const added = first(told.filter(({ name }) => name === 'add'))
  const asks = first(told.filter(({ name }) => name === 'ask')).map((ask) => ({
    ...ask,
    accepted: added.some(
      (add) =>
        add.who === ask.who &&
        (ask.guide === '' || add.guide === ask.guide) &&
        add.day >= ask.day &&
        add.day <= ask.day + 7,
    ),
  }))
  return { asks, added }
}

test('who accepts, by channel, is what looking at each ask gives, and opens its customers', async () => {
  for (const seed of [1, 2, 3]) {
    const ctx = { ...(await testCtx()), now: () => NOW }
    const people = await newCustomers(ctx, 12)
    const chance = chanceFrom(seed)
    // No two at one moment: which comes first would be nobody's to say.
    const told = Array.from(
      { length: 60 },
      (_, i): Told => ({
        ...{ who: chance.whole(12), day: chance.whole(150) + i / 1_000 },
        ...{ name: chance.uniform() < 0.5 ? 'ask' : 'add', guide: GUIDES[chance.whole(3)] ?? '' },
        channel: CHANNELS[chance.whole(3)] ?? '',
      }),
    )
    await record(
      ctx,
      told.map(
        ({ who, day, name, guide, channel }): TestRow => ({
          ...{ customer: people[who] as number, at: Math.round(START + day * DAY), channel },
          name: name === 'ask' ? 'wecom_friend_requested' : 'wecom_friend_added',
          ...(guide && { staff: guide }),
        }),
      ),
    )
    const { asks, added } = byHand(told)
    const question = { date_from: '2026-01-01', date_to: '2026-06-30' }
    const answer = await adds(ctx, AddsQuestion.parse(question))
    const accepted = asks.filter((ask) => ask.accepted)
    expect(answer.all).toMatchObject({
      ...{ asked: asks.length, accepted: accepted.length, open: 0, adds: added.length },
    })
    for (const channel of CHANNELS) {
      const own = asks.filter((ask) => ask.channel === channel)
      const row = answer.values.find(({ value }) => value === channel)
      expect(row?.asked ?? 0).toBe(own.length)
      expect(row?.accepted ?? 0).toBe(own.filter((ask) => ask.accepted).length)
      const figure = { analysis: 'adds', question, cell: { value: channel, is: 'refused' } }
      const refused = own.filter((ask) => !ask.accepted).map(({ who }) => who)
      expect(await sizeBehind(ctx, figure)).toBe(new Set(refused).size)
    }
    const { metrics } = await readMetrics(ctx, ['add_requests', 'add_acceptance'], {
      range: question,
      period: 'month',
    })
    expect(metrics.get('add_requests')?.total.value).toBe(asks.length)
    expect(metrics.get('add_acceptance')?.total).toMatchObject({
      ...{ numerator: accepted.length, denominator: asks.length },
    })
  }
})

test('who may still accept is in no share; a falling acceptance and a rising cost are seen as decay', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date('2026-06-30T12:00:00+08:00') }
  const people = await newCustomers(ctx, 120)
  const rows: TestRow[] = []
  // Twenty are asked each month; twelve accept in January, two fewer each month after.
  for (let month = 0; month < 6; month++)
    for (let i = 0; i < 20; i++) {
      const customer = people[month * 20 + i] as number
      const at = Date.parse(`2026-0${month + 1}-${month === 5 ? '28' : '10'}T12:00:00+08:00`)
      const told = { customer, channel: 'parcel', staff: 'wang' }
      rows.push({ ...told, at, name: 'wecom_friend_requested' })
      if (i < 12 - 2 * month)
        rows.push({
          ...told,
          at: at + 1_000,
          name: 'wecom_friend_added',
          props: { hook: '包裹卡' },
        })
    }
  await record(ctx, rows)
  const answer = await adds(ctx, AddsQuestion.parse({ date_from: '2026-01-01', by: 'channel' }))
  expect(answer.periods.map(({ accepted }) => accepted)).toEqual([12, 10, 8, 6, 4, 2])
  expect(answer.periods[5]).toMatchObject({ open: 18, acceptance: 1 })
  expect(answer.complete).toBe(5)
  expect(answer.decay.acceptance).toMatchObject({ direction: 'falling', periods: 5 })
  expect(answer.decay.acceptance?.slope).toBeCloseTo(-0.1, 9)
  expect(answer.decay.acceptance?.high).toBeLessThan(0)
  // Nothing is recorded, so each contact costs what the model says.
  expect(answer.months[0]).toMatchObject({ adds: 12, per_add_fen: 1_000, is_estimate: true })
  const hooks = await adds(ctx, AddsQuestion.parse({ date_from: '2026-01-01', by: 'hook' }))
  expect(hooks.values.find(({ value }) => value === '包裹卡')).toMatchObject({ adds: 42 })
})

test('the interval of a slope holds the slope, and is a point where every step is the same', () => {
  const chance = chanceFrom(7)
  for (let i = 0; i < 50; i++) {
    const values = Array.from({ length: 4 + chance.whole(20) }, () => chance.normal())
    const { low, high } = slopeInterval(values)
    const { slope } = slopeOf(values)
    expect(low).toBeLessThanOrEqual(slope)
    expect(high).toBeGreaterThanOrEqual(slope)
  }
  expect(slopeInterval([1, 2, 3, 4, 5])).toEqual({ low: 1, high: 1 })
})
