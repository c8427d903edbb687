// What decides about reviews. Pure.

export const REVIEW_STATES = ['pending', 'shown', 'hidden'] as const
export type ReviewState = (typeof REVIEW_STATES)[number]

/** Why a review may be hidden. That its stars are few is none of them. */
export const HIDING_REASONS = ['unlawful', 'insult', 'privacy', 'advertising', 'unrelated'] as const
export type HidingReason = (typeof HIDING_REASONS)[number]

export const MOST_WORDS = 1000
export const MOST_AUTHOR = 20
export const MOST_REVIEW_PICTURES = 6

/** How many reviews have so many stars; the first of them is one star. */
export type Stars = readonly [number, number, number, number, number]

export interface Average {
  count: number
  /** Hundredths of a star, rounded half up; null of none. */
  average_centi: number | null
}
export function averageOf(stars: Stars): Average {
  const count = stars.reduce((sum, n) => sum + n, 0)
  if (count === 0) return { count, average_centi: null }
  const sum = stars.reduce((all, n, i) => all + n * (i + 1), 0)
  return { count, average_centi: Math.floor((sum * 200 + count) / (2 * count)) }
}

export type CanReview = 'open' | 'not_received' | 'too_late'
/** The last moment is still in time. */
export function canReview(
  receivedAt: Date | null,
  withinDays: number,
  now: Date,
): { can: CanReview; until: Date | null } {
  if (!receivedAt) return { can: 'not_received', until: null }
  const until = new Date(receivedAt.getTime() + withinDays * 86_400_000)
  return { can: now <= until ? 'open' : 'too_late', until }
}
