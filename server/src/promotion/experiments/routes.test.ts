import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import { routes as commerceRoutes, usePricing } from '../../commerce/index.ts'
import { experimentsPort } from '../../insight/experiments/exposure.ts'
import { setBenefit } from '../../membership/benefits/benefits.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { useExperiments } from '../../platform/arms.ts'
import { testCtx } from '../../platform/testing.ts'
import { offersPricing, routes } from '../index.ts'
import { NewExperiment } from './shapes.ts'

beforeAll(() => {
  usePricing({ offers: offersPricing })
  useExperiments(experimentsPort)
})
afterAll(() => usePricing({}))

async function callers() {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes, commerceRoutes] })
  const as = async (role: 'operator' | 'analyst') => {
    const key = await keyOf(ctx, role)
    return (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
      api.call(method, path, { key, ...(body && { body }) })
  }
  return { ctx, operator: await as('operator'), analyst: await as('analyst') }
}
const codeOf = (answer: { body: unknown }) =>
  (answer.body as { error?: { code: string } }).error?.code

test('an experiment goes from its plan to a decision over the API, and a price shows the arm', async () => {
  const { ctx, operator, analyst } = await callers()
  await testShop(ctx, { tea: 100 })
  const offer = await operator('POST', '/offers', {
    ...{ name: 'A yuan off', activity_id: null },
    terms: { kind: 'amount', args: { off_fen: 100 } },
  })
  expect(offer.status).toBe(201)
  const plan = {
    ...{ name: 'A yuan off tea', hypothesis: 'It sells more' },
    arms: [
      { code: 'none', name: 'As today', share: 5_000 },
      { code: 'off', name: 'A yuan off', share: 5_000, offer_id: String(offer.body.id) },
    ],
    ends_at: new Date(Date.now() + 86_400_000).toISOString(),
  }
  expect((await analyst('POST', '/offer-experiments', plan)).status).toBe(403)
  const made = await operator('POST', '/offer-experiments', plan)
  expect(made).toMatchObject({ status: 201, body: { state: 'planned', metric: 'margin' } })
  const at = `/offer-experiments/${made.body.id}`
  const changed = await operator('PUT', at, { ...plan, metric: 'revenue', version: 1 })
  expect(changed).toMatchObject({ status: 200, body: { metric: 'revenue', version: 2 } })
  expect((await operator('POST', `${at}/start`)).body).toMatchObject({ state: 'running' })
  const customers = await newCustomers(ctx, 30)
  for (const customer_id of customers) {
    const { body } = await analyst('GET', `${at}/arm?customer_id=${customer_id}`)
    expect(body.is_met).toBe(false)
    const quote = await operator('POST', '/quotes', {
      ...{ customer_id, lines: [{ sku: 'tea', quantity: 1 }] },
    })
    expect(quote.body.due_fen).toBe(body.arm === 'off' ? 900 : 1_000)
    expect((await analyst('GET', `${at}/arm?customer_id=${customer_id}`)).body).toEqual({
      ...{ arm: body.arm, is_met: true },
    })
  }
  const readout = await analyst('GET', `${at}/readout`)
  expect(readout.body).toMatchObject({
    ...{ crossed: 0, comparisons: [], guards: [], stop: null },
    experiment: { exposed: 30 },
    budget: { used_fen: 0, budget_fen: null },
  })
  expect((await operator('POST', `${at}/stop`, { words: ' ' })).status).toBe(400)
  expect((await operator('POST', `${at}/stop`, { words: 'Enough' })).status).toBe(200)
  expect(codeOf(await operator('POST', `${at}/stop`, { words: 'Enough' }))).toBe(
    'offer_experiment_state',
  )
  const decided = await operator('POST', `${at}/roll-out`, { arm: 'off', words: 'It sells' })
  expect(decided.body).toMatchObject({ state: 'decided', decision: { arm: 'off' } })
  const list = await analyst('GET', `/offer-experiments?q=tea&offer_id=${offer.body.id}`)
  expect(list.body.items).toMatchObject([{ id: made.body.id, stop: { rule: 'by_person' } }])
  expect((await analyst('GET', '/offer-experiments?state=running')).body.items).toEqual([])
})

test('lists go on where they stopped, and another brand knows nothing of it', async () => {
  const { operator } = await callers()
  const plan = NewExperiment.meta()?.example as { arms: { offer_id?: string }[] }
  const offer = await operator('POST', '/offers', {
    ...{ name: 'x', activity_id: null, terms: { kind: 'amount', args: { off_fen: 100 } } },
  })
  const ends_at = new Date(Date.now() + 86_400_000).toISOString()
  const arms = plan.arms.map((arm) =>
    arm.offer_id ? { ...arm, offer_id: String(offer.body.id) } : arm,
  )
  expect(codeOf(await operator('POST', '/offer-experiments', { ...plan, ends_at }))).toBe(
    'offer_not_found',
  )
  const ids: unknown[] = []
  for (let i = 0; i < 3; i++)
    ids.push((await operator('POST', '/offer-experiments', { ...plan, arms, ends_at })).body.id)
  const first = await operator('GET', '/offer-experiments?limit=2')
  const rest = await operator(
    'GET',
    `/offer-experiments?limit=2&cursor=${encodeURIComponent(String(first.body.next_cursor))}`,
  )
  const listed = [first, rest].flatMap(({ body }) => body.items as unknown as { id: string }[])
  expect(listed.map((row) => row.id)).toEqual(ids.reverse())
  expect((await operator('POST', '/offer-experiments/stop', { ids, words: 'x' })).body).toEqual({
    ...{ changed: 0, refused: ids.map((id) => ({ id, code: 'offer_experiment_state' })) },
  })
  const started = await operator('POST', '/offer-experiments/start', { ids })
  // One offer is tried once at a time.
  expect(started.body).toMatchObject({ changed: 1, refused: [{}, {}] })
  const { operator: stranger } = await callers()
  for (const path of ['', '/readout', '/arm?customer_id=1'])
    expect((await stranger('GET', `/offer-experiments/${listed[0]?.id}${path}`)).status).toBe(404)
})

test('an experiment on a benefit is planned, found by it and told of it over the API', async () => {
  const { ctx, operator, analyst } = await callers()
  await setBenefit(
    ctx,
    {
      ...{ code: 'wash', kind: 'service_entry', name: '洗护', name_en: 'Wash', stacks: false },
      ...{ args: { service: 'Wash' }, behaviour: 'order_paid', unit_cost_fen: 0, period: 'ever' },
      ...{ per_customer: null, uses_limit: null, is_retired: false },
      holders: [{ holder: 'stored_value', holder_code: 'any' }],
    },
    0,
  )
  const plan = {
    ...{ name: 'Washing', hypothesis: 'They come again', metric: 'behaviour' },
    arms: [
      { code: 'none', name: 'Without', share: 5_000 },
      { code: 'wash', name: 'With', share: 5_000, benefit_code: 'wash' },
    ],
    ends_at: new Date(Date.now() + 86_400_000).toISOString(),
  }
  const made = await operator('POST', '/offer-experiments', plan)
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'benefit', behaviour: 'order_paid', arms: [{ given: null }, { given: '洗护' }] },
  })
  expect((await operator('POST', `/offer-experiments/${made.body.id}/start`)).status).toBe(200)
  const [customer_id] = await newCustomers(ctx, 1)
  const arm = await analyst(
    'GET',
    `/offer-experiments/${made.body.id}/arm?customer_id=${customer_id}`,
  )
  expect(arm.body).toMatchObject({ arm: expect.stringMatching(/none|wash/), is_met: false })
  for (const query of ['kind=benefit', 'benefit=wash'])
    expect((await analyst('GET', `/offer-experiments?${query}`)).body.items).toMatchObject([
      { id: made.body.id, state: 'running' },
    ])
  for (const query of ['kind=offer', 'benefit=other'])
    expect((await analyst('GET', `/offer-experiments?${query}`)).body.items).toEqual([])
  expect((await analyst('GET', '/offer-experiments/benefit-lifts')).body.items).toMatchObject([
    {
      ...{ benefit: 'wash', metric: 'behaviour', verdict: 'waiting', estimate: null },
      experiment: { id: made.body.id },
    },
  ])
  const stranger = (await callers()).analyst
  expect((await stranger('GET', '/offer-experiments/benefit-lifts')).body.items).toEqual([])
})
