// The page that is open: the one loaded, or what a single-page site shows under another address.
import { withoutSecrets } from '../../core/event.ts'
import { pageKey } from '../../core/page-key.ts'
import type { PageNow } from '../../core/tracker.ts'

const MOST = 2048

/** `#/goods/1` is a page of its own, `#reviews` a place on one. */
const routeOf = (hash: string) => (/^#!?\//.test(hash) ? hash : '')

export function pageNow(referrer: string): PageNow {
  const { href, pathname, hash } = location
  const path = pathname + (routeOf(hash).split('?')[0] ?? '')
  return {
    url: withoutSecrets(href).slice(0, MOST),
    path: path.slice(0, MOST),
    title: document.title.slice(0, 255),
    referrer: withoutSecrets(referrer).slice(0, MOST),
    key: pageKey(path).slice(0, 255),
  }
}

/** Calls `change` when another page is shown without a load. */
export function watchAddress(change: () => void): void {
  const place = () => location.pathname + routeOf(location.hash).split('?')[0]
  const whole = () => location.pathname + location.search + routeOf(location.hash)
  let at = place()
  let wholeAt = whole()
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (isReplaced: boolean) => {
    const isOther = isReplaced ? place() !== at : whole() !== wholeAt
    at = place()
    wholeAt = whole()
    if (!isOther) return
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
