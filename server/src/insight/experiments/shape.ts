import { z } from 'zod'
import { Rule } from '../../audiences/index.ts'
import { moment, QuestionPattern } from '../question/pattern.ts'

const Count = z.number().int()
const Code = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/)
  .describe('Small letters, digits and _; it never changes')

export const ArmShape = z
  .object({
    code: Code,
    name: z.string().trim().min(1).max(100),
    share: z.number().int().min(1).max(10_000).describe('In hundredths of a percent'),
  })
  .strict()

export const MetricAsked = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('did'), of: QuestionPattern }).strict(),
    z.object({ kind: z.literal('count'), of: QuestionPattern }).strict(),
    z
      .object({ kind: z.literal('sum'), of: QuestionPattern, property: z.string().min(1).max(200) })
      .strict(),
  ])
  .describe(
    'did: share of customers who did it; count: how often; sum: of a property, each a customer',
  )
export type MetricAsked = z.infer<typeof MetricAsked>

const Plan = z.object({
  name: z.string().trim().min(1).max(200),
  hypothesis: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .describe('What is believed, and what would have to be seen'),
  arms: z.array(ArmShape).min(2).max(6).describe('The first is control'),
  metric: MetricAsked,
  window_days: Count.min(1).max(365).default(14).describe('What counts, from the exposure on'),
  before_days: Count.min(0)
    .max(365)
    .default(28)
    .describe('Of the same metric before it, which lowers noise (CUPED); 0: none'),
  alpha: z.number().min(0.001).max(0.2).default(0.05),
  planned_customers: Count.min(10).max(100_000_000).default(5_000),
})
const armsAreSound = ({ arms }: { arms: readonly { code: string; share: number }[] }) =>
  new Set(arms.map((a) => a.code)).size === arms.length &&
  arms.reduce((sum, a) => sum + a.share, 0) <= 10_000
const SOUND = { path: ['arms'], message: 'Each code once, shares of 10,000 at most' }

export const NewExperiment = Plan.extend({
  code: Code,
  kind: z.enum(['experiment', 'holdout']).default('experiment'),
})
  .strict()
  .refine(armsAreSound, SOUND)
  .meta({
    example: {
      code: 'greeting_voice',
      name: 'Greeting by voice',
      hypothesis: 'Who is greeted by voice buys within 14 days more often',
      arms: [
        { code: 'text', name: 'Text', share: 5_000 },
        { code: 'voice', name: 'Voice', share: 5_000 },
      ],
      metric: { kind: 'did', of: { any_of: [{ event: 'order_paid' }] } },
    },
  })
export type NewExperiment = z.infer<typeof NewExperiment>
export const ExperimentPlan = Plan.extend({ version: Count }).strict().refine(armsAreSound, SOUND)
export type ExperimentPlan = z.infer<typeof ExperimentPlan>

export const ExperimentShape = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    hypothesis: z.string(),
    kind: z.enum(['experiment', 'holdout']),
    state: z.enum(['planned', 'running', 'decided']),
    arms: z.array(ArmShape),
    metric: MetricAsked,
    window_days: Count,
    before_days: Count,
    alpha: z.number(),
    planned_customers: Count,
    started_at: z.iso.datetime().nullable(),
    decided_at: z.iso.datetime().nullable(),
    decision: z.object({ arm: z.string().nullable(), words: z.string() }).nullable(),
    exposed: Count.describe('Customers who have met it'),
    version: Count,
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Experiment' })
export type ExperimentShape = z.infer<typeof ExperimentShape>

export const Exposing = z
  .object({
    customers: z.array(z.number().int().positive()).min(1).max(10_000).optional(),
    who: Rule.optional().describe('Everybody this audience rule holds of now'),
  })
  .strict()
  .refine((e) => (e.customers === undefined) !== (e.who === undefined), 'customers or who')
export const Exposed = z.object({
  asked: Count,
  outside: Count.describe('No room in the shares, or kept by a holdout'),
  arms: z.array(z.object({ arm: z.string(), customers: Count })),
})

export const ExperimentCell = z
  .object({
    experiment_id: z.uuid(),
    arm: z.string().min(1).max(50),
    did: z.boolean().optional().describe('Of metric did: who did it, or who did not'),
  })
  .strict()

export const ReadoutQuestion = z
  .object({ experiment_id: z.uuid(), ...moment })
  .strict()
  .meta({ example: { experiment_id: '01920000-0000-7000-8000-000000000000' } })
export type ReadoutQuestion = z.infer<typeof ReadoutQuestion>

const Interval = z.object({ low: z.number(), high: z.number() })
const Lift = z.object({
  estimate: z.number(),
  standard_error: z.number(),
  interval: Interval,
  p_value: z.number(),
  always_valid: z.object({ interval: Interval, p_value: z.number() }),
})
export const Readout = z.object({
  experiment: ExperimentShape,
  arms: z.array(
    z.object({
      code: z.string(),
      exposed: Count,
      expected: z.number().describe('By the shares'),
      n: Count.describe('Whose window is over: only these are measured'),
      mean: z.number().nullable(),
      sum: z.number(),
    }),
  ),
  sample_ratio: z.object({ p_value: z.number(), ok: z.boolean() }).nullable(),
  waiting: Count.describe('Exposed so lately that their window is not over'),
  crossed: Count.describe('Merged out of customers of several arms; they count in none'),
  comparisons: z.array(
    z.object({
      arm: z.string(),
      against: z.string(),
      absolute: Lift,
      relative: Lift.nullable(),
      cuped: z.object({ theta: z.number(), variance_removed: z.number() }).nullable(),
      verdict: z.enum(['treatment_higher', 'control_higher', 'undecided', 'blocked']),
    }),
  ),
  conclusion: z
    .enum(['not_started', 'nobody_measured', 'blocked', 'no_variance', 'undecided', 'decided'])
    .describe('What may be concluded; decided: by an always-valid interval that leaves out 0'),
  as_of: z.iso.datetime(),
})
export type Readout = z.infer<typeof Readout>
