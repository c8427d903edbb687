// What an after-sale goes through: every act, of which kinds, from where it may happen and where it leads. Pure.

export const AFTER_SALE_KINDS = ['money', 'return', 'exchange'] as const
export type AfterSaleKind = (typeof AFTER_SALE_KINDS)[number]

export const AFTER_SALE_STATES = [
  'requested',
  /** Agreed on; what a dearer SKU costs more is waited for. */
  'to_pay',
  /** Agreed on; the goods are waited for. */
  'to_return',
  /** The goods have come; what they are exchanged for is to be sent. */
  'to_send',
  'refunded',
  'exchanged',
  'refused',
  'withdrawn',
  /** The difference or the goods did not come in time. */
  'lapsed',
] as const
export type AfterSaleState = (typeof AFTER_SALE_STATES)[number]

interface Way {
  kinds: readonly AfterSaleKind[]
  from: readonly AfterSaleState[]
  to: AfterSaleState
}
export const AFTER_SALE_ACTS = {
  /** Money alone goes back at once. */
  pay_back: { kinds: ['money'], from: ['requested'], to: 'refunded' },
  await_goods: { kinds: ['return', 'exchange'], from: ['requested'], to: 'to_return' },
  await_payment: { kinds: ['exchange'], from: ['requested'], to: 'to_pay' },
  pay_difference: { kinds: ['exchange'], from: ['to_pay'], to: 'to_return' },
  receive_and_pay_back: { kinds: ['return'], from: ['to_return'], to: 'refunded' },
  receive_and_replace: { kinds: ['exchange'], from: ['to_return'], to: 'to_send' },
  send: { kinds: ['exchange'], from: ['to_send'], to: 'exchanged' },
  /** The goods are back already: what cannot be sent, or is wanted no more, is money. */
  pay_back_instead: { kinds: ['exchange'], from: ['to_send'], to: 'refunded' },
  // What is agreed on can still be given up: goods that never come back.
  refuse: { kinds: AFTER_SALE_KINDS, from: ['requested', 'to_pay', 'to_return'], to: 'refused' },
  withdraw: {
    kinds: AFTER_SALE_KINDS,
    from: ['requested', 'to_pay', 'to_return'],
    to: 'withdrawn',
  },
  lapse: { kinds: ['exchange'], from: ['to_pay', 'to_return'], to: 'lapsed' },
} as const satisfies Record<string, Way>
export type AfterSaleAct = keyof typeof AFTER_SALE_ACTS

/** Something is still to be done; until then the order neither closes nor counts as given back whole. */
export const OPEN_AFTER_SALES: readonly AfterSaleState[] = [
  'requested',
  'to_pay',
  'to_return',
  'to_send',
]
