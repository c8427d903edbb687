// What the page of statements asks and answers.
import { z } from 'zod'
import { range } from '../question/pattern.ts'

const Text = z.string().trim().min(1).max(20_000)

export const SqlQuestion = z
  .object({
    sql: Text.describe(
      'One SELECT over the views of GET /insight/sql/views, in the event store’s SQL; `{date_from}` and `{date_to}` are the moments at which the range begins and ends',
    ),
    ...range,
    run_long: z.boolean().optional().describe('Runs it although it will take long'),
  })
  .strict()

/** What a board asks of a kept statement. */
export const SavedSqlAsked = z
  .object({
    ...range,
    run_long: z.boolean().optional().describe('Runs it although it will take long'),
    fresh: z.boolean().default(false).describe('Counted anew, whatever is kept'),
  })
  .strict()

const Column = z.object({ name: z.string(), type: z.string() })
export const SqlAnswer = z.object({
  columns: z.array(Column),
  rows: z.array(z.array(z.unknown())).describe('Whole numbers of 64 bits as texts'),
  is_cut: z.boolean().describe('There are more rows than the 10,000 given'),
  seconds: z.number(),
})

export const ViewsAnswer = z.object({
  items: z.array(z.object({ name: z.string(), columns: z.array(Column) })),
  audiences: z
    .array(z.object({ id: z.uuid(), name: z.string() }))
    .describe('Whom `audience_id` means'),
  functions: z.array(z.string()).describe('As the event store spells them: their case counts'),
})

export const SqlChart = z
  .object({
    kind: z.enum(['line', 'bar']),
    x: z.string().max(200),
    y: z.array(z.string().max(200)).min(1).max(8),
  })
  .strict()
export const SavedSqlInput = z
  .object({ name: z.string().trim().min(1).max(100), text: Text, chart: SqlChart.nullish() })
  .strict()
export type SavedSqlInput = z.infer<typeof SavedSqlInput>

export const SavedSql = z.object({
  id: z.uuid(),
  name: z.string(),
  text: z.string(),
  chart: SqlChart.nullable(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
})
export const SavedSqlAnswer = SqlAnswer.extend({
  name: z.string(),
  chart: SqlChart.nullable(),
  has_days: z.boolean().describe('Whether it asks for the range at all'),
})
export const AskedSql = z.object({
  id: z.uuid(),
  asked_at: z.iso.datetime(),
  text: z.string(),
  rows: z.number().int().nullable(),
  seconds: z.number().nullable(),
  error: z.string().nullable().describe('The code of what it was refused for'),
})
