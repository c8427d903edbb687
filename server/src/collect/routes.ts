import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { CustomerId } from '../profile/index.ts'
import type { Collector } from './collector.ts'
import { deadLetterFilter } from './dead-letter-filter.ts'
import {
  countDeadLetters,
  countMatching,
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
import { replayMany, setAside } from './many-dead-letters.ts'
import { TimelineLine, timelineOf } from './timeline.ts'
import { TIMELINE_KINDS } from './timeline-kinds.ts'

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
      '/customers/:id/timeline',
      {
        config: { access: 'customers:read', scoped: true },
        schema: {
          tags: ['customers'],
          summary: "A customer's story in lines, newest first",
          params: z.object({ id: CustomerId }),
          querystring: z.object({
            ...eventFilters,
            kind: z.enum(TIMELINE_KINDS).optional(),
            platform: z
              .union([z.string().max(64), z.array(z.string().max(64)).max(20)])
              .transform((given) => (Array.isArray(given) ? given : [given]))
              .optional(),
            ...pageQuery,
          }),
          response: { 200: pageOf(TimelineLine) },
        },
      },
      (request) => timelineOf(request.ctx, request.params.id, request.query),
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
            ...deadLetterFilter,
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
      '/dead-letters/count',
      {
        config: { access: 'events:read' },
        schema: {
          tags: ['dead letters'],
          summary: 'How many a filter finds, and when they were counted',
          querystring: z.object(deadLetterFilter),
          response: { 200: z.object({ count: z.number().int(), as_of: z.iso.datetime() }) },
        },
      },
      (request) => countMatching(request.ctx, request.query),
    )
    app.post(
      '/dead-letters/batch',
      {
        config: { access: 'events:manage' },
        schema: {
          tags: ['dead letters'],
          summary: 'Send many again, set them aside, or take them back',
          description:
            'Chosen ones, or all that a filter finds of those that came before `before`. Sending again does some at a time: ask again with `cursor` until `next_cursor` is null. What is still wrong stays open and is answered.',
          body: z.object({
            action: z.enum(['replay', 'discard', 'reopen']),
            choice: z.union([
              z.object({ ids: z.array(z.uuid()).min(1).max(1000) }),
              z.object({
                filter: z.strictObject(deadLetterFilter).omit({ state: true }),
                before: z.iso.datetime({ offset: true }),
              }),
            ]),
            cursor: z.string().max(500).optional(),
          }),
          response: {
            200: z.object({
              changed: z.number().int(),
              refused: z.array(z.object({ id: z.uuid(), code: z.string(), message: z.string() })),
              next_cursor: z.string().nullable(),
            }),
          },
        },
      },
      async ({ ctx, body }) => {
        const choice =
          'ids' in body.choice
            ? body.choice
            : { filter: body.choice.filter, before: new Date(body.choice.before) }
        if (body.action === 'replay') {
          const { replayed, ...rest } = await replayMany(ctx, collector, choice, body.cursor)
          return { changed: replayed, ...rest }
        }
        return { changed: await setAside(ctx, choice, body.action), refused: [], next_cursor: null }
      },
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
