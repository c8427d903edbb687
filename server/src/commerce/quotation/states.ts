// What a quotation goes through: every act, from where it may happen and where it leads. Pure.

export const QUOTATION_STATES = [
  /** It can be changed, and she sees nothing of it. */
  'draft',
  /** A second person decides whether it may be sent. */
  'waiting',
  'sent',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
] as const
export type QuotationState = (typeof QUOTATION_STATES)[number]

export const ACTS = {
  change: { from: ['draft'], to: 'draft' },
  /** Its discount is too deep for who sends it. */
  ask: { from: ['draft'], to: 'waiting' },
  /** The second person said no, or the asker took it back. */
  refuse: { from: ['waiting'], to: 'draft' },
  send: { from: ['draft', 'waiting'], to: 'sent' },
  accept: { from: ['sent'], to: 'accepted' },
  decline: { from: ['sent'], to: 'declined' },
  expire: { from: ['sent'], to: 'expired' },
  withdraw: { from: ['draft', 'sent'], to: 'withdrawn' },
  /** A new version; until it is sent, nobody can accept any. */
  revise: { from: ['sent', 'declined', 'expired'], to: 'draft' },
} as const satisfies Record<string, { from: readonly QuotationState[]; to: QuotationState }>
export type QuotationAct = keyof typeof ACTS

export const mayHappen = (state: QuotationState, act: QuotationAct): boolean =>
  (ACTS[act].from as readonly QuotationState[]).includes(state)
