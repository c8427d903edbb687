// How a figure is said: in whose language, in which currency, under which names.

import type { Unit } from '../metric/metric.ts'
import type { QuestionPattern } from '../question/pattern.ts'
import { figureText } from '../watch/words.ts'
import type { Called } from './called.ts'
import type { Tongue } from './told.ts'

export interface Saying {
  tongue: Tongue
  currency: string
  /** What the brand calls an event. */
  event: (name: string) => string
  /** What a value of a property is called. */
  value: Called
}
/** What is asked and answered has been read with the analysis' own schemas. */
export type Tell<T> = (answer: object, question: object, say: Saying) => T

export const telling =
  <T, Answer, Question = unknown>(
    tell: (answer: Answer, question: Question, say: Saying) => T,
  ): Tell<T> =>
  (answer, question, say) =>
    tell(answer as Answer, question as Question, say)

export const in2 = ({ tongue }: Pick<Saying, 'tongue'>, zh: string, en: string) =>
  tongue === 'en' ? en : zh
export const write = (say: Saying, value: number | null, unit: Unit = 'count') =>
  figureText(value, unit, say.currency, say.tongue)

export const named = (pattern: QuestionPattern, say: Saying) =>
  pattern.any_of.map(({ event }) => say.event(event)).join(in2(say, ' 或 ', ' or '))

const STEPS = [
  [86_400, '天', 'day'],
  [3_600, '小时', 'hour'],
  [60, '分钟', 'minute'],
  [1, '秒', 'second'],
] as const

/** How long, in the largest unit of which there is at least one. */
export function duration(say: Saying, seconds: number | null): string {
  if (seconds === null) return '—'
  const [size, zh, en] = STEPS.find(([least]) => seconds >= least) ?? STEPS[3]
  const n = seconds / size
  const shown = n < 10 && size > 1 ? Math.round(n * 10) / 10 : Math.round(n)
  return in2(say, `${shown} ${zh}`, `${shown} ${en}${shown === 1 ? '' : 's'}`)
}

/** The one with the most, none where all are empty. */
export const largest = <T>(all: readonly T[], of: (one: T) => number): T | undefined =>
  all.reduce<T | undefined>(
    (best, one) => (of(one) > (best === undefined ? 0 : of(best)) ? one : best),
    undefined,
  )
