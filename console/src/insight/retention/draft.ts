import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { Period, RetentionQuestion } from '../api.ts'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion } from '../pattern.ts'
import { PERIODS } from '../periods.ts'

export const KINDS = ['recurring', 'first_time'] as const
export const MEASURES = ['customers', 'revenue'] as const

export interface RetentionDraft {
  target: EventPattern
  /** Absent: the same comes back. */
  returning?: EventPattern
  kind: (typeof KINDS)[number]
  period: Period
  intervals: number
  measure: (typeof MEASURES)[number]
  who?: Rule
}

export const blankRetention = (target?: string, returning?: string): RetentionDraft => ({
  target: target === undefined ? blank() : patternOf(target),
  ...(returning !== undefined && returning !== target && { returning: patternOf(returning) }),
  kind: 'recurring',
  period: 'week',
  intervals: 12,
  measure: 'customers',
})

export const readRetention = (text: string | undefined): RetentionDraft =>
  readAsked<RetentionDraft>(text, blankRetention(), {
    target: isPattern,
    returning: isPattern,
    kind: isOneOf(KINDS),
    period: isOneOf(PERIODS),
    intervals: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100,
    measure: isOneOf(MEASURES),
    who: isRule,
  })

export function retentionQuestion(
  draft: RetentionDraft,
  days: Days,
): RetentionQuestion | undefined {
  const { target, returning, who, ...rest } = draft
  if (!isWhole(target) || (returning && !isWhole(returning))) return undefined
  return {
    ...rest,
    target: asQuestion(target),
    ...(returning && { returning: asQuestion(returning) }),
    ...(who && { who }),
    date_to: days.to,
  }
}
