import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { before, type Days, type Preset, readDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf, spanOfDays } from '../format/time.ts'

const app = getRouteApi('/app')

interface LookedAt {
  days: Days
  /** As many days before, for comparison. */
  previous: Days
  /** The instants at which they begin and end in the brand's zone. */
  from: string
  to: string
  today: string
}

/**
 * The days that the reader chose in the header; they follow from page to page in the address. The
 * header shows the choice while a page asks for it, so that it never seems to rule a page it does
 * not: one whose figures are of now says so by `isRuled`. `otherwise` holds until somebody chooses.
 */
export function useDays(otherwise: Preset = 'last_14', isRuled = true): LookedAt {
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  const chosen = app.useSearch({ select: (search) => search.days })
  useEffect(() => (isRuled ? ask(otherwise) : undefined), [otherwise, isRuled])
  return useMemo(() => {
    const days = readDays(chosen, today, otherwise)
    const { from = '', to = '' } = spanOfDays(days.from, days.to, timeZone)
    return { days, previous: before(days), from, to, today }
  }, [chosen, today, otherwise, timeZone])
}

/** What the pages in view begin with; the header reads it. */
const asking: Preset[] = []
const watchers = new Set<() => void>()

function ask(otherwise: Preset): () => void {
  asking.push(otherwise)
  for (const wake of watchers) wake()
  return () => {
    asking.splice(asking.indexOf(otherwise), 1)
    for (const wake of watchers) wake()
  }
}

/** The choice of the page in view when nobody chose, or undefined when no page looks at days. */
export function useAskedDays(): Preset | undefined {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => asking.at(-1),
  )
}
