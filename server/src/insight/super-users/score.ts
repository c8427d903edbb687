// From what a customer did to her score and status. Pure. Percentiles within peers and window, each
// dimension the mean of its measures, doubted when it rests on few facts; the score is the geometric
// mean of the four, so that none makes up for one that is missing (after Kumar et al. 2010, whose
// customer engagement value adds purchase, referral, influence and knowledge).
import {
  DIMENSIONS,
  type Dimension,
  MEASURES,
  type Measure,
  type SuperUserSettings,
} from './settings.ts'

export const STATUSES = ['super', 'candidate', 'ordinary', 'suspect'] as const
export type Status = (typeof STATUSES)[number]

/** What was measured of a customer. */
export interface Measured {
  code: Measure
  value: number
  /** 0 to 1 among her peers; of those who have none of it: 0. */
  percentile: number
  /** Of how many facts the value is made. */
  facts: number
}

/** Of the low-data fallback. */
export const SIGNALS = ['paid_as_member', 'keeps_paying', 'stated_intent'] as const
export type Signal = (typeof SIGNALS)[number]

export const SUSPICIONS = ['deleted_soon', 'benefit_then_silent'] as const
export type Suspicion = (typeof SUSPICIONS)[number]

export interface Known {
  measures: readonly Measured[]
  /** Kept payments at any time. */
  payments: number
  signals: readonly Signal[]
  suspicions: readonly Suspicion[]
  worth: Worth
  /** Before this reckoning. */
  was: Status | undefined
}

/** What is known of her lifetime value; reckoned of everybody, said only of who has all four dimensions. */
export interface Worth {
  /** Kept of her payments so far. */
  kept_fen: number
  /** Of the next 365 days, by the model of customer value; null: the brand keeps no such scores. */
  expected_fen: number | null
  /** 0 to 1 among her peers; who has none: 0. */
  percentile: number
}

export interface Scored {
  status: Status
  /** `score` by the four dimensions, `signals` by the fallback. */
  basis: 'score' | 'signals'
  /** 0 to 100, whole; null by the fallback. */
  score: number | null
  dimensions: Record<Dimension, number>
  recognised: boolean
  /** null while one of the four dimensions is missing: before that nobody speaks of a lifetime value. */
  value: (Worth & { ltv_fen: number; index: number }) | null
}

/** @param told measures of which the brand has anything at all; a score needs one of each dimension */
export function score(
  known: Known,
  settings: SuperUserSettings,
  told: ReadonlySet<Measure>,
): Scored {
  const recognised = known.payments >= settings.payments_needed
  const parts = DIMENSIONS.map((dimension) =>
    dimensionOf(dimension, known.measures, settings, told),
  )
  const dimensions = Object.fromEntries(
    DIMENSIONS.map((dimension, i) => [dimension, Math.round(100 * (parts[i] ?? 0))]),
  ) as Record<Dimension, number>
  const facts = known.measures.reduce((sum, m) => sum + m.facts, 0)
  const isTold = hasAllDimensions(told) && facts >= settings.evidence_needed
  const value = isTold
    ? Math.round(100 * parts.reduce((product, part) => product * part, 1) ** (1 / parts.length))
    : null
  return {
    status: statusOf(value, recognised, known, settings),
    basis: isTold ? 'score' : 'signals',
    score: value,
    dimensions,
    recognised,
    value: value ? valued(value, known.worth, settings) : null,
  }
}

/** Geometric, as the score itself: neither the dimensions nor the purse make up for nothing of the other. */
function valued(
  score: number,
  worth: Worth,
  { value_weight }: SuperUserSettings,
): NonNullable<Scored['value']> {
  const weight = value_weight / 100
  const index = Math.round(100 * (score / 100) ** (1 - weight) * worth.percentile ** weight)
  return { ...worth, ltv_fen: worth.kept_fen + (worth.expected_fen ?? 0), index }
}

export const hasAllDimensions = (told: ReadonlySet<Measure>): boolean =>
  DIMENSIONS.every((d) => [...told].some((code) => MEASURES[code] === d))

/**
 * 0 to 1. What she has not done counts as nothing: who never shared has diffused nothing. Only of her
 * attitude nothing is taken from silence: nobody may have asked her.
 */
function dimensionOf(
  dimension: Dimension,
  measures: readonly Measured[],
  { doubt }: SuperUserSettings,
  told: ReadonlySet<Measure>,
): number {
  const hers = measures.filter((m) => MEASURES[m.code] === dimension)
  const isUnasked = told.has('attitude') && !hers.some((m) => m.code === 'attitude')
  const all = [...told].filter((code) => MEASURES[code] === dimension).length
  const counted = dimension === 'recognition' && isUnasked ? all - 1 : all
  if (hers.length === 0 || counted === 0) return 0
  const facts = hers.reduce((sum, m) => sum + m.facts, 0)
  const mean = hers.reduce((sum, m) => sum + m.percentile, 0) / counted
  return (mean * facts) / (facts + doubt)
}

function statusOf(
  value: number | null,
  recognised: boolean,
  { signals, suspicions, was }: Known,
  { enter, leave, candidate }: SuperUserSettings,
): Status {
  if (suspicions.length > 0) return 'suspect'
  if (value === null) {
    if (signals.length === SIGNALS.length && recognised) return 'super'
    return signals.length >= 2 ? 'candidate' : 'ordinary'
  }
  // Between the two thresholds whoever is inside stays: a score that trembles is no news.
  const isHigh = value >= enter || (was === 'super' && value >= leave)
  // Without recognition by the purse she may become one; she is none yet.
  if (isHigh && recognised) return 'super'
  return value >= candidate ? 'candidate' : 'ordinary'
}
