import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import { FIELD, REVENUE } from '../../audiences/say.ts'
import type { Days } from '../../format/days.ts'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { patternOf } from '../examples.ts'
import { asQuestion } from '../pattern.ts'
import type { AttributionQuestion } from './api.ts'
import { isCount } from './fields.tsx'

export const MODELS = [
  'first',
  'last',
  'linear',
  'position',
  'time_decay',
  'markov',
  'shapley',
] as const
export type Model = (typeof MODELS)[number]
/** Fields of events that touches are most often told apart by; anything else is typed or picked. */
export const DIMENSIONS = [
  'channel_id',
  'utm_source',
  'utm_campaign',
  'activity_id',
  'content_id',
  'staff_id',
  'store_id',
] as const
export const UNITS = ['conversions', 'value'] as const
export type Unit = (typeof UNITS)[number]

export interface AttributionDraft {
  conversion: EventPattern
  /** What a conversion is worth; empty: nothing. */
  value: string
  by: string
  touch?: EventPattern
  lookback: number
  limit: number
  halfLife: number
  models: Model[]
  unit: Unit
  who?: Rule
}

export const ORDER_PAID = 'order_paid'
export const MONEY = FIELD + REVENUE

const BLANK: AttributionDraft = {
  ...{ conversion: patternOf(ORDER_PAID), value: MONEY, by: `${FIELD}channel_id` },
  ...{ lookback: 30, limit: 12, halfLife: 7, unit: 'conversions' },
  models: ['first', 'last', 'linear', 'markov', 'shapley'],
}

const isText = (value: unknown) => typeof value === 'string'

export const readAttribution = (text: string | undefined): AttributionDraft =>
  readAsked<AttributionDraft>(text, BLANK, {
    conversion: isPattern,
    value: isText,
    by: isText,
    touch: isPattern,
    lookback: isCount,
    limit: isCount,
    halfLife: isCount,
    models: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((one) => isOneOf(MODELS)(one)),
    unit: isOneOf(UNITS),
    who: isRule,
  })

export function attributionQuestion(
  draft: AttributionDraft,
  days: Days,
): AttributionQuestion | undefined {
  const { conversion, value, by, touch, who } = draft
  if (!isWhole(conversion) || by === '' || (touch && !isWhole(touch))) return undefined
  return {
    conversion: asQuestion(conversion),
    ...(value !== '' && { value }),
    touch: { by, limit: Math.min(50, draft.limit), ...(touch && { of: asQuestion(touch) }) },
    lookback_days: draft.lookback,
    half_life_days: draft.halfLife,
    date_from: days.from,
    date_to: days.to,
    ...(who && { who }),
  }
}
