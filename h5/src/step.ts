// Which questions of a form stand on the screen. Pure.
import type { Question } from './forms.ts'

export const PHONE = 'phone'
const A_STEP = 2

/** One or two at a time; the phone alone, since a code has to come. `redo`: what she wants to say anew. */
export function stepOf(questions: readonly Question[], redo: string | undefined): Question[] {
  const again = questions.find(({ attribute }) => attribute === redo)
  if (again) return [again]
  const left = questions.filter(({ is_answered }) => !is_answered)
  const first = left[0]
  if (!first || first.attribute === PHONE) return first ? [first] : []
  const phone = left.findIndex(({ attribute }) => attribute === PHONE)
  return left.slice(0, Math.min(A_STEP, phone < 0 ? A_STEP : phone))
}
