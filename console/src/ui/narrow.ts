import { useSyncExternalStore } from 'react'

function query(media: string) {
  const list = matchMedia(media)
  const watch = (watcher: () => void) => {
    list.addEventListener('change', watcher)
    return () => list.removeEventListener('change', watcher)
  }
  return () => useSyncExternalStore(watch, () => list.matches)
}

/** A phone: no room for the columns of a table. */
export const useIsPhone = query('(max-width: 640px)')

/** No room for a column beside the page's own. */
export const useIsNarrow = query('(max-width: 900px)')

/** A large screen: lists can say more in a row. */
export const useIsWide = query('(min-width: 1600px)')
