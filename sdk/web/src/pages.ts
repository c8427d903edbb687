// The page that is open: the one loaded, or what a single-page site shows under another address.
import { withoutSecrets } from '../../core/event.ts'
import { pageKey } from '../../core/page-key.ts'
import type { PageNow } from '../../core/tracker.ts'

const MOST = 2048

/** `#/goods/1` is a page of its own, `#reviews` a place on one. */
const routeOf = (hash: string) => (hash.startsWith('#/') || hash.startsWith('#!/') ? hash : '')

const pathOf = () => location.pathname + (routeOf(location.hash).split('?')[0] ?? '')

export function pageNow(referrer: string): PageNow {
  const path = pathOf()
  return {
    url: withoutSecrets(location.href).slice(0, MOST),
    path: path.slice(0, MOST),
    title: document.title.slice(0, 255),
    referrer: withoutSecrets(referrer).slice(0, MOST),
    key: pageKey(path).slice(0, 255),
  }
}

/** Calls `change` when another page is shown without a load. */
export function watchAddress(change: () => void): void {
  const address = () => [pathOf(), location.search + routeOf(location.hash)] as const
  let at = address()
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (isReplaced: boolean) => {
    const before = at
    at = address()
    if (at[0] === before[0] && (isReplaced || at[1] === before[1])) return
    clearTimeout(timer)
    // The site sets its title after the address.
    timer = setTimeout(change)
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args)
      look(name === 'replaceState')
    }
  }
  addEventListener('popstate', () => look(false))
  addEventListener('hashchange', () => look(false))
}
