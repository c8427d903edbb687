import { isOneOf, isRecord, readAsked } from '../asked.ts'
import { FACTORS, type Factor } from './factors.ts'

export const SCOPES = ['brand', 'store', 'channel', 'pool'] as const
export interface ScopeDraft {
  scope: (typeof SCOPES)[number]
  scope_value: string
}
export interface GoalsDraft extends ScopeDraft {
  /** Left out: the one it is. */
  year?: number
}
export interface PlannerDraft extends ScopeDraft {
  /** Left out: the end of the year. */
  until?: string
  /** Yuan, as it is typed. */
  gmv?: number
  customers?: number
  basis: number
  /** In the units in which they are typed. */
  set: Partial<Record<Factor, number>>
  solve?: Factor
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && value >= 0
const isText = (value: unknown) => typeof value === 'string'
const scopes = { scope: isOneOf(SCOPES), scope_value: isText }

export const readGoals = (text: string | undefined): GoalsDraft =>
  readAsked<GoalsDraft>(
    text,
    { scope: 'brand', scope_value: '' },
    {
      ...scopes,
      year: (value) => Number.isInteger(value) && Number(value) >= 2000 && Number(value) <= 2100,
    },
  )

export const readPlanner = (text: string | undefined): PlannerDraft =>
  readAsked<PlannerDraft>(
    text,
    { scope: 'brand', scope_value: '', basis: 90, set: {} },
    {
      ...scopes,
      until: isText,
      gmv: isNumber,
      customers: isNumber,
      basis: (value) => isNumber(value) && value >= 7 && value <= 366,
      set: (value) =>
        isRecord(value) &&
        Object.entries(value).every(
          ([name, one]) => FACTORS.some((factor) => factor === name) && isNumber(one),
        ),
      solve: isOneOf(FACTORS),
    },
  )

/** Whether the part of the brand is named that the goal is of. */
export const isNamed = ({ scope, scope_value }: ScopeDraft): boolean =>
  scope === 'brand' || scope_value !== ''
