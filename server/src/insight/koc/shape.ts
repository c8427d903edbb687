import { z } from 'zod'
import { CustomerShape } from '../../audiences/index.ts'
import { CustomerId } from '../../profile/index.ts'

export const STAGES = ['discovered', 'invited', 'trained', 'tasked', 'rewarded', 'retired'] as const
export type Stage = (typeof STAGES)[number]
export const ORIGINS = ['score', 'content', 'outside', 'manual'] as const
export type KocOrigin = (typeof ORIGINS)[number]

const Count = z.number().int()
const Step = z.string().trim().max(500)

export const Koc = z.object({
  id: z.uuid(),
  customer_id: Count,
  customer: CustomerShape.nullable().describe('null: her record is being moved'),
  stage: z.enum(STAGES),
  origin: z.enum(ORIGINS),
  owner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  next_step: z.string(),
  next_on: z.iso.date().nullable(),
  is_overdue: z.boolean().describe('The day of the next step is over, and she is not retired'),
  since: z.iso.datetime().describe('When she came to this stage'),
  created_at: z.iso.datetime(),
  score: z.number().nullable().describe('Her score as a super user, as of the last reckoning'),
  diffusion: z.number().nullable(),
  results: z
    .object({ shares: Count, reached: Count, recruits: Count })
    .describe('Of the window of the last reckoning'),
})
export type Koc = z.infer<typeof Koc>

export const KocQuery = {
  stage: z.enum(STAGES).optional(),
  owner_id: z.uuid().optional(),
  overdue: z.stringbool().optional().describe('Only those whose next step is overdue'),
}

export const NewKocs = z
  .object({
    customers: z.array(CustomerId).min(1).max(500),
    origin: z.enum(ORIGINS).default('manual'),
    owner_id: z.uuid().nullable().default(null),
    next_step: Step.default(''),
    next_on: z.iso.date().nullable().default(null),
  })
  .strict()
export type NewKocs = z.infer<typeof NewKocs>

export const KocChange = z
  .object({
    ids: z.array(z.uuid()).min(1).max(200),
    stage: z.enum(STAGES).optional(),
    owner_id: z.uuid().nullable().optional(),
    next_step: Step.optional(),
    next_on: z.iso.date().nullable().optional(),
    note: Step.default('').describe('Of the move, for its history'),
  })
  .strict()
export type KocChange = z.infer<typeof KocChange>

export const KocSteps = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      from_stage: z.enum(STAGES).nullable(),
      to_stage: z.enum(STAGES),
      note: z.string(),
      by_name: z.string(),
    }),
  ),
})

export const KocOverview = z.object({
  stages: z.array(
    z.object({
      stage: z.enum(STAGES),
      here: Count.describe('Stand here now'),
      came: Count.describe('Have ever come as far as this'),
      rate: z
        .number()
        .nullable()
        .describe('Of those who came to the stage before; null: nobody did'),
      median_days: z
        .number()
        .nullable()
        .describe('From the stage before to this one; null: nobody came'),
      overdue: Count,
    }),
  ),
  results: z
    .object({ shares: Count, reached: Count, recruits: Count })
    .describe('Of those who are not retired, within the window of the last reckoning'),
  as_of: z.iso.datetime(),
})
export type KocOverview = z.infer<typeof KocOverview>

export const KocFound = z.object({
  items: z.array(
    z.object({
      customer_id: Count,
      customer: CustomerShape.nullable(),
      origin: z.enum(ORIGINS).describe('The strongest reason'),
      reasons: z.array(z.enum(['score', 'content', 'outside'])),
      score: z.number().nullable(),
      outside_score: z.number().nullable().describe('As the list from the platform says it'),
    }),
  ),
  further: Count.describe('Found besides'),
})
export type KocFound = z.infer<typeof KocFound>

export const Outside = z.object({
  platforms: z.array(
    z.object({
      platform: z.string().describe('A namespace of identifiers'),
      found: Count.describe('Customers known by an account there'),
      strong: Count.describe('Of them, with a score of the list from the limit on'),
      converted: Count.describe('Of them, known on the brand’s own channels too'),
      converted_tagged: Count.describe('Of those, with at least one tag'),
      super_users: Count.describe('Of those, super users or candidates'),
    }),
  ),
  tags: z.array(z.object({ tag: z.string(), converted: Count })),
  at_least: z.number(),
  as_of: z.iso.datetime(),
})
export type Outside = z.infer<typeof Outside>
