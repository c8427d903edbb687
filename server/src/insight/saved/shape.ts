// What is saved: questions and boards, whose they are and who sees them.
import { z } from 'zod'
import { Rule } from '../../audiences/index.ts'
import { Period } from '../question/periods.ts'

const ROLES = ['owner', 'admin', 'operator', 'analyst', 'guide', 'developer'] as const

export const Name = z.string().trim().min(1).max(100)
export const Description = z.string().trim().max(2_000)
export const sharing = {
  sharing: z.enum(['private', 'role', 'everyone']).describe('Who sees it besides its owner'),
  role: z.enum(ROLES).nullable().describe('With `sharing: role`: those who have it'),
}

/** A question; `view` is what the console needs to open its page again, and says nothing more. */
export const QuestionContent = z.object({
  analysis: z.string().min(1).max(60),
  question: z.record(z.string(), z.unknown()).describe('As the analysis is asked'),
  view: z
    .record(z.string().max(60), z.string().max(100_000))
    .default({})
    .describe('What the page’s address carries'),
})
export type QuestionContent = z.infer<typeof QuestionContent>

const place = {
  id: z.string().min(1).max(40),
  title: z.string().trim().max(100).optional(),
  width: z.number().int().min(1).max(4).describe('Of four columns'),
  height: z.number().int().min(1).max(8).describe('Rows'),
}
export const Widget = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('metrics'),
      ...place,
      metrics: z.array(z.string().min(1).max(60)).min(1).max(8),
      look: z.enum(['figures', 'line', 'bar']),
      period: Period.optional(),
    })
    .strict(),
  z.object({ kind: z.literal('question'), ...place, question_id: z.guid() }).strict(),
  z
    .object({ kind: z.literal('sql'), ...place, saved_sql_id: z.guid() })
    .strict()
    .describe('A kept statement, over the days of the board, for readers who may ask with SQL'),
  z.object({ kind: z.literal('text'), ...place, text: z.string().max(5_000) }).strict(),
])
export type Widget = z.infer<typeof Widget>

export const BoardContent = z.object({
  widgets: z
    .array(Widget)
    .max(40)
    .refine(
      (widgets) => new Set(widgets.map(({ id }) => id)).size === widgets.length,
      'Each widget needs an id of its own',
    ),
  days: z
    .string()
    .regex(/^([a-z]+(_\d+|_[a-z]+)?|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)$/)
    .default('last_30')
    .describe('`last_30` and the like, or `2026-05-01..2026-05-31`'),
  who: Rule.nullable().default(null).describe('Only these customers, in all widgets'),
})
export type BoardContent = z.infer<typeof BoardContent>

const about = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  ...sharing,
  owner: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: a key'),
  may_change: z.boolean(),
  revision: z.number().int().describe('Sent back with a change'),
  updated_at: z.iso.datetime(),
}
export const SavedQuestion = z.object({ ...about, ...QuestionContent.shape })
export const SavedBoard = z.object({ ...about, ...BoardContent.shape })
