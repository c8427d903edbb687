import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CustomerId, canonicalInScope, listedByIds } from '../../profile/index.ts'
import { type ListedCard, listSessionCards, sessionCardsOfCustomer, sessionsOf } from './queries.ts'
import { sessionsByDay, sessionsOwed } from './report.ts'
import { getSessionCard, SESSION_CARD_STATES } from './session-cards.ts'
import { GivenSessionOut, SessionCardOut, shownCard, shownSession } from './shapes.ts'

const tags = ['session cards']
const Fen = z.number().int()
const Day = z.iso.date()

async function withHolders(ctx: Ctx, cards: readonly ListedCard[]) {
  const ids = cards.flatMap(({ customer_id }) => (customer_id === null ? [] : [customer_id]))
  const people = await listedByIds(ctx, [...new Set(ids)])
  const byId = new Map(people.map((one) => [one.id, one]))
  return cards.map((card) => shownCard(card, byId.get(card.customer_id ?? 0)))
}

export function sessionCardRoutes(app: Http): void {
  app.get(
    '/session-cards',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        ...{ tags, summary: 'Session cards that were sold, newest first' },
        querystring: z.object({
          ...pageQuery,
          q: z
            .string()
            .max(200)
            .optional()
            .describe('In the name, or a whole code, SKU or order number'),
          state: z.enum(SESSION_CARD_STATES).optional(),
          sku: z.string().max(255).optional(),
        }),
        response: { 200: pageOf(SessionCardOut) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listSessionCards(ctx, query)
      return { items: await withHolders(ctx, items), next_cursor }
    },
  )
  app.get(
    '/session-cards/report',
    {
      config: { access: 'membership:read' },
      schema: {
        tags,
        summary: 'What session cards brought in, earned and owe, day by day, and what is owed now',
        querystring: z.object({ from: Day, to: Day }).refine(({ from, to }) => from <= to, {
          message: 'from is after to',
        }),
        response: {
          200: z.object({
            days: z.array(
              z.object({
                day: Day,
                sold_fen: Fen,
                earned_fen: Fen.describe('By sessions that were given'),
                returned_fen: Fen,
                expired_fen: Fen.describe('Kept of cards whose time was over'),
                owed_fen: Fen.describe('At the end of the day'),
              }),
            ),
            products: z
              .array(
                z.object({
                  sku: z.string(),
                  name: z.string(),
                  cards: z.number().int(),
                  sessions_left: z.number().int(),
                  owed_fen: Fen,
                }),
              )
              .describe('Of cards that can be used now'),
            ledger_fen: Fen.describe('What the journal says is owed now: the sum of the products'),
          }),
        },
      },
    },
    async ({ ctx, query }) => ({
      days: await sessionsByDay(ctx, query.from, query.to),
      ...(await sessionsOwed(ctx)),
    }),
  )
  app.get(
    '/session-cards/:id',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        ...{ tags, summary: 'The sessions that were given of a card' },
        params: z.object({ id: z.uuid() }),
        response: { 200: z.object({ sessions: z.array(GivenSessionOut) }) },
      },
    },
    async ({ ctx, params }) => {
      const card = await getSessionCard(ctx, params.id)
      if (card.node_id !== null) await canonicalInScope(ctx, card.node_id)
      return { sessions: (await sessionsOf(ctx, [card.id])).map(shownSession) }
    },
  )
  app.get(
    '/customers/:id/session-cards',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        ...{ tags, summary: 'A customer’s session cards' },
        params: z.object({ id: CustomerId }),
        response: { 200: z.object({ items: z.array(SessionCardOut) }) },
      },
    },
    async ({ ctx, params }) => ({
      items: await withHolders(ctx, await sessionCardsOfCustomer(ctx, params.id)),
    }),
  )
}
