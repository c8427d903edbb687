import { z } from 'zod'
import { BatchAnswer, BatchNames } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { consentsOf, importConsents, sayConsent } from './consent.ts'
import {
  addText,
  type ConsentPurpose,
  listPurposes,
  retirePurposes,
  savePurpose,
} from './consent-purposes.ts'
import { CHANNELS } from './consent-rules.ts'
import { CustomerId } from './customer-id.ts'

const tags = ['consent']
const Purpose = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/)
  .describe('marketing, profiling, sensitive … or one of your own')
const ChannelName = z.enum(CHANNELS)
const StateName = z.enum(['given', 'withdrawn'])
const text = (max: number) => z.string().trim().min(1).max(max).optional()
const Evidence = z.object({
  form: text(200).describe('Which form, page or script'),
  page: text(2048).describe('Address of the page on which it was said'),
  sdk: text(100).describe('Which SDK passed it on, with its version'),
  ip: text(100),
  device: text(300),
  document: text(500).describe('Where the signed paper or recording is kept'),
  note: text(1000),
})
/** Longer than the console takes it: what a protocol brought is answered whole. */
const GivenEvidence = z.partialRecord(Evidence.keyof(), z.string().optional())
const Said = z.object({
  purpose: Purpose,
  channel: ChannelName.default('all'),
  state: StateName,
  text_version: z.string().max(50).nullable().default(null),
  evidence: Evidence.default({}),
  at: z.iso.datetime({ offset: true }).optional().describe('When it was said; now by default'),
})
const Entry = z.object({
  id: z.uuid(),
  purpose: z.string(),
  channel: ChannelName,
  state: StateName,
  text_version: z.string().nullable(),
  source: z.string(),
  claimed: z.boolean().describe('Only a public client key said so; outweighs no withdrawal'),
  evidence: GivenEvidence,
  at: z.iso.datetime(),
  recorded_at: z.iso.datetime(),
  actor: z.string(),
})
const State = z.object({
  purpose: z.string(),
  channel: ChannelName,
  state: z.enum(['given', 'withdrawn', 'none']),
  claimed: z.boolean(),
  since: z.iso.datetime().nullable(),
  allowed: z.boolean().describe('Whether it may be acted on now'),
})
const PurposeAnswer = z.object({
  purpose: z.string(),
  name: z.string().describe('Empty for a built-in one that nobody has renamed'),
  description: z.string(),
  must_be_given: z.boolean().describe('Nothing is done for it before a yes; the others until a no'),
  built_in: z.boolean(),
  retired: z.boolean(),
  texts: z.array(
    z.object({
      version: z.string(),
      text: z.string(),
      created_at: z.iso.datetime(),
      created_by: z.string(),
    }),
  ),
})

const saidOf = (said: z.infer<typeof Said>) => ({
  purpose: said.purpose,
  channel: said.channel,
  state: said.state,
  textVersion: said.text_version,
  evidence: said.evidence,
  at: said.at === undefined ? undefined : new Date(said.at),
})

const presentPurpose = (p: ConsentPurpose) => ({
  purpose: p.purpose,
  name: p.name,
  description: p.description,
  must_be_given: p.mustBeGiven,
  built_in: p.isBuiltIn,
  retired: p.isRetired,
  texts: p.texts.map((t) => ({
    version: t.version,
    text: t.text,
    created_at: t.createdAt.toISOString(),
    created_by: t.createdBy,
  })),
})

export async function consentRoutes(app: Http): Promise<void> {
  app.get(
    '/customers/:id/consents',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'What a customer agrees to now, and everything ever said about it',
        params: z.object({ id: CustomerId }),
        querystring: z.object(pageQuery),
        response: { 200: pageOf(Entry).extend({ states: z.array(State) }) },
      },
    },
    (request) => consentsOf(request.ctx, request.params.id, request.query),
  )
  app.post(
    '/customers/:id/consents',
    {
      config: { access: 'consent:write', scoped: true },
      schema: {
        tags,
        summary: 'Write down that a customer agreed or withdrew; in effect at once',
        params: z.object({ id: CustomerId }),
        body: Said,
        response: { 200: z.object({ id: z.uuid(), states: z.array(State) }) },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      const id = await sayConsent(ctx, params.id, saidOf(body))
      return { id, states: (await consentsOf(ctx, params.id, { limit: 1 })).states }
    },
  )
  app.post(
    '/consents',
    {
      config: { access: 'consent:write', scoped: true },
      schema: {
        tags,
        summary: 'Consents from elsewhere, up to 1,000 at once',
        body: z.object({
          source: z.string().trim().min(1).max(100).describe('Where they come from'),
          items: z
            .array(
              Said.extend({
                id: z.uuid().optional().describe('Sent again with the same id it counts once'),
                customer_id: CustomerId.optional(),
                identifier: z
                  .object({ namespace: z.string().max(100), value: z.string().max(255) })
                  .optional(),
              }).refine((i) => (i.customer_id === undefined) !== (i.identifier === undefined), {
                message: 'give customer_id or identifier',
              }),
            )
            .min(1)
            .max(1000),
        }),
        response: {
          200: z.object({
            items: z
              .array(
                z.object({
                  outcome: z.enum(['recorded', 'known', 'customer_not_found']),
                  id: z.uuid().nullable(),
                }),
              )
              .describe('In the order sent'),
          }),
        },
      },
    },
    async (request) => ({
      items: await importConsents(
        request.ctx,
        request.body.items.map((item) => ({
          ...saidOf(item),
          id: item.id,
          customerId: item.customer_id,
          identifier: item.identifier,
        })),
        request.body.source,
      ),
    }),
  )
  app.get(
    '/consent-purposes',
    {
      config: { access: 'customers:read' },
      schema: {
        tags,
        summary: 'What customers are asked to agree to, with every version of the texts',
        response: {
          200: z.object({ items: z.array(PurposeAnswer), channels: z.array(ChannelName) }),
        },
      },
    },
    async (request) => ({
      items: (await listPurposes(request.ctx)).map(presentPurpose),
      channels: [...CHANNELS],
    }),
  )
  app.put(
    '/consent-purposes/:purpose',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Add or change a purpose',
        params: z.object({ purpose: Purpose }),
        body: z.object({
          name: z.string().trim().max(50).default(''),
          description: z.string().trim().max(500).default(''),
          must_be_given: z.boolean(),
          retired: z.boolean().default(false),
        }),
        response: { 200: PurposeAnswer },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await savePurpose(ctx, params.purpose, {
        name: body.name,
        description: body.description,
        mustBeGiven: body.must_be_given,
        isRetired: body.retired,
      })
      return onePurpose(await listPurposes(ctx), params.purpose)
    },
  )
  app.post(
    '/consent-purposes/batch',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Retire many purposes or take them back',
        body: z.object({ purposes: BatchNames, set: z.object({ retired: z.boolean() }) }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => retirePurposes(request.ctx, request.body.purposes, request.body.set.retired),
  )
  app.post(
    '/consent-purposes/:purpose/texts',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Add a version of the text; a version never changes',
        params: z.object({ purpose: Purpose }),
        body: z.object({
          version: z.string().trim().min(1).max(50),
          text: z.string().trim().min(1).max(20_000),
        }),
        response: { 200: PurposeAnswer },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await addText(ctx, params.purpose, body)
      return onePurpose(await listPurposes(ctx), params.purpose)
    },
  )
}

function onePurpose(all: ConsentPurpose[], purpose: string) {
  const found = all.find((p) => p.purpose === purpose)
  if (!found) throw new Error(`purpose ${purpose} was just saved and is not there`)
  return presentPurpose(found)
}
