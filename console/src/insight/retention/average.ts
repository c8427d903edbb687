import type { RetentionAnswer } from '../api.ts'

type Cohort = RetentionAnswer['cohorts'][number]

/** What a share is taken of: the cohort's customers, or what it spent in its own period. */
export const wholeOf = (cohort: Cohort, measure: 'customers' | 'revenue'): number =>
  measure === 'customers' ? cohort.size : (cohort.values[0] ?? 0)

/**
 * The share that came back so many periods later, of all cohorts for which that period is over: each
 * by its size.
 */
export function averages(
  cohorts: readonly Cohort[],
  measure: 'customers' | 'revenue',
): (number | null)[] {
  const longest = Math.max(0, ...cohorts.map(({ values }) => values.length))
  return Array.from({ length: longest }, (_, after) => {
    const over = cohorts.filter(({ complete }) => after < complete)
    const whole = over.reduce((sum, cohort) => sum + wholeOf(cohort, measure), 0)
    const back = over.reduce((sum, { values }) => sum + (values[after] ?? 0), 0)
    return whole > 0 ? back / whole : null
  })
}
