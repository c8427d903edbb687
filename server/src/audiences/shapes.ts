// How the API says rules, answers and audiences.
import { z } from 'zod'
import { ListedCustomerShape } from '../profile/index.ts'
import { Rule } from './rule.ts'

export const tags = ['audiences']

export const RuleShape = Rule
export const PathShape = z
  .array(z.union([z.string(), z.number().int()]))
  .describe('Where in the rule: ["rules",0,"rule"]')
export const ProblemShape = z.object({
  path: PathShape,
  code: z.string(),
  message: z.string(),
  values: z.record(z.string(), z.unknown()),
})
export const ReasonShape = z.object({ path: PathShape, holds: z.boolean() })
export const EstimateShape = z.object({
  size: z.number().int(),
  everybody: z.number().int().describe('Customers of the brand, anonymous ones too'),
  reachable: z.number().int().describe('Of `size`, those with a live touchpoint'),
  ms: z.number().int().describe('How long it took to count'),
  as_of: z.iso.datetime(),
  exact: z.literal(true),
})
export const CustomerShape = ListedCustomerShape

export const STATES = ['draft', 'live', 'paused', 'archived'] as const
export const KINDS = ['rule', 'static'] as const
export const Id = z.object({ id: z.uuid() })
export const AudienceShape = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  folder: z.string(),
  labels: z.array(z.string()),
  kind: z.enum(KINDS),
  state: z.enum(STATES),
  rule: RuleShape.nullable().describe('In force; none of a list'),
  rule_version: z.number().int().describe('0: no rule yet'),
  version: z.number().int().describe('Of the membership: one more with every change'),
  size: z.number().int(),
  week: z
    .object({ entered: z.number().int(), left: z.number().int() })
    .describe('Of the last seven days'),
  revision: z.number().int().describe('Sent back with an edit'),
  evaluated_at: z.iso.datetime().nullable().describe('Membership is what the rule said then'),
  changed_at: z.iso.datetime().nullable(),
  building: z.boolean().describe('Everybody is being looked at'),
  failure: z.object({ at: z.iso.datetime(), message: z.string() }).nullable(),
  tag_sync: z.object({ tag: z.string(), mode: z.enum(['add', 'mirror']) }).nullable(),
  used_by: z.number().int(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
})
export const RuleVersionShape = z.object({
  version: z.number().int(),
  rule: RuleShape,
  note: z.string(),
  at: z.iso.datetime(),
  by_name: z.string(),
  in_force: z.boolean(),
})

const word = { name: z.string(), label: z.string(), label_en: z.string() }
export const VocabularyShape = z.object({
  events: z.array(
    z.object({
      ...word,
      is_own: z.boolean().describe('Recorded by Homefield itself'),
      total: z.number().int(),
      recent: z.number().int().describe('Of the last seven days'),
      properties: z.array(
        z.object({
          ...word,
          type: z.enum(['string', 'number', 'boolean', 'list', 'object']).nullable(),
          unit: z.string(),
          sample: z
            .string()
            .nullable()
            .describe('Personal ones masked unless the role may see them'),
          is_preset: z.boolean().describe('Added by SDKs by themselves'),
        }),
      ),
    }),
  ),
  event_fields: z
    .array(z.object({ name: z.string(), type: z.enum(['string', 'number']) }))
    .describe('What every event carries besides its properties'),
  attributes: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.enum(['text', 'number', 'boolean', 'date', 'list', 'choice']).nullable(),
      choices: z.array(z.string()),
      group: z.string(),
      built_in: z.boolean(),
      archived: z.boolean(),
      seen: z.boolean().describe('Somebody has one'),
    }),
  ),
  tags: z.array(z.object({ name: z.string(), group: z.string(), archived: z.boolean() })),
  consent: z.object({
    purposes: z.array(z.object({ purpose: z.string(), name: z.string(), retired: z.boolean() })),
    channels: z.array(z.string()),
  }),
  stores: z.array(z.object({ code: z.string(), name: z.string() })),
  guides: z.array(z.object({ code: z.string(), name: z.string() })),
  channels: z.array(z.string()).describe('Where friends were added and orders came from'),
  namespaces: z.array(z.string()),
  platforms: z.array(z.string()),
  touchpoints: z.array(z.string()),
  family_roles: z.array(z.string()),
  audiences: z.array(
    z.object({ id: z.uuid(), name: z.string(), kind: z.string(), state: z.string() }),
  ),
})
