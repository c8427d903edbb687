import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { armsOf, exposeAll } from './exposure.ts'
import { readout } from './readout.ts'
import {
  decide,
  type Experiment,
  experimentOf,
  listExperiments,
  plan,
  replan,
  start,
} from './register.ts'
import {
  ExperimentPlan,
  ExperimentShape,
  Exposed,
  Exposing,
  NewExperiment,
  Readout,
  ReadoutQuestion,
} from './shape.ts'

const tags = ['insight']
const params = z.object({ id: z.uuid() })
const shown = ({ salt: _, ...experiment }: Experiment): ExperimentShape => experiment

export function experimentRoutes(app: Http): void {
  app.get(
    '/insight/experiments',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'The register of hypotheses: planned, running, decided',
        response: { 200: z.object({ items: z.array(ExperimentShape) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listExperiments(ctx)).map(shown) }),
  )
  app.post(
    '/insight/experiments',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Plan an experiment or a holdout',
        body: NewExperiment,
        response: { 201: ExperimentShape },
      },
    },
    async (request, reply) => reply.code(201).send(shown(await plan(request.ctx, request.body))),
  )
  app.get(
    '/insight/experiments/:id',
    {
      config: { access: 'events:read' },
      schema: { tags, summary: 'One experiment', params, response: { 200: ExperimentShape } },
    },
    async (request) => shown(await experimentOf(request.ctx, request.params.id)),
  )
  app.put(
    '/insight/experiments/:id',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Change the plan of an experiment that has not begun',
        params,
        body: ExperimentPlan,
        response: { 200: ExperimentShape },
      },
    },
    async (request) => shown(await replan(request.ctx, request.params.id, request.body)),
  )
  app.post(
    '/insight/experiments/:id/start',
    {
      config: { access: 'audiences:write' },
      schema: { tags, summary: 'Start it', params, response: { 200: ExperimentShape } },
    },
    async (request) => shown(await start(request.ctx, request.params.id)),
  )
  app.post(
    '/insight/experiments/:id/decide',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'End it, with what was decided',
        params,
        body: z
          .object({
            arm: z.string().max(50).nullable().describe('Which goes on; null: none'),
            words: z.string().trim().min(1).max(2_000),
          })
          .strict(),
        response: { 200: ExperimentShape },
      },
    },
    async (request) => shown(await decide(request.ctx, request.params.id, request.body)),
  )
  app.post(
    '/insight/experiments/:id/expose',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Note that customers meet the experiment now, each in her arm',
        description: 'Who has met it before stays in the arm she met first.',
        params,
        body: Exposing,
        response: { 200: Exposed },
      },
    },
    (request) => {
      const { customers, who } = request.body
      return exposeAll(
        request.ctx,
        request.params.id,
        who ? { who } : { customers: customers ?? [] },
      )
    },
  )
  app.get(
    '/insight/experiments/:id/arm',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'The arm a customer is in; asking is no exposure',
        params,
        querystring: z.object({ customer_id: z.coerce.number().int().positive() }),
        response: { 200: z.object({ arm: z.string().nullable() }) },
      },
    },
    async (request) => {
      const experiment = await experimentOf(request.ctx, request.params.id)
      if (experiment.state !== 'running') return { arm: null }
      const arms = await armsOf(request.ctx, experiment, [request.query.customer_id])
      return { arm: [...arms.values()][0] ?? null }
    },
  )
  app.post(
    '/insight/experiments/readout',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'What an experiment has shown so far, and what may be concluded',
        body: ReadoutQuestion,
        response: { 200: Readout },
      },
    },
    ({ ctx, body }) => readout(ctx, body),
  )
}
