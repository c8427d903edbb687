import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { CustomerId } from '../profile/index.ts'
import type { Collector } from './collector.ts'
import {
  countDeadLetters,
  DeadLetterDetail,
  DeadLetterPage,
  getDeadLetter,
  listDeadLetters,
  replayDeadLetter,
} from './dead-letters.ts'
import {
  CatalogueItem,
  CatalogueProperty,
  EventItem,
  listCatalogue,
  listEvents,
  listProperties,
} from './events.ts'

const eventFilters = {
  name: z.string().max(255).optional(),
  source: z.string().max(255).optional(),
  from: z.iso.datetime({ offset: true }).optional().describe('At or after'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before'),
}

export const routes =
  (collector: Collector) =>
  async (app: Http): Promise<void> => {
    app.get(
      '/events',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['events'],
          summary: 'Events, newest first',
          querystring: z.object({
            ...eventFilters,
            customer_id: CustomerId.optional(),
            ...pageQuery,
          }),
          response: { 200: pageOf(EventItem) },
        },
      },
      (request) => listEvents(request.ctx, request.query),
    )
    app.get(
      '/customers/:id/events',
      {
        config: { access: 'customers:read', scoped: true },
        schema: {
          tags: ['customers'],
          summary: "A customer's timeline, newest first",
          params: z.object({ id: CustomerId }),
          querystring: z.object({ ...eventFilters, ...pageQuery }),
          response: { 200: pageOf(EventItem) },
        },
      },
      (request) => listEvents(request.ctx, { ...request.query, customer_id: request.params.id }),
    )
    app.get(
      '/event-catalogue',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['events'],
          summary: 'Every event name seen, with its properties',
          response: { 200: z.object({ items: z.array(CatalogueItem) }) },
        },
      },
      async (request) => ({ items: await listCatalogue(request.ctx) }),
    )
    app.get(
      '/event-catalogue/:name/properties',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['events'],
          summary: 'How often each property of an event came, and came wrong',
          params: z.object({ name: z.string().max(255) }),
          response: { 200: z.object({ items: z.array(CatalogueProperty) }) },
        },
      },
      async (request) => ({ items: await listProperties(request.ctx, request.params.name) }),
    )
    app.get(
      '/dead-letters',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['dead letters'],
          summary: 'What could not become an event, newest first',
          querystring: z.object({
            code: z.string().max(100).optional(),
            state: z.enum(['open', 'replayed']).optional(),
            rule: z.uuid().optional().describe('Refused by this rule'),
            event: z.string().max(255).optional().describe('Refused by a rule of this event'),
            source: z.string().max(255).optional().describe('Name of the write key it came by'),
            from: eventFilters.from,
            to: eventFilters.to,
            ...pageQuery,
          }),
          response: { 200: DeadLetterPage },
        },
      },
      (request) => listDeadLetters(request.ctx, request.query),
    )
    app.get(
      '/dead-letters/counts',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['dead letters'],
          summary: 'How many wait, by reason',
          response: {
            200: z.object({
              items: z.array(z.object({ code: z.string(), open: z.number().int() })),
            }),
          },
        },
      },
      async (request) => ({ items: await countDeadLetters(request.ctx) }),
    )
    app.get(
      '/dead-letters/:id',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['dead letters'],
          summary: 'One, with its bytes',
          params: z.object({ id: z.uuid() }),
          response: { 200: DeadLetterDetail },
        },
      },
      (request) => getDeadLetter(request.ctx, request.params.id),
    )
    app.post(
      '/dead-letters/:id/replay',
      {
        config: { access: 'events:manage' },
        schema: {
          tags: ['dead letters'],
          summary: 'Send it again, as it was or mended',
          params: z.object({ id: z.uuid() }),
          body: z
            .object({ body: z.string().max(4_000_000).optional().describe('The mended text') })
            .default({}),
          response: { 200: z.object({ event_ids: z.array(z.guid()) }) },
        },
      },
      (request) => replayDeadLetter(request.ctx, collector, request.params.id, request.body.body),
    )
  }
