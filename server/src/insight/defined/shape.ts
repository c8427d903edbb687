// What a brand defines over its events, and what is told of it.
import { z } from 'zod'
import { Expression } from '../../audiences/index.ts'
import { QuestionPattern } from '../question/pattern.ts'
import { USE_KINDS } from './uses.ts'

export const params = z.object({ id: z.uuid() })
const Count = z.number().int()
const about = {
  id: z.uuid(),
  version: Count.describe('One more with every change'),
  owner_name: z.string().nullable().describe('Who made it and answers for it'),
  updated_at: z.iso.datetime(),
  is_archived: z.boolean().describe('No longer offered; what names it goes on'),
}
const words = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1_000).default('').describe('What it means, for who reads it'),
}

export const VirtualInput = z.object({ ...words, pattern: QuestionPattern }).strict()
export type VirtualInput = z.infer<typeof VirtualInput>
export const VirtualShape = VirtualInput.extend({
  event: z.string().describe('What questions and rules name it by, in place of an event'),
  ...about,
}).meta({ id: 'VirtualEvent' })

export const DerivedInput = z
  .object({
    ...words,
    events: z
      .array(z.string().min(1).max(200))
      .max(50)
      .default([])
      .describe('Events it is offered with; none: all'),
    expression: Expression,
  })
  .strict()
  .meta({
    example: {
      ...{ name: '价格带', description: '按单价分档', events: ['product_viewed'] },
      expression: {
        kind: 'bucket',
        of: { kind: 'property', name: 'price', as: 'number' },
        edges: [100, 300],
      },
    },
  })
export type DerivedInput = z.infer<typeof DerivedInput>
export const DerivedShape = z
  .object({
    ...DerivedInput.shape,
    property: z.string().describe('What questions and rules name it by, in place of a property'),
    type: z.enum(['number', 'text']),
    ...about,
  })
  .meta({ id: 'DerivedProperty' })

export const UsesShape = z.object({
  items: z.array(
    z.object({
      kind: z.enum(USE_KINDS),
      id: z.uuid(),
      name: z.string().nullable().describe('null: somebody’s own, which you do not see'),
    }),
  ),
})

const days = Count.min(1).max(90).default(7).describe('So many of the last days')
const Sample = z.object({
  event_id: z.string(),
  event: z.string(),
  at: z.iso.datetime(),
  customer: Count.describe('Today’s'),
})
export const VirtualPreviewAsked = z.object({ pattern: QuestionPattern, days }).strict()
export const VirtualPreview = z.object({
  days: z.array(z.object({ day: z.iso.date(), events: Count })),
  events: Count,
  customers: Count,
  by_event: z.array(z.object({ event: z.string(), events: Count })),
  samples: z
    .array(
      Sample.extend({ properties: z.array(z.object({ name: z.string(), value: z.string() })) }),
    )
    .describe('The latest; personal values masked unless the role may see them'),
})

export const DerivedPreviewAsked = z
  .object({
    expression: Expression,
    events: DerivedInput.shape.events,
    id: z.uuid().optional().describe('Of the one it is to be the wording of'),
    days,
  })
  .strict()
export const DerivedPreview = z.object({
  type: z.enum(['number', 'text']),
  events: Count,
  with_value: Count.describe('Of these, those that have a value'),
  values: z
    .array(z.object({ value: z.string().nullable(), events: Count }))
    .describe('The commonest; null: shown to nobody who sees such data masked'),
  samples: z.array(
    Sample.extend({
      value: z.string().nullable(),
      made_of: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
    }),
  ),
})
