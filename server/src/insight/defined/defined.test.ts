import { beforeEach, expect, test } from 'vitest'
import { type Expression, saveDerived, saveVirtual, withMeaning } from '../../audiences/index.ts'
import { happen, newCustomers } from '../../audiences/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { ANALYSES, readAnalysis } from '../analyses.ts'
import { codeOf, OwnMetricInput, saveOwnMetric } from '../metric/own.ts'
import { previewOwnMetric } from '../metric/own-preview.ts'
import { readMetrics } from '../metric/read.ts'
import { previewDerived, previewVirtual } from './preview.ts'
import { usesOf } from './uses.ts'

let ctx: Ctx
let at: number
let today: string
let virtual: string
let derived: string
let a: number
let b: number

const PRICE: Expression = { kind: 'property', name: 'price', as: 'number' }
const BAND: Expression = { kind: 'bucket', of: PRICE, edges: [100], names: ['low', 'high'] }

beforeEach(async () => {
  ctx = await testCtx()
  // The last hour of the brand's day may not be over: the day of the events is told by them.
  at = ctx.now().getTime() - 60_000
  today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at)
  ;[a = 0, b = 0] = await newCustomers(ctx, 2)
  await happen(ctx, [
    { customer: a, name: 'viewed', at, props: { page: 'price', price: 120, phone: '13900000000' } },
    { customer: a, name: 'viewed', at: at + 1, props: { page: 'home', price: 90 } },
    { customer: b, name: 'called', at: at + 2, props: { price: 20 } },
  ])
  const event = await saveVirtual(ctx, undefined, {
    ...{ name: '有意向', description: '' },
    pattern: {
      any_of: [
        { event: 'viewed', where: [{ of: 'event', property: 'page', value: 'price' }] },
        { event: 'called' },
      ],
    },
  })
  virtual = `virtual:${event.id}`
  const band = await saveDerived(ctx, undefined, {
    ...{ name: '价格带', description: '', events: [], expression: BAND },
  })
  derived = `derived:${band.id}`
})

const ask = async <Answer>(code: string, question: object): Promise<Answer> => {
  const { shape } = ANALYSES[code]?.question ?? { shape: {} }
  const days = { ...('date_from' in shape && { date_from: today }), date_to: today }
  const read = readAnalysis(code, { ...days, ...question })
  return (await ANALYSES[code]?.ask(ctx, await withMeaning(ctx, read))) as Answer
}
const of = (where: object[] = []) => ({ any_of: [{ event: virtual, where }] })
interface Lines {
  series: { value: string | null; total: number | null }[]
}

test('a trend counts a virtual event, told apart and filtered by a derived property', async () => {
  const byBand = await ask<Lines>('trends', {
    series: [{ of: of() }],
    breakdown: { type: 'event', by: derived },
  })
  expect(byBand.series.map(({ value, total }) => [value, total]).sort()).toEqual([
    ['high', 1],
    ['low', 1],
  ])
  const high = await ask<Lines>('trends', {
    series: [
      { of: of([{ property: derived, value: 'high' }]), measure: { kind: 'customers' } },
      { of: { any_of: [{ event: 'viewed' }] }, measure: { kind: 'distinct', property: derived } },
    ],
    who: {
      ...{ kind: 'did', window: { kind: 'ever' }, times: { op: 'gte', value: 1 } },
      event: {
        any_of: [
          { event: virtual, where: [{ property: derived, is: { op: 'is', value: 'high' } }] },
        ],
      },
    },
  })
  expect(high.series.map(({ total }) => total)).toEqual([1, 2])
})

test('every analysis of events takes both', async () => {
  const funnel = await ask<{ steps: { count: number }[]; breakdowns: { value: string }[] }>(
    'funnel',
    {
      steps: [of([{ property: derived, op: 'is_set' }]), { any_of: [{ event: 'viewed' }] }],
      breakdown: { type: 'event', by: derived },
    },
  )
  expect(funnel.steps.map(({ count }) => count)).toEqual([2, 1])
  expect(funnel.breakdowns.map(({ value }) => value).sort()).toEqual(['high', 'low'])
  const without = await ask<{ steps: { count: number }[] }>('funnel', {
    steps: [{ any_of: [{ event: 'viewed' }] }, { any_of: [{ event: 'viewed' }] }],
    exclusions: [{ event: virtual, from_step: 1, to_step: 2 }],
  })
  expect(without.steps.map(({ count }) => count)).toEqual([1, 1])
  const paths = await ask<object>('paths', {
    anchor: of(),
    groups: [{ name: 'wants', of: of() }],
    split: [{ event: virtual, by: derived }],
  })
  expect(JSON.stringify(paths)).toContain('"group"')
  for (const [code, question] of [
    ['retention', { target: of(), returning: of() }],
    ['lifecycle', { of: of() }],
    ['stickiness', { of: of() }],
    ['distribution', { of: of() }],
    ['interval', { first: of(), second: of() }],
    ['attribution', { conversion: of() }],
  ] as const) {
    await expect(ask<object>(code, question), code).resolves.toBeTypeOf('object')
  }
})

test('a metric of the brand’s own follows the meaning of what it names', async () => {
  const metric = OwnMetricInput.parse({
    ...{ name: '意向客户', definition: '有意向的人', unit: 'count' },
    of: { of: of(), measure: { kind: 'customers' } },
  })
  const range = { date_from: today, date_to: today }
  const before = await previewOwnMetric(ctx, metric, range)
  expect([...before.metrics.values()].map(({ total }) => total.value)).toEqual([2])
  const row = await saveOwnMetric(ctx, undefined, metric)
  const figure = async () =>
    (await readMetrics(ctx, [codeOf(row)], { range })).metrics.get(codeOf(row))?.total.value
  expect(await figure()).toBe(2)
  expect(await usesOf(ctx, virtual)).toEqual([{ kind: 'own_metric', id: row.id, name: '意向客户' }])
  await saveVirtual(ctx, virtual.slice('virtual:'.length), {
    ...{ name: '有意向', description: '', pattern: { any_of: [{ event: 'called' }] } },
  })
  expect(await figure()).toBe(1)
})

test('a preview tells figures and samples of whom the asker sees, masked where she sees no more', async () => {
  const pattern = {
    any_of: [
      { event: 'viewed', where: [] },
      { event: 'called', where: [] },
    ],
  }
  const analyst: Ctx = {
    ...ctx,
    actor: { ...ctx.actor, kind: 'user', id: ctx.tenantId, name: 'x', role: 'analyst' },
  }
  const all = await previewVirtual(analyst, pattern, 7)
  expect(all).toMatchObject({ events: 3, customers: 2 })
  expect(all.by_event).toEqual([
    { event: 'viewed', events: 2 },
    { event: 'called', events: 1 },
  ])
  expect(all.days).toHaveLength(7)
  expect(all.days.reduce((sum, { events }) => sum + events, 0)).toBe(3)
  expect(all.samples).toHaveLength(3)
  expect(JSON.stringify(all.samples)).not.toContain('13900000000')
  const band = await previewDerived(analyst, { expression: BAND, events: ['viewed'] }, 7)
  expect(band).toMatchObject({ type: 'text', events: 2, with_value: 2 })
  expect(band.values.toSorted((x, y) => String(x.value).localeCompare(String(y.value)))).toEqual([
    { value: 'high', events: 1 },
    { value: 'low', events: 1 },
  ])
  expect(band.samples.map(({ made_of }) => made_of[0]?.value).sort()).toEqual(['120', '90'])
  const phone = await previewDerived(
    analyst,
    {
      events: ['viewed'],
      expression: {
        kind: 'concat',
        parts: [
          { kind: 'text', value: 'tel ' },
          { kind: 'property', name: 'phone', as: 'text' },
        ],
      },
    },
    7,
  )
  expect(phone.with_value).toBe(1)
  expect(JSON.stringify(phone)).not.toContain('13900000000')
})
