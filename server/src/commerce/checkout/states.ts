// What an own order goes through: every act, from where it may happen and where it leads. Pure.

export const OWN_STATES = [
  'to_pay',
  /** The deposit is paid. */
  'to_pay_balance',
  'to_ship',
  'partly_shipped',
  'shipped',
  'to_pick_up',
  'picked_up',
  'received',
  'closed',
  'cancelled',
] as const
export type OwnState = (typeof OWN_STATES)[number]

export const ACTS = {
  pay_to_ship: { from: ['to_pay'], to: 'to_ship' },
  pay_to_pick_up: { from: ['to_pay'], to: 'to_pick_up' },
  /** Nothing of it is sent or picked up: a card, points, a service. */
  pay_at_once: { from: ['to_pay'], to: 'received' },
  /** Paid after all when its time was over: what it needs was there still. */
  revive_to_ship: { from: ['cancelled'], to: 'to_ship' },
  revive_to_pick_up: { from: ['cancelled'], to: 'to_pick_up' },
  revive_at_once: { from: ['cancelled'], to: 'received' },
  cancel: { from: ['to_pay'], to: 'cancelled' },
  /** The first of two payments; stock and all else is held on. */
  hold_deposit: { from: ['to_pay'], to: 'to_pay_balance' },
  /** The balance will be paid with coupons, points or stored value, or without them again. */
  reprice_balance: { from: ['to_pay_balance'], to: 'to_pay_balance' },
  pay_balance_to_ship: { from: ['to_pay_balance'], to: 'to_ship' },
  pay_balance_to_pick_up: { from: ['to_pay_balance'], to: 'to_pick_up' },
  pay_balance_at_once: { from: ['to_pay_balance'], to: 'received' },
  /** The balance did not come, or one of the two lets it be. */
  call_off: { from: ['to_pay_balance'], to: 'cancelled' },
  ship_part: { from: ['to_ship', 'partly_shipped'], to: 'partly_shipped' },
  ship_rest: { from: ['to_ship', 'partly_shipped'], to: 'shipped' },
  /** What was not sent yet has been given back. */
  send_no_more: { from: ['to_ship', 'partly_shipped'], to: 'shipped' },
  pick_up: { from: ['to_pick_up'], to: 'picked_up' },
  receive: { from: ['shipped'], to: 'received' },
  /** The time for after-sale is over. */
  close: { from: ['received', 'picked_up'], to: 'closed' },
  /** All of it was given back. */
  refund_whole: {
    from: ['to_ship', 'partly_shipped', 'shipped', 'to_pick_up', 'picked_up', 'received'],
    to: 'closed',
  },
} as const satisfies Record<string, { from: readonly OwnState[]; to: OwnState }>
export type Act = keyof typeof ACTS

export type Delivery = 'ship' | 'pick_up' | 'none'

const PAID: Record<Delivery, 'to_ship' | 'to_pick_up' | 'at_once'> = {
  ship: 'to_ship',
  pick_up: 'to_pick_up',
  none: 'at_once',
}
const PAYS = { to_pay: 'pay', to_pay_balance: 'pay_balance', cancelled: 'revive' } as const
/** What paying does to an order that waits for it, or that has been waited for too long. */
export const paying = (delivery: Delivery, from: keyof typeof PAYS): Act =>
  `${PAYS[from]}_${PAID[delivery]}`

export const mayHappen = (state: OwnState, act: Act): boolean =>
  (ACTS[act].from as readonly OwnState[]).includes(state)

/** States in which something has been paid that may be given back. */
export const REFUNDABLE: readonly OwnState[] = ACTS.refund_whole.from
