import type { FunnelQuestion } from './api.ts'
import { isRecord } from './asked.ts'

export type Breakdown = NonNullable<FunnelQuestion['breakdown']>

export const isBreakdown = (value: unknown): boolean =>
  isRecord(value) &&
  ((value.type === 'audience' && Array.isArray(value.by)) ||
    ((value.type === 'event' || value.type === 'customer') && typeof value.by === 'string'))

/** There is something to tell apart by, or nothing is asked for. */
export const isChosen = (breakdown: Breakdown | undefined): boolean =>
  breakdown === undefined || breakdown.by.length > 0
