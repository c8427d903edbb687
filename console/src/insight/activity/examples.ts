import type { useVocabulary } from '../../audiences/vocabulary.ts'
import type { Example } from '../AnswerPanel.tsx'
import type { Period } from '../api.ts'
import { wayOf } from '../examples.ts'
import { type ActivityDraft, blankActivity } from './draft.ts'

/** Coming, looking, buying, each by a period and with its title. */
export function activityExamples(
  { query, choices, labels }: ReturnType<typeof useVocabulary>,
  asked: readonly { title: string; period: Period }[],
): Example<ActivityDraft>[] | undefined {
  if (!query.data) return undefined
  const [first, second] = choices.events.map(({ value }) => value)
  if (first === undefined) return []
  const way = wayOf(choices.events)
  const events = [
    way.arrive ?? first,
    way.pay ?? way.order ?? second ?? first,
    // Nothing that is called otherwise is looking around.
    way.look ?? way.cart,
  ]
  return asked.flatMap(({ title, period }, at) => {
    const event = events[at]
    return event === undefined
      ? []
      : [{ title, words: labels.event(event), draft: blankActivity(period, event) }]
  })
}
