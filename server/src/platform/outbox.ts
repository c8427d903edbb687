// Events of our own domains: written with what they tell of, drained into the event store later.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from './ctx.ts'
import { later } from './prepared.ts'
import { unnest } from './unnest.ts'

/**
 * Names that only our own domains give: a client's event of this name is stored as
 * `<name>_reported`, so that nothing counts twice.
 */
export const OWN_EVENT_NAMES: ReadonlySet<string> = new Set([
  'order_placed',
  'order_paid',
  'order_corrected',
  'order_refunded',
  'order_cancelled',
  'order_shipped',
  'order_picked_up',
  'order_received',
  'order_exchanged',
  'customer_merged',
  'customer_unmerged',
  'tag_added',
  'tag_removed',
  'attribute_edited',
  'consent_given',
  'consent_withdrawn',
  'family_linked',
  'family_unlinked',
  'relation_added',
  'relation_ended',
  'customer_assigned',
  'experiment_exposed',
  'service_message_sent',
  'membership_joined',
  'membership_left',
  'member_level_changed',
  'fan_level_changed',
  'member_benefit_used',
  'benefit_card_changed',
  'session_card_given',
  'session_redeemed',
  'session_redemption_undone',
  'session_card_returned',
  'session_card_expired',
  'product_subscription_changed',
  'deposit_paid',
  'deposit_forfeited',
  'deposit_returned',
  'deposit_doubled',
  'group_buy_opened',
  'group_buy_joined',
  'group_buy_left',
  'group_buy_completed',
  'group_buy_failed',
  'bestie_card_given',
  'bestie_card_accepted',
  'bestie_card_earned',
  'bestie_card_expired',
  'bestie_card_revoked',
  'lead_form_opened',
  'lead_form_submitted',
  'lead_changed',
  'first_order_service_changed',
  'quotation_sent',
  'quotation_accepted',
  'quotation_declined',
  'quotation_expired',
  'appointment_booked',
  'appointment_rescheduled',
  'appointment_cancelled',
  'appointment_checked_in',
  'appointment_completed',
  'appointment_missed',
])
/** What we did with a customer's record: on her timeline, and no sign of life of hers. */
export const ACTS_ON_RECORDS: readonly string[] = [
  'order_corrected',
  'customer_merged',
  'customer_unmerged',
  'tag_added',
  'tag_removed',
  'attribute_edited',
  'family_linked',
  'family_unlinked',
  'customer_assigned',
  'experiment_exposed',
  'service_message_sent',
  'member_level_changed',
  'fan_level_changed',
  'benefit_card_changed',
  'session_redemption_undone',
  'session_card_returned',
  'session_card_expired',
  'product_subscription_changed',
  'deposit_forfeited',
  'deposit_returned',
  'deposit_doubled',
  'group_buy_completed',
  'group_buy_failed',
  'bestie_card_earned',
  'bestie_card_expired',
  'bestie_card_revoked',
  'lead_changed',
  'first_order_service_changed',
  'quotation_sent',
  'quotation_expired',
  'appointment_missed',
]
export const REPORTED = '_reported'

/** An event a domain of ours records. `customerId` is the node (or null: about no customer). */
export interface OwnEvent {
  /** A UUID when the caller has a natural one; then recording it twice is refused by the database. */
  id?: string
  name: string
  customerId: number | null
  at: Date
  /** The domain, e.g. `commerce`; the marketplace or shop for orders from outside. */
  source: string
  platform?: string
  historical?: boolean
  storeId?: string | null
  staffId?: string | null
  channelId?: string | null
  activityId?: string | null
  contentId?: string | null
  orderId?: string | null
  revenueFen?: number
  currency?: string
  props?: Record<string, unknown>
  /** Who did it, where that is not who asks: of what many do at once. */
  actor?: string
}

/** Records them in the open transaction; they are in the event store soon after it commits. */
export async function recordEvents(ctx: Ctx, events: OwnEvent[]): Promise<void> {
  if (events.length === 0) return
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  const u = unnest(events, {
    id: ['uuid', (e) => e.id ?? randomUUIDv7()],
    event: ['jsonb', (e) => JSON.stringify({ actor, ...e, at: e.at.getTime() })],
  })
  await later(
    ctx,
    sql`insert into event_outbox (tenant_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows}`,
  )
}
