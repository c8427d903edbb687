import { useKnownText } from '../i18n/texts.ts'
import type { EventEnvelope } from './api.ts'

/** What a well-known event is called by operators; undefined for a brand's own names. */
export function useEventTitle(): (name: string) => string | undefined {
  const known = useKnownText()
  return (name) => known(`event_name.${name}`)
}

const subjects = [
  'title',
  '$title',
  'product_name',
  'name',
  'keyword',
  'search',
  '$element_content',
]

/** The words that tell one such event from another: the page, the product. */
export function subjectOf(event: EventEnvelope): string | undefined {
  if (event.page_title) return event.page_title
  for (const subject of subjects) {
    const value = event.props[subject]
    if (typeof value === 'string' && value !== '') return value
  }
  return event.page_path ?? event.page_url ?? undefined
}
