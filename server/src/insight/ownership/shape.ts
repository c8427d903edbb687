import { z } from 'zod'
import { whom } from '../question/pattern.ts'
import { LEVELS, OwnershipSettings } from './settings.ts'

const Count = z.number().int()
export const LevelName = z.enum(LEVELS)
const Day = z.iso.date()

export const OwnershipQuestion = z
  .object({
    date: Day.optional().describe(
      'Levels at the end of this day of the brand’s zone, at most `as_of`; now unless given',
    ),
    from: Day.optional().describe(
      'What they were then; 30 days before unless given, or where it does not lie before `date`',
    ),
    ...whom,
  })
  .strict()
  .meta({ example: { date: '2026-06-30', from: '2026-05-31' } })
export type OwnershipQuestion = z.infer<typeof OwnershipQuestion>

export const OwnershipCell = z
  .object({
    level: LevelName.describe('At the date'),
    before: z
      .enum([...LEVELS, 'none'])
      .optional()
      .describe('At the first date; none: not there yet'),
  })
  .strict()

export const OwnershipAnswer = z.object({
  date: Day,
  from: Day,
  settings_version: Count,
  levels: z.array(z.object({ level: LevelName, before: Count, now: Count })),
  moves: z
    .array(z.object({ before: z.enum([...LEVELS, 'none']), now: LevelName, customers: Count }))
    .describe('The transition matrix; what nobody did is left out'),
  promotions: z.object({
    customers: Count.describe('Who stood higher at the date than at the first'),
    demotions: Count,
    cost_fen: Count.nullable().describe(
      'Media, incentives, staff and tools in between; null: none recorded',
    ),
    cost_each_fen: z.number().nullable(),
    by_level: z.array(z.object({ level: LevelName, customers: Count })),
  }),
  producers: z
    .array(
      z.object({
        kind: z.enum(['staff', 'content']),
        code: z.string(),
        name: z.string().nullable(),
        customers: z.number().describe('Related and owned ones, shared out by whom they answered'),
        promoted: z.number().describe('Of those who came to be so since the first date'),
        answers: Count,
      }),
    )
    .describe('Who pulls the relations, the 50 strongest'),
  further_producers: Count,
  forecast: z
    .array(z.object({ level: LevelName, expected: z.number(), actual: Count }))
    .describe('Levels as the moves of the span before foretold them, beside what came'),
  currency: z.string(),
  as_of: z.iso.datetime(),
})
export type OwnershipAnswer = z.infer<typeof OwnershipAnswer>

export const OwnershipSettingsAnswer = z.object({
  version: Count,
  settings: OwnershipSettings,
  house: OwnershipSettings.describe('What holds until a brand sets something'),
  at: z.iso.datetime().nullable(),
  by_name: z.string().nullable(),
})
