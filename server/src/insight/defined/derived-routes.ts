import { z } from 'zod'
import type { DerivedProperty } from '../../audiences/index.ts'
import { archiveDerived, DERIVED, listDerived, saveDerived } from '../../audiences/index.ts'
import { Nothing } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import { previewDerived } from './preview.ts'
import {
  DerivedInput,
  DerivedPreview,
  DerivedPreviewAsked,
  DerivedShape,
  params,
  UsesShape,
} from './shape.ts'
import { usesOf } from './uses.ts'

const tags = ['insight']
const read = { access: 'events:read', scoped: true } as const
const write = { access: 'audiences:write' } as const

export function derivedRoutes(app: Http): void {
  app.get(
    '/insight/derived-properties',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Derived properties: reckoned from others when they are read' },
        response: { 200: z.object({ items: z.array(DerivedShape) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listDerived(ctx)).map(presented) }),
  )
  app.post(
    '/insight/derived-properties',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Define a derived property', body: DerivedInput },
        description:
          'Typed, without side effects, over one event. Filters, breakdowns and measures of every question, rules of audiences and computed attributes take it as a property.',
        response: { 201: DerivedShape },
      },
    },
    async ({ ctx, body }, reply) => {
      return reply.code(201).send(presented(await saveDerived(ctx, undefined, body)))
    },
  )
  app.post(
    '/insight/derived-properties/preview',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What an expression gives over the last days, with samples' },
        ...{ body: DerivedPreviewAsked, response: { 200: DerivedPreview } },
      },
    },
    async ({ ctx, body }) => {
      return previewDerived(ctx, body, body.days)
    },
  )
  app.put(
    '/insight/derived-properties/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change what a derived property means', params, body: DerivedInput },
        description:
          'Audiences and computed attributes that name it are reckoned anew for everybody, without telling who reacts.',
        response: { 200: DerivedShape },
      },
    },
    async ({ ctx, body, params }) => {
      return presented(await saveDerived(ctx, params.id, body))
    },
  )
  app.get(
    '/insight/derived-properties/:id/uses',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What names a derived property', params, response: { 200: UsesShape } },
      },
    },
    async ({ ctx, params }) => ({ items: await usesOf(ctx, `${DERIVED}${params.id}`) }),
  )
  app.delete(
    '/insight/derived-properties/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Archive a derived property', params, response: { 204: Nothing } },
        description:
          'It is offered no more; saved questions that name it go on. Refused while a rule or another definition names it.',
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveDerived(ctx, params.id, true)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/derived-properties/:id/take-back',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Offer an archived derived property again', params },
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveDerived(ctx, params.id, false)
      return reply.code(204).send()
    },
  )
}

const presented = (row: DerivedProperty) => ({
  ...row,
  property: `${DERIVED}${row.id}`,
  updated_at: row.updated_at.toISOString(),
})
