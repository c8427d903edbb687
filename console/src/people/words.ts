import { useQuery } from '@tanstack/react-query'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { purposesQuery } from './api.ts'

/** A purpose as the brand calls it, else as everybody does. */
export function usePurposeName(): (purpose: string) => string {
  const known = useKnownText()
  const purposes = useQuery(purposesQuery)
  return (purpose) =>
    purposes.data?.items.find((p) => p.purpose === purpose)?.name ||
    (known(`consent_purpose.${purpose}`) ?? purpose)
}

/** Where a word came from: an operator, an import, or what the sender is called. */
export function useSourceName(): (source: string) => string {
  const t = useTexts()
  const known = useKnownText()
  return (source) => {
    if (source === 'console') return t('people.by_hand')
    const kind = source.startsWith('import:') ? 'import' : source
    return known(`platform.${kind}`) ?? source
  }
}
