// What may become of a card, and what a refund of it comes to. Pure.
export const CARD_STATES = ['active', 'cancelled', 'refunded', 'expired'] as const
export type CardState = (typeof CARD_STATES)[number]

/** Declared; nothing else happens to a card. */
export const TRANSITIONS: Readonly<Record<CardState, readonly CardState[]>> = {
  active: ['cancelled', 'refunded', 'expired'],
  cancelled: ['refunded', 'expired'],
  refunded: [],
  expired: [],
}
export const mayBecome = (from: CardState, to: CardState): boolean => TRANSITIONS[from].includes(to)

/** She is told at least so many days before she is asked for money again. */
export const NOTICE_DAYS = 5
const DAY = 86_400_000

/** For the whole days that are left, rounded down: never more than was paid. */
export function proRataFen(priceFen: number, startsAt: Date, endsAt: Date, at: Date): number {
  const all = Math.max(1, Math.round((endsAt.getTime() - startsAt.getTime()) / DAY))
  const left = Math.floor((endsAt.getTime() - at.getTime()) / DAY)
  const counted = Math.min(all, Math.max(0, left))
  return Number((BigInt(priceFen) * BigInt(counted)) / BigInt(all))
}
