// The wrong answer to a falling conversion is to reach out more (A07). Whoever sends asks here first.

export interface Pressure {
  /** Contacts a day for each customer seen; null: nobody was seen. */
  before: number | null
  after: number | null
  /** false: no event of a contact was ever sent. */
  is_told: boolean
}
export const HOLD_REASONS = ['pressure_up', 'not_falling', 'pressure_steady', 'unknown'] as const
export interface Hold {
  hold: boolean
  why: (typeof HOLD_REASONS)[number]
}

/** By how much contacts must rise beside a falling conversion. */
export const MORE = 0.1

/** Hold while conversion falls and contacts rise by more than a tenth; where contacts are unknown, never. */
export function decideHold(isFalling: boolean, { before, after, is_told }: Pressure): Hold {
  if (!isFalling) return { hold: false, why: 'not_falling' }
  if (!is_told || before === null || after === null) return { hold: false, why: 'unknown' }
  const rises = after > before * (1 + MORE)
  return rises ? { hold: true, why: 'pressure_up' } : { hold: false, why: 'pressure_steady' }
}
