// The question of NPS while it is built, and as it is asked.
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { type Breakdown, isBreakdown, isChosen } from '../breakdown.ts'
import { blank } from '../examples.ts'
import { asQuestion } from '../pattern.ts'
import type { NpsQuestion } from './api.ts'

export const WAVES = ['week', 'month', 'quarter', 'year'] as const
export const UNITS = ['store', 'region', 'guide'] as const
export interface NpsDraft {
  of: EventPattern
  property: string
  wave: (typeof WAVES)[number]
  breakdown?: Breakdown
  /** In place of a breakdown. */
  unit?: (typeof UNITS)[number]
  who?: Rule
}

export const blankNps = (of?: EventPattern, property = ''): NpsDraft => ({
  of: of ?? blank(),
  property,
  wave: 'month',
})

export const readNps = (text: string | undefined): NpsDraft =>
  readAsked<NpsDraft>(text, blankNps(), {
    of: isPattern,
    property: (value) => typeof value === 'string',
    wave: isOneOf(WAVES),
    breakdown: isBreakdown,
    unit: isOneOf(UNITS),
    who: isRule,
  })

export function npsQuestion(draft: NpsDraft, days: Days): NpsQuestion | undefined {
  const { of, property, wave, breakdown, unit, who } = draft
  const isWhole = of.any_of.every(({ event }) => event !== '') && property !== ''
  if (!isWhole || (!unit && !isChosen(breakdown))) return undefined
  return {
    of: asQuestion(of),
    property,
    wave,
    ...(unit && { breakdown: { type: 'unit', by: unit, limit: 50 } }),
    ...(!unit &&
      breakdown &&
      breakdown.type !== 'audience' && {
        breakdown: { type: breakdown.type, by: breakdown.by, limit: breakdown.limit ?? 10 },
      }),
    ...(who && { who }),
    date_from: days.from,
    date_to: days.to,
  }
}
