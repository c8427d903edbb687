// A session given: one of the card's, once a request, whoever asks for the last one at the same time.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { demandNotKeptBack } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { answered } from '../ledger/journal.ts'
import { COLUMNS, findByCode, moveOwed, type SessionCard } from './session-cards.ts'

export interface SessionAsked {
  code: string
  /** The same request again is the same session. */
  key: string
  store: string
  service: string
}
export interface GivenSession {
  id: string
  card_id: string
  number: number
  service: string
  store: string
  fen: number
  at: Date
}
const SESSION = sql`r.id, r.card_id, r.number, r.service, r.store, r.fen, r.at`

/** @throws 404; 400 unknown_service; 409 no_session_left, session_card_ended, key_used, or what keeps the order back */
export function redeemSession(ctx: Ctx, asked: SessionAsked): Promise<GivenSession> {
  return inTx(ctx, async (ctx) => {
    await answered(ctx, `session given ${asked.key}`)
    const found = await findByCode(ctx, asked.code)
    if (!found) throw notFound('session_card')
    const before = await sessionOf(ctx, asked.key)
    if (before) {
      if (before.card_id !== found.id || before.service !== asked.service)
        throw conflict('key_used', 'This key was used for another session')
      return before
    }
    if (!found.services.includes(asked.service))
      throw invalid('unknown_service', 'The card is not for this service', {
        services: found.services,
      })
    await demandNotKeptBack(ctx, found.order_id)
    const card = await takeOne(ctx, found)
    const session = await enter(ctx, card, asked)
    await tell(ctx, card, session)
    return session
  })
}

async function sessionOf(ctx: Ctx, key: string): Promise<GivenSession | undefined> {
  const { rows } = await sql<GivenSession>`select ${SESSION} from session_redemption r
    where r.tenant_id = ${ctx.tenantId} and r.request_key = ${key}`.execute(ctx.pg)
  return rows[0]
}

/**
 * Sessions earn the same, the first ones a fen more until the price is whole: all together are the price. Reckoned from
 * what was earned so far, so that it holds as well after sessions were taken back in any order.
 */
const EARNS = sql`greatest(0, d.price_fen / d.sessions * (d.used + 1) + least(d.used + 1, d.price_fen % d.sessions)
  - d.earned_fen)`
/** The lowest that no standing session has. Of a card whose row is held. */
const freeNumber = (ctx: Ctx, { id, sessions }: SessionCard) => sql`(select min(n)
  from generate_series(1, ${sessions}::int) as n where not exists (select 1 from session_redemption o
    where o.tenant_id = ${ctx.tenantId} and o.card_id = ${id}::uuid and o.number = n and o.undone_at is null))`

/** By one conditional write: the last session has one taker. */
async function takeOne(
  ctx: Ctx,
  { id }: SessionCard,
): Promise<SessionCard & { session_fen: number }> {
  const now = ctx.now()
  const { rows } = await sql<SessionCard & { session_fen: number }>`
    with before as (select id, earned_fen from session_card
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid for update)
    update session_card d set used = d.used + 1, earned_fen = d.earned_fen + ${EARNS},
      state = case when d.used + 1 = d.sessions then 'used' else d.state end,
      ended_at = case when d.used + 1 = d.sessions then ${now}::timestamptz end
    from before b where d.tenant_id = ${ctx.tenantId} and d.id = b.id and d.state = 'active' and d.used < d.sessions
      and (d.valid_until is null or d.valid_until > ${now})
    returning ${COLUMNS}, d.earned_fen - b.earned_fen as session_fen`.execute(ctx.pg)
  const card = rows[0]
  if (card) return card
  const { rows: why } = await sql<{ state: string; used: number }>`
    select state, used from session_card where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(
    ctx.pg,
  )
  if (why[0]?.state === 'used') throw conflict('no_session_left', 'No session of it is left')
  const state = why[0]?.state === 'active' ? 'expired' : why[0]?.state
  throw conflict('session_card_ended', 'The card is over', { state })
}

async function enter(
  ctx: Ctx,
  card: SessionCard & { session_fen: number },
  { key, service, store }: SessionAsked,
): Promise<GivenSession> {
  const { rows } = await sql<GivenSession>`
    insert into session_redemption as r (tenant_id, id, card_id, number, request_key, service, store, fen, actor, at)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${card.id}, ${freeNumber(ctx, card)}, ${key}, ${service}, ${store}, ${card.session_fen},
      ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()}) returning ${SESSION}`.execute(ctx.pg)
  const session = rows[0] as GivenSession
  await moveOwed(ctx, [
    {
      ...{ card, part: session.id, kind: 'give_session', to: 'revenue' },
      fen: session.fen,
    },
  ])
  return session
}

async function tell(ctx: Ctx, card: SessionCard, session: GivenSession): Promise<void> {
  const { id, number, service, store, fen } = session
  await audit(
    ctx,
    'session_card.redeemed',
    { kind: 'session_card', id: card.id },
    {
      ...{ number, service, store },
    },
  )
  if (card.node_id === null) return
  await recordEvents(ctx, [
    {
      ...{ id, name: 'session_redeemed', customerId: card.node_id, at: session.at },
      ...{ source: 'membership', storeId: store },
      props: {
        ...{ card: card.id, sku: card.sku, commerce_order: card.order_id, service, number },
        ...{ sessions_left: card.sessions - card.used, earned_fen: fen },
      },
    },
  ])
}
