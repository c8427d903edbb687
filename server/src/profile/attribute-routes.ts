// Attributes: what they mean for the brand, and what they are for one customer.
import { z } from 'zod'
import { BatchAnswer } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import { ATTRIBUTE_TYPES } from './built-in.ts'
import {
  attributeHistory,
  type CustomerAttribute,
  customerAttributes,
  editAttribute,
  revealAttributes,
  undoEdit,
} from './customer-attributes.ts'
import { CustomerId } from './customer-id.ts'
import { DATA_CLASSES } from './data-class.ts'
import { listDefinitions, type StoredDefinition, saveDefinition } from './definitions.ts'
import { changeDefinitions, DefinitionsBatch } from './definitions-batch.ts'
import { listRefusals } from './sensitive.ts'

const tags = ['attributes']
const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\s/?#%]+$/, 'no spaces, slashes, ? # or %')

const ValueLabels = z
  .array(
    z.strictObject({
      value: z.string().trim().min(1).max(200),
      label: z.string().trim().min(1).max(60),
      label_en: z.string().trim().max(60).default(''),
    }),
  )
  .max(200)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, 'a value twice')
  .describe('What coded values are called, where customers, rules and figures show them')

const DefinitionFields = {
  label: z.string().trim().min(1).max(60),
  label_en: z.string().trim().max(60).default('').describe('Empty: the label in every language'),
  type: z.enum(ATTRIBUTE_TYPES),
  choices: z.array(z.string().trim().min(1).max(60)).max(100).default([]),
  value_labels: ValueLabels.default([]),
  group: z.string().trim().max(60).default(''),
  data_class: z.enum(DATA_CLASSES),
  masked: z
    .boolean()
    .describe('Personal: shown shortened to who may not see personal data in full'),
  source_priority: z
    .array(z.string().trim().min(1).max(200))
    .max(50)
    .default(['operator'])
    .describe('Whose word counts first; the others follow, newest first'),
  description: z.string().max(500).default(''),
  archived: z.boolean().default(false),
}
const Definition = z.object({
  name: z.string(),
  ...DefinitionFields,
  built_in: z.boolean(),
  computed: z.boolean().describe('Reckoned by /computed-attributes; nobody writes it'),
  money: z.boolean().describe('Of the product’s own: its numbers are fen'),
  version: z.number().int().describe('0 while nobody has changed it'),
  updated_at: z.iso.datetime().nullable(),
})
const sayDefinition = (d: StoredDefinition): z.infer<typeof Definition> => ({
  name: d.name,
  label: d.label,
  label_en: d.labelEn,
  type: d.type,
  choices: d.choices,
  value_labels: d.valueLabels,
  group: d.group,
  data_class: d.dataClass,
  masked: d.isMasked,
  source_priority: d.sourcePriority,
  description: d.description,
  archived: d.isArchived,
  built_in: d.isBuiltIn,
  computed: d.isComputed,
  money: d.isMoney,
  version: d.version,
  updated_at: d.updatedAt?.toISOString() ?? null,
})

const Attribute = z.object({
  name: z.string(),
  label: z.string(),
  label_en: z.string(),
  type: z.enum(ATTRIBUTE_TYPES),
  choices: z.array(z.string()),
  value_labels: ValueLabels,
  group: z.string(),
  data_class: z.enum(DATA_CLASSES),
  description: z.string(),
  archived: z.boolean(),
  built_in: z.boolean().describe('As it came: its label may be said in any language'),
  computed: z.boolean().describe('Reckoned; it is not edited'),
  money: z.boolean().describe('Of the product’s own: its numbers are fen'),
  value: z.unknown(),
  hidden: z.boolean().describe('There is a sensitive value; it is read by /attributes/reveal'),
  shortened: z.boolean().describe('Personal data, not in full for this role'),
  source: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  version: z.string().describe('Of what is shown; an edit names the one it was made on'),
  words: z.array(
    z.object({
      source: z.string(),
      customer_id: z.number().int().describe('Of whom it was said, before merges'),
      value: z.unknown(),
      at: z.iso.datetime(),
      actor: z.string().nullable(),
      counts: z.boolean(),
    }),
  ),
})
const sayAttribute = (a: CustomerAttribute): z.infer<typeof Attribute> => ({
  name: a.definition.name,
  label: a.definition.label,
  label_en: a.definition.labelEn,
  type: a.definition.type,
  choices: a.definition.choices,
  value_labels: a.definition.valueLabels,
  group: a.definition.group,
  data_class: a.definition.dataClass,
  description: a.definition.description,
  archived: a.definition.isArchived,
  built_in: a.definition.isBuiltIn && a.definition.version === 0,
  computed: a.definition.isComputed,
  money: a.definition.isMoney,
  value: a.value,
  hidden: a.isHidden,
  shortened: a.isShortened,
  source: a.source,
  at: a.at?.toISOString() ?? null,
  version: a.version,
  words: a.words.map(({ node, at, ...word }) => ({
    ...word,
    customer_id: node,
    at: at.toISOString(),
  })),
})

const OfCustomer = z.object({ id: CustomerId })
const OneAttribute = z.object({ id: CustomerId, name: Name })

export function attributeRoutes(app: Http): void {
  app.get(
    '/attribute-definitions',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'What the brand’s attributes are',
        response: { 200: pageOf(Definition) },
      },
    },
    async (request) => ({
      items: (await listDefinitions(request.ctx)).map(sayDefinition),
      next_cursor: null,
    }),
  )
  app.put(
    '/attribute-definitions/:name',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Define an attribute, or change what was defined',
        description:
          'A name that becomes sensitive has its values sealed, in events too; a sensitive one with values stays sensitive.',
        params: z.object({ name: Name }),
        body: z.object({ ...DefinitionFields, version: z.number().int().min(0).default(0) }),
        response: { 200: Definition },
      },
    },
    async (request) => {
      const { data_class, masked, source_priority, archived, label_en, value_labels, ...rest } =
        request.body
      return sayDefinition(
        await saveDefinition(request.ctx, {
          ...rest,
          labelEn: label_en,
          valueLabels: value_labels,
          name: request.params.name,
          dataClass: data_class,
          isMasked: data_class === 'sensitive' || masked,
          sourcePriority: source_priority,
          isArchived: archived,
        }),
      )
    },
  )
  app.post(
    '/attribute-definitions/batch',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Say the same of many attributes: group, archive, masking, whose word counts',
        body: DefinitionsBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeDefinitions(request.ctx, request.body),
  )
  app.get(
    '/sensitive-refusals',
    {
      config: { access: 'customers:read' },
      schema: {
        tags,
        summary:
          'Values that were not stored in the last 30 days, and why: sensitive, or reckoned here',
        response: {
          200: pageOf(
            z.object({
              name: z.string(),
              source: z.string(),
              reason: z.enum(['no_consent', 'no_customer', 'not_settable', 'computed']),
              times: z.number().int(),
              last_day: z.iso.date(),
            }),
          ),
        },
      },
    },
    async (request) => ({ items: await listRefusals(request.ctx), next_cursor: null }),
  )
  app.get(
    '/customers/:id/attributes',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'A customer’s attributes, with what every source says',
        params: OfCustomer,
        response: { 200: pageOf(Attribute) },
      },
    },
    async (request) => ({
      items: (await customerAttributes(request.ctx, request.params.id)).map(sayAttribute),
      next_cursor: null,
    }),
  )
  app.put(
    '/customers/:id/attributes/:name',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Edit an attribute by hand',
        description:
          'Without `value` the word of the people is taken back, and what sources say shows again.',
        params: OneAttribute,
        body: z.object({
          value: z.unknown().optional().describe('null: there is nothing'),
          version: z.string().max(40),
        }),
        response: { 200: Attribute },
      },
    },
    async (request) => {
      const { id, name } = request.params
      const { value, version } = request.body
      return sayAttribute(await editAttribute(request.ctx, id, name, { value, version }))
    },
  )
  app.post(
    '/customers/:id/attributes/:name/undo',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Take the latest edit by hand back',
        params: OneAttribute,
        body: z.object({ version: z.string().max(40) }),
        response: { 200: Attribute },
      },
    },
    async (request) => {
      const { id, name } = request.params
      return sayAttribute(await undoEdit(request.ctx, id, name, request.body.version))
    },
  )
  app.get(
    '/customers/:id/attributes/:name/history',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'What was said of an attribute before',
        params: OneAttribute,
        querystring: z.object(pageQuery),
        response: {
          200: pageOf(
            z.object({
              id: z.number().int(),
              source: z.string(),
              customer_id: z.number().int(),
              value: z.unknown(),
              hidden: z.boolean(),
              at: z.iso.datetime(),
              actor: z.string().nullable(),
              replaced_at: z.iso.datetime(),
              replaced_by: z.string().nullable(),
            }),
          ),
        },
      },
    },
    async (request) => {
      const { id, name } = request.params
      const { limit, cursor } = request.query
      const rows = await attributeHistory(request.ctx, id, name, {
        limit: limit + 1,
        before: readCursor(cursor, z.number().int()),
      })
      return toPage(
        rows,
        limit,
        (row) => ({
          id: row.id,
          source: row.source,
          customer_id: row.node,
          value: row.value,
          hidden: row.isHidden,
          at: row.at.toISOString(),
          actor: row.actor,
          replaced_at: row.replacedAt.toISOString(),
          replaced_by: row.replacedBy,
        }),
        (row) => row.id,
      )
    },
  )
  app.post(
    '/customers/:id/attributes/reveal',
    {
      config: { access: 'sensitive:read', scoped: true },
      schema: {
        tags,
        summary: 'Read sensitive values; who read what and why is kept in the audit log',
        params: OfCustomer,
        body: z.object({
          names: z.array(Name).min(1).max(50),
          reason: z.string().trim().min(2).max(500),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                name: z.string(),
                value: z.unknown(),
                words: z.array(
                  z.object({
                    source: z.string(),
                    customer_id: z.number().int(),
                    value: z.unknown(),
                    at: z.iso.datetime(),
                  }),
                ),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { names, reason } = request.body
      const revealed = await revealAttributes(request.ctx, request.params.id, names, reason)
      return {
        items: revealed.map(({ words, ...one }) => ({
          ...one,
          words: words.map(({ node, at, ...word }) => ({
            ...word,
            customer_id: node,
            at: at.toISOString(),
          })),
        })),
      }
    },
  )
}
