// The SDK itself: what the page says and what is seen by itself becomes events in the queue.
import {
  type Identifier,
  type Identifiers,
  identifierList,
  type Properties,
  splitLinks,
  withoutSecrets,
} from '../../core/event.ts'
import { createQueue, type Entry, MAX_CHARS, type Queue } from '../../core/queue.ts'
import { nextShare, SHARE_PARAMETER, type Share, shareText } from '../../core/share.ts'
import { type Finish, watchClicks, watchForms, watchScroll, watchShown } from './automatic.ts'
import { type PageNow, pageNow, watchAddress } from './pages.ts'
import { send } from './send.ts'
import { type Jar, local, openBacklog, openJar } from './storage.ts'
import { watchTiming } from './timing.ts'
import type { Automatic, Methods, Options } from './types.ts'
import { newId, openVisitor } from './visit.ts'

const CONSENT = 'hf_c'
/** Local storage is the one place of which other tabs hear. */
const WITHDRAWN = 'hf_off'
/** Two years: longer than browsers keep a cookie that a script set. */
const LONG = 730 * 86_400

/** `origin` is where the script came from. No method ever throws into the page. */
export function createClient(origin: string): Methods {
  let options: Options | undefined
  let jar: Jar
  let visitor: ReturnType<typeof openVisitor>
  let queue: Queue | undefined
  let common: Properties = {}
  let page: PageNow
  let known: [Identifier[], Properties | undefined] | undefined
  let isWatching = false
  const finishes: Finish[] = []
  const links: Record<string, string> = {}

  const warn = (text: string) => {
    if (options?.debug) console.warn(`[homefield] ${text}`)
  }

  function isOn(what: string): boolean {
    if (!queue) warn(`${what}: nothing is tracked without init and consent`)
    return queue !== undefined
  }

  function push(to: Entry['to'], item: Properties & { id: string }, keep = false): void {
    const body = JSON.stringify(item)
    if (body.length > MAX_CHARS) warn(`An event of ${body.length} characters is too large`)
    else queue?.push({ id: item.id, to, at: Date.now(), keep, body })
  }

  interface More {
    identifiers?: Identifier[]
    attributes?: Properties | undefined
    share?: Share
  }

  function record(name: string, properties: Properties = {}, more: More = {}): void {
    if (!isOn(name)) return
    const { id, utm, links: brought, share } = visitor.touch()
    const said = splitLinks({ ...common, ...properties })
    const { key: _key, ...shown } = page
    push(
      'events',
      {
        id: newId(),
        name,
        at: Date.now(),
        identifiers: visitor.identifiers(more.identifiers),
        platform: 'web',
        session_id: id,
        page: shown,
        utm,
        share: more.share ?? share,
        ...brought,
        ...said.links,
        properties: said.properties,
        attributes: more.attributes,
      },
      name === 'identify' || name === 'page_shared',
    )
  }

  const report = (name: string, properties: Properties) =>
    record(name, { ...properties, page_key: page.key })

  const finish = (isOver: boolean) => {
    for (const tell of finishes) safe(tell)(isOver)
  }

  function view(properties?: Properties): void {
    report('page_viewed', properties ?? {})
  }

  function turnPage(): void {
    finish(true)
    const before = page.url
    page = pageNow(before)
    visitor.arrive(new URL(location.href))
    view()
  }

  const is = (name: keyof Automatic) => {
    const auto = options?.auto ?? true
    return typeof auto === 'object' ? auto[name] !== false : auto
  }

  /** Once a page, however often consent comes and goes. */
  function watch(): void {
    if (isWatching) return
    isWatching = true
    const tell = safe((name: string, properties: Properties) => {
      if (queue) report(name, properties)
    })
    if (is('pages')) {
      view()
      watchAddress(safe(turnPage))
    }
    if (is('clicks')) watchClicks(tell)
    if (is('forms')) watchForms(tell)
    if (is('scroll')) finishes.push(watchScroll(tell))
    if (is('shown')) finishes.push(watchShown(tell))
    if (is('performance')) finishes.push(watchTiming(tell))
    const leave = safe((isOver: boolean) => {
      finish(isOver)
      queue?.flush(true)
    })
    document.addEventListener('visibilitychange', () => document.hidden && leave(false))
    addEventListener('pagehide', () => leave(true))
    // Taken back out of the browser's cache: seen again, without having been loaded.
    addEventListener('pageshow', (event) => event.persisted && is('pages') && safe(turnPage)())
    addEventListener('online', () => queue?.retryNow())
    addEventListener('storage', ({ key }) => key === WITHDRAWN && safe(stop)())
  }

  function start(): void {
    if (queue || !options) return
    visitor.open()
    visitor.arrive(new URL(location.href))
    const server = (options.server ?? origin).replace(/\/+$/, '')
    queue = createQueue({
      backlog: openBacklog(`hf.${options.writeKey.slice(-8)}.`),
      send: (to, body, leaving) => send(server, to, body, leaving),
      writeKey: options.writeKey,
      flushAfterMs: options.flushAfterMs ?? 2000,
      warn,
      onDropped: (count) => record('events_dropped', { count }),
    })
    page = pageNow(document.referrer)
    if (known) tellWho(...known)
    known = undefined
    if (isWatching && is('pages')) view()
    if (document.readyState !== 'loading') watch()
    else document.addEventListener('DOMContentLoaded', safe(watch))
  }

  function stop(): void {
    queue?.close()
    queue = undefined
    visitor.forget()
  }

  function tellWho(identifiers: Identifier[], attributes: Properties | undefined): void {
    if (visitor.isSomebodyElse(identifiers)) visitor.renew()
    visitor.remember(identifiers)
    record('identify', {}, { identifiers, attributes })
  }

  return {
    init: safe((given: Options) => {
      if (options) return
      options = { ...given }
      common = { ...given.common }
      jar = openJar(given.acrossSubdomains !== false)
      visitor = openVisitor(jar)
      const said = jar.get(CONSENT)
      if (said !== '1' && (said === '0' || given.consent === 'ask')) return
      // A page that the browser loads ahead of time is seen by nobody yet.
      if ('prerendering' in document && document.prerendering)
        document.addEventListener('prerenderingchange', safe(start), { once: true })
      else start()
    }),
    track: safe((name: string, properties?: Properties) => record(name, properties)),
    page: safe((properties?: Properties) => view(properties)),
    identify: safe((who: string | Identifiers, attributes?: Properties) => {
      const identifiers = identifierList(typeof who === 'object' ? who : { member_id: who })
      if (identifiers.length === 0) return warn('identify needs a member id or identifiers')
      if (queue) tellWho(identifiers, attributes)
      else known = [identifiers, attributes]
    }),
    setAttributes: safe((attributes: Properties) =>
      push(
        'customers',
        { id: newId(), at: Date.now(), identifiers: visitor.identifiers(), attributes },
        true,
      ),
    ),
    setCommon: safe((fields: Properties) => {
      for (const name of Object.keys(fields))
        if (fields[name] === null) delete common[name]
        else common[name] = fields[name]
    }),
    shareLink: (url = location.href, method) =>
      safe(() => {
        if (!queue) return
        const address = new URL(url, location.href)
        const made = links[address.href]
        if (made) return made
        const arrivedBy = visitor.touch().share
        const share = nextShare(arrivedBy, newId(), method)
        const plain = address.href
        address.searchParams.set(SHARE_PARAMETER, shareText(share))
        visitor.rememberShare(share.id)
        record(
          'page_shared',
          { page_key: page.key, shared_url: withoutSecrets(plain), parent_share_id: arrivedBy?.id },
          { share },
        )
        links[plain] = address.href
        return address.href
      })() ?? url,
    consent: safe((given: boolean) => {
      jar.put(CONSENT, given ? '1' : '0', LONG)
      if (given) return start()
      stop()
      local.set(WITHDRAWN, '1')
      local.remove(WITHDRAWN)
    }),
    reset: safe(() => {
      if (!queue) return
      visitor.renew()
      common = { ...options?.common }
    }),
    visitorId: () => visitor?.id() || undefined,
    flush: safe(() => queue?.flush()),
  }

  function safe<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R | undefined {
    return (...args) => {
      try {
        return work(...args)
      } catch (error) {
        warn(String(error))
        return undefined
      }
    }
  }
}
