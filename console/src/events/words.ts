import { useQuery } from '@tanstack/react-query'
import { useKnownText, useLanguage } from '../i18n/texts.ts'
import { eventLabelsQuery } from '../tracking/api.ts'
import type { EventEnvelope } from './api.ts'

interface Labelled {
  label: string
  label_en: string
}

/** The plan's words in the reader's language, else in the other one. */
const planned = ({ label, label_en }: Labelled, language: string) =>
  language === 'en' ? label_en || label : label || label_en

/** What an event is called: in the brand's own words, else as operators call a well-known one. */
export function useEventTitle(): (name: string) => string | undefined {
  const known = useKnownText()
  const language = useLanguage()
  const labels = useQuery(eventLabelsQuery)
  return (name) => {
    const one = labels.data?.get(name)
    return (one && planned(one, language)) || known(`event_name.${name}`)
  }
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
