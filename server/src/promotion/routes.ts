// Offers over the API: what kinds there are, and what a basket costs with some.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { activityRoutes } from './activities/routes.ts'
import { bestieRoutes } from './bestie/routes.ts'
import { couponRoutes } from './coupons/routes.ts'
import { experimentRoutes } from './experiments/routes.ts'
import { flashSaleRoutes } from './flash-sale/routes.ts'
import { frequencyRoutes } from './frequency/routes.ts'
import { groupBuyRoutes } from './group-buy/routes.ts'
import { KINDS } from './offer/kinds/index.ts'
import { quote } from './offer/quote.ts'
import { offerRoutes } from './offers/routes.ts'
import { overlapRoutes } from './overlaps/routes.ts'
import { preSaleRoutes } from './pre-sale/routes.ts'
import { OfferKinds, presentQuote, QuoteAnswer, QuoteAsked } from './shapes.ts'

const config = { access: 'promotion:read', scoped: true } as const
const tags = ['offers']

const kinds = Object.values(KINDS).map(({ code, stage, args }) => ({
  code,
  stage,
  args: z.toJSONSchema(args, { io: 'input' }) as Record<string, unknown>,
}))

export function routes(app: Http): void {
  offerRoutes(app)
  couponRoutes(app)
  activityRoutes(app)
  groupBuyRoutes(app)
  flashSaleRoutes(app)
  preSaleRoutes(app)
  bestieRoutes(app)
  experimentRoutes(app)
  overlapRoutes(app)
  frequencyRoutes(app)
  app.get(
    '/offers/kinds',
    {
      config,
      schema: {
        tags,
        summary: 'The kinds of offers, with what each needs to be told',
        response: { 200: OfferKinds },
      },
    },
    () => ({ kinds }),
  )
  app.post(
    '/offers/quote',
    {
      config,
      schema: {
        tags,
        summary: 'What a basket costs with these offers',
        description:
          'Nothing is read from the brand and nothing is kept. Offers come in a fixed order: prices of single pieces, amounts, shipping, gifts; coupons after offers of their stage; then by priority. Of the combinations that are allowed the one worth most to the customer is found, and for every offer it is said why it counts or does not.',
        body: QuoteAsked,
        response: { 200: QuoteAnswer },
      },
    },
    ({ body }) => presentQuote(quote(body)),
  )
}
