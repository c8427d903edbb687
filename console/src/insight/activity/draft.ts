// Lifecycle and stickiness ask the same: what counts as being active, by which period, of whom.
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { LifecycleQuestion, Period } from '../api.ts'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion } from '../pattern.ts'
import { PERIODS } from '../periods.ts'

export interface ActivityDraft {
  of: EventPattern
  period: Period
  who?: Rule
}

export const blankActivity = (period: Period, event?: string): ActivityDraft => ({
  of: event === undefined ? blank() : patternOf(event),
  period,
})

const readActivity = (period: Period) => (text: string | undefined) =>
  readAsked<ActivityDraft>(text, blankActivity(period), {
    of: isPattern,
    period: isOneOf(PERIODS),
    who: isRule,
  })
export const readLifecycle = readActivity('week')
export const readStickiness = readActivity('day')

export const activityQuestion = (
  { of, period, who }: ActivityDraft,
  days: Days,
): (LifecycleQuestion & { period: Period }) | undefined =>
  isWhole(of)
    ? {
        of: asQuestion(of),
        period,
        date_from: days.from,
        date_to: days.to,
        ...(who && { who }),
      }
    : undefined
