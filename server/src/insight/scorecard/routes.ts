import { z } from 'zod'
import { Nothing } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import { ChainAnswer, ChainQuestion, chain } from '../chain/chain.ts'
import { scorecard, setOperatingWeight } from './scorecard.ts'
import { ScorecardAnswer, ScorecardQuestion } from './shape.ts'

const tags = ['insight']
const reading = { access: 'events:read', scoped: true } as const

export function operatingRoutes(app: Http): void {
  app.post(
    '/insight/chain',
    {
      config: reading,
      schema: {
        tags,
        summary: 'The private chain: eight links from public fans to layered customers',
        description:
          'Each link has who could, who did and the rate; one without data says which events tell of it.',
        body: ChainQuestion,
        response: { 200: ChainAnswer },
      },
    },
    ({ ctx, body }) => chain(ctx, body),
  )
  app.post(
    '/insight/scorecard',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'How the brand operates: the closed loop, growth beside value, repeat orders, service, costs',
        description: 'Orders are those that count under the operating mode.',
        body: ScorecardQuestion,
        response: { 200: ScorecardAnswer },
      },
    },
    ({ ctx, body }) => scorecard(ctx, body),
  )
  app.put(
    '/insight/scorecard/weight',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'How much operating weighs against acquiring',
        body: z.object({ operating_weight: z.number().int().min(0).max(100) }).strict(),
        response: { 204: Nothing },
      },
    },
    async ({ ctx, body }, reply) => {
      await setOperatingWeight(ctx, body.operating_weight)
      return reply.code(204).send()
    },
  )
}
