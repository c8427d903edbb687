// The SDK of pages: everything automatic, and what the page's own code says. Nothing of it ever
// throws into the page.
import { freshId, type Properties, withoutSecrets } from '../../core/event.ts'
import { SHARE_PARAMETER, shareText } from '../../core/share.ts'
import { createTracker, type PageNow, type Tracker } from '../../core/tracker.ts'
import { type Finish, watchClicks, watchForms, watchScroll, watchShown } from './automatic.ts'
import { pageNow, watchAddress } from './pages.ts'
import { send } from './send.ts'
import { local, openBacklog, openJar } from './storage.ts'
import { watchTiming } from './timing.ts'
import type { Automatic, Methods, Options } from './types.ts'

/** A browser gives a whole site 5 million characters. */
const ROOM = 512 * 1024

/** What the tracker does, whatever the platform. */
const PASSED_ON = [
  'track',
  'identify',
  'setAttributes',
  'setCommon',
  'consent',
  'reset',
  'visitorId',
  'flush',
] as const

function newId(): string {
  const bits = crypto.getRandomValues(new Uint32Array(24))
  let i = 0
  return freshId(() => (bits[i++] ?? 0) / 2 ** 32)
}

/** `origin` is where the script came from. */
export function createClient(origin: string): Methods {
  let options: Options | undefined
  let tracker: Tracker | undefined
  let page: PageNow
  let isWatching = false
  const finishes: Finish[] = []
  const links: Record<string, string> = {}

  function safe<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R | undefined {
    return (...args) => {
      try {
        return work(...args)
      } catch (error) {
        if (options?.debug) console.warn('[homefield]', error)
        return undefined
      }
    }
  }

  const tell = (name: string, properties?: Properties) => tracker?.report(name, properties)

  const finish = (isOver: boolean) => {
    for (const tellRest of finishes) safe(tellRest)(isOver)
  }

  function arrive(): void {
    const { hash, search } = location
    if (!(search + hash).includes('=')) return
    const inHash = new URLSearchParams(hash.split('?')[1] ?? '')
    const inSearch = new URLSearchParams(search)
    tracker?.arrive((name) => inSearch.get(name) ?? inHash.get(name))
  }

  function turnPage(): void {
    finish(true)
    page = pageNow(page.url)
    arrive()
    tell('page_viewed')
  }

  const is = (name: keyof Automatic) => {
    const auto = options?.auto ?? true
    return typeof auto === 'object' ? auto[name] !== false : auto
  }

  /** Once a page, however often consent comes and goes. */
  function watch(): void {
    if (isWatching) return
    isWatching = true
    const report = safe(tell)
    if (is('pages')) {
      // The title stands in the page by now.
      page = pageNow(document.referrer)
      tell('page_viewed')
      watchAddress(safe(turnPage))
    }
    if (is('clicks')) watchClicks(report)
    if (is('forms')) watchForms(report)
    if (is('scroll')) finishes.push(watchScroll(report))
    if (is('shown')) finishes.push(watchShown(report))
    if (is('performance')) finishes.push(watchTiming(report))
    const leave = safe((isOver: boolean) => {
      finish(isOver)
      tracker?.leave()
    })
    document.addEventListener('visibilitychange', () => document.hidden && leave(false))
    addEventListener('pagehide', () => leave(true))
    // Taken back out of the browser's cache: seen again, without having been loaded.
    addEventListener('pageshow', (event) => event.persisted && is('pages') && safe(turnPage)())
    addEventListener('online', () => tracker?.retryNow())
  }

  function onStart(): void {
    arrive()
    if (isWatching && is('pages')) tell('page_viewed')
    if (document.readyState !== 'loading') watch()
    else document.addEventListener('DOMContentLoaded', safe(watch))
  }

  const methods = Object.fromEntries(
    PASSED_ON.map((name) => [
      name,
      safe((...said: unknown[]) => (tracker?.[name] as (...said: unknown[]) => unknown)?.(...said)),
    ]),
  ) as unknown as Pick<Methods, (typeof PASSED_ON)[number]>

  return {
    init: safe((given: Options) => {
      if (tracker) return
      options = given
      page = pageNow(document.referrer)
      const made = createTracker(
        { ...given, server: given.server ?? origin },
        {
          name: 'web',
          jar: openJar(given.acrossSubdomains !== false),
          shelf: local,
          openBacklog,
          room: ROOM,
          newId,
          send,
          page: () => page,
          onStart,
        },
      )
      tracker = made
      if (!made.mayStart()) return
      // A page that the browser loads ahead of time is seen by nobody yet.
      if ((document as { prerendering?: boolean }).prerendering)
        document.addEventListener('prerenderingchange', safe(made.start), { once: true })
      else made.start()
    }),
    ...methods,
    page: safe((properties) => tell('page_viewed', properties)),
    shareLink: (url = location.href, method) =>
      safe(() => {
        const address = new URL(url, location.href)
        const plain = address.href
        const made = links[plain]
        if (made) return made
        const share = tracker?.share(withoutSecrets(plain), method)
        if (!share) return
        address.searchParams.set(SHARE_PARAMETER, shareText(share))
        links[plain] = address.href
        return address.href
      })() ?? url,
  }
}
