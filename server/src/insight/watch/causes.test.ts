import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { nameCodes } from '../../tracking/code-names.ts'
import { paid, tellEvents } from '../testing-insight.ts'
import { calledOf } from '../told/called.ts'
import { causesOf, shares } from './causes.ts'
import { dailyReport } from './daily.ts'
import { causeText } from './words.ts'

const DAY = 86_400_000
/** A Wednesday noon in Shanghai. */
const NOW = Date.parse('2026-03-25T12:00:00+08:00')
const YESTERDAY = NOW - DAY
const WEEK_BEFORE = YESTERDAY - 7 * DAY

async function brand(): Promise<Ctx> {
  return { ...(await testCtx()), now: () => new Date(NOW) }
}

/** Two customers of two stores, and one of none, who paid so much on both days. */
async function bought(ctx: Ctx, fen: Record<'north' | 'south' | 'none', [number, number]>) {
  const [north = 0, south = 0, none = 0] = await newCustomers(ctx, 3)
  await know(ctx, [
    { customer: north, kind: 'store', key: 'NORTH' },
    { customer: south, kind: 'store', key: 'SOUTH' },
  ])
  const who = { north, south, none }
  await tellEvents(
    ctx,
    Object.entries(fen).flatMap(([where, [before, after]]) => {
      const customer = who[where as keyof typeof who]
      return [
        ...(before > 0 ? [paid(customer, WEEK_BEFORE, `${where} before`, before)] : []),
        ...(after > 0 ? [paid(customer, YESTERDAY, `${where} after`, after)] : []),
      ]
    }),
  )
}

const wordsOf = async (ctx: Ctx) =>
  (await dailyReport(ctx, '日报', ['net_revenue'], 'zh-CN')).blocks.at(-1)?.words?.[0] ?? ''

test('the daily report names the store that fell with the whole', async () => {
  const ctx = await brand()
  await bought(ctx, { north: [100_000, 20_000], south: [50_000, 55_000], none: [10_000, 10_000] })
  const words = await wordsOf(ctx)
  expect(words).toContain('净')
  expect(words).toContain('门店 NORTH（-¥800')
  expect(words).not.toContain('SOUTH')
})

test('where every store rose while the whole fell, no store is named as the cause', async () => {
  const ctx = await brand()
  await bought(ctx, { north: [10_000, 15_000], south: [10_000, 12_000], none: [200_000, 20_000] })
  const words = await wordsOf(ctx)
  expect(words).toMatch(/净.*-\d/)
  expect(words).not.toContain('门店')
})

test('figures that moved on while the causes were looked for are not explained the other way', async () => {
  const ctx = await brand()
  await bought(ctx, { north: [10_000, 90_000], south: [10_000, 20_000], none: [0, 0] })
  const day = (at: number) => ({ from: at - DAY / 2, to: at + DAY / 2 })
  const compared = {
    ...{ metric: 'net_revenue', period: 'day' as const },
    ...{ before: day(WEEK_BEFORE), after: day(YESTERDAY) },
  }
  // Told when less had come: the rows that arrived since make stores rise.
  expect(await causesOf(ctx, { ...compared, was: 20_000, is: 5_000 })).toEqual([])
  expect(await causesOf(ctx, { ...compared, was: 20_000, is: 20_000 })).toEqual([])
  const [first] = await causesOf(ctx, { ...compared, was: 20_000, is: 110_000 })
  expect(first).toMatchObject({ dimension: 'store', name: 'NORTH', change: 80_000 })
})

test('a share of the change is of the change of the whole, and none is said above all of it', async () => {
  const value = (fen: number) => ({ value: fen, numerator: null, denominator: null, n: null })
  const parts = shares(
    [
      { segment: { dimension: 'store', name: 'A' }, before: value(100), after: value(40) },
      { segment: { dimension: 'store', name: 'B' }, before: value(100), after: value(120) },
    ],
    -40,
  )
  expect(parts.map(({ share }) => share)).toEqual([1.5, -0.5])
  const ctx = await brand()
  const called = await calledOf(ctx)
  const said = (share: number) =>
    causeText(
      { dimension: 'store', name: 'A', change: -60, share },
      ...(['count', 'CNY', 'zh-CN', called] as const),
    )
  expect([said(1.5), said(0.6)]).toEqual(['门店 A（-60）', '门店 A（-60，占变化的 60%）'])
})

test('what the brand calls a code is what its reports call it', async () => {
  const ctx = await brand()
  await nameCodes(ctx, { names: [{ kind: 'channel', code: 'CH-1', name: '小红书' }] })
  const called = await calledOf(ctx)
  expect(called('event.channel_id', 'CH-1')).toBe('小红书')
  expect(called('event.channel_id', 'CH-2')).toBe('CH-2')
  expect(called('event.page_title', 'CH-1')).toBe('CH-1')
})
