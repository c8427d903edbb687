import { expect, test } from 'vitest'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { routes } from '../routes.ts'
import { EXAMPLES } from './examples.ts'

const ctx = await testCtx()
const api = await testApi(ctx, { domains: [routes] })
const key = await keyOf(ctx, 'analyst')
const ask = (name: string, body: unknown) => api.call('POST', `/calc/${name}`, { key, body })
const answerOf = async (name: string, body: unknown) => {
  const { status, body: answer, text } = await ask(name, body)
  expect(status, text).toBe(200)
  return answer as Record<string, unknown>
}
const refusalOf = async (name: string, body: unknown) => {
  const { status, body: answer } = await ask(name, body)
  return [status, (answer as { error?: { code: string } }).error?.code]
}

test('every calculator answers its own example', async () => {
  for (const [name, body] of Object.entries(EXAMPLES)) {
    const answer = await answerOf(name, body)
    expect(Object.keys(answer).length, name).toBeGreaterThan(1)
  }
})

test('attribution by every model adds up to all conversions', async () => {
  for (const model of ['first', 'last', 'linear', 'position', 'time_decay', 'markov', 'shapley']) {
    const answer = await answerOf('attribution', { ...EXAMPLES.attribution, model })
    const channels = answer.channels as { conversions: number; value: number }[]
    expect(answer).toMatchObject({ model, conversions: 2, value: 500 })
    expect(channels.reduce((sum, c) => sum + c.conversions, 0)).toBeCloseTo(2, 9)
    expect(channels.reduce((sum, c) => sum + c.value, 0)).toBeCloseTo(500, 7)
  }
})

test('an arm may be said as values, as sums, or as mean and deviation', async () => {
  const treatment = [1, 2, 3, 4, 7]
  const control = [0, 2, 2, 3, 4]
  const asValues = await answerOf('experiment', {
    method: 'mean',
    control: { values: control },
    treatment: { values: treatment },
  })
  const asSums = await answerOf('experiment', {
    method: 'mean',
    control: { n: 5, sum: 11, sum_squares: 33 },
    treatment: { n: 5, mean: 3.4, standard_deviation: Math.sqrt(5.3) },
  })
  const { absolute } = asValues as { absolute: { estimate: number; p_value: number } }
  const other = (asSums as { absolute: { estimate: number; p_value: number } }).absolute
  expect(absolute.estimate).toBeCloseTo(1.2, 9)
  expect(other.estimate).toBeCloseTo(1.2, 9)
  expect(other.p_value).toBeCloseTo(absolute.p_value, 9)
})

test('a sample ratio that is off blocks the verdict over the API, too', async () => {
  const { expected_share: _, ...example } = EXAMPLES.experiment
  expect(await answerOf('experiment', example)).toMatchObject({
    verdict: 'blocked',
    sample_ratio: { ok: false },
  })
  expect(await answerOf('experiment', EXAMPLES.experiment)).toMatchObject({
    verdict: 'treatment_higher',
  })
})

test('NPS of scores is that of their classes; two waves are compared', async () => {
  const scores = [...Array(200).fill(10), ...Array(120).fill(8), ...Array(80).fill(2)]
  const of = await answerOf('nps', { scores })
  const { change: _, ...classes } = await answerOf('nps', EXAMPLES.nps)
  expect(of).toMatchObject(classes)
  expect(of).toMatchObject({ n: 400, score: expect.closeTo(30, 9), change: null })
  expect(await answerOf('nps', EXAMPLES.nps)).toMatchObject({
    change: { before: expect.closeTo(20, 9), change: expect.closeTo(10, 9) },
  })
})

test('a fit goes into a prediction as it is, and horizons are days whatever the unit', async () => {
  const fit = await answerOf('clv/fit', EXAMPLES['clv/fit'])
  expect(fit).toMatchObject({
    bg_nbd: { customers: 20, at_edge: false },
    notes: ['frequency_and_value_hang_together', 'few_buyers_come_back'],
  })
  const rows = [{ frequency: 2, recency: 30.43, T: 38.86, monetary: 22.35 }]
  const { bg_nbd, gamma_gamma } = fit
  expect(
    await answerOf('clv/predict', { bg_nbd, gamma_gamma, rows, time_unit: 'week' }),
  ).toMatchObject({ totals: [{ days: 30 }, { days: 90 }, { days: 365 }] })
  const published = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 }
  const ask = { bg_nbd: published, rows, time_unit: 'week', horizons: [39 * 7] }
  expect(await answerOf('clv/predict', ask)).toMatchObject({
    rows: [{ horizons: [{ days: 273, orders: expect.closeTo(1.226, 3), value: null }] }],
    totals: [{ value: null }],
  })
})

test('the missing factor is found and the change explained to the cent', async () => {
  const { visitors: _, ...rest } = EXAMPLES.gmv.factors
  const answer = await answerOf('gmv', {
    factors: { ...rest, gmv: 789_750 },
    before: EXAMPLES.gmv.before,
  })
  expect(answer).toMatchObject({
    solved: 'visitors',
    factors: { visitors: expect.closeTo(120_000, 5) },
    change: { change: expect.closeTo(235_350, 4) },
  })
  const { factors } = answer.change as { factors: { lmdi: number; shapley: number }[] }
  expect(factors.map((f) => Math.round(f.lmdi * 100) / 100)).toEqual([
    121_271.17, -70_080.54, 53_240.4, 85_028.36, 45_890.6,
  ])
})

test('K by model and as measured, with the growth that follows', async () => {
  expect(await answerOf('kfactor', EXAMPLES.kfactor)).toMatchObject({
    k: 0.3,
    model: { k: 0.5 },
    measured: { recruits: 6, sharers: 8 },
    cycle_days: 4,
  })
  const growth = { start: 10, cycle: 1, times: [0, 1, 2, 5, 10] }
  const doubling = { model: { invites_per_user: 4, conversion: 0.5 }, growth }
  expect((await answerOf('kfactor', doubling)).growth).toEqual(
    [10, 30, 70, 630, 20_470].map((users, i) => ({ time: growth.times[i], users })),
  )
})

test('concentration counts those with nothing; RFM keeps its cut-offs', async () => {
  expect(await answerOf('gini', EXAMPLES.gini)).toMatchObject({
    n: 10,
    zeros: 1,
    fewest: { customers: 3 },
  })
  const first = await answerOf('rfm', EXAMPLES.rfm)
  const again = await answerOf('rfm', { ...EXAMPLES.rfm, cut_offs: first.cut_offs })
  expect(again).toEqual(first)
})

test('what cannot be reckoned is refused clearly', async () => {
  const arm = { n: 10, conversions: 3 }
  const cases: [string, unknown, number, string][] = [
    ['attribution', { model: 'magic', paths: [] }, 400, 'invalid_request'],
    ['attribution', { model: 'first', paths: [] }, 400, 'invalid_request'],
    [
      'attribution',
      { model: 'first', paths: [{ channels: ['a'], conversions: 0, value: 3 }] },
      400,
      'invalid_path',
    ],
    ['experiment', { method: 'mean', control: arm, treatment: arm }, 400, 'invalid_arm'],
    [
      'experiment',
      { method: 'proportion', control: { values: [0, 2] }, treatment: arm },
      400,
      'invalid_arm',
    ],
    [
      'experiment',
      { method: 'proportion', control: { ...arm, values: [0, 1] }, treatment: arm },
      400,
      'invalid_arm',
    ],
    ['experiment', { method: 'proportion', control: {}, treatment: arm }, 400, 'invalid_arm'],
    ['experiment', { method: 'proportion', control: { n: 4 }, treatment: arm }, 400, 'invalid_arm'],
    [
      'experiment',
      { method: 'mean', control: { values: [1, 2], before: [1] }, treatment: arm },
      400,
      'invalid_arm',
    ],
    ['nps', { promoters: 3 }, 400, 'invalid_wave'],
    ['nps', { scores: [3], promoters: 3 }, 400, 'invalid_wave'],
    ['nps', { scores: [11] }, 400, 'invalid_score'],
    ['nps', { scores: [1], pairs: [{ before: 1, now: 1 }] }, 400, 'invalid_pairs'],
    [
      'clv/fit',
      {
        rows: [
          { frequency: 1, recency: 5, T: 3 },
          { frequency: 0, recency: 0, T: 3 },
        ],
      },
      400,
      'invalid_buyer',
    ],
    [
      'clv/fit',
      {
        rows: [
          { frequency: 0, recency: 0, T: 3 },
          { frequency: 0, recency: 0, T: 3 },
        ],
      },
      422,
      'too_few_buyers',
    ],
    ['clv/predict', { bg_nbd: { r: -1 }, rows: [] }, 400, 'invalid_request'],
    ['gmv', { factors: { visitors: 3 } }, 400, 'one_unknown'],
    ['kfactor', {}, 400, 'nothing_asked'],
    ['rfm', { rows: [{ recency: 1, frequency: 0, monetary: 1 }] }, 400, 'invalid_request'],
    ['gini', { values: [] }, 400, 'invalid_value'],
    ['gini', { values: new Array(200_001).fill(1) }, 400, 'invalid_request'],
  ]
  for (const [name, body, status, code] of cases)
    expect(await refusalOf(name, body), `${name} ${JSON.stringify(body).slice(0, 80)}`).toEqual([
      status,
      code,
    ])
})
