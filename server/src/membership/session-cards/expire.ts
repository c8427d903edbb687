// Cards whose time is over: what is left of them is kept by the brand. Many at a time; each chunk stands for itself, so
// a run that was cut off is gone on with by the next.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { COLUMNS, moveOwed, type SessionCard, tellEnd } from './session-cards.ts'

const AT_ONCE = 1_000

/** Of every brand. @returns how many cards */
export async function expireSessionCards(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`select distinct tenant_id from session_card
    where state = 'active' and valid_until <= ${system.now()}`.execute(system.pg)
  let expired = 0
  for (const { tenant_id } of rows)
    expired += await expireOfBrand({ ...make(tenant_id), now: system.now })
  return expired
}

async function expireOfBrand(ctx: Ctx, atOnce = AT_ONCE): Promise<number> {
  let expired = 0
  for (;;) {
    const n = await inTx(ctx, (ctx) => expireChunk(ctx, atOnce))
    expired += n
    if (n === 0) return expired
  }
}

/** What staff redeem from or refund this moment is left for the next run. */
async function expireChunk(ctx: Ctx, atOnce: number): Promise<number> {
  const { rows } = await sql<SessionCard>`
    with due as (
      select id from session_card where tenant_id = ${ctx.tenantId} and state = 'active' and valid_until <= ${ctx.now()}
      order by valid_until limit ${atOnce} for update skip locked)
    update session_card d set state = 'expired', expired_fen = d.price_fen - d.earned_fen, ended_at = ${ctx.now()}
    from due where d.tenant_id = ${ctx.tenantId} and d.id = due.id returning ${COLUMNS}`.execute(
    ctx.pg,
  )
  await moveOwed(
    ctx,
    rows.map((card) => ({
      ...{ card, part: 'expire', kind: 'expire_sessions', to: 'expired', fen: card.expired_fen },
    })),
  )
  await tellEnd(ctx, 'session_card_expired', rows)
  return rows.length
}
