// Shapes of experiments on offers and benefits in the API.
import { z } from 'zod'

const Int = z.number().int()
const Fen = Int.min(1).max(1_000_000_000_000)
const Bp = Int.min(0).max(10_000)
const Time = z.string()

export const METRICS = ['conversion', 'revenue', 'margin', 'behaviour'] as const
export type Metric = (typeof METRICS)[number]
export const KINDS = ['offer', 'benefit'] as const
export type Kind = (typeof KINDS)[number]
export const STATES = ['planned', 'running', 'stopped', 'decided'] as const
export type State = (typeof STATES)[number]
/** In the order in which they are asked: the first that holds stops it. */
export const RULES = [
  'sample_ratio',
  'margin_floor',
  'refund_ceiling',
  'budget',
  'used_up',
  'winner',
  'futility',
  'end_date',
  'by_person',
] as const
export type StopRule = (typeof RULES)[number]

const Metric = z
  .enum(METRICS)
  .describe(
    'Of an exposed person, within the window: conversion: whether she paid an order; revenue: what she paid, less refunds; margin: revenue less goods, platform commission and what uses of the benefits cost; behaviour: whether she did what the benefits are to encourage',
  )
const State = z
  .enum(STATES)
  .describe('running: each has her arm; stopped: everybody has control until somebody decides')

const ArmFields = z.object({
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,49}$/)
    .describe('Small letters, digits and _'),
  name: z.string().trim().min(1).max(100),
  share: Int.min(1).max(10_000).describe('In hundredths of a percent'),
  offer_id: z.guid().nullable().default(null).describe('The offer its people have'),
  batch_id: z
    .guid()
    .nullable()
    .default(null)
    .describe('Or the batch of which each gets a coupon with her first price'),
  benefit_code: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .nullable()
    .default(null)
    .describe('Or the benefit that those of them have who hold it; none of the three: nothing'),
})
const Plan = z.object({
  name: z.string().trim().min(1).max(200),
  hypothesis: z.string().trim().min(1).max(2_000),
  arms: z.array(ArmFields).min(2).max(6).describe('The first is control'),
  metric: Metric.default('margin'),
  window_days: Int.min(1).max(90).default(14).describe('Orders paid so long after the exposure'),
  refund_days: Int.min(0)
    .max(90)
    .default(7)
    .describe('So long after the window refunds still count; then a person is measured'),
  alpha: z
    .number()
    .min(0.001)
    .max(0.2)
    .default(0.05)
    .describe('Chance of a false winner, over all looks and arms together'),
  planned_customers: Int.min(10).max(100_000_000).default(5_000),
  least_customers: Int.min(10)
    .max(1_000_000)
    .default(100)
    .describe('Of each arm, measured, before a figure may stop it'),
  least_lift_bp: Bp.nullable()
    .default(300)
    .describe('The smallest lift worth having; null: not stopped for want of one'),
  margin_floor_bp: Int.min(-10_000).max(10_000).nullable().default(null),
  refund_ceiling_bp: Bp.nullable().default(null).describe('Of sales'),
  budget_fen: Fen.nullable().default(null).describe('What its offers may be worth in all'),
  ends_at: z.iso.datetime({ offset: true }),
})
type Sound = Pick<z.infer<typeof Plan>, 'arms'>
const each = (values: readonly (string | null)[]) => {
  const named = values.filter((value) => value !== null)
  return new Set(named).size === named.length
}
const givesOf = ({ offer_id, batch_id, benefit_code }: Sound['arms'][number]) =>
  [offer_id, batch_id, benefit_code].filter((given) => given !== null).length
const isSound = ({ arms }: Sound) =>
  each(arms.map((a) => a.code)) &&
  each(arms.map((a) => a.offer_id)) &&
  each(arms.map((a) => a.batch_id)) &&
  each(arms.map((a) => a.benefit_code)) &&
  arms.every((a) => givesOf(a) <= 1) &&
  arms.filter((a) => givesOf(a) === 0).length <= 1 &&
  (arms.every((a) => a.benefit_code === null) ||
    arms.every((a) => a.offer_id === null && a.batch_id === null)) &&
  arms.reduce((sum, a) => sum + a.share, 0) <= 10_000
const SOUND = {
  path: ['arms'],
  message:
    'Each code, offer, batch and benefit once, nothing once, shares of 10,000 at most; benefits are not tried against offers',
}

export const NewExperiment = Plan.strict()
  .refine(isSound, SOUND)
  .meta({
    example: {
      name: '满减还是折扣',
      hypothesis: 'Nine tenths sells more than ¥10 off, and leaves more',
      arms: [
        { code: 'nothing', name: 'As today', share: 5_000 },
        {
          ...{ code: 'tenth', name: 'A tenth off', share: 5_000 },
          offer_id: '01920000-0000-7000-8000-000000000000',
        },
      ],
      ends_at: '2027-01-31T16:00:00Z',
    },
  })
export type NewExperiment = z.infer<typeof NewExperiment>
export const ExperimentChange = Plan.extend({ version: Int.min(1) })
  .strict()
  .refine(isSound, SOUND)
export type ExperimentChange = z.infer<typeof ExperimentChange>

const Figures = z.record(z.string(), z.number())
export const Stop = z.object({
  rule: z.enum(RULES),
  arm: z.string().nullable().describe('The arm that won, or broke a rule'),
  figures: Figures.describe('By which it was stopped'),
  words: z.string().nullable(),
  by: z.string(),
})
export type Stop = z.infer<typeof Stop>

export const Experiment = z
  .object({
    id: z.string(),
    ...Plan.shape,
    arms: z.array(
      z.object({
        ...{ code: z.string(), name: z.string(), share: Int },
        offer_id: z.string().nullable(),
        batch_id: z.string().nullable(),
        benefit_code: z.string().nullable(),
        given: z
          .string()
          .nullable()
          .describe('The name of its offer, batch or benefit; null: nothing'),
      }),
    ),
    ...{ name: z.string(), hypothesis: z.string(), metric: Metric, alpha: z.number() },
    ...{ window_days: Int, refund_days: Int, planned_customers: Int, least_customers: Int },
    ...{ least_lift_bp: Int.nullable(), margin_floor_bp: Int.nullable() },
    ...{ refund_ceiling_bp: Int.nullable(), budget_fen: Int.nullable() },
    kind: z.enum(KINDS).describe('What its arms give, coupons among offers'),
    behaviour: z.string().nullable().describe('The event that its benefits are to encourage'),
    state: State,
    ends_at: Time,
    started_at: Time.nullable(),
    looked_at: Time.nullable().describe('When its stop rules were last asked'),
    stopped_at: Time.nullable(),
    stop: Stop.nullable(),
    decided_at: Time.nullable(),
    decision: z.object({ arm: z.string(), words: z.string(), by: z.string() }).nullable(),
    exposed: Int.describe('People who have met it'),
    version: Int,
    created_at: Time,
  })
  .meta({ id: 'OfferExperiment' })
export type Experiment = z.infer<typeof Experiment>

const Interval = { low: z.number(), high: z.number() }
const Mean = z.number().nullable()
export const Readout = z.object({
  experiment: Experiment,
  arms: z.array(
    z.object({
      code: z.string(),
      exposed: Int,
      expected: z.number().describe('By the shares'),
      measured: Int.describe('Whose window and days for refunds are over: the means are of these'),
      buyers: Int,
      orders: Int,
      conversion: Mean,
      revenue_fen: Mean.describe('A person'),
      margin_fen: Mean.describe('A person'),
      behaviour: Mean.describe('Who did what its benefits are to encourage, of those measured'),
      subsidy_fen: Int.describe(
        'What its offer was worth to buyers so far, unpaid orders included; of a benefit also what its uses cost',
      ),
      sales_fen: Int.describe('Of everybody exposed, so far'),
      margin_bp: Int.nullable().describe('Margin of net sales so far'),
      refund_bp: Int.nullable().describe('Refunded of sales so far'),
    }),
  ),
  crossed: Int.describe('Merged out of people of several arms; they count in none'),
  sample_ratio: z
    .object({ p_value: z.number(), limit: z.number(), ok: z.boolean() })
    .nullable()
    .describe('Whether people fell as the shares say; holds however often one looks'),
  comparisons: z.array(
    z.object({
      ...{ metric: Metric, arm: z.string(), against: z.string() },
      estimate: z.number().describe('The difference a person: a share, or fen'),
      ...Interval,
      p_value: z.number(),
      relative: z.object({ estimate: z.number(), ...Interval }).nullable(),
      decides: z.boolean().describe('It is of the metric that was chosen before'),
      alpha: z.number().describe('Its part of the whole'),
    }),
  ),
  guards: z.array(
    z.object({
      rule: z.enum(['margin_floor', 'refund_ceiling']),
      arm: z.string(),
      limit_bp: Int,
      value_bp: Int.nullable(),
      interval: z
        .object({ ...Interval })
        .nullable()
        .describe('Above or below the limit, fen a person'),
      broken: z.boolean(),
    }),
  ),
  budget: z.object({ used_fen: Int, budget_fen: Int.nullable() }),
  stop: z
    .object({ rule: z.enum(RULES), arm: z.string().nullable(), figures: Figures })
    .nullable()
    .describe('The rule that would stop it now'),
  as_of: Time,
})
export type Readout = z.infer<typeof Readout>

export const VERDICTS = ['raises', 'lowers', 'undecided', 'waiting', 'not_trusted'] as const
export const BenefitLift = z.object({
  benefit: z.string(),
  behaviour: z.string().nullable().describe('The event it is to encourage'),
  metric: Metric.describe(
    'behaviour where one is named, else what the experiment was to decide by',
  ),
  experiment: z.object({ id: z.string(), name: z.string(), state: State }),
  estimate: z.number().nullable().describe('The difference a person to control: a share, or fen'),
  interval: z
    .object({ ...Interval })
    .nullable()
    .describe('Holds however often one looks'),
  verdict: z
    .enum(VERDICTS)
    .describe(
      'waiting: nobody is measured yet; not_trusted: people did not fall as the shares say',
    ),
})
export type BenefitLift = z.infer<typeof BenefitLift>
