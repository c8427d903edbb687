import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CustomerId, canonicalInScope, withCustomers } from '../../profile/index.ts'
import {
  type ListedCard,
  listSessionCards,
  sessionCardsOfCustomer,
  sessionsEntered,
} from './queries.ts'
import { sessionsByDay, sessionsOwed } from './report.ts'
import { getSessionCard, SESSION_CARD_STATES } from './session-cards.ts'
import { SessionCardSettings, sessionCardSettings, setSessionCardSettings } from './settings.ts'
import { EnteredSessionOut, enteredSession, SessionCardOut, shownCard } from './shapes.ts'
import { undoSession } from './undo.ts'

const tags = ['session cards']
const Fen = z.number().int()
const Day = z.iso.date()
const CardId = z.object({ id: z.uuid() })
const Entered = z.object({
  sessions: z.array(EnteredSessionOut).describe('Newest first, with those that were taken back'),
  undo_hours: z.number().int().describe('How long after it was given one can be taken back'),
})

async function entered(ctx: Ctx, id: string): Promise<z.infer<typeof Entered>> {
  const { undo_hours } = await sessionCardSettings(ctx)
  return { sessions: (await sessionsEntered(ctx, id)).map(enteredSession), undo_hours }
}
/** @throws 404 also for one of a customer out of sight */
async function demandCardInSight(ctx: Ctx, id: string): Promise<void> {
  const card = await getSessionCard(ctx, id)
  if (card.node_id !== null) await canonicalInScope(ctx, card.node_id)
}

const withHolders = async (ctx: Ctx, cards: readonly ListedCard[]) =>
  (await withCustomers(ctx, cards)).map(shownCard)

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
            .describe(
              'In the name, a whole code, SKU or order number, or the holder’s phone or name',
            ),
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
    '/session-card-settings',
    {
      config: { access: 'membership:read' },
      schema: {
        ...{ tags, summary: 'How the brand handles session cards' },
        response: { 200: SessionCardSettings },
      },
    },
    ({ ctx }) => sessionCardSettings(ctx),
  )
  app.put(
    '/session-card-settings',
    {
      config: { access: 'membership:write' },
      schema: {
        ...{ tags, summary: 'Set how long a session can be taken back' },
        body: SessionCardSettings,
        response: { 200: SessionCardSettings },
      },
    },
    ({ ctx, body }) => setSessionCardSettings(ctx, body),
  )
  app.get(
    '/session-cards/:id',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        ...{ tags, summary: 'The sessions that were given of a card' },
        params: CardId,
        response: { 200: Entered },
      },
    },
    async ({ ctx, params }) => {
      await demandCardInSight(ctx, params.id)
      return entered(ctx, params.id)
    },
  )
  app.post(
    '/session-cards/:id/sessions/:session/undo',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        ...{ tags, summary: 'A session that was given by mistake is taken back' },
        description:
          'Within the brand’s time. What it earned is owed again and it can be given once more; what was entered stays, with the reason. Taken back already: nothing changes.',
        params: CardId.extend({ session: z.uuid() }),
        body: z.object({ reason: z.string().trim().min(1).max(200) }),
        response: { 200: Entered },
      },
    },
    async ({ ctx, params, body }) => {
      await demandCardInSight(ctx, params.id)
      await undoSession(ctx, { card: params.id, session: params.session, reason: body.reason })
      return entered(ctx, params.id)
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
