// Who is inside an audience, who was, and what sets them apart.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { explainAudience } from './explain.ts'
import {
  audiencesOf,
  changedCustomers,
  changes,
  customersAt,
  customersOf,
  trend,
} from './history.ts'
import { makeUp } from './make-up.ts'
import { overlap } from './overlap.ts'
import { CustomerShape, ExplainedShape, Id, KINDS, STATES, tags } from './shapes.ts'

const config = { access: 'audiences:read', scoped: true } as const
const Customers = pageOf(CustomerShape)
const byId =
  'In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.'
const Day = z.iso.date().optional()

export function insideRoutes(app: Http): void {
  app.get(
    '/audiences/:id/customers',
    {
      config,
      schema: {
        tags,
        summary: 'Customers inside now',
        description: byId,
        params: Id,
        querystring: z.object(pageQuery),
        response: { 200: Customers },
      },
    },
    (request) => customersOf(request.ctx, request.params.id, request.query),
  )
  app.post(
    '/audiences/:id/explain',
    {
      config,
      schema: {
        tags,
        summary: 'Why a customer is inside or not, condition by condition',
        params: Id,
        body: z.object({ customer: z.number().int().min(1).max(4_294_967_295) }),
        response: {
          200: ExplainedShape.extend({
            inside: z.boolean().describe('As membership stands'),
            since: z.iso.datetime().nullable().describe('When she came in, or went out last'),
          }),
        },
      },
    },
    (request) => explainAudience(request.ctx, request.params.id, request.body.customer),
  )
  app.get(
    '/audiences/:id/at',
    {
      config,
      schema: {
        tags,
        summary: 'Customers who were inside at a moment, as it was decided then',
        description: byId,
        params: Id,
        querystring: z.object({ at: z.iso.datetime({ offset: true }), ...pageQuery }),
        response: { 200: Customers.extend({ size: z.number().int(), at: z.iso.datetime() }) },
      },
    },
    (request) => {
      const { at, ...page } = request.query
      return customersAt(request.ctx, request.params.id, new Date(at), page)
    },
  )
  app.get(
    '/audiences/:id/trend',
    {
      config,
      schema: {
        tags,
        summary: 'Size day by day, with who came and went',
        params: Id,
        querystring: z.object({
          from: Day.describe('Of the brand’s zone; 30 days before `to` when left out'),
          to: Day.describe('Today when left out'),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                day: z.iso.date(),
                size: z.number().int(),
                entered: z.number().int(),
                left: z.number().int(),
                silent: z.boolean().describe('Some of it by a build, a merge or an import'),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { from, to } = request.query
      const days = { ...(from && { from }), ...(to && { to }) }
      return { items: await trend(request.ctx, request.params.id, days) }
    },
  )
  app.get(
    '/audiences/:id/changes',
    {
      config,
      schema: {
        tags,
        summary: 'Every change of its membership, the newest first',
        params: Id,
        querystring: z.object(pageQuery),
        response: {
          200: pageOf(
            z.object({
              version: z.number().int(),
              at: z.iso.datetime(),
              silent: z.boolean().describe('Nobody reacted'),
              entered: z.number().int(),
              left: z.number().int(),
            }),
          ),
        },
      },
    },
    (request) => changes(request.ctx, request.params.id, request.query),
  )
  app.get(
    '/audiences/:id/changes/:version/customers',
    {
      config,
      schema: {
        tags,
        summary: 'Customers who came or went with one change',
        description: byId,
        params: Id.extend({ version: z.coerce.number().int().min(1) }),
        querystring: z.object({ side: z.enum(['entered', 'left']), ...pageQuery }),
        response: { 200: Customers },
      },
    },
    (request) => {
      const { id, version } = request.params
      const { side, ...page } = request.query
      return changedCustomers(request.ctx, id, version, side, page)
    },
  )
  app.get(
    '/audiences/:id/make-up',
    {
      config,
      schema: {
        tags,
        summary: 'What is more or less common inside than among everybody, most surprising first',
        description:
          'Tags, attributes with up to 60 values, platforms, stores, guides, consent, identifiers, touchpoints. `surprise` is the log-likelihood ratio G; 3.84 is what chance exceeds once in twenty. Fewer than five customers, inside or expected, are left out.',
        params: Id,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
        response: {
          200: z.object({
            size: z.number().int(),
            everybody: z.number().int(),
            total: z.number().int().describe('There are as many in all'),
            items: z.array(
              z.object({
                kind: z.string(),
                key: z.string(),
                value: z.string(),
                inside: z.number().int(),
                everybody: z.number().int(),
                share: z.number(),
                share_of_everybody: z.number(),
                lift: z.number().describe('1: as common as among everybody'),
                surprise: z.number(),
              }),
            ),
          }),
        },
      },
    },
    (request) => makeUp(request.ctx, request.params.id, request.query.limit),
  )
  app.post(
    '/audiences/overlap',
    {
      config,
      schema: {
        tags,
        summary: 'How two to six audiences overlap: the exact size of every region',
        body: z.object({
          ids: z
            .array(z.uuid())
            .min(2)
            .max(6)
            .refine((ids) => new Set(ids).size === ids.length, 'each once'),
        }),
        response: {
          200: z.object({
            sizes: z.array(z.number().int()).describe('In the order of `ids`'),
            regions: z.array(
              z.object({
                in: z.array(z.number().int()).describe('Places in `ids`: in these and no others'),
                size: z.number().int(),
              }),
            ),
          }),
        },
      },
    },
    (request) => overlap(request.ctx, request.body.ids),
  )
  app.get(
    '/customers/:id/audiences',
    {
      config,
      schema: {
        tags,
        summary: 'The audiences a customer is in, and since when',
        params: z.object({ id: z.coerce.number().int().positive() }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.uuid(),
                name: z.string(),
                kind: z.enum(KINDS),
                state: z.enum(STATES),
                since: z.iso.datetime(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({ items: await audiencesOf(request.ctx, request.params.id) }),
  )
}
