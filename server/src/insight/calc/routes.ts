// Calculators that read nothing and keep nothing: anyone can check us with numbers of their own.
import type { z } from 'zod'
import { invalid } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { evaluate } from '../../platform/statistics/experiment.ts'
import { readArm } from './arms.ts'
import { attribute } from './attribution.ts'
import { concentrationOf } from './concentration.ts'
import { explainChange, solveGmv } from './gmv.ts'
import { type Answers, classify, compareWaves, npsOf } from './nps.ts'
import { fitOffThread, predictOffThread } from './off-thread.ts'
import { rfmOf } from './rfm.ts'
import * as shape from './shapes.ts'
import { amplification, cycleTime, measureK, modelK, usersAfter } from './viral.ts'

const config = { access: 'events:read', scoped: true } as const
const tags = ['calculators']
const LARGE = 32 * 1024 * 1024

export function calcRoutes(app: Http): void {
  app.post(
    '/calc/attribution',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'Which channel conversions are owed to',
        description:
          'Credits add up to all conversions and all value. `markov`: exact removal effects of a first-order chain. `shapley`: the game of conversions by paths that use only these channels.',
        body: shape.AttributionAsked,
        response: { 200: shape.AttributionAnswer },
      },
    },
    ({ body: { model, paths, ends, half_life } }) => ({
      model,
      conversions: paths.reduce((sum, path) => sum + path.conversions, 0),
      value: paths.reduce((sum, path) => sum + path.value, 0),
      channels: attribute(paths, {
        model,
        ...(ends && { ends }),
        ...(half_life !== undefined && { half_life }),
      }),
    }),
  )
  app.post(
    '/calc/experiment',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'Does the treatment work?',
        description:
          'Absolute and relative lift with Welch’s interval and one that holds however often one looks; CUPED where something was known before; a sample ratio that is off blocks the verdict.',
        body: shape.ExperimentAsked,
        response: { 200: shape.ExperimentAnswer },
      },
    },
    ({ body: { method, control, treatment, theta, ...terms } }) => ({
      method,
      ...evaluate(
        method,
        readArm(method, 'control', control),
        readArm(method, 'treatment', treatment),
        { ...terms, ...(theta !== undefined && { theta }) },
      ),
    }),
  )
  app.post(
    '/calc/nps',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'Net promoter score, its interval, and the change from the wave before',
        body: shape.NpsAsked,
        response: { 200: shape.NpsAnswer },
      },
    },
    ({ body }) => {
      const now = waveOf(body)
      const before = body.before && waveOf(body.before)
      if (!before && body.pairs.length > 0)
        throw invalid('invalid_pairs', 'Pairs need the wave before')
      return {
        ...npsOf(now, body.confidence),
        change: before
          ? {
              before: npsOf(before).score,
              ...compareWaves(before, now, body.pairs, body.confidence),
            }
          : null,
      }
    },
  )
  clvRoutes(app)
  app.post(
    '/calc/gmv',
    {
      config,
      schema: {
        tags,
        summary: 'GMV of five factors: the one that is missing, and who a change is owed to',
        description:
          'GMV = visitors × conversion rate × order value × (1 + fission rate) × LTV multiple. The change is shared out without a rest by LMDI and by Shapley.',
        body: shape.GmvAsked,
        response: { 200: shape.GmvAnswer },
      },
    },
    ({ body: { factors, before } }) => {
      const solved = solveGmv(factors)
      return { ...solved, change: before ? explainChange(before, solved.factors) : null }
    },
  )
  app.post(
    '/calc/kfactor',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'How many customers a customer brings, by model and as measured',
        body: shape.KFactorAsked,
        response: { 200: shape.KFactorAnswer },
      },
    },
    ({ body: { model, measured, growth, cycle_days } }) => {
      const ofModel = model && modelK(model.invites_per_user, model.conversion)
      const found = measured && measureK(measured)
      const k = found?.k ?? ofModel
      if (k === undefined)
        throw invalid('nothing_asked', 'Either `model` or `measured` says how customers invite')
      return {
        k,
        amplification: amplification(k),
        model: ofModel === undefined ? null : { k: ofModel },
        measured: found ?? null,
        cycle_days: cycle_days ? cycleTime(cycle_days) : null,
        growth: (growth?.times ?? []).map((time) => ({
          time,
          users: growth ? usersAfter(growth.start, k, growth.cycle, time) : 0,
        })),
      }
    },
  )
  app.post(
    '/calc/rfm',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'Recency, frequency and money in scores from 1 to 5, with their cut-offs',
        body: shape.RfmAsked,
        response: { 200: shape.RfmAnswer },
      },
    },
    ({ body: { rows, cut_offs, high } }) => rfmOf(rows, cut_offs, high),
  )
  app.post(
    '/calc/gini',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'How few bring how much: Gini, top shares, the fewest for 80 %',
        description: 'Customers who brought nothing belong to it; `zeros` adds those not listed.',
        body: shape.GiniAsked,
        response: { 200: shape.GiniAnswer },
      },
    },
    ({ body: { values, ...asked } }) => concentrationOf(values, asked),
  )
}

function clvRoutes(app: Http): void {
  app.post(
    '/calc/clv/fit',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'BG/NBD and Gamma–Gamma fitted to buyers by maximum likelihood',
        description: 'Time in any one unit. The answer can be given to `clv/predict` as it is.',
        body: shape.FitAsked,
        response: { 200: shape.FitAnswer },
      },
    },
    async ({ body: { rows } }) => {
      const { orders, value, correlation, notes } = await fitOffThread(rows)
      return { bg_nbd: orders, gamma_gamma: value, correlation, notes }
    },
  )
  app.post(
    '/calc/clv/predict',
    {
      config,
      bodyLimit: LARGE,
      schema: {
        tags,
        summary: 'Who is still a customer, and what orders and value are to come',
        body: shape.PredictAsked,
        response: { 200: shape.PredictAnswer },
      },
    },
    async ({ body }) => {
      const days = DAYS[body.time_unit]
      const rows = await predictOffThread({
        orders: body.bg_nbd,
        value: body.gamma_gamma ?? null,
        rows: body.rows,
        terms: {
          horizons: body.horizons.map((horizon) => horizon / days),
          margin: body.margin,
          discount: (1 + body.annual_discount) ** (days / 365) - 1,
        },
      })
      const inDays = rows.map((row) => ({
        ...row,
        horizons: row.horizons.map(({ orders, value }, i) => ({
          days: body.horizons[i] ?? 0,
          orders,
          value,
        })),
      }))
      const sum = (values: readonly number[]) => values.reduce((all, x) => all + x, 0)
      return {
        rows: inDays,
        totals: body.horizons.map((horizon, i) => {
          const values = inDays.map((row) => row.horizons[i]?.value ?? null)
          return {
            days: horizon,
            orders: sum(inDays.map((row) => row.horizons[i]?.orders ?? 0)),
            value: values.every((value) => value !== null) ? sum(values) : null,
          }
        }),
      }
    },
  )
}

const DAYS = { day: 1, week: 7, month: 365 / 12 }

/** Scores of each answer, or how many of each class. */
function waveOf(wave: z.output<typeof shape.NpsAsked>['before'] & object): Answers {
  const { scores, promoters, passives, detractors } = wave
  if (scores) {
    if ([promoters, passives, detractors].some((n) => n !== undefined))
      throw invalid('invalid_wave', 'Scores or how many of each class, not both')
    return classify(scores)
  }
  if (promoters === undefined || passives === undefined || detractors === undefined)
    throw invalid('invalid_wave', 'Scores, or promoters, passives and detractors')
  return { promoters, passives, detractors }
}
