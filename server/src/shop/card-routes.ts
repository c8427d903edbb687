// Her cards: of sessions, with what was given of each, and of benefits; and what the shop sells to pay in with.
import { z } from 'zod'
import {
  cardsOfNodes,
  GivenSessionOut,
  sessionCardsOf,
  sessionsOf,
  shownSession,
  topUpSkus,
} from '../membership/index.ts'
import type { Http } from '../platform/http.ts'
import { ShopProduct, shelfOf, shopProductsBySku } from './goods.ts'
import { ownNodes } from './session.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const Count = z.number().int()
const Time = z.iso.datetime()

const OwnSessionCard = z.object({
  id: z.uuid(),
  code: z.string().describe('What she shows at the store'),
  name: z.string(),
  services: z.array(z.string()),
  sessions: Count,
  left: Count,
  state: z.enum(['active', 'used', 'returned', 'expired']),
  valid_until: Time.nullable(),
  order_id: z.uuid(),
  given: z.array(GivenSessionOut).describe('Newest first'),
})
const OwnBenefitCard = z.object({
  id: z.uuid(),
  name: z.string(),
  name_en: z.string(),
  state: z.enum(['active', 'cancelled', 'refunded', 'expired']),
  starts_at: Time,
  ends_at: Time,
})

export function cardRoutes(app: Http): void {
  app.get(
    '/shop/:shop/cards',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her session cards and benefit cards, those that can be used first' },
        params: AtShop,
        response: {
          200: z.object({
            session_cards: z.array(OwnSessionCard),
            benefit_cards: z.array(OwnBenefitCard),
          }),
        },
      },
    },
    async ({ ctx }) => {
      const nodes = await ownNodes(ctx)
      const cards = await sessionCardsOf(ctx, nodes)
      const sessions = Map.groupBy(
        await sessionsOf(
          ctx,
          cards.map((card) => card.id),
        ),
        (session) => session.card_id,
      )
      return {
        session_cards: cards.map((card) => {
          const { id, code, name, services, sessions: all, used, valid_until, order_id } = card
          const isOver = valid_until !== null && valid_until <= ctx.now()
          const state = card.state === 'active' && isOver ? ('expired' as const) : card.state
          return {
            ...{ id, code, name, services, sessions: all, state, order_id },
            left: state === 'active' ? all - used : 0,
            valid_until: valid_until?.toISOString() ?? null,
            given: (sessions.get(id) ?? []).map(shownSession),
          }
        }),
        benefit_cards: (await cardsOfNodes(ctx, nodes)).map((card) => ({
          ...{ id: card.id, name: card.name, name_en: card.name_en, state: card.state },
          ...{ starts_at: card.starts_at.toISOString(), ends_at: card.ends_at.toISOString() },
        })),
      }
    },
  )
  app.get(
    '/shop/:shop/top-ups',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What the shop sells to pay in with, the smallest sum first' },
        params: AtShop,
        response: { 200: z.object({ items: z.array(ShopProduct) }) },
      },
    },
    async ({ ctx }) => {
      const skus = await topUpSkus(ctx)
      const sold = await shopProductsBySku(ctx, await shelfOf(ctx), skus)
      return { items: skus.flatMap((sku) => sold.get(sku) ?? []) }
    },
  )
}
