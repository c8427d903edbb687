import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { createApiKey } from '../org/index.ts'
import { testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { diffPlan, importPlan, PlanDocument, readPlan } from './document.ts'
import { routes } from './routes.ts'

const plan = PlanDocument.parse({
  format: 'homefield.tracking-plan',
  version: 1,
  events: [
    {
      name: 'ordered',
      label: '=下单',
      owner: '王|工',
      properties: [
        { name: 'sum', type: 'number', unit: '元', is_expected: true },
        { name: 'shop', type: 'string' },
        { name: 'never', is_expected: true },
      ],
      rules: [{ property: 'sum', setting: { kind: 'range', min: 0, max: null }, action: 'reject' }],
    },
    { name: 'promised' },
  ],
})

test('a plan that is taken out and brought into another brand is the same plan', async () => {
  const [one, other] = [await testCtx(), await testCtx()]
  expect(await importPlan(one, plan, false)).toMatchObject({
    events: { added: ['ordered', 'promised'], changed: [] },
    properties: 3,
    rules: 1,
  })
  await importPlan(other, await readPlan(one), false)
  expect(await readPlan(other)).toEqual(await readPlan(one))
})

test('brought in twice it changes nothing; tried, it only says what it would do', async () => {
  const ctx = await testCtx()
  expect(await importPlan(ctx, plan, true)).toMatchObject({ applied: false, properties: 3 })
  expect((await readPlan(ctx)).events).toEqual([])
  await importPlan(ctx, plan, false)
  expect(await importPlan(ctx, plan, false)).toEqual({
    events: { added: [], changed: [] },
    properties: 0,
    rules: 0,
    applied: true,
  })
})

test('a plan that names something twice or holds a rule nobody can keep is refused whole', async () => {
  const ctx = await testCtx()
  const [first] = plan.events
  if (!first) throw new Error('the plan has events')
  const twice = { ...plan, events: [first, first] }
  await expect(importPlan(ctx, twice, false)).rejects.toMatchObject({ code: 'bad_plan' })
  const setting = { kind: 'pattern' as const, pattern: '(' }
  const broken = {
    ...plan,
    events: [{ ...first, rules: [{ property: 'sum', setting, action: 'warn' as const }] }],
  }
  await expect(importPlan(ctx, broken, false)).rejects.toMatchObject({ code: 'bad_pattern' })
  expect((await readPlan(ctx)).events).toEqual([])
})

test('the plan is held against what comes in', async () => {
  const ctx = await testCtx()
  const collector = testCollector(ctx)
  await importPlan(ctx, plan, false)
  await collector.submit(
    submission(ctx, [
      draft({
        name: 'ordered',
        messageId: '1',
        props: { sum: '5', shop: 'a', extra: 1, $lib: 'x' },
      }),
      draft({ name: 'stray', messageId: '2' }),
    ]),
  )
  expect(await diffPlan(ctx)).toEqual({
    unplanned_events: [{ event: 'stray', total: 1 }],
    missing_events: ['promised'],
    deprecated_events: [],
    unplanned_properties: [{ event: 'ordered', property: 'extra', type: 'number' }],
    missing_properties: [{ event: 'ordered', property: 'never', is_expected: true }],
    type_mismatches: [{ event: 'ordered', property: 'sum', planned: 'number', seen: 'string' }],
  })
  await collector.stop()
})

test('as a table and as Markdown it holds no formula and breaks no table', async () => {
  const ctx = await testCtx()
  await importPlan(ctx, plan, false)
  const api = await testApi(ctx, { domains: [routes(ctx)] })
  const key = (await createApiKey(ctx, { name: 'mine', role: 'owner' })).secret
  const csv = await api.call('GET', '/tracking/plan?format=csv', { key })
  expect(csv.headers['content-disposition']).toBe('attachment; filename="tracking-plan.csv"')
  expect(csv.text).toContain("'=下单")
  expect(csv.text).toContain('must be a number from 0 (reject)')
  const xlsx = await api.app.inject({
    url: '/api/v1/tracking/plan?format=xlsx',
    headers: { authorization: `Bearer ${key}` },
  })
  expect(xlsx.headers['content-disposition']).toBe('attachment; filename="tracking-plan.xlsx"')
  const sheet = await readSheet(xlsx.rawPayload)
  expect(sheet[0]?.slice(0, 3)).toEqual(['event', 'event_label', 'status'])
  expect(sheet.map((row) => row[1])).toContain('=下单')
  const markdown = await api.call('GET', '/tracking/plan?format=markdown', { key })
  expect(markdown.text).toContain('王\\|工')
  const json = await api.call('GET', '/tracking/plan', { key })
  expect(PlanDocument.parse(JSON.parse(json.text))).toEqual(await readPlan(ctx))
})
