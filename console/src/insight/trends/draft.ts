import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import { FIELD, REVENUE } from '../../audiences/say.ts'
import type { Days } from '../../format/days.ts'
import type { Period, TrendsQuestion } from '../api.ts'
import { isOneOf, isPattern, isRecord, isRule, readAsked } from '../asked.ts'
import { type Breakdown, isBreakdown, isChosen } from '../breakdown.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion } from '../pattern.ts'
import { PERIODS } from '../periods.ts'

export const OF_EVENTS = ['count', 'customers', 'per_customer'] as const
export const OF_PROPERTY = [
  'sum',
  'average',
  'median',
  'min',
  'max',
  'p90',
  'p95',
  'p99',
  'distinct',
] as const
export const MEASURES = [...OF_EVENTS, ...OF_PROPERTY] as const
export type Measure = (typeof MEASURES)[number]
export const COMPARED = ['previous', 'year', 'days'] as const
export const MOST_SERIES_ASKED = 10
export const MOST_FORMULAS = 5

export interface AskedSeries {
  of: EventPattern
  measure: Measure
  /** In place of what it is made of. */
  name?: string
  /** What is added up and so on; empty for those that ask for none. */
  property: string
}

export interface TrendsDraft {
  series: AskedSeries[]
  formulas: string[]
  /** Of the formulas, at their place; empty where there is none. */
  formulaNames: string[]
  period: Period
  cumulative: boolean
  kind: 'line' | 'bar'
  compare?: (typeof COMPARED)[number]
  /** The days compared with, where they are chosen. */
  comparedDays?: Days
  breakdown?: Breakdown
  who?: Rule
}

export const askedSeries = (
  event?: string,
  measure: Measure = 'customers',
  property = '',
): AskedSeries => ({ of: event === undefined ? blank() : patternOf(event), measure, property })

export const MONEY = FIELD + REVENUE

export const blankTrends = (series: AskedSeries[] = [askedSeries()]): TrendsDraft => ({
  series,
  formulas: [],
  formulaNames: [],
  period: 'day',
  cumulative: false,
  kind: 'line',
})

const isSeries = (value: unknown) =>
  isRecord(value) &&
  isPattern(value.of) &&
  isOneOf(MEASURES)(value.measure) &&
  typeof value.property === 'string' &&
  (value.name === undefined || typeof value.name === 'string')

export const readTrends = (text: string | undefined): TrendsDraft =>
  readAsked<TrendsDraft>(text, blankTrends(), {
    series: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= MOST_SERIES_ASKED &&
      value.every(isSeries),
    formulas: (value) =>
      Array.isArray(value) && value.every((formula) => typeof formula === 'string'),
    formulaNames: (value) =>
      Array.isArray(value) && value.every((name) => typeof name === 'string'),
    comparedDays: (value) =>
      isRecord(value) && typeof value.from === 'string' && typeof value.to === 'string',
    period: isOneOf(PERIODS),
    cumulative: (value) => typeof value === 'boolean',
    kind: isOneOf(['line', 'bar']),
    compare: isOneOf(COMPARED),
    breakdown: (value) => isBreakdown(value) && isRecord(value) && value.type !== 'audience',
    who: isRule,
  })

export const needsProperty = (measure: Measure): measure is (typeof OF_PROPERTY)[number] =>
  !OF_EVENTS.some((one) => one === measure)

/** Figures that are fen of the brand's currency. */
export const isMoney = ({ measure, property }: AskedSeries): boolean =>
  property === MONEY && needsProperty(measure) && measure !== 'distinct'

export function trendsQuestion(draft: TrendsDraft, days: Days): TrendsQuestion | undefined {
  const { series, breakdown, compare, who } = draft
  const isReady = series.every(
    ({ of, measure, property }) => isWhole(of) && (!needsProperty(measure) || property !== ''),
  )
  if (!isReady || !isChosen(breakdown)) return undefined
  return {
    series: series.map(({ of, measure, property, name }) => ({
      ...(name?.trim() && { name: name.trim() }),
      of: asQuestion(of),
      measure: needsProperty(measure)
        ? { kind: measure, property }
        : { kind: measure as (typeof OF_EVENTS)[number] },
    })),
    formulas: draft.formulas
      .map((formula, at) => ({ formula, name: draft.formulaNames[at]?.trim() }))
      .filter(({ formula }) => formula.trim() !== '')
      .map(({ formula, name }) => {
        const asked = inCurrency(formula, series)
        const said = name || (asked === formula ? undefined : formula.trim().slice(0, 100))
        return { formula: asked, ...(said && { name: said }) }
      }),
    period: draft.period,
    cumulative: draft.cumulative,
    date_from: days.from,
    date_to: days.to,
    ...(breakdown &&
      breakdown.type !== 'audience' && {
        breakdown: {
          type: breakdown.type,
          by: breakdown.by,
          limit: Math.min(50, breakdown.limit ?? 8),
        },
      }),
    ...comparedWith(compare, draft.comparedDays),
    ...(who && { who }),
  }
}

/** Money is asked for in fen and shown in the brand's currency: a formula reckons with what is shown. */
const inCurrency = (formula: string, series: readonly AskedSeries[]): string =>
  formula.replace(/\b[A-Za-z]\b/g, (name) => {
    const named = series[name.toUpperCase().charCodeAt(0) - 65]
    return named && isMoney(named) ? `(${name} / 100)` : name
  })

export const letter = (at: number): string => String.fromCharCode(65 + at)

function comparedWith(
  compare: TrendsDraft['compare'],
  days: Days | undefined,
): Pick<TrendsQuestion, 'compare'> {
  if (compare === undefined || (compare === 'days' && !days)) return {}
  if (compare === 'days' && days) return { compare: { date_from: days.from, date_to: days.to } }
  return { compare: compare as 'previous' | 'year' }
}
