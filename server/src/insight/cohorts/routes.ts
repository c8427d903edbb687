import type { Http } from '../../platform/http.ts'
import { acquisition } from './acquisition.ts'
import { AcquisitionAnswer, AcquisitionQuestion } from './acquisition-shape.ts'
import { concentration } from './concentration.ts'
import { firstOrder } from './first-order.ts'
import { repurchase } from './repurchase.ts'
import { RfmAnswer, RfmQuestion, rfm } from './rfm.ts'
import {
  ConcentrationAnswer,
  ConcentrationQuestion,
  FirstOrderAnswer,
  FirstOrderQuestion,
  RepurchaseAnswer,
  RepurchaseQuestion,
} from './shape.ts'

const config = { access: 'events:read', scoped: true } as const
const tags = ['insight']

export function cohortRoutes(app: Http): void {
  app.post(
    '/insight/concentration',
    {
      config,
      schema: {
        tags,
        summary: 'How few customers bring how much',
        body: ConcentrationQuestion,
        response: { 200: ConcentrationAnswer },
      },
    },
    (request) => concentration(request.ctx, request.body),
  )
  app.post(
    '/insight/repurchase',
    {
      config,
      schema: {
        tags,
        summary: 'Who buys again, by the four calibres in use, and how long it takes',
        description:
          'Of orders that were not wholly given back. The window leaves out first buyers who have not had so many days yet.',
        body: RepurchaseQuestion,
        response: { 200: RepurchaseAnswer },
      },
    },
    (request) => repurchase(request.ctx, request.body),
  )
  app.post(
    '/insight/first-order',
    {
      config,
      schema: {
        tags,
        summary:
          'First orders within so many hours of the first contact, and what they were helped with',
        body: FirstOrderQuestion,
        response: { 200: FirstOrderAnswer },
      },
    },
    (request) => firstOrder(request.ctx, request.body),
  )
  app.post(
    '/insight/rfm',
    {
      config,
      schema: {
        tags,
        summary: 'Buyers by recency, frequency and money',
        description:
          'By the cut-offs kept with the brand’s scores; while there are none, by fifths cut for this answer.',
        body: RfmQuestion,
        response: { 200: RfmAnswer },
      },
    },
    (request) => rfm(request.ctx, request.body),
  )
  app.post(
    '/insight/acquisition',
    {
      // Costs are the brand's: there is no telling which of them are a scope's.
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'What winning customers cost by month and channel, and when it comes back',
        body: AcquisitionQuestion,
        response: { 200: AcquisitionAnswer },
      },
    },
    (request) => acquisition(request.ctx, request.body),
  )
}
