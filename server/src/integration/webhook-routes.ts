import { z } from 'zod'
import { Nothing, Time } from '../org/index.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import type { Secrets } from '../platform/secrets.ts'
import { makeTest } from './deliveries.ts'
import {
  type DeliveryRow,
  getDelivery,
  listDeliveries,
  replayDelivery,
  replayGivenUp,
} from './delivery-log.ts'
import {
  changeWebhook,
  createWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  renewSecret,
  WebhookChange,
  WebhookInput,
  type WebhookRow,
} from './webhook.ts'

const tags = ['Webhooks']
const access = 'integrations:manage' as const
const Id = z.object({ id: z.uuid() })

const Webhook = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  with_identifiers: z.boolean(),
  is_on: z.boolean(),
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

export const webhookRoutes = (secrets: Secrets) => (app: Http) => {
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
      const made = await createWebhook(request.ctx, secrets, request.body)
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
      sayWebhook(await changeWebhook(request.ctx, request.params.id, request.body)),
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
    '/webhooks/:id/secret',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Sign with a new secret from now on',
        params: Id,
        response: { 200: z.object({ secret: z.string() }) },
      },
    },
    async (request) => ({ secret: await renewSecret(request.ctx, secrets, request.params.id) }),
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
        summary: 'Try everything again that was given up',
        params: Id,
        response: { 200: z.object({ count: z.number().int() }) },
      },
    },
    async (request) => ({ count: await replayGivenUp(request.ctx, request.params.id) }),
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
