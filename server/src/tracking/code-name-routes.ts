import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { CODE_KINDS, CodeList, CodeNaming, listCodes, nameCodes } from './code-names.ts'

export function codeNameRoutes(app: Http): void {
  app.get(
    '/tracking/codes',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary:
          'Codes of channels, hooks, activities, contents or campaigns, and what they are called',
        description:
          'Names show wherever the code would: analyses, breakdowns, attribution, costs, boards, files and reports.',
        querystring: z.object({ kind: z.enum(CODE_KINDS) }),
        response: { 200: CodeList },
      },
    },
    ({ ctx, query }) => listCodes(ctx, query.kind),
  )
  app.put(
    '/tracking/codes',
    {
      config: { access: 'imports:run' },
      schema: {
        tags: ['tracking'],
        summary: 'Name codes, all of them or none',
        description: 'Also before they are seen. An empty name takes one away.',
        body: CodeNaming,
        response: { 204: z.null() },
      },
    },
    async ({ ctx, body }, reply) => {
      await nameCodes(ctx, body)
      return reply.code(204).send(null)
    },
  )
}
