// How customers bring customers: asked and answered.
import { z } from 'zod'
import { QuestionPattern, range, whom } from '../question/pattern.ts'

const Count = z.number().int()
const figure = z.number().nullable()
const Id = z.number().int().min(1).max(4_294_967_295)

export const FissionQuestion = z
  .object({
    of: QuestionPattern.optional().describe(
      'Who did this takes part; everybody seen in the range unless given',
    ),
    window_days: z
      .number()
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe('A newcomer counts so many days after the inviter began to take part'),
    source: Id.optional().describe('The customer whose branches are drawn'),
    branches: z.number().int().min(2).max(30).default(8).describe('Drawn of each customer'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { window_days: 30, date_from: '2026-01-01', date_to: '2026-03-31' } })
export type FissionQuestion = z.infer<typeof FissionQuestion>

export const SEED_STEPS = ['participants', 'sharers', 'opened', 'recruiters'] as const
export const NEWCOMER_STEPS = ['newcomers', 'shared_on', 'bought'] as const
export const SUSPICIONS = ['self', 'same_identity', 'loop'] as const
export type Suspicion = (typeof SUSPICIONS)[number]

export interface Branch {
  customer_id: number
  /** Brought by her, and by those she brought, and so on. */
  recruits: number
  descendants: number
  children: Branch[]
  /** Those not drawn: of her own, and all behind them. */
  rest: { recruits: number; descendants: number }
}
const Branch: z.ZodType<Branch> = z
  .object({
    customer_id: Id,
    recruits: Count,
    descendants: Count,
    get children() {
      return z.array(Branch)
    },
    rest: z.object({ recruits: Count, descendants: Count }),
  })
  .meta({ id: 'FissionBranch' })

export const FissionAnswer = z.object({
  k: z
    .object({
      cohort: Count,
      recruits: Count,
      k: z.number(),
      interval: z.object({ low: z.number(), high: z.number(), confidence: z.number() }),
      sharers: Count.nullable(),
      k_of_sharers: figure,
      share_rate: figure,
      amplification: figure.describe('Of all generations; null: K is 1 or more'),
    })
    .nullable()
    .describe('Measured: newcomers within the window ÷ all who took part; null: nobody did'),
  fission_rate: z.object({
    newcomers: Count,
    seeds: Count.describe('Took part and were not brought by anybody in the range'),
    rate: figure,
  }),
  cycle: z.object({
    join_days: figure.describe('Median, from the inviter’s first trace to the newcomer’s'),
    share_hours: figure.describe('Median, from the share to the newcomer'),
  }),
  seeds: z.array(z.object({ step: z.enum(SEED_STEPS), customers: Count })),
  newcomers: z.array(z.object({ step: z.enum(NEWCOMER_STEPS), customers: Count })),
  layers: z.array(
    z.object({
      layer: Count.describe('0: nobody brought them'),
      members: Count,
      recruiters: Count,
      recruits: Count,
      k: figure,
    }),
  ),
  suspects: z.object({
    all: Count.describe('Came by a link whose sharer is known'),
    by: z.array(z.object({ why: z.enum(SUSPICIONS), newcomers: Count })),
    share: figure,
    unknown_sharer: Count.describe('Came by a link that nobody told of sharing'),
  }),
  sources: z
    .array(z.object({ customer_id: Id, recruits: Count, descendants: Count, depth: Count }))
    .describe('Who began the largest branches, at most 50'),
  further_sources: Count,
  tree: Branch.nullable().describe('Of the source asked for, else of the largest'),
  as_of: z.iso.datetime(),
})
export type FissionAnswer = z.infer<typeof FissionAnswer>

export const FissionCell = z
  .object({
    is: z.enum([...SEED_STEPS, ...NEWCOMER_STEPS, 'suspects', 'members', 'descendants']),
    layer: Count.min(0).max(1_000).optional().describe('Of members'),
    why: z.enum(SUSPICIONS).optional().describe('Of suspects; left out: all'),
    source: Id.optional().describe('Of descendants'),
  })
  .strict()
export type FissionCell = z.infer<typeof FissionCell>
