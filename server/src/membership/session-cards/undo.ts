// A session that was given by mistake is taken back: what it earned is owed again, and it can be given once more.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { COLUMNS, moveOwed, type SessionCard } from './session-cards.ts'
import { sessionCardSettings } from './settings.ts'

export interface Undoing {
  card: string
  session: string
  reason: string
}
interface Given {
  id: string
  number: number
  service: string
  store: string
  fen: number
  at: Date
  undone_at: Date | null
}
const HOUR_MS = 3_600_000

/**
 * One that was taken back already stays so.
 * @throws 404; 409 session_undo_late after the brand's time, session_undo_closed once the rest went back or expired
 */
export function undoSession(ctx: Ctx, { card: id, session, reason }: Undoing): Promise<void> {
  return inTx(ctx, async (ctx) => {
    // Whoever gives, refunds or takes back of a card holds its row.
    const { rows: cards } = await sql<SessionCard>`select ${COLUMNS} from session_card d
      where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid for update`.execute(ctx.pg)
    const { rows } = await sql<Given>`
      select id, number, service, store, fen, at, undone_at from session_redemption
      where tenant_id = ${ctx.tenantId} and id = ${session}::uuid and card_id = ${id}::uuid`.execute(
      ctx.pg,
    )
    const [card] = cards
    const [given] = rows
    if (!card || !given) throw notFound('session')
    if (given.undone_at) return
    await demandUndoable(ctx, card, given)
    const { rows: undone } = await sql<SessionCard>`
      update session_card d set used = d.used - 1, earned_fen = d.earned_fen - ${given.fen}, state = 'active', ended_at = null
      where d.tenant_id = ${ctx.tenantId} and d.id = ${id}::uuid returning ${COLUMNS}`.execute(
      ctx.pg,
    )
    const after = undone[0] as SessionCard
    await sql`update session_redemption set undone_at = ${ctx.now()}, undone_reason = ${reason},
        undone_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where tenant_id = ${ctx.tenantId} and id = ${session}::uuid`.execute(ctx.pg)
    await moveOwed(ctx, [
      {
        ...{ card: after, part: `${given.id}:undo`, kind: 'undo_session', to: 'revenue' },
        fen: -given.fen,
      },
    ])
    await tell(ctx, after, given, reason)
  })
}

async function demandUndoable(ctx: Ctx, card: SessionCard, given: Given): Promise<void> {
  const { undo_hours: hours } = await sessionCardSettings(ctx)
  if (ctx.now().getTime() >= given.at.getTime() + hours * HOUR_MS)
    throw conflict('session_undo_late', 'The time in which it could be taken back is over', {
      hours,
    })
  const isOver = card.valid_until !== null && card.valid_until <= ctx.now()
  if (isOver || card.state === 'returned' || card.state === 'expired')
    throw conflict('session_undo_closed', 'The card is over', {
      state: card.state === 'returned' ? 'returned' : 'expired',
    })
}

async function tell(ctx: Ctx, card: SessionCard, given: Given, reason: string): Promise<void> {
  const { number, service, store, fen } = given
  await audit(
    ctx,
    'session_card.session_undone',
    { kind: 'session_card', id: card.id },
    { number, service, store, fen, reason },
  )
  if (card.node_id === null) return
  await recordEvents(ctx, [
    {
      ...{ id: randomUUIDv7(), name: 'session_redemption_undone', customerId: card.node_id },
      ...{ at: ctx.now(), source: 'membership', storeId: store },
      props: {
        ...{ card: card.id, sku: card.sku, commerce_order: card.order_id, service, number },
        ...{ sessions_left: card.sessions - card.used, earned_fen: -fen },
      },
    },
  ])
}
