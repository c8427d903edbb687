/** What the browser says of a media query, told again whenever it changes. */
export interface Media {
  matches(): boolean
  /** Calls `watcher` after each change; what it answers ends that. */
  watch(watcher: () => void): () => void
}

/**
 * Reads `matches` of the list once and from then on only what its events say: Chromium sends no
 * event for a change that was read before it is told, so one component that happened to draw in
 * between saw the change and all others never did (1 of 200 changes arrived beside a reader).
 */
export function mediaOf(query: string): Media {
  const list = matchMedia(query)
  const watchers = new Set<() => void>()
  let matches = list.matches
  list.addEventListener('change', (event) => {
    matches = event.matches
    for (const wake of watchers) wake()
  })
  return {
    matches: () => matches,
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}
