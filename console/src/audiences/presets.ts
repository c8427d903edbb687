// Conditions ready to take: what operators look for by another name than the language has. Pure.
import type { EventPattern, Rule, ValueTest } from './rule.ts'
import { FIELD } from './say.ts'

const PAID: EventPattern = { any_of: [{ event: 'order_paid', where: [] }] }

export const ORDER_PRESETS = [
  'first_order',
  'last_order',
  'no_order_since',
  'first_order_channel',
  'offer_used',
] as const
export type OrderPreset = (typeof ORDER_PRESETS)[number]

/** By the attribute that says it; offered where the brand has it. */
export const MEMBER_PRESETS = [
  'member_level',
  'fan_level',
  'points_balance',
  'points_expiring_30d',
  'stored_value_fen',
  'benefit_card_until',
] as const
export type MemberPreset = (typeof MEMBER_PRESETS)[number]

const memberTests: Record<MemberPreset, ValueTest> = {
  member_level: { op: 'is', value: '' },
  fan_level: { op: 'is', value: '' },
  points_balance: { op: 'gte', value: 1_000 },
  points_expiring_30d: { op: 'gte', value: 100 },
  stored_value_fen: { op: 'gte', value: 10_000 },
  benefit_card_until: { op: 'in_next', span: { n: 30, unit: 'day' } },
}
export const memberPreset = (name: MemberPreset): Rule => ({
  kind: 'attribute',
  name,
  is: structuredClone(memberTests[name]),
})

const orders: Record<OrderPreset, Rule> = {
  first_order: {
    kind: 'first_time',
    event: PAID,
    window: { kind: 'last', span: { n: 30, unit: 'day' } },
  },
  last_order: {
    kind: 'last_time',
    event: PAID,
    window: { kind: 'last', span: { n: 30, unit: 'day' } },
  },
  no_order_since: {
    kind: 'last_time',
    event: PAID,
    window: { kind: 'before_last', span: { n: 60, unit: 'day' } },
  },
  first_order_channel: {
    kind: 'event_value',
    event: PAID,
    window: { kind: 'ever' },
    which: 'first',
    property: `${FIELD}channel_id`,
    is: { op: 'is', value: '' },
  },
  offer_used: {
    kind: 'orders',
    of: 'count',
    window: { kind: 'last', span: { n: 90, unit: 'day' } },
    where: { with_offer: true },
    is: { op: 'gte', value: 1 },
  },
}
export const orderPreset = (preset: OrderPreset): Rule => structuredClone(orders[preset])
