import { z } from 'zod'
import type { VirtualEvent } from '../../audiences/index.ts'
import { archiveVirtual, listVirtual, saveVirtual, VIRTUAL } from '../../audiences/index.ts'
import { Nothing } from '../../org/index.ts'
import { invalid } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import type { QuestionPattern } from '../question/pattern.ts'
import { previewVirtual } from './preview.ts'
import {
  params,
  UsesShape,
  VirtualInput,
  VirtualPreview,
  VirtualPreviewAsked,
  VirtualShape,
} from './shape.ts'
import { usesOf } from './uses.ts'

const tags = ['insight']
const read = { access: 'events:read', scoped: true } as const
const write = { access: 'audiences:write' } as const

/** It is of events alone: whose they are is asked by who names it. @throws 400 */
function demandOfEvents({ any_of }: QuestionPattern): void {
  if (any_of.some(({ event }) => event.startsWith(VIRTUAL)))
    throw invalid('nested_virtual', 'A virtual event is made of real ones')
  if (any_of.some(({ where }) => where.some(({ of }) => of === 'customer')))
    throw invalid('virtual_of_customer', 'A virtual event asks nothing of the customer')
}

export function virtualRoutes(app: Http): void {
  app.get(
    '/insight/virtual-events',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Virtual events: patterns under a name' },
        response: { 200: z.object({ items: z.array(VirtualShape) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listVirtual(ctx)).map(presented) }),
  )
  app.post(
    '/insight/virtual-events',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Name a pattern', body: VirtualInput },
        description:
          'From then on every question, every rule of an audience and every computed attribute takes it as an event.',
        response: { 201: VirtualShape },
      },
    },
    async ({ ctx, body }, reply) => {
      demandOfEvents(body.pattern)
      return reply.code(201).send(presented(await saveVirtual(ctx, undefined, body)))
    },
  )
  app.post(
    '/insight/virtual-events/preview',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What a pattern counts over the last days, with its latest events' },
        ...{ body: VirtualPreviewAsked, response: { 200: VirtualPreview } },
      },
    },
    async ({ ctx, body }) => {
      demandOfEvents(body.pattern)
      return previewVirtual(ctx, body.pattern, body.days)
    },
  )
  app.put(
    '/insight/virtual-events/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change what a virtual event means', params, body: VirtualInput },
        description:
          'Audiences and computed attributes that name it are reckoned anew for everybody, without telling who reacts.',
        response: { 200: VirtualShape },
      },
    },
    async ({ ctx, body, params }) => {
      demandOfEvents(body.pattern)
      return presented(await saveVirtual(ctx, params.id, body))
    },
  )
  app.get(
    '/insight/virtual-events/:id/uses',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What names a virtual event', params, response: { 200: UsesShape } },
      },
    },
    async ({ ctx, params }) => ({ items: await usesOf(ctx, `${VIRTUAL}${params.id}`) }),
  )
  app.delete(
    '/insight/virtual-events/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Archive a virtual event', params, response: { 204: Nothing } },
        description:
          'It is offered no more; saved questions that name it go on. Refused while a rule or another definition names it.',
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveVirtual(ctx, params.id, true)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/virtual-events/:id/take-back',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Offer an archived virtual event again', params },
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveVirtual(ctx, params.id, false)
      return reply.code(204).send()
    },
  )
}

const presented = ({ pattern, ...row }: VirtualEvent) => ({
  ...row,
  pattern: pattern as QuestionPattern,
  event: `${VIRTUAL}${row.id}`,
  updated_at: row.updated_at.toISOString(),
})
