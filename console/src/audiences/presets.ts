// Conditions ready to take: what operators look for by another name than the language has. Pure.
import type { EventPattern, Rule } from './rule.ts'
import { FIELD } from './say.ts'

const PAID: EventPattern = { any_of: [{ event: 'order_paid', where: [] }] }

export const ORDER_PRESETS = [
  'first_order',
  'last_order',
  'no_order_since',
  'first_order_channel',
] as const
export type OrderPreset = (typeof ORDER_PRESETS)[number]

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
}
export const orderPreset = (preset: OrderPreset): Rule => structuredClone(orders[preset])
