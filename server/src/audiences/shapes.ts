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

const when = z.iso.datetime().nullable()
export const EvidenceShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('events'),
    count: z.number().int().describe('That the condition counts'),
    first_at: when,
    last_at: when,
    value: z.number().nullable().describe('What was compared, where that is not the count'),
    latest: z
      .array(
        z.object({
          event_id: z.string(),
          name: z.string(),
          at: z.iso.datetime(),
          properties: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
        }),
      )
      .describe('Up to five, the latest first, with the properties asked about'),
  }),
  z.object({
    kind: z.literal('state'),
    rows: z.array(
      z.object({
        key: z.string(),
        value: z.unknown().describe('Masked unless the role may see it'),
        since: z.iso.datetime(),
        source: z.string().nullable(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('orders'),
    value: z.number().nullable(),
    orders: z.number().int(),
    amount_fen: z.number().int(),
    first_at: when,
    last_at: when,
    latest: z.array(
      z.object({
        order_id: z.string(),
        name: z.string(),
        at: z.iso.datetime(),
        amount_fen: z.number().int(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('rank'),
    value: z.number().nullable(),
    rank: z.number().int().nullable().describe('Null: not among them'),
    of: z.number().int(),
    cutoff: z.number().nullable().describe('What the last of the best has'),
  }),
  z.object({ kind: z.literal('audience'), inside: z.boolean(), since: when }),
  z.object({
    kind: z.literal('share'),
    share: z.number().int().describe('Where she is among ten thousand'),
  }),
])
export const ExplainedShape = z.object({
  customer: z.number().int().describe('Of one who was merged: whom she is part of now'),
  as_of: z.iso.datetime(),
  holds: z.boolean().nullable().describe('What the rule says now; null of a list'),
  parts: z
    .array(
      z.object({
        path: PathShape,
        kind: z.string(),
        holds: z.boolean(),
        evidence: EvidenceShape.nullable(),
      }),
    )
    .describe('Groups and conditions, each before its parts'),
  reasons: z.array(ReasonShape).describe('The conditions that made it so'),
})

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
  month: z
    .array(z.number().int())
    .describe(
      'Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came',
    ),
  week: z
    .object({ entered: z.number().int(), left: z.number().int() })
    .describe('Of the last seven days'),
  revision: z.number().int().describe('Sent back with an edit'),
  evaluated_at: z.iso
    .datetime()
    .nullable()
    .describe(
      'Membership is what the rule says at this moment: now, while nobody waits to be looked at',
    ),
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
const NamedShape = z.array(z.object({ id: z.uuid(), name: z.string() }))
export const VocabularyShape = z.object({
  events: z.array(
    z.object({
      ...word,
      is_own: z.boolean().describe('Recorded by Homefield itself'),
      total: z.number().int(),
      recent: z.number().int().describe('Of the last seven days'),
      is_virtual: z.boolean().describe('A pattern under a name: `virtual:<id>`'),
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
          is_derived: z.boolean().describe('Reckoned from others when it is read: `derived:<id>`'),
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
      label_en: z.string().describe('Empty: the label in every language'),
      choices: z.array(z.string()),
      value_labels: z.array(
        z.object({ value: z.string(), label: z.string(), label_en: z.string() }),
      ),
      group: z.string(),
      built_in: z.boolean(),
      archived: z.boolean(),
      seen: z.boolean().describe('Somebody has one'),
      money: z.boolean().describe('Its numbers are fen'),
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
  codes: z
    .array(
      z.object({
        kind: z.enum(['channel', 'hook', 'activity', 'content', 'campaign']),
        code: z.string(),
        name: z.string(),
      }),
    )
    .describe('What the brand calls codes, as `PUT /tracking/codes` names them'),
  namespaces: z.array(z.string()),
  platforms: z.array(z.string()),
  touchpoints: z.array(z.string()),
  groups: z.array(z.string()).describe('Customer groups somebody is in'),
  offers: NamedShape,
  coupons: NamedShape.describe('Batches of coupons'),
  activities: NamedShape,
  family_roles: z.array(z.string()),
  audiences: z.array(
    z.object({ id: z.uuid(), name: z.string(), kind: z.string(), state: z.string() }),
  ),
})
