import { z } from 'zod'
import { type ListedCustomer, ListedCustomerShape } from '../../profile/index.ts'
import type { ListedCard, SessionEntered, SessionShown } from './queries.ts'
import { SESSION_CARD_STATES } from './session-cards.ts'

const Fen = z.number().int()
const Time = z.iso.datetime()

export const GivenSessionOut = z.object({
  number: z.number().int().describe('Which of the card’s sessions'),
  service: z.string(),
  store: z.string(),
  store_name: z.string().nullable(),
  at: Time,
})
export const EnteredSessionOut = GivenSessionOut.extend({
  id: z.uuid(),
  undone_at: Time.nullable().describe('It was taken back then'),
  undone_reason: z.string().nullable(),
})
export const SessionCardOut = z
  .object({
    id: z.uuid(),
    code: z.string().describe('What its holder shows'),
    customer_id: z.number().int().nullable().describe('null once its holder was erased'),
    customer: ListedCustomerShape.nullable(),
    order_id: z.uuid(),
    order_number: z.string(),
    sku: z.string(),
    name: z.string(),
    services: z.array(z.string()),
    sessions: z.number().int(),
    used: z.number().int(),
    left: z.number().int().describe('Sessions that can still be had; 0 of a card that is over'),
    price_fen: Fen,
    left_fen: Fen.describe('What the brand owes for it still'),
    earned_fen: Fen,
    returned_fen: Fen,
    expired_fen: Fen,
    state: z.enum(SESSION_CARD_STATES),
    valid_until: Time.nullable(),
    made_at: Time,
    ended_at: Time.nullable(),
  })
  .meta({ id: 'SessionCard' })

export const shownCard = (
  card: ListedCard & { customer: ListedCustomer | null },
): z.infer<typeof SessionCardOut> => ({
  customer: card.customer,
  ...{ id: card.id, code: card.code, customer_id: card.customer_id, order_id: card.order_id },
  ...{ order_number: card.order_number, sku: card.sku, name: card.name, services: card.services },
  ...{ sessions: card.sessions, used: card.used, price_fen: card.price_fen },
  left: card.state === 'active' ? card.sessions - card.used : 0,
  ...{ left_fen: card.left_fen, earned_fen: card.earned_fen, returned_fen: card.returned_fen },
  ...{ expired_fen: card.expired_fen, state: card.state },
  valid_until: card.valid_until?.toISOString() ?? null,
  made_at: card.made_at.toISOString(),
  ended_at: card.ended_at?.toISOString() ?? null,
})

export const shownSession = (session: SessionShown): z.infer<typeof GivenSessionOut> => ({
  ...{ number: session.number, service: session.service, store: session.store },
  ...{ store_name: session.store_name, at: session.at.toISOString() },
})

export const enteredSession = (session: SessionEntered): z.infer<typeof EnteredSessionOut> => ({
  ...shownSession(session),
  ...{ id: session.id, undone_reason: session.undone_reason },
  undone_at: session.undone_at?.toISOString() ?? null,
})
