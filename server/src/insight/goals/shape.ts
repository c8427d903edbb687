// Goals of a year, how far they are, and what would have to happen: what is asked and answered.
import { z } from 'zod'
import { FACTORS } from '../calc/gmv.ts'
import { ModeSaid } from '../gmv/shape.ts'
import { moment } from '../question/pattern.ts'

const Count = z.number().int()
const Amount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const Day = z.iso.date()
const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-01$/)
  .describe('Its first day')

export const SCOPES = ['brand', 'pool', 'store', 'channel'] as const
const scope = {
  scope: z.enum(SCOPES).default('brand'),
  scope_value: z
    .string()
    .max(200)
    .default('')
    .describe('The pool’s id, the store’s or channel’s code; empty for the brand'),
}
export const GoalScope = z.object(scope)
export type GoalScope = z.infer<typeof GoalScope>

const Year = z.number().int().min(2000).max(2100)
export const GoalsSet = z
  .object({
    ...scope,
    months: z
      .array(
        z
          .object({
            month: Month,
            customers: z.number().int().min(0).max(2_000_000_000).nullable().describe('By its end'),
            gmv_fen: Amount.nullable(),
          })
          .strict(),
      )
      .min(1)
      .max(60)
      .describe('Both null: no goal'),
  })
  .strict()
  .meta({
    example: {
      scope: 'brand',
      scope_value: '',
      months: [{ month: '2026-12-01', customers: 300_000, gmv_fen: 60_000_000 }],
    },
  })
export type GoalsSet = z.infer<typeof GoalsSet>

export const ProgressQuestion = z.object({ ...scope, ...moment, year: Year }).strict()
export type ProgressQuestion = z.infer<typeof ProgressQuestion>

const LandingShape = z.object({
  target: z.number(),
  done: z.number(),
  landing: z.number().describe('Where it ends if it goes on like this'),
  interval: z.object({ low: z.number(), high: z.number(), confidence: z.number() }).nullable(),
  elapsed: z.number().describe('Of the weight of all days, what has passed'),
  pace: z.number().nullable().describe('Done ÷ what should have been by now'),
  needed_a_day: z.number().nullable(),
  chance: z.number().nullable(),
  status: z.enum(['ahead', 'on_pace', 'behind']),
})
const Progress = z.object({
  customers: Count.nullable().describe('By its end, or by now; null: not begun'),
  gmv_fen: z.number().nullable(),
})
const Goal = z.object({ customers: Count.nullable(), gmv_fen: z.number().nullable() })
export const ProgressAnswer = z.object({
  mode: ModeSaid,
  currency: z.string(),
  months: z.array(
    z.object({
      month: z.string(),
      state: z.enum(['over', 'running', 'to_come']),
      goal: Goal,
      actual: Progress,
    }),
  ),
  year: z.object({ goal: Goal, actual: Progress }),
  month_landing: LandingShape.nullable().describe('Of the running month; null without a goal'),
  year_landing: LandingShape.nullable().describe(
    'Of the months with a goal, their days weighed by the weekday',
  ),
  as_of: z.iso.datetime(),
})
export type ProgressAnswer = z.infer<typeof ProgressAnswer>

const Range = z.object({ low: z.number().min(0), high: z.number().min(0) }).strict()
const perFactor = <Value extends z.ZodType>(value: Value) =>
  z.object(
    Object.fromEntries(FACTORS.map((name) => [name, value])) as Record<
      (typeof FACTORS)[number],
      Value
    >,
  )

export const PlanQuestion = z
  .object({
    ...scope,
    ...moment,
    date_from: Day.optional().describe(
      'First day that counts towards the goal; 1 January unless given',
    ),
    until: Day.describe('Last day of the goal'),
    gmv_goal_fen: Amount.optional(),
    customers_goal: z.number().int().min(1).max(2_000_000_000).optional(),
    basis_days: z
      .number()
      .int()
      .min(7)
      .max(366)
      .default(90)
      .describe('Days before today from which the factors are taken'),
    factors: perFactor(z.number().min(0))
      .partial()
      .default({})
      .describe('What you set for the days to come, in place of the basis; order_value in fen'),
    solve_for: z.enum(FACTORS).optional().describe('The factor that is to make up what is missing'),
    ranges: perFactor(Range)
      .partial()
      .default({})
      .describe('How sure each is; 20 % to both sides unless given'),
  })
  .strict()
  .meta({ example: { until: '2026-12-31', gmv_goal_fen: 500_000_000, customers_goal: 300_000 } })
export type PlanQuestion = z.infer<typeof PlanQuestion>

const factors = perFactor(z.number())
export const PlanAnswer = z.object({
  mode: ModeSaid,
  currency: z.string(),
  days_to_come: Count,
  done: z.object({ gmv_fen: z.number(), customers: Count }),
  basis: z
    .object({ days: Count, factors, gmv_fen: z.number(), new_customers: Count })
    .describe('As it was'),
  expected: z
    .object({ factors, gmv_fen: z.number() })
    .describe('For the days to come: the basis as long, with what you set'),
  landing_fen: z.number().describe('Done and expected'),
  gap_fen: z
    .number()
    .nullable()
    .describe('Of the goal what is still missing then; below 0: more than asked'),
  needed: z
    .array(
      z.object({
        factor: z.enum(FACTORS),
        value: z.number().nullable().describe('null: it cannot do it alone'),
        times: z.number().nullable().describe('Of what is expected'),
      }),
    )
    .describe('What each factor would have to be if it alone made the goal'),
  together: z.number().nullable().describe('By so much all five would have to grow together'),
  solved: z.object({ factor: z.enum(FACTORS), value: z.number() }).nullable(),
  customers: z
    .object({
      goal: Count,
      missing: Count,
      a_day: z.number().describe('New ones, over the basis'),
      needed_a_day: z.number().nullable(),
      landing: z.number(),
    })
    .nullable(),
  simulated: z
    .object({
      likely: z.number(),
      mean: z.number(),
      quantiles: z.object({
        p5: z.number(),
        p10: z.number(),
        p50: z.number(),
        p90: z.number(),
        p95: z.number(),
      }),
      chance: z.number().nullable(),
      levers: z.array(z.object({ factor: z.enum(FACTORS), low: z.number(), high: z.number() })),
    })
    .describe('Of what is done and to come, 5,000 plans drawn within the ranges'),
  as_of: z.iso.datetime(),
})
export type PlanAnswer = z.infer<typeof PlanAnswer>
