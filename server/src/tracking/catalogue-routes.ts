// The catalogue, the plan and the rules over HTTP.
import { z } from 'zod'
import { Nothing } from '../org/index.ts'
import { BatchAnswer, BatchIds, BatchNames } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { CatalogueEvents, EventDetail, getTracked, listTracked, PROBLEMS } from './catalogue.ts'
import {
  BatchEdit,
  EventLabels,
  EventPlan,
  editEvent,
  editMany,
  editProperty,
  eventLabels,
  HistoryItem,
  historyOf,
  Name,
  PROPERTY_TYPES,
  PropertyPlan,
  STATUSES,
  unplanEvent,
  unplanEvents,
} from './plan.ts'
import { editProperties, PropertiesBatch } from './properties-batch.ts'
import {
  addRule,
  changeRules,
  editRule,
  listRules,
  NewRule,
  RuleEdit,
  RuleItem,
  RulesBatch,
  RuleTrial,
  removeRule,
  removeRules,
  tryRule,
} from './rules.ts'

const Version = z
  .number()
  .int()
  .min(0)
  .describe('The version that was read; 0: not in the plan yet')
const ById = z.object({ id: z.uuid() })
const ByName = z.object({ name: Name })

export function catalogueRoutes(app: Http): void {
  app.get(
    '/tracking/events',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Event catalogue: what was seen and what was planned, the largest first',
        querystring: z.object({
          q: z.string().max(200).optional(),
          status: z.enum([...STATUSES, 'unplanned']).optional(),
          problem: z.enum([...PROBLEMS, 'any']).optional(),
          ...pageQuery,
        }),
        response: { 200: CatalogueEvents },
      },
    },
    (request) => listTracked(request.ctx, request.query),
  )
  app.get(
    '/tracking/labels',
    {
      // What an event is called stands wherever events are shown, a guide's customers' too.
      config: { access: 'signed-in' },
      schema: {
        tags: ['tracking'],
        summary: 'What the brand calls its events',
        response: { 200: EventLabels },
      },
    },
    async (request) => ({ items: await eventLabels(request.ctx) }),
  )
  app.get(
    '/tracking/events/:name',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'One event: its plan, trend, properties and who uses it',
        params: ByName,
        response: { 200: EventDetail },
      },
    },
    (request) => getTracked(request.ctx, request.params.name),
  )
  app.put(
    '/tracking/events/:name',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Say what an event is: its next version',
        params: ByName,
        body: EventPlan.extend({ version: Version }),
        response: { 200: EventPlan.extend({ name: z.string(), version: z.number().int() }) },
      },
    },
    async (request) => {
      const { version, ...plan } = request.body
      const saved = await editEvent(request.ctx, request.params.name, version, plan)
      return { ...EventPlan.parse(saved), name: saved.name, version: saved.version }
    },
  )
  app.delete(
    '/tracking/events/:name',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Take an event out of the plan; what came in stays',
        params: ByName,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await unplanEvent(request.ctx, request.params.name)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/tracking/events/batch',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Say the same of many events; those in nobody’s plan come in',
        body: BatchEdit,
        response: { 200: BatchAnswer },
      },
    },
    (request) => editMany(request.ctx, request.body),
  )
  app.post(
    '/tracking/events/batch/remove',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Take many events out of the plan; what came in stays',
        body: z.object({ names: BatchNames }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => unplanEvents(request.ctx, request.body.names),
  )
  app.get(
    '/tracking/events/:name/history',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'The last 200 versions of an event and its properties, newest first',
        params: ByName,
        response: { 200: z.object({ items: z.array(HistoryItem), next_cursor: z.null() }) },
      },
    },
    async (request) => ({
      items: await historyOf(request.ctx, request.params.name),
      next_cursor: null,
    }),
  )
  app.put(
    '/tracking/events/:name/properties/:property',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Say what a property is: its next version',
        params: ByName.extend({ property: Name }),
        body: PropertyPlan.extend({ version: Version }),
        response: {
          200: PropertyPlan.extend({
            type: z.enum(PROPERTY_TYPES).nullable(),
            name: z.string(),
            version: z.number().int(),
          }),
        },
      },
    },
    async (request) => {
      const { version, ...plan } = request.body
      const { name, property } = request.params
      const saved = await editProperty(request.ctx, name, property, version, plan)
      return { ...PropertyPlan.parse(saved), name: saved.name, version: saved.version }
    },
  )
  app.post(
    '/tracking/events/:name/properties/batch',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Say the same of many properties; those in nobody’s plan come in',
        params: ByName,
        body: PropertiesBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => editProperties(request.ctx, request.params.name, request.body),
  )
}

export function ruleRoutes(app: Http): void {
  app.get(
    '/tracking/rules',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Rules that events are held against, with what broke them lately',
        querystring: z.object({ event: Name.optional(), ...pageQuery }),
        response: { 200: pageOf(RuleItem) },
      },
    },
    (request) => listRules(request.ctx, request.query),
  )
  app.post(
    '/tracking/rules',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Hold events against a rule; it counts within three seconds',
        body: NewRule,
        response: { 201: RuleItem },
      },
    },
    async (request, reply) => reply.code(201).send(await addRule(request.ctx, request.body)),
  )
  app.patch(
    '/tracking/rules/:id',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Change a rule, or what happens to events that break it',
        params: ById,
        body: RuleEdit,
        response: { 200: RuleItem },
      },
    },
    (request) => editRule(request.ctx, request.params.id, request.body),
  )
  app.delete(
    '/tracking/rules/:id',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Drop a rule and its counts',
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeRule(request.ctx, request.params.id)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/tracking/rules/batch',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Say for many rules what happens to events that break them',
        body: RulesBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeRules(request.ctx, request.body),
  )
  app.post(
    '/tracking/rules/batch/remove',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Drop many rules and their counts',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => removeRules(request.ctx, request.body.ids),
  )
  app.post(
    '/tracking/rules/try',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'What a rule would have caught in the last seven days; changes nothing',
        body: RuleTrial,
        response: {
          200: z.object({
            from: z.iso.datetime(),
            events: z.number().int(),
            broken: z.number().int(),
            sources: z.array(
              z.object({
                source: z.string(),
                events: z.number().int(),
                broken: z.number().int(),
              }),
            ),
            samples: z.array(z.guid()),
            is_blind: z
              .boolean()
              .describe('The values are sensitive and not kept: nothing can be tried'),
          }),
        },
      },
    },
    (request) => tryRule(request.ctx, request.body),
  )
}
