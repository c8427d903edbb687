// What it takes for a relation to be a brand's own: the criteria of the levels of 流量产权.
import { z } from 'zod'

const Event = z.string().min(1).max(200)
const Events = z.array(Event).max(40)
const Days = z.number().int().min(1).max(730)

export const LEVELS = ['exposed', 'acquired', 'related', 'owned', 'pseudo', 'deleted'] as const
export type Level = (typeof LEVELS)[number]
/** From one to a higher of these is a promotion. */
export const RANK: Readonly<Record<Level, number>> = {
  exposed: 0,
  deleted: 0,
  pseudo: 1,
  acquired: 1,
  related: 2,
  owned: 3,
}

export const OwnershipSettings = z
  .object({
    carriers: z
      .array(z.object({ code: z.string().min(1).max(50), begins: Events, ends: Events }).strict())
      .min(1)
      .max(20)
      .default([
        {
          code: 'friend',
          begins: ['wecom_friend_added', 'relation_added'],
          ends: ['wecom_friend_deleted', 'relation_ended'],
        },
        {
          code: 'official_account',
          begins: ['official_account_followed'],
          ends: ['official_account_unfollowed'],
        },
        { code: 'group', begins: ['wecom_group_joined'], ends: ['wecom_group_left'] },
        {
          code: 'mini_program',
          begins: ['mini_program_subscribed'],
          ends: ['mini_program_unsubscribed'],
        },
        {
          code: 'member',
          begins: ['member_joined', 'membership_joined'],
          ends: ['member_left', 'membership_left'],
        },
      ])
      .describe('Where customers are kept: what begins a relation, and what ends it'),
    responses: Events.default([
      ...['wecom_message_received', 'comment_posted', 'review_posted', 'survey_answered'],
      ...['checked_in', 'page_shared', 'live_interacted', 'activity_joined'],
    ]).describe('With which a customer answers'),
    needs_producer: z
      .boolean()
      .default(true)
      .describe('Only answers to a staff member or a content make a related customer'),
    responses_needed: z.number().int().min(1).max(100).default(2),
    services: Events.default([
      ...['wecom_message_received', 'service_used', 'appointment_kept', 'consultation_held'],
    ]).describe('Personal service'),
    locks: Events.default([
      ...['member_joined', 'membership_joined', 'membership_paid'],
      ...['subscription_started', 'stored_value_charged'],
    ]).describe('What binds a customer as a purchase does'),
    window_days: Days.default(90),
    grace_days: z
      .number()
      .int()
      .min(0)
      .max(60)
      .default(14)
      .describe('A level that was met stays so long'),
    silent_days: Days.default(60).describe(
      'A relation without a sign of life for so long is pseudo-private',
    ),
  })
  .strict()
  .meta({ id: 'OwnershipSettings' })
export type OwnershipSettings = z.infer<typeof OwnershipSettings>
