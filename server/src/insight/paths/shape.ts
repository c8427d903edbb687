// What paths ask and answer.
import { z } from 'zod'
import { QuestionPattern, range, whom } from '../question/pattern.ts'
import { GapMinutes, seen } from '../question/visits.ts'

const Name = z.string().min(1).max(200)
const Count = z.number().int()

export const PathsQuestion = z
  .object({
    direction: z
      .enum(['forward', 'back'])
      .default('forward')
      .describe('What comes after the first step, or what came before the last'),
    anchor: QuestionPattern.optional().describe(
      'Where paths begin, or end when read back. In a visit its first one, read back its last; without it, with what a visit begins or ends',
    ),
    visit: z
      .discriminatedUnion('by', [
        z.object({ by: z.literal('gap'), minutes: GapMinutes }).strict(),
        z
          .object({
            by: z.literal('window'),
            seconds: z
              .number()
              .int()
              .min(1)
              .max(90 * 86_400),
          })
          .strict()
          .describe(
            'So long after the anchor, or before it; the next path begins with the first anchor after that',
          ),
      ])
      .default({ by: 'gap', minutes: 30 })
      .describe('How far a path reaches; each visit makes one path at most'),
    ...seen,
    groups: z
      .array(z.object({ name: z.string().trim().min(1).max(100), of: QuestionPattern }).strict())
      .max(20)
      .default([])
      .describe('Events that are one node; the first group an event fits counts'),
    split: z
      .array(z.object({ event: Name, by: Name.describe('A property of it') }).strict())
      .max(10)
      .default([])
      .describe('Events that are a node for each value of a property'),
    collapse: z
      .boolean()
      .default(true)
      .describe('The same node several times one after the other is one step'),
    steps: z.number().int().min(2).max(10).default(5),
    nodes: z
      .number()
      .int()
      .min(1)
      .max(30)
      .default(8)
      .describe('Shown of each step, those with the most visits; the rest is one node more'),
    ...range,
    ...whom,
  })
  .strict()
  .meta({ example: { anchor: { any_of: [{ event: 'product_viewed' }] }, steps: 4 } })
export type PathsQuestion = z.infer<typeof PathsQuestion>

export const PathNode = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('event'), event: z.string() }).strict(),
    z
      .object({
        is: z.literal('value'),
        event: z.string(),
        value: z.string().nullable().describe('Of the property it is split by; null: none'),
      })
      .strict(),
    z
      .object({ is: z.literal('group'), group: Count.min(0).describe('Its number, from 0') })
      .strict(),
    z
      .object({ is: z.literal('other') })
      .strict()
      .describe('All nodes that are not shown'),
  ])
  .meta({ id: 'PathNode' })
export type PathNode = z.infer<typeof PathNode>

const counted = {
  visits: Count.describe('Paths: a customer has as many as she has visits with the anchor'),
  customers: Count.describe('Each once'),
}
const Counted = z.object(counted)

export const PathsAnswer = z.object({
  ...counted,
  steps: z
    .array(
      z.object({
        ...counted,
        nodes: z.array(
          z.object({
            node: PathNode,
            ...counted,
            values: Count.describe('Nodes it stands for: 1, but for `other`'),
            ended: Counted.describe('Whose path has no step after it, or read back none before'),
          }),
        ),
      }),
    )
    .describe('Counted from the anchor; shorter than asked where no path goes on'),
  links: z.array(
    z.object({
      step: Count.describe('Of the node it leaves, from 1'),
      from: Count.describe('The place of a node in its step, from 0'),
      to: Count.describe('The place of a node in the step after'),
      ...counted,
    }),
  ),
  as_of: z.iso.datetime(),
})
export type PathsAnswer = z.infer<typeof PathsAnswer>

export const PathsCell = z
  .object({
    step: z.number().int().min(1).max(10).describe('From 1, the anchor, on'),
    node: PathNode.optional().describe('Left out: of all nodes of the step'),
    next: z
      .union([PathNode, z.literal('ended')])
      .optional()
      .describe('Whose next step is this one, or who have none'),
  })
  .strict()
export type PathsCell = z.infer<typeof PathsCell>
