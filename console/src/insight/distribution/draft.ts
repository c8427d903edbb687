// The question of a distribution while it is built, and as it is asked.
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { DistributionQuestion } from '../api.ts'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { binsOf, blankCut, type Cut, cutChecks } from '../bins.ts'
import { type Breakdown, isBreakdown, isChosen } from '../breakdown.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion } from '../pattern.ts'
import { MONEY } from '../trends/draft.ts'

export const OF_TIMES = ['times', 'days'] as const
export const OF_AMOUNTS = ['sum', 'average', 'min', 'max'] as const
export const NUMBERS = [...OF_TIMES, ...OF_AMOUNTS] as const

export interface DistributionDraft extends Cut {
  of: EventPattern
  measure: (typeof NUMBERS)[number]
  property: string
  breakdown?: Breakdown
  who?: Rule
}

export const blankDistribution = (
  event?: string,
  measure: DistributionDraft['measure'] = 'times',
  property = '',
): DistributionDraft => ({
  of: event === undefined ? blank() : patternOf(event),
  measure,
  property,
  ...blankCut,
})

export const readDistribution = (text: string | undefined): DistributionDraft =>
  readAsked<DistributionDraft>(text, blankDistribution(), {
    of: isPattern,
    measure: isOneOf(NUMBERS),
    property: (value) => typeof value === 'string',
    ...cutChecks,
    breakdown: isBreakdown,
    who: isRule,
  })

export const isAmount = (
  measure: DistributionDraft['measure'],
): measure is (typeof OF_AMOUNTS)[number] => OF_AMOUNTS.some((one) => one === measure)

/** Figures that are fen of the brand's currency. */
export const isMoney = ({ measure, property }: DistributionDraft): boolean =>
  isAmount(measure) && property === MONEY

export function distributionQuestion(
  draft: DistributionDraft,
  days: Days,
): DistributionQuestion | undefined {
  const { of, measure, property, breakdown, who } = draft
  const bins = binsOf(draft, isMoney(draft) ? 100 : 1)
  if (!bins || !isWhole(of) || !isChosen(breakdown)) return undefined
  if (isAmount(measure) && property === '') return undefined
  return {
    of: asQuestion(of),
    measure: isAmount(measure) ? { kind: measure, property } : { kind: measure },
    bins,
    ...(breakdown && { breakdown }),
    date_from: days.from,
    date_to: days.to,
    ...(who && { who }),
  }
}
