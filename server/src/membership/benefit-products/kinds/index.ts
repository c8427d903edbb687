import { giftCard } from './gift-card.ts'
import { points } from './points.ts'
import { sessionCard } from './session-card.ts'
import { storedValue } from './stored-value.ts'

/** Every kind, by its code. */
export const KINDS = {
  session_card: sessionCard,
  stored_value: storedValue,
  points,
  gift_card: giftCard,
} as const
export type KindCode = keyof typeof KINDS
export const KIND_CODES = [
  'session_card',
  'stored_value',
  'points',
  'gift_card',
] as const satisfies KindCode[]
