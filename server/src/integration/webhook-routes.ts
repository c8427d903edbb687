import { z } from 'zod'
import { Nothing, Time } from '../org/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { makeTest } from './deliveries.ts'
import {
  type DeliveryRow,
  getDelivery,
  listDeliveries,
  replayDeliveries,
  replayDelivery,
} from './delivery-log.ts'
import { switchSchema } from './switches.ts'
import {
  changeWebhook,
  changeWebhooks,
  createWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  renewSecret,
  WebhookChange,
  type WebhookDeps,
  WebhookInput,
  type WebhookRow,
} from './webhook.ts'

const tags = ['Webhooks']
const access = 'integrations:manage' as const
/** Long enough for whoever reads the notice tomorrow. */
const OLD_VALID_HOURS = 24
const Id = z.object({ id: z.uuid() })

const Webhook = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  with_identifiers: z.boolean(),
  is_on: z.boolean(),
  off_because: z
    .enum(['failing', 'gone'])
    .nullable()
    .describe('Why nobody’s hand switched it off: nothing taken for 24 hours, or answered 410'),
  failing_since: Time.nullable().describe('Since when nothing was taken'),
  old_secret_until: Time.nullable().describe('Until when the secret before also signs'),
  waiting: z.number().int().describe('Deliveries that wait or are tried again'),
  given_up: z.number().int().describe('Deliveries that nobody took within a day'),
  last_delivered_at: Time.nullable(),
  created_at: Time,
})
const Delivery = z.object({
  id: z.uuid().describe('The same over all attempts'),
  webhook_id: z.uuid(),
  event_id: z.guid(),
  customer_id: z.number().int().nullable(),
  name: z.string(),
  made_at: Time,
  state: z.enum(['waiting', 'delivered', 'given_up']),
  attempts: z.number().int(),
  next_at: Time.nullable().describe('When it is tried again'),
  answered_status: z.number().int().nullable().describe('0: no answer; the text says why'),
  answered_text: z.string().nullable(),
  took_ms: z.number().int().nullable(),
  ended_at: Time.nullable(),
  replay_of: z.uuid().nullable(),
  body: z.string(),
})
const sayWebhook = ({ created_by: _, ...row }: WebhookRow): z.input<typeof Webhook> => ({
  ...row,
  failing_since: row.failing_since?.toISOString() ?? null,
  old_secret_until: row.old_secret_until?.toISOString() ?? null,
  last_delivered_at: row.last_delivered_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
})
const sayDelivery = (row: DeliveryRow): z.input<typeof Delivery> => ({
  ...row,
  customer_id: row.customer_id || null,
  made_at: row.made_at.toISOString(),
  next_at: row.state === 'waiting' ? row.next_at.toISOString() : null,
  ended_at: row.ended_at?.toISOString() ?? null,
})

export const webhookRoutes = (deps: WebhookDeps) => (app: Http) => {
  app.get(
    '/webhooks',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Addresses that hear of events',
        response: { 200: z.object({ items: z.array(Webhook) }) },
      },
    },
    async (request) => ({ items: (await listWebhooks(request.ctx)).map(sayWebhook) }),
  )
  app.post(
    '/webhooks',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Tell an address of events',
        description: 'Answers the secret that signs its bodies, which is shown only now.',
        body: WebhookInput,
        response: { 201: z.object({ webhook: Webhook, secret: z.string() }) },
      },
    },
    async (request, reply) => {
      const made = await createWebhook(request.ctx, deps, request.body)
      return reply.code(201).send({ webhook: sayWebhook(made.webhook), secret: made.secret })
    },
  )
  app.get(
    '/webhooks/:id',
    {
      config: { access },
      schema: { tags, summary: 'A webhook', params: Id, response: { 200: Webhook } },
    },
    async (request) => sayWebhook(await getWebhook(request.ctx, request.params.id)),
  )
  app.patch(
    '/webhooks/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Change a webhook, or switch it on or off',
        params: Id,
        body: WebhookChange,
        response: { 200: Webhook },
      },
    },
    async (request) =>
      sayWebhook(await changeWebhook(request.ctx, deps, request.params.id, request.body)),
  )
  app.delete(
    '/webhooks/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Remove a webhook and its log',
        params: Id,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeWebhook(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/webhooks/batch',
    {
      config: { access },
      schema: switchSchema(tags),
    },
    (request) => changeWebhooks(request.ctx, request.body),
  )
  app.post(
    '/webhooks/:id/secret',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Sign with a new secret from now on',
        description:
          'The old one signs beside it for as long as asked; 0 hours for one that leaked.',
        params: Id,
        body: z.object({ old_valid_hours: z.number().int().min(0).max(168).optional() }).nullish(),
        response: { 200: z.object({ secret: z.string(), old_until: Time.nullable() }) },
      },
    },
    async (request) => {
      const hours = request.body?.old_valid_hours ?? OLD_VALID_HOURS
      const made = await renewSecret(request.ctx, deps, request.params.id, hours)
      return { secret: made.secret, old_until: made.old_until?.toISOString() ?? null }
    },
  )
  app.post(
    '/webhooks/:id/test',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Send a test',
        description: 'It stands in the log like every other delivery, and is tried once.',
        params: Id,
        response: { 202: Delivery },
      },
    },
    async (request, reply) => {
      await getWebhook(request.ctx, request.params.id)
      const id = await makeTest(request.ctx, request.params.id)
      return reply.code(202).send(sayDelivery(await getDelivery(request.ctx, id)))
    },
  )
  app.get(
    '/webhooks/:id/deliveries',
    {
      config: { access },
      schema: {
        tags,
        summary: 'What a webhook was told, newest first',
        params: Id,
        querystring: z.object({
          ...pageQuery,
          state: z.enum(['waiting', 'delivered', 'given_up']).optional(),
        }),
        response: { 200: pageOf(Delivery) },
      },
    },
    async (request) => {
      const page = await listDeliveries(request.ctx, request.params.id, request.query)
      return { ...page, items: page.items.map(sayDelivery) }
    },
  )
  app.post(
    '/webhooks/:id/replay',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Tell deliveries again: chosen ones, or those of a time and state',
        description:
          'Without a choice everything that was given up. What was given up keeps its id, what was taken is told under a new one. At most 20,000 at once.',
        params: Id,
        body: z
          .object({
            ids: z.array(z.uuid()).min(1).max(1000).optional(),
            from: z.iso.datetime({ offset: true }).optional(),
            to: z.iso.datetime({ offset: true }).optional().describe('Not included'),
            states: z
              .array(z.enum(['delivered', 'given_up']))
              .min(1)
              .optional(),
          })
          .nullish(),
        response: {
          200: z.object({
            count: z.number().int(),
            tried_again: z.number().int(),
            told_again: z.number().int(),
          }),
        },
      },
    },
    async (request) => {
      const { ids, from, to, states } = request.body ?? {}
      const done = await replayDeliveries(request.ctx, request.params.id, {
        ids,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        // Ids say what is meant; a time or nothing at all means what was not taken.
        states: states ?? (ids ? undefined : ['given_up']),
      })
      return { ...done, count: done.tried_again + done.told_again }
    },
  )
  app.post(
    '/webhook-deliveries/:id/replay',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Tell it once more',
        params: Id,
        response: { 202: Delivery },
      },
    },
    async (request, reply) =>
      reply.code(202).send(sayDelivery(await replayDelivery(request.ctx, request.params.id))),
  )
}
