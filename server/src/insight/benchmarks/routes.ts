import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { addBenchmark, benchmarks, removeBenchmark } from './benchmarks.ts'
import { BenchmarkShape, NewBenchmark } from './shape.ts'

const tags = ['insight']

export function benchmarkRoutes(app: Http): void {
  app.get(
    '/insight/benchmarks',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags,
        summary: 'Published figures with source and year, beside our own of the last year',
        response: { 200: z.object({ items: z.array(BenchmarkShape), as_of: z.iso.datetime() }) },
      },
    },
    async ({ ctx }) => ({ items: await benchmarks(ctx), as_of: ctx.now().toISOString() }),
  )
  app.post(
    '/insight/benchmarks',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Add a benchmark with its source',
        body: NewBenchmark,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) =>
      reply.code(201).send({ id: await addBenchmark(request.ctx, request.body) }),
  )
  app.delete(
    '/insight/benchmarks/:id',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Remove a benchmark that the brand added',
        params: z.object({ id: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeBenchmark(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
