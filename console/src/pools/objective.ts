// An objective while it is typed. Pure.
import type { Objective } from './api.ts'

export const MEASURES = [
  'size',
  'reachable',
  'two_live',
  'locked_in',
  'attained',
  'orders',
  'amount_fen',
] as const satisfies readonly Objective['measure'][]

/** Money in whole units of the currency, as it is typed. */
export interface ObjectiveDraft {
  text?: string
  measure?: Objective['measure'] | null
  target?: number | null
  until?: string | null
}

export function draftOfObjective(objective: Objective | null): ObjectiveDraft {
  if (!objective) return {}
  const isMoney = objective.measure === 'amount_fen'
  return { ...objective, target: isMoney ? objective.target / 100 : objective.target }
}

/** Null when nothing is said; undefined while a part is missing. */
export function objectiveOf(draft: ObjectiveDraft | undefined): Objective | null | undefined {
  const text = draft?.text?.trim()
  const { measure, target, until } = draft ?? {}
  if (!text && !measure && !target && !until) return null
  if (!text || !measure || !target || !until) return undefined
  const isMoney = measure === 'amount_fen'
  return { text, measure, until, target: isMoney ? Math.round(target * 100) : target }
}
