// What the calculators are asked and what they answer.
import { z } from 'zod'
import { MODELS } from './attribution.ts'
import { EXAMPLES } from './examples.ts'
import { FACTORS } from './gmv.ts'
import { SEGMENTS } from './rfm.ts'

/** The largest questions that are answered while somebody waits. */
export const MOST = {
  paths: 20_000,
  touches: 200,
  values: 200_000,
  rows: 100_000,
  predicted: 10_000,
}

const AtLeast0 = z.number().min(0)
const Above0 = z.number().positive()
const Whole = z.number().int().min(0)
const Share = z.number().min(0).max(1)
const Confidence = z.number().min(0.5).max(0.999).default(0.95)
const Interval = z.object({ low: z.number(), high: z.number() })
const Values = z.array(z.number()).max(MOST.values)

export const AttributionAsked = z
  .object({
    model: z.enum(MODELS),
    paths: z
      .array(
        z.object({
          channels: z.array(z.string().min(1).max(200)).min(1).max(MOST.touches),
          conversions: AtLeast0,
          value: AtLeast0.default(0).describe('Of all conversions of the path together'),
          nulls: AtLeast0.default(0).describe('How many went this way and did not convert'),
          days_before: z
            .array(AtLeast0)
            .max(MOST.touches)
            .optional()
            .describe('Days from each touch to the conversion; for `time_decay`'),
        }),
      )
      .min(1)
      .max(MOST.paths),
    ends: z
      .object({ first: Share, last: Share })
      .refine(({ first, last }) => first + last <= 1, 'first and last are at most 1 together')
      .optional()
      .describe('Of `position`: shares of the first and the last touch; 0.4 each'),
    half_life: Above0.optional().describe(
      'Of `time_decay`: days, or touches where no days are given; 7 days, 1 touch',
    ),
  })
  .meta({ example: EXAMPLES.attribution })
export const AttributionAnswer = z.object({
  model: z.enum(MODELS),
  conversions: z.number(),
  value: z.number(),
  channels: z.array(
    z.object({
      channel: z.string(),
      conversions: z.number(),
      value: z.number(),
      share: z.number(),
      removal_effect: z.number().optional().describe('Only `markov`'),
    }),
  ),
})

const GivenArm = z.object({
  values: Values.optional().describe('What each customer did'),
  before: Values.optional().describe('With `values`: what was known of each before, for CUPED'),
  n: z.number().int().min(2).optional(),
  conversions: Whole.optional(),
  sum: z.number().optional(),
  sum_squares: AtLeast0.optional(),
  mean: z.number().optional(),
  standard_deviation: AtLeast0.optional(),
  covariate: z
    .object({ sum: z.number(), sum_squares: AtLeast0, sum_products: z.number() })
    .optional()
    .describe('Sums of what was known before, and of its products with the outcome, for CUPED'),
})
export const ExperimentAsked = z
  .object({
    method: z.enum(['mean', 'proportion']),
    control: GivenArm,
    treatment: GivenArm,
    alpha: z.number().min(0.0001).max(0.5).default(0.05),
    expected_share: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.5)
      .describe('Share of customers who should be in treatment'),
    tuning: Above0.max(1e9)
      .default(5000)
      .describe('Customers at which the always-valid interval is narrowest'),
    sample_ratio_alpha: z.number().gt(0).lt(1).default(0.001),
    theta: z.number().optional().describe('Of CUPED, when known from elsewhere'),
  })
  .meta({ example: EXAMPLES.experiment })
const Lift = z.object({
  estimate: z.number(),
  standard_error: z.number(),
  interval: Interval,
  p_value: z.number(),
  always_valid: z.object({ interval: Interval, p_value: z.number() }),
})
const ArmFigures = z.object({ n: z.number(), mean: z.number(), standard_deviation: z.number() })
export const ExperimentAnswer = z.object({
  method: z.enum(['mean', 'proportion']),
  control: ArmFigures,
  treatment: ArmFigures,
  sample_ratio: z.object({
    expected_share: z.number(),
    share: z.number(),
    p_value: z.number(),
    ok: z.boolean(),
  }),
  absolute: Lift,
  relative: Lift.nullable().describe('null where control’s mean is 0'),
  degrees_of_freedom: z.number(),
  cuped: z.object({ theta: z.number(), variance_removed: z.number() }).nullable(),
  verdict: z
    .enum(['treatment_higher', 'control_higher', 'undecided', 'blocked'])
    .describe('By the always-valid interval; `blocked` by a sample ratio that is off'),
})

const Wave = z.object({
  scores: z.array(z.number()).max(MOST.values).optional().describe('Whole numbers from 0 to 10'),
  promoters: Whole.optional(),
  passives: Whole.optional(),
  detractors: Whole.optional(),
})
export const NpsAsked = Wave.extend({
  before: Wave.optional().describe('The wave before, to compare with'),
  pairs: z
    .array(z.object({ before: z.number(), now: z.number() }))
    .max(MOST.values)
    .default([])
    .describe('Scores of those who answered both, who are part of both'),
  confidence: Confidence,
}).meta({ example: EXAMPLES.nps })
export const NpsAnswer = z.object({
  n: z.number(),
  promoters: z.number(),
  passives: z.number(),
  detractors: z.number(),
  score: z.number(),
  interval: Interval.extend({
    confidence: z.number(),
    method: z.enum(['normal', 'added_one']),
  }),
  too_few: z.boolean().describe('Fewer than 30 answers'),
  change: z
    .object({
      before: z.number(),
      change: z.number(),
      standard_error: z.number(),
      interval: Interval.extend({ confidence: z.number() }),
      p_value: z.number(),
      significant: z.boolean(),
      recontacted: z.number(),
      too_few: z.boolean(),
    })
    .nullable(),
})

const Buyer = z.object({
  frequency: Whole.max(100_000).describe('Repeat orders: all but the first'),
  recency: AtLeast0.max(100_000).describe('Time from the first order to the last'),
  T: AtLeast0.max(100_000).describe('Time from the first order until now'),
  monetary: AtLeast0.optional().describe('Mean value of the repeat orders'),
})
const BgNbd = z.object({ r: Above0, alpha: Above0, a: Above0, b: Above0 })
const GammaGamma = z.object({ p: Above0, q: Above0, v: Above0 })
const Goodness = z.object({
  log_likelihood: z.number(),
  customers: z.number(),
  gradient: z.number().describe('Largest slope at the optimum: nearly 0'),
  at_edge: z
    .boolean()
    .describe('A parameter went where the data cannot tell it; forecasts hold all the same'),
  evaluations: z.number(),
})
export const FitAsked = z
  .object({ rows: z.array(Buyer).min(2).max(MOST.rows) })
  .meta({ example: EXAMPLES['clv/fit'] })
export const FitAnswer = z.object({
  bg_nbd: BgNbd.extend(Goodness.shape).extend({ groups: z.number() }),
  gamma_gamma: GammaGamma.extend(Goodness.shape)
    .extend({ mean_value: z.number().nullable() })
    .nullable()
    .describe('null without three buyers with a value'),
  correlation: z.number().nullable().describe('Of frequency and value; Gamma–Gamma takes it for 0'),
  notes: z.array(
    z.enum(['frequency_and_value_hang_together', 'no_mean_value', 'few_buyers_come_back']),
  ),
})
export const PredictAsked = z
  .object({
    bg_nbd: BgNbd,
    gamma_gamma: GammaGamma.nullish(),
    rows: z.array(Buyer).min(1).max(MOST.predicted),
    time_unit: z.enum(['day', 'week', 'month']).default('day').describe('Of rows and of alpha'),
    horizons: z.array(Above0.max(36_500)).min(1).max(12).default([30, 90, 365]).describe('Days'),
    margin: Share.default(1).describe('Share of an order’s value that stays'),
    annual_discount: z.number().min(0).max(10).default(0),
  })
  .meta({ example: EXAMPLES['clv/predict'] })
const Horizon = z.object({
  days: z.number(),
  orders: z.number(),
  value: z.number().nullable().describe('null without a model of values'),
})
export const PredictAnswer = z.object({
  rows: z.array(
    z.object({
      alive: z.number(),
      order_value: z.number().nullable(),
      horizons: z.array(Horizon),
    }),
  ),
  totals: z.array(Horizon),
})

const factor = {
  visitors: AtLeast0,
  conversion_rate: Share.describe('First buyers ÷ visitors'),
  order_value: AtLeast0.describe('Net money an order'),
  fission_rate: AtLeast0.describe('Customers recruited ÷ visitors'),
  ltv_multiple: AtLeast0.describe('Orders a buyer over the horizon'),
}
const Factors = z.object(factor)
export const GmvAsked = z
  .object({
    factors: Factors.partial()
      .extend({ gmv: AtLeast0.optional() })
      .describe('Five factors and GMV, of which one may be missing'),
    before: Factors.optional().describe('To explain the change from'),
  })
  .meta({ example: EXAMPLES.gmv })
export const GmvAnswer = z.object({
  factors: Factors,
  gmv: z.number(),
  solved: z
    .enum([...FACTORS, 'gmv'])
    .nullable()
    .describe('Which of the six was missing'),
  change: z
    .object({
      before: z.number(),
      after: z.number(),
      change: z.number(),
      factors: z.array(
        z.object({
          factor: z.enum(FACTORS),
          before: z.number().nullable(),
          after: z.number().nullable(),
          lmdi: z.number(),
          shapley: z.number(),
          chain: z.number().describe('连环替代: depends on the order; for comparison only'),
        }),
      ),
    })
    .nullable(),
})

export const KFactorAsked = z
  .object({
    model: z.object({ invites_per_user: AtLeast0, conversion: Share }).optional(),
    measured: z
      .object({
        recruits: z.array(Whole).max(MOST.values).describe('Newcomers by who brought them'),
        cohort: z.number().int().min(1).describe('Everybody, also who brought nobody'),
        sharers: Whole.optional(),
        confidence: Confidence,
        seed: z.number().int().default(1),
      })
      .optional(),
    growth: z
      .object({ start: AtLeast0, cycle: Above0, times: z.array(AtLeast0).min(1).max(1000) })
      .optional()
      .describe('Users after each time, by the measured K or else the model’s'),
    cycle_days: z
      .array(AtLeast0)
      .max(MOST.values)
      .optional()
      .describe('Days from an inviter’s joining to the invitee’s'),
  })
  .meta({ example: EXAMPLES.kfactor })
export const KFactorAnswer = z.object({
  k: z.number().describe('Measured, or else of the model'),
  amplification: z.number().nullable().describe('1 ÷ (1 − K); null when K ≥ 1'),
  model: z.object({ k: z.number() }).nullable(),
  measured: z
    .object({
      cohort: z.number(),
      recruits: z.number(),
      k: z.number(),
      interval: Interval.extend({ confidence: z.number() }),
      sharers: z.number().nullable(),
      k_of_sharers: z.number().nullable(),
      share_rate: z.number().nullable(),
      amplification: z.number().nullable(),
    })
    .nullable(),
  cycle_days: z.number().nullable().describe('Median'),
  growth: z.array(z.object({ time: z.number(), users: z.number() })),
})

const CutOffs = z.object({
  r: z.array(z.number()).length(4).describe('At most so many days for the scores 2 to 5'),
  f: z.array(z.number()).length(4),
  m: z.array(z.number()).length(4),
})
export const RfmAsked = z
  .object({
    rows: z
      .array(
        z.object({
          recency: AtLeast0.describe('Days since the last order'),
          frequency: z.number().min(1),
          monetary: z.number(),
        }),
      )
      .min(1)
      .max(MOST.rows),
    cut_offs: CutOffs.optional().describe('Kept from before; else the rows are cut into fifths'),
    high: z.number().int().min(2).max(5).default(4).describe('Scores from here on count as high'),
  })
  .meta({ example: EXAMPLES.rfm })
const Score = z.number().int()
export const RfmAnswer = z.object({
  cut_offs: CutOffs,
  scores: z
    .array(z.object({ r: Score, f: Score, m: Score, segment: z.enum(SEGMENTS) }))
    .describe('In the order of the rows'),
  segments: z.array(
    z.object({
      segment: z.enum(SEGMENTS),
      customers: z.number(),
      share: z.number(),
      monetary: z.number().describe('Mean'),
    }),
  ),
})

export const GiniAsked = z
  .object({
    values: z.array(AtLeast0).max(MOST.values).describe('One a customer'),
    zeros: Whole.max(10_000_000).default(0).describe('Customers with nothing not in the list'),
    top: z.array(z.number().gt(0).max(1)).min(1).max(20).default([0.01, 0.05, 0.1, 0.2, 0.5]),
    share: z.number().gt(0).max(1).default(0.8),
  })
  .meta({ example: EXAMPLES.gini })
export const GiniAnswer = z.object({
  n: z.number(),
  zeros: z.number().describe('Customers with nothing, who count'),
  total: z.number(),
  gini: z.number().nullable(),
  top: z.array(z.object({ q: z.number(), customers: z.number(), share: z.number().nullable() })),
  fewest: z
    .object({ share: z.number(), customers: z.number(), of_all: z.number() })
    .nullable()
    .describe('The fewest customers who bring the share'),
  lorenz: z.array(z.object({ customers: z.number(), value: z.number() })),
})
