import { sql } from 'kysely'
import { z } from 'zod'
import { BatchAnswer, BatchIds, eachOf } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { buyerOf } from '../person.ts'
import { assignedTo } from './assign.ts'
import {
  changeExperiment,
  planExperiment,
  rollOut,
  startExperiment,
  stopByPerson,
} from './experiments.ts'
import { benefitLifts } from './lifts.ts'
import { readoutOf } from './look.ts'
import { getExperiment, listExperiments } from './queries.ts'
import {
  BenefitLift,
  Experiment,
  ExperimentChange,
  KINDS,
  NewExperiment,
  Readout,
  STATES,
} from './shapes.ts'

const Id = z.object({ id: z.guid() })
const tags = ['offer-experiments']
const read = { access: 'promotion:read' } as const
const write = { access: 'promotion:write' } as const
const Words = z.string().trim().min(1).max(2_000)

export function experimentRoutes(app: Http): void {
  app.get(
    '/offer-experiments',
    {
      config: read,
      schema: {
        tags,
        summary: 'Experiments on offers and benefits, newest first',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('In its name or hypothesis'),
          state: z.enum(STATES).optional(),
          kind: z.enum(KINDS).optional().describe('What they try'),
          offer_id: z.guid().optional().describe('That try this offer'),
          benefit: z.string().max(40).optional().describe('That try this benefit'),
        }),
        response: { 200: pageOf(Experiment) },
      },
    },
    ({ ctx, query }) => listExperiments(ctx, query),
  )
  app.post(
    '/offer-experiments',
    {
      config: write,
      schema: {
        tags,
        summary: 'Plan an experiment on offers or benefits',
        body: NewExperiment,
        response: { 201: Experiment },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await planExperiment(ctx, body)),
  )
  app.get(
    '/offer-experiments/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'An experiment on offers or benefits',
        params: Id,
        response: { 200: Experiment },
      },
    },
    ({ ctx, params }) => getExperiment(ctx, params.id),
  )
  app.put(
    '/offer-experiments/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change the plan of one that has not begun',
        params: Id,
        body: ExperimentChange,
        response: { 200: Experiment },
      },
    },
    ({ ctx, params, body }) => changeExperiment(ctx, params.id, body),
  )
  app.post(
    '/offer-experiments/start',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Start these; what cannot is told by row' },
        body: z.object({ ids: BatchIds }).strict(),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body }) => eachOf(body.ids, (id) => startExperiment(ctx, id)),
  )
  app.post(
    '/offer-experiments/stop',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Stop these; what cannot is told by row' },
        body: z.object({ ids: BatchIds, words: Words }).strict(),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body }) => eachOf(body.ids, (id) => stopByPerson(ctx, id, body.words)),
  )
  app.post(
    '/offer-experiments/:id/start',
    {
      config: write,
      schema: {
        tags,
        summary: 'Start it; its offers become live, each for the people of its arm',
        params: Id,
        response: { 200: Experiment },
      },
    },
    ({ ctx, params }) => startExperiment(ctx, params.id),
  )
  app.post(
    '/offer-experiments/:id/stop',
    {
      config: write,
      schema: {
        tags,
        summary: 'Stop it; everybody has control until it is decided',
        params: Id,
        body: z.object({ words: Words }).strict(),
        response: { 200: Experiment },
      },
    },
    ({ ctx, params, body }) => stopByPerson(ctx, params.id, body.words),
  )
  app.post(
    '/offer-experiments/:id/roll-out',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give everybody what one arm had, and end the others',
        params: Id,
        body: z.object({ arm: z.string().min(1).max(50), words: Words }).strict(),
        response: { 200: Experiment },
      },
    },
    ({ ctx, params, body }) => rollOut(ctx, params.id, body),
  )
  app.get(
    '/offer-experiments/:id/readout',
    {
      config: read,
      schema: {
        tags,
        summary: 'What it has shown so far, and the rule that would stop it now',
        params: Id,
        response: { 200: Readout },
      },
    },
    ({ ctx, params }) => readoutOf(ctx, params.id),
  )
  app.get(
    '/offer-experiments/benefit-lifts',
    {
      config: read,
      schema: {
        tags,
        summary: 'What benefits that were tried bring, by the newest experiment of each',
        response: { 200: z.object({ items: z.array(BenefitLift) }) },
      },
    },
    async ({ ctx }) => ({ items: await benefitLifts(ctx) }),
  )
  app.get(
    '/offer-experiments/:id/arm',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'The arm a customer is in; asking is no exposure',
        params: Id,
        querystring: z.object({ customer_id: z.coerce.number().int().min(1).max(4_294_967_295) }),
        response: {
          200: z.object({
            arm: z.string().nullable().describe('null: in none, she has control'),
            is_met: z.boolean(),
          }),
        },
      },
    },
    async ({ ctx, params, query }) => {
      await getExperiment(ctx, params.id)
      const buyer = await buyerOf(ctx, await canonicalInScope(ctx, query.customer_id))
      const {
        arms: [found],
      } = await assignedTo(ctx, buyer, sql`e.id = ${params.id}`)
      return { arm: found?.arm ?? null, is_met: found?.is_met ?? false }
    },
  )
}
