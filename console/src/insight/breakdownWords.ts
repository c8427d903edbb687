import { useBuilding } from '../audiences/building.tsx'
import { codePlaces, FIELD } from '../audiences/say.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Breakdown } from './breakdown.ts'

/** What a value of a breakdown is called. */
export function useValueName(
  breakdown: Pick<Breakdown, 'type' | 'by'> | undefined,
): (value: string | null) => string {
  const t = useTexts()
  const { labels } = useBuilding().sayer
  const places: Record<string, (value: string) => string> = {
    [`${FIELD}store_id`]: labels.store,
    [`${FIELD}staff_id`]: labels.guide,
    [`${FIELD}platform`]: labels.platform,
    ...codePlaces(labels),
  }
  return (value) => {
    if (value === null) return t('insight.no_value')
    if (breakdown?.type === 'audience') return labels.audience(value)
    if (breakdown?.type === 'customer') return labels.attributeValue(String(breakdown.by), value)
    if (breakdown?.type === 'event') return places[String(breakdown.by)]?.(value) ?? value
    return value
  }
}
