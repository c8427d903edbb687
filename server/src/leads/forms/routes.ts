import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { addChannel, changeChannel } from './channels.ts'
import { copyForm, createForm, publishForm, saveForm, setFormState } from './forms.ts'
import { getForm, listForms, versionsOf } from './queries.ts'
import { FORM_STATES, FormContent, FormDraft, Owners } from './shapes.ts'

const tags = ['lead forms']
const Id = z.object({ id: z.guid() })
const Name = z.string().trim().min(1).max(100)
const Count = z.number().int()
const Time = z.iso.datetime()
const State = z.enum(FORM_STATES)
const read = { access: 'shop:read' } as const
const write = { access: 'shop:write' } as const
const funnel = {
  opened: Count.describe('Browsers that opened it'),
  started: Count.describe('Of them, those that answered something'),
  submitted: Count.describe('Customers who sent it'),
  followed: Count.describe('Of their leads, those that were followed up'),
  won: Count.describe('Of their leads, those that were won'),
}
const Listed = z.object({
  id: z.uuid(),
  name: z.string(),
  state: State,
  version: Count,
  channels: Count,
  updated_at: Time,
  ...funnel,
})
const Form = z.object({
  id: z.uuid(),
  name: z.string(),
  state: State,
  version: Count.describe('What customers see; 0: nothing yet'),
  draft: FormDraft,
  draft_revision: Count,
  gaps: z.array(z.string()).describe('What the draft lacks before it can be published'),
  has_changes: z.boolean().describe('The draft says something else than what customers see'),
  channels: z.array(
    Owners.extend({
      id: z.uuid(),
      code: z.string(),
      path: z.string().nullable().describe('Below the server; null: the brand has no shop yet'),
      name: z.string(),
      is_open: z.boolean(),
      ...funnel,
    }),
  ),
})
const GivenChannel = Owners.extend({ name: Name, is_open: z.boolean().default(true) })

export function formRoutes(app: Http): void {
  app.get(
    '/lead-forms',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Forms with how many came how far, last changed first' },
        querystring: z.object({
          ...pageQuery,
          q: z.string().trim().max(100).optional().describe('In its name'),
          state: State.optional(),
        }),
        response: { 200: pageOf(Listed) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listForms(ctx, query)
      return {
        items: items.map((form) => ({ ...form, updated_at: form.updated_at.toISOString() })),
        next_cursor,
      }
    },
  )
  app.post(
    '/lead-forms',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Make a form; nobody sees it yet' },
        body: z.object({ name: Name, draft: FormDraft }),
        response: { 201: Form },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(await createForm(ctx, body.name, body.draft)),
  )
  app.get(
    '/lead-forms/:id',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'A form with its channels and their funnels', params: Id },
        response: { 200: Form },
      },
    },
    ({ ctx, params }) => getForm(ctx, params.id),
  )
  app.put(
    '/lead-forms/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Save what is being worked on; customers see nothing of it' },
        params: Id,
        body: z.object({ name: Name, draft: FormDraft, draft_revision: Count }),
        response: { 200: Form },
      },
    },
    ({ ctx, params, body }) => saveForm(ctx, params.id, body),
  )
  app.post(
    '/lead-forms/:id/copy',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Another form like it, without its channels and answers', params: Id },
        body: z.object({ name: Name }),
        response: { 201: Form },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await copyForm(ctx, params.id, body.name)),
  )
  app.post(
    '/lead-forms/:id/publish',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Show the draft to customers, as a version that never changes' },
        params: Id,
        body: z.object({ draft_revision: Count.describe('As it was looked at') }),
        response: { 200: Form },
      },
    },
    ({ ctx, params, body }) => publishForm(ctx, params.id, body.draft_revision),
  )
  app.put(
    '/lead-forms/:id/state',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Take no more answers, or take them again', params: Id },
        body: z.object({ state: z.enum(['live', 'stopped']) }),
        response: { 200: Form },
      },
    },
    ({ ctx, params, body }) => setFormState(ctx, params.id, body.state),
  )
  app.get(
    '/lead-forms/:id/versions',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What was published of it, newest first', params: Id },
        response: {
          200: z.object({
            items: z.array(
              z.object({
                version: Count,
                content: FormContent,
                published_at: Time,
                published_by: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, params }) => ({
      items: (await versionsOf(ctx, params.id)).map((version) => ({
        ...version,
        published_at: version.published_at.toISOString(),
      })),
    }),
  )
  app.post(
    '/lead-forms/:id/channels',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Put it up somewhere: an address of its own', params: Id },
        body: GivenChannel,
        response: { 201: Form },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await addChannel(ctx, params.id, body)),
  )
  app.put(
    '/lead-forms/:id/channels/:channel',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change a channel; its address stays' },
        params: Id.extend({ channel: z.guid() }),
        body: GivenChannel,
        response: { 200: Form },
      },
    },
    ({ ctx, params, body }) => changeChannel(ctx, params.id, params.channel, body),
  )
}
