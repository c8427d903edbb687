// What a sentence and a table of the same answer share.

import type { Unit } from '../metric/metric.ts'
import type { RetentionAnswer } from '../retention/shape.ts'
import type { TrendsAnswer, TrendsQuestion } from '../trends/shape.ts'
import { OF_CUSTOMER } from './called.ts'
import { in2, named, type Saying } from './saying.ts'

export function unitOfSeries(question: TrendsQuestion, of: number): Unit {
  const measure = question.series[of]?.measure
  if (measure === undefined) return 'ratio'
  if ('property' in measure && measure.kind !== 'distinct')
    return measure.property === 'event.revenue_fen' ? 'fen' : 'ratio'
  return measure.kind === 'per_customer' ? 'ratio' : 'count'
}

export const lineNames =
  (question: TrendsQuestion, say: Saying) =>
  ({ of, name, value, is_other }: TrendsAnswer['series'][number]): string => {
    const series = question.series[of]
    const whole = series && !series.name ? named(series.of, say) : name
    if (is_other) return `${whole} · ${in2(say, '其他', 'other')}`
    if (!question.breakdown) return whole
    const { type, by } = question.breakdown
    const called = value && say.value(`${type === 'customer' ? OF_CUSTOMER : ''}${by}`, value)
    return `${whole} · ${called || in2(say, '无', 'none')}`
  }

/** Of the cohorts that have had so many periods, weighed by their size. */
export function retainedAfter(cohorts: RetentionAnswer['cohorts'], after: number): number | null {
  const over = cohorts.filter(({ complete }) => complete > after)
  const size = over.reduce((sum, { values }) => sum + (values[0] ?? 0), 0)
  return size > 0 ? over.reduce((sum, { values }) => sum + (values[after] ?? 0), 0) / size : null
}
