import { useQuery } from '@tanstack/react-query'
import { useKnownText } from '../i18n/texts.ts'
import { purposesQuery } from './api.ts'

/** A purpose as the brand calls it, else as everybody does. */
export function usePurposeName(): (purpose: string) => string {
  const known = useKnownText()
  const purposes = useQuery(purposesQuery)
  return (purpose) =>
    purposes.data?.items.find((p) => p.purpose === purpose)?.name ||
    (known(`consent_purpose.${purpose}`) ?? purpose)
}

/** A channel as operators call it; one that only the API knows as it is. */
export function useChannelName(): (channel: string) => string {
  const known = useKnownText()
  return (channel) => known(`channel.${channel}`) ?? channel
}
