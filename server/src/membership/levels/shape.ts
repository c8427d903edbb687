// What the API answers of levels.
import { z } from 'zod'
import { pageOf } from '../../platform/page.ts'
import { ListedCustomerShape } from '../../profile/index.ts'
import { REASONS } from './replay.ts'
import { LADDERS, LevelRules } from './rules.ts'

export const LadderName = z.enum(LADDERS).describe('growth: members; fan: who is no member')
const Time = z.iso.datetime()
const Figures = z.object({
  spend_fen: z.number().int(),
  orders: z.number().int(),
  growth: z.number().int(),
  events: z.record(z.string(), z.number().int()),
})
export const ProgressShape = z
  .object({
    level: z.string(),
    match: z.enum(['any', 'all']),
    needs: z.array(
      z.object({
        by: z.enum(['spend', 'orders', 'growth', 'event']),
        event: z.string().nullable(),
        have: z.number().int(),
        at_least: z.number().int(),
      }),
    ),
  })
  .nullable()
  .describe('The next level and what it needs; null: she holds the highest')
  .meta({ id: 'LevelProgress' })
export const PublishedShape = z
  .object({
    version: z.number().int(),
    rules: LevelRules,
    note: z.string(),
    published_at: Time,
    published_by_name: z.string(),
  })
  .meta({ id: 'PublishedLevelRules' })
export const ListedShape = pageOf(
  z.object({
    customer_id: z.number().int(),
    customer: ListedCustomerShape.nullable(),
    number: z.string().nullable(),
    joined_at: Time.nullable(),
    joined_by: z.string().nullable(),
    level: z.string(),
    since: Time,
    term_ends_at: Time.nullable(),
    grace_until: Time.nullable(),
    growth: z.number().int(),
    spend_fen: z.number().int(),
    orders: z.number().int(),
    progress: ProgressShape,
  }),
)
export const MovesShape = pageOf(
  z.object({
    id: z.uuid(),
    customer_id: z.number().int(),
    from_level: z.string().nullable(),
    to_level: z.string().nullable(),
    reason: z.string(),
    at: Time.describe('When it came about by the rules'),
    found_at: Time,
    rules_version: z.number().int().nullable(),
  }),
)
export const ExplainedShape = z
  .object({
    as_of: Time,
    level: z.string().nullable(),
    since: Time.nullable(),
    term_ends_at: Time.nullable(),
    grace_until: Time.nullable(),
    figures: Figures.nullable(),
    progress: ProgressShape,
    rules_version: z.number().int().nullable(),
    levels: LevelRules.shape.levels,
    changes: z.array(
      z.object({
        at: Time,
        reason: z.enum(REASONS),
        from: z.string().nullable(),
        to: z.string().nullable(),
        version: z.number().int(),
        figures: Figures,
      }),
    ),
    found: z
      .array(
        z.object({
          from_level: z.string().nullable(),
          to_level: z.string().nullable(),
          reason: z.string(),
          at: Time,
          found_at: Time,
          rules_version: z.number().int().nullable(),
        }),
      )
      .describe('As it was written down by that day; rows that came later may tell it otherwise'),
  })
  .meta({ id: 'LevelExplained' })
const Counted = z.number().int()
export const SimulationShape = z
  .object({
    id: z.uuid(),
    ladder: LadderName,
    version: z.number().int(),
    state: z.enum(['running', 'done', 'failed']),
    looked: Counted,
    asked_at: Time,
    result: z
      .object({
        looked: Counted,
        up: Counted,
        down: Counted,
        same: Counted,
        at_risk: Counted.describe(
          'Keep their level until their term ends, but do not meet it by these rules',
        ),
        levels: z.array(
          z.object({
            level: z.string(),
            now: Counted,
            after: Counted,
            up: Counted,
            down: Counted,
            at_risk: Counted,
          }),
        ),
        moves: z.array(
          z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: Counted }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'LevelSimulation' })
export const ReportShape = z.object({
  levels: z.array(
    z.object({ level: z.string(), customers: Counted, spend_fen: Counted, in_grace: Counted }),
  ),
  months: z.array(
    z.object({
      month: z.string(),
      from_level: z.string().nullable(),
      to_level: z.string().nullable(),
      customers: Counted,
    }),
  ),
})
const DormantOf = z.object({ members: Counted, dormant: Counted })
export const DormancyShape = z.object({
  dormant_days: Counted.describe('Who bought so long ago or longer is dormant'),
  stretches: z.array(
    z.object({
      from_days: Counted.nullable().describe('Since the last purchase; null: never bought'),
      to_days: Counted.nullable(),
      members: Counted,
      holding: Counted.describe('Of them, who hold points or stored value'),
      points: Counted,
      held_fen: Counted.describe('Their points and stored value, by what points are worth now'),
    }),
  ),
  holding: DormantOf.describe('Of members who have bought: those who hold something'),
  holding_nothing: DormantOf,
})
