// How a lead may go on. Pure.
export const LEAD_STATES = ['open', 'following', 'won', 'lost'] as const
export type LeadState = (typeof LEAD_STATES)[number]

/** What people may say of it. Won is said by her first paid order alone, from wherever it stands. */
const BY_PEOPLE: Readonly<Record<LeadState, readonly LeadState[]>> = {
  open: ['following', 'lost'],
  following: ['lost'],
  lost: ['following'],
  won: [],
}
export const mayMove = (from: LeadState, to: LeadState): boolean => BY_PEOPLE[from].includes(to)
export const movesFrom = (from: LeadState): readonly LeadState[] => BY_PEOPLE[from]
