import { z } from 'zod'
import { moment } from '../question/pattern.ts'
import { VALUE_CELLS } from './cells.ts'
import { SIGNALS, STATUSES, SUSPICIONS } from './score.ts'
import { DIMENSIONS, MEASURE_CODES, SuperUserSettings } from './settings.ts'

const Count = z.number().int()
const Share = z.number().nullable().describe('null where there is nothing to share')

export const SuperUsersQuestion = z.object(moment).strict().meta({ example: {} })
export type SuperUsersQuestion = z.infer<typeof SuperUsersQuestion>

export const SuperUsers = z.object({
  run: z
    .object({
      started_at: z.iso.datetime(),
      finished_at: z.iso.datetime().nullable(),
      settings_version: Count,
      peers: Count.nullable().describe('Customers active in the window'),
      fallback: z.boolean().describe('Too little is known for a score: the three signals decided'),
      told: z.array(z.string()).describe('Measures of which the brand has anything'),
      failure: z.string().nullable(),
    })
    .nullable()
    .describe('The last reckoning; null: none yet'),
  settings_version: Count,
  currency: z.string(),
  window_days: Count,
  counts: z
    .record(z.string(), Count)
    .describe('Customers by cell, as `POST /insight/customers` opens them'),
  performance: z.object({
    total_fen: Count.describe('Net, within the window'),
    super_fen: Count,
    super_share: Share,
    customers: Count.describe('Active in the window, those who spent nothing included'),
    gini: z.number().nullable(),
    fewest_for_80: z.object({ share: z.number(), customers: Count, of_all: z.number() }).nullable(),
    top: z.array(z.object({ q: z.number(), customers: Count, share: z.number().nullable() })),
    lorenz: z.array(z.object({ customers: z.number(), value: z.number() })),
  }),
  allocation: z
    .array(
      z.object({
        tier: z.enum(['super', 'candidate', 'others']),
        planned_share: z.number(),
        spent_fen: Count.describe('Discounts of kept orders and costs of single customers'),
        spent_share: Share,
        contacts: Count.describe('Events with a staff member'),
        contacts_share: Share,
      }),
    )
    .describe('What is spent on customers, planned against actual'),
  value: z
    .object({
      weight: z.number().describe('How much the lifetime value counts in the index'),
      bands: z.array(
        z.object({
          is: z.enum(VALUE_CELLS).describe('Its customers are among `counts`'),
          from: z.number().nullable().describe('The lowest index in it; null: none yet'),
          kept_fen: Count.describe('Of their payments so far'),
          expected_fen: Count.nullable().describe(
            'Of a year to come, by the model; null: the brand keeps no such scores, or of a past day',
          ),
        }),
      ),
    })
    .describe('The customer value index, of who has all four dimensions'),
  as_of: z.iso.datetime(),
})
export type SuperUsers = z.infer<typeof SuperUsers>

export const SuperUserEvidence = z.object({
  customer_id: Count,
  status: z.enum(STATUSES),
  basis: z.enum(['score', 'signals']),
  score: z.number().nullable(),
  recognised: z.boolean(),
  payments: Count,
  dimensions: z.record(z.enum(DIMENSIONS), z.number()),
  measures: z.array(
    z.object({
      code: z.enum(MEASURE_CODES),
      dimension: z.enum(DIMENSIONS),
      value: z.number(),
      percentile: z.number(),
      facts: Count,
    }),
  ),
  value: z
    .object({
      kept_fen: Count,
      expected_fen: Count.nullable(),
      ltv_fen: Count.describe('Both together'),
      percentile: z.number().describe('Of it, among her peers'),
      index: z.number(),
    })
    .nullable()
    .describe('Customer value index; null until all four dimensions are there'),
  currency: z.string(),
  signals: z.array(z.enum(SIGNALS)),
  suspicions: z.array(z.enum(SUSPICIONS)),
  reckoned_at: z.iso.datetime(),
  settings_version: Count,
  drift: z
    .array(
      z.object({
        at: z.iso.datetime(),
        score: z.number().nullable(),
        status: z.string().nullable(),
      }),
    )
    .describe('What stood at each change, the newest first'),
})
export type SuperUserEvidence = z.infer<typeof SuperUserEvidence>

export const SettingsAnswer = z.object({
  version: Count.describe('0: nobody has set anything yet'),
  settings: SuperUserSettings,
  house: SuperUserSettings.describe('What holds until a brand sets something'),
  at: z.iso.datetime().nullable(),
  by_name: z.string().nullable(),
})
