// The five factors as people read and type them.
import type { FigureKind } from '../figures.ts'
import type { GmvAnswer } from './api.ts'

export const FACTORS = [
  'visitors',
  'conversion_rate',
  'order_value',
  'fission_rate',
  'ltv_multiple',
] as const
export type Factor = (typeof FACTORS)[number]

export const FACTOR_KIND: Record<Factor, FigureKind> = {
  visitors: 'count',
  conversion_rate: 'share',
  order_value: 'money',
  fission_rate: 'share',
  ltv_multiple: 'number',
}

/** A factor in the unit it is typed in: yuan, points of a hundred, or as it is. */
const UNIT: Partial<Record<Factor, number>> = {
  conversion_rate: 100,
  fission_rate: 100,
  order_value: 0.01,
}
export const typed = (factor: Factor, value: number): number =>
  Number((value * (UNIT[factor] ?? 1)).toPrecision(8))
export const sent = (factor: Factor, value: number): number => value / (UNIT[factor] ?? 1)

export type Measured = GmvAnswer['total']
