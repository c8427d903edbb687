import { z } from 'zod'
import { moment } from '../question/pattern.ts'
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
  at: z.iso.datetime().nullable(),
  by_name: z.string().nullable(),
})
