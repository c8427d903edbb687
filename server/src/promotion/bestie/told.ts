// What cards tell: events with the activity's id, and to whoever gave one what came of it.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'

type CardEvent =
  | 'bestie_card_given'
  | 'bestie_card_accepted'
  | 'bestie_card_earned'
  | 'bestie_card_expired'
  | 'bestie_card_revoked'

interface Told {
  id: string
  plan_id: string
  plan: string
  activity_id: string
  holder: number | null
  friend: number | null
  coupon: string | null
  friend_coupon: string | null
  holder_coupon: string | null
}

/** Call in the transaction of what it tells of. An acceptance is the friend's doing, all else is the holder's. */
export async function tellCards(ctx: Ctx, ids: readonly string[], name: CardEvent): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<Told>`
    select c.id, c.plan_id, p.name as plan, p.activity_id, c.holder_node_id as holder, c.friend_node_id as friend,
      h.name as coupon, c.friend_coupon, c.holder_coupon
    from bestie_card c join bestie_plan p on p.tenant_id = c.tenant_id and p.id = c.plan_id
    left join coupon_batch h on h.tenant_id = c.tenant_id and h.id = c.holder_batch_id
    where c.tenant_id = ${ctx.tenantId} and c.id = any(${[...ids]}::uuid[]) order by c.id`.execute(
    ctx.pg,
  )
  await recordEvents(
    ctx,
    rows.map((card) => ({
      ...{ name, at: ctx.now(), source: 'promotion', activityId: card.activity_id },
      customerId: name === 'bestie_card_accepted' ? card.friend : card.holder,
      props: { bestie_plan: card.plan_id, bestie_card: card.id },
    })),
  )
  if (name !== 'bestie_card_accepted' && name !== 'bestie_card_earned') return
  await sendMessages(
    ctx,
    rows.flatMap((card) => {
      if (card.holder === null) return []
      const head = { node: card.holder, link: '/bestie-cards' }
      return name === 'bestie_card_accepted'
        ? {
            ...{ ...head, kind: 'bestie_accepted' as const, key: `bestie:${card.id}` },
            params: { plan: card.plan },
          }
        : {
            // Earned anew after a refund, it is another coupon and told again.
            ...{ ...head, kind: 'bestie_earned' as const, key: `bestie:${card.holder_coupon}` },
            params: { plan: card.plan, coupon: card.coupon ?? '' },
          }
    }),
  )
}
