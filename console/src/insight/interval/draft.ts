// The question of an interval while it is built, and as it is asked.
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { IntervalQuestion } from '../api.ts'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { type Breakdown, isBreakdown, isChosen } from '../breakdown.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion } from '../pattern.ts'

export const TO = ['other', 'same'] as const
export const SINCE = ['last', 'first'] as const
export const EACH = ['every', 'once'] as const

export interface IntervalDraft {
  first: EventPattern
  /** To another event, or to the next of the first. */
  to: (typeof TO)[number]
  second: EventPattern
  since: (typeof SINCE)[number]
  each: (typeof EACH)[number]
  breakdown?: Breakdown
  who?: Rule
}

export const blankInterval = (first?: string, second?: string): IntervalDraft => ({
  first: first === undefined ? blank() : patternOf(first),
  to: first !== undefined && second === undefined ? 'same' : 'other',
  second: second === undefined ? blank() : patternOf(second),
  since: 'last',
  each: 'every',
})

export const readInterval = (text: string | undefined): IntervalDraft =>
  readAsked<IntervalDraft>(text, blankInterval(), {
    first: isPattern,
    to: isOneOf(TO),
    second: isPattern,
    since: isOneOf(SINCE),
    each: isOneOf(EACH),
    breakdown: isBreakdown,
    who: isRule,
  })

export function intervalQuestion(draft: IntervalDraft, days: Days): IntervalQuestion | undefined {
  const { first, second, to, breakdown, who } = draft
  if (!isWhole(first) || (to === 'other' && !isWhole(second)) || !isChosen(breakdown))
    return undefined
  return {
    first: asQuestion(first),
    ...(to === 'other' && { second: asQuestion(second), of_several: draft.since }),
    each: draft.each,
    ...(breakdown && { breakdown }),
    date_from: days.from,
    date_to: days.to,
    ...(who && { who }),
  }
}
