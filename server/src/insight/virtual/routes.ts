import { z } from 'zod'
import { Nothing } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import {
  eventOf,
  listVirtual,
  removeVirtual,
  saveVirtual,
  VirtualInput,
  type VirtualRow,
} from './virtual.ts'

const tags = ['insight']
const write = { access: 'audiences:write' } as const
const VirtualEvent = VirtualInput.extend({
  id: z.uuid(),
  event: z.string().describe('What questions name it by, in place of an event'),
  owner_name: z.string().nullable(),
  updated_at: z.iso.datetime(),
})
const params = z.object({ id: z.uuid() })

export function virtualRoutes(app: Http): void {
  app.get(
    '/insight/virtual-events',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        ...{ tags, summary: 'Virtual events: patterns under a name' },
        response: { 200: z.object({ items: z.array(VirtualEvent) }) },
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
        response: { 201: VirtualEvent },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(presented(await saveVirtual(ctx, undefined, body))),
  )
  app.put(
    '/insight/virtual-events/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change what a virtual event means', params, body: VirtualInput },
        response: { 200: VirtualEvent },
      },
    },
    async ({ ctx, body, params }) => presented(await saveVirtual(ctx, params.id, body)),
  )
  app.delete(
    '/insight/virtual-events/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Forget a virtual event; questions that name it are refused', params },
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await removeVirtual(ctx, params.id)
      return reply.code(204).send()
    },
  )
}

const presented = (row: VirtualRow) => ({
  ...row,
  event: eventOf(row),
  updated_at: row.updated_at.toISOString(),
})
