// The question of a funnel while it is built, and as it is asked.
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule, Span } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { FunnelQuestion } from '../api.ts'
import { isOneOf, isPattern, isRecord, isRule, isSpan, readAsked } from '../asked.ts'
import { type Breakdown, isBreakdown, isChosen } from '../breakdown.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion, secondsOf } from '../pattern.ts'

export const ORDERS = ['ordered', 'strict', 'unordered'] as const

export interface Exclusion {
  event: EventPattern
  from_step: number
  to_step: number
}

export interface FunnelDraft {
  order: (typeof ORDERS)[number]
  steps: EventPattern[]
  window: Span
  exclusions: Exclusion[]
  breakdown?: Breakdown
  who?: Rule
}

export const blankFunnel = (events: readonly string[] = []): FunnelDraft => ({
  order: 'ordered',
  steps: events.length > 0 ? events.map(patternOf) : [blank(), blank()],
  window: { n: 14, unit: 'day' },
  exclusions: [],
})

const isExclusion = (value: unknown) =>
  isRecord(value) &&
  isPattern(value.event) &&
  Number.isInteger(value.from_step) &&
  Number.isInteger(value.to_step)

export const readFunnel = (text: string | undefined): FunnelDraft =>
  readAsked<FunnelDraft>(text, blankFunnel(), {
    order: isOneOf(ORDERS),
    steps: (value) =>
      Array.isArray(value) && value.length > 0 && value.length <= 10 && value.every(isPattern),
    window: isSpan,
    exclusions: (value) => Array.isArray(value) && value.every(isExclusion),
    breakdown: isBreakdown,
    who: isRule,
  })

/** Undefined while a step or another part is still to be filled in. */
export function funnelQuestion(draft: FunnelDraft, days: Days): FunnelQuestion | undefined {
  const patterns = [...draft.steps, ...draft.exclusions.map(({ event }) => event)]
  if (!patterns.every(isWhole) || !isChosen(draft.breakdown)) return undefined
  return {
    order: draft.order,
    steps: draft.steps.map(asQuestion),
    window_seconds: secondsOf(draft.window),
    date_from: days.from,
    date_to: days.to,
    exclusions: draft.exclusions.flatMap(({ event, from_step, to_step }) =>
      asQuestion(event).any_of.map((one) => ({
        ...one,
        // Steps in any order have no places between them.
        ...(draft.order === 'unordered'
          ? { from_step: 1, to_step: draft.steps.length }
          : { from_step, to_step }),
      })),
    ),
    ...(draft.breakdown && { breakdown: draft.breakdown }),
    ...(draft.who && { who: draft.who }),
  }
}

/** Steps that came and went: exclusions stay between steps that there are. */
export function withSteps(draft: FunnelDraft, steps: EventPattern[]): FunnelDraft {
  const { breakdown } = draft
  const isOfGoneStep =
    breakdown?.type === 'event' &&
    typeof breakdown.attribution === 'number' &&
    breakdown.attribution > steps.length
  return {
    ...draft,
    steps,
    exclusions: draft.exclusions.filter(({ to_step }) => to_step <= steps.length),
    ...(isOfGoneStep && { breakdown: { ...breakdown, attribution: 'first' } }),
  }
}
