import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { findKocs, kocOverview, listKocs, outsideOf } from './koc.ts'
import {
  Koc,
  KocChange,
  KocFound,
  KocOverview,
  KocQuery,
  KocSteps,
  NewKocs,
  Outside,
} from './shape.ts'
import { addKocs, changeKocs, stepsOf } from './store.ts'

const tags = ['insight']
const reading = { access: 'customers:read', scoped: true } as const
const writing = { access: 'audiences:write', scoped: true } as const

export function kocRoutes(app: Http): void {
  app.get(
    '/insight/koc',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'Key opinion customers in the pipeline: overdue ones first, then by the latest move',
        querystring: z.object({ ...KocQuery, ...pageQuery }),
        response: { 200: pageOf(Koc) },
      },
    },
    ({ ctx, query }) => listKocs(ctx, query),
  )
  app.post(
    '/insight/koc',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Take customers into the pipeline; who stands in it stays where she is',
        body: NewKocs,
        response: { 200: z.object({ added: z.number().int(), already: z.number().int() }) },
      },
    },
    ({ ctx, body }) => addKocs(ctx, body),
  )
  app.post(
    '/insight/koc/change',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Move them to a stage, give them an owner or a next step; all of them or none',
        body: KocChange,
        response: { 200: z.object({ changed: z.number().int() }) },
      },
    },
    ({ ctx, body }) => changeKocs(ctx, body),
  )
  app.get(
    '/insight/koc/overview',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'How many stand where, how many came how far and how long it took, and what they bring',
        response: { 200: KocOverview },
      },
    },
    ({ ctx }) => kocOverview(ctx),
  )
  app.get(
    '/insight/koc/found',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'Who could be one: by her score, by content of hers, by what a list from outside says',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
        response: { 200: KocFound },
      },
    },
    ({ ctx, query }) => findKocs(ctx, query.limit),
  )
  app.get(
    '/insight/koc/outside',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'Found on public platforms: by platform, who came over, with her tags, and became a super user',
        description:
          'They are brought by an import of customers with an identifier of the platform, tags and attributes. When she comes over with that identifier her records merge, and what was known moves with her.',
        response: { 200: Outside },
      },
    },
    ({ ctx }) => outsideOf(ctx),
  )
  app.get(
    '/insight/koc/:id/steps',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Every move of one, the latest first',
        params: z.object({ id: z.uuid() }),
        response: { 200: KocSteps },
      },
    },
    ({ ctx, params }) => stepsOf(ctx, params.id),
  )
}
