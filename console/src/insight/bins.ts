// Bins as they are asked for and as they are called.
import { useTexts } from '../i18n/texts.ts'
import type { DistributionAnswer, DistributionQuestion } from './api.ts'
import { isOneOf } from './asked.ts'

export type Bin = DistributionAnswer['bins'][number]
export const CUTS = ['even', 'quantile', 'own'] as const
export const MOST_BINS = 50

export interface Cut {
  cut: (typeof CUTS)[number]
  count: number
  /** As they are typed: 1, 3, 10. */
  edges: string
}
export const blankCut: Cut = { cut: 'even', count: 10, edges: '' }

export const cutChecks = {
  cut: isOneOf(CUTS),
  count: (value: unknown) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_BINS,
  edges: (value: unknown) => typeof value === 'string',
}

export const edgesIn = (text: string): number[] =>
  text
    .split(/[,，;；、\s]+/)
    .filter(Boolean)
    .map(Number)

/** Undefined while the edges are no rising numbers. */
export function binsOf(
  { cut, count, edges }: Cut,
  scale = 1,
): DistributionQuestion['bins'] | undefined {
  if (cut !== 'own') return { kind: cut, count }
  const numbers = edgesIn(edges)
  const isRising = numbers.every(
    (edge, i) => Number.isFinite(edge) && (i === 0 || edge > (numbers[i - 1] as number)),
  )
  if (!isRising || numbers.length === 0) return undefined
  return { kind: 'own', edges: numbers.map((edge) => edge * scale) }
}

/** What a bin is called: 3, 1 – 4, under 2, 10 and more. Time has no last moment before the next. */
export function useBinName(
  write: (value: number) => string,
  isTime = false,
): (bin: Bin, isLast: boolean) => string {
  const t = useTexts()
  return ({ from, to }, isLast) => {
    if (from === null && to === null) return t('bins.all')
    if (from === null) return t('bins.under', { to: write(to ?? 0) })
    if (to === null) return t('bins.from', { from: write(from) })
    if (from === to) return write(from)
    const isWhole = !isTime && Number.isInteger(from) && Number.isInteger(to)
    // Of whole numbers the last of a bin is said, not where the next begins.
    if (isWhole && !isLast && to - from === 1) return write(from)
    return `${write(from)} – ${write(isWhole && !isLast ? to - 1 : to)}`
  }
}
