import { useCallback, useRef, useState, useSyncExternalStore } from 'react'
import { mediaOf } from './media.ts'

function query(media: string) {
  const { watch, matches } = mediaOf(media)
  return () => useSyncExternalStore(watch, matches)
}

/** A phone: no room for the columns of a table. */
export const useIsPhone = query('(max-width: 640px)')

/** No room for a column beside the page's own. */
export const useIsNarrow = query('(max-width: 900px)')

/** A large screen: lists can say more in a row. */
export const useIsWide = query('(min-width: 1600px)')

/** How wide an element is drawn, to fit what stands in it. */
export function useWidth(): [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(0)
  const watching = useRef<ResizeObserver | null>(null)
  const place = useCallback((element: HTMLElement | null) => {
    watching.current?.disconnect()
    watching.current = null
    if (!element) return
    setWidth(element.clientWidth)
    const watch = new ResizeObserver(([seen]) => {
      if (seen) setWidth(Math.round(seen.contentRect.width))
    })
    watch.observe(element)
    watching.current = watch
  }, [])
  return [place, width]
}
