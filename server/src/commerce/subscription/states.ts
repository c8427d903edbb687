// What a product subscription goes through: every act, from where it may happen and where it leads. Pure.

export const SUBSCRIPTION_STATES = ['starting', 'active', 'paused', 'cancelled', 'lapsed'] as const
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number]

/** `to: null`: it stays what it is. */
export const ACTS = {
  /** The first order is paid. */
  start: { from: ['starting'], to: 'active' },
  /** The first order never was. */
  lapse: { from: ['starting'], to: 'lapsed' },
  /** It was after all, when its time was over. */
  revive: { from: ['lapsed'], to: 'active' },
  deliver: { from: ['active'], to: null },
  skip: { from: ['active'], to: null },
  move: { from: ['active'], to: null },
  /** It cannot be made on its day: told, and made later. */
  postpone: { from: ['active'], to: null },
  swap: { from: ['active', 'paused'], to: null },
  resize: { from: ['active', 'paused'], to: null },
  readdress: { from: ['active', 'paused'], to: null },
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  cancel: { from: ['starting', 'active', 'paused'], to: 'cancelled' },
} as const satisfies Record<
  string,
  { from: readonly SubscriptionState[]; to: SubscriptionState | null }
>
export type SubscriptionAct = keyof typeof ACTS

export const mayHappen = (state: SubscriptionState, act: SubscriptionAct): boolean =>
  (ACTS[act].from as readonly SubscriptionState[]).includes(state)
export const becomes = (state: SubscriptionState, act: SubscriptionAct): SubscriptionState =>
  ACTS[act].to ?? state

export const DELIVERY_STATES = ['waiting', 'paid', 'unpaid', 'called_off', 'skipped'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** She is told at least so many days before every delivery. */
export const NOTICE_DAYS = 5
/** A little earlier than she has to be. */
export const TELL_DAYS = NOTICE_DAYS + 2
/** Days after which she is reminded that a delivery is not paid; after the last of them it is given up. */
export const REMINDER_DAYS = [1, 3, 5] as const
export const DAYS_TO_PAY = 6
/** How long what cannot be delivered is put off. */
export const PUT_OFF_DAYS = 7
