// Visits: what is asked and answered.
import { z } from 'zod'
import { PathNode, PathsQuestion } from '../paths/shape.ts'
import { Bin, Spread } from '../question/bins.ts'
import { range, whom } from '../question/pattern.ts'
import { Period } from '../question/periods.ts'
import { GapMinutes, seen } from '../question/visits.ts'

const Count = z.number().int()

/** Seconds at which the lengths of visits are told apart. */
export const LENGTHS = [1, 10, 30, 60, 180, 600, 1_800, 3_600]

export const SessionsQuestion = z
  .object({
    minutes: GapMinutes,
    ...seen,
    split: PathsQuestion.shape.split,
    period: Period.default('day'),
    nodes: z.number().int().min(1).max(50).default(10).describe('Entries and exits that are shown'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { minutes: 30, period: 'week' } })
export type SessionsQuestion = z.infer<typeof SessionsQuestion>

const counted = {
  visits: Count,
  customers: Count.describe('Each once'),
  bounced: Count.describe('Visits of one event only'),
}
const Ends = z.object({
  nodes: z.array(z.object({ node: PathNode, ...counted })),
  other: z.object({ values: Count, visits: Count }).nullable().describe('All that are not shown'),
})

export const SessionsAnswer = z.object({
  ...counted,
  events: Count.describe('In all visits'),
  seconds: Spread.describe('From the first event of a visit to its last; 0 where it has one only'),
  lengths: z.object({ bins: z.array(Bin), counts: z.array(Count) }),
  entries: Ends.describe('What visits begin with'),
  exits: Ends.describe('What they end with'),
  periods: z
    .array(z.object({ start: z.string(), ...counted, average_seconds: z.number().nullable() }))
    .describe('By the beginning of the visit'),
  complete: Count.describe('How many of the periods are over'),
  as_of: z.iso.datetime(),
})
export type SessionsAnswer = z.infer<typeof SessionsAnswer>

export const SessionsCell = z
  .object({
    entry: PathNode.optional(),
    exit: PathNode.optional(),
    start: z.string().min(1).max(40).optional().describe('Of a period, as the answer names it'),
    length: Count.min(0).optional().describe('The number of a bin of `lengths`'),
    bounced: z.boolean().optional(),
  })
  .strict()
  .describe('Customers with a visit of which all of these hold')
export type SessionsCell = z.infer<typeof SessionsCell>
