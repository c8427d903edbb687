// What is the same on every platform: consent, who it is, and events on their way into the queue.
import {
  type Identifier,
  type Identifiers,
  identifierList,
  type Properties,
  splitLinks,
} from './event.ts'
import {
  type Answer,
  type Backlog,
  createQueue,
  type Entry,
  MAX_CHARS,
  type Queue,
} from './queue.ts'
import { nextShare, type Share } from './share.ts'
import { VERSION } from './version.ts'
import { type Jar, openVisitor, type Shelf, type Visitor } from './visitor.ts'

export interface Options {
  /** A key of the kind `client`. */
  writeKey: string
  /** Address of Homefield. */
  server?: string
  /** `ask`: nothing is stored or sent before `consent(true)`. */
  consent?: 'given' | 'ask'
  /** Put on every event: links such as `store_id`, and properties. */
  common?: Properties
  /** How long events wait for company, in ms. */
  flushAfterMs?: number
  /** Says in the console what was not done and why. */
  debug?: boolean
}

/** What somebody was asked, for the consent ledger. */
export interface Asked {
  /** `tracking`, which switches the SDK, when absent; others are only passed on. */
  purpose?: string
  /** `sms`, `wecom` …; all of them when absent. */
  channel?: string
  /** Version of the text she read. */
  version?: string
  /** Which banner or form. */
  form?: string
}

/** What a site's or a mini-program's code can say, whatever the platform. */
export interface Methods {
  track(name: string, properties?: Properties): void
  /** Who this is: a member id, or several identifiers such as `{ member_id, phone, unionid }`. */
  identify(who: string | Identifiers, attributes?: Properties): void
  setAttributes(attributes: Properties): void
  /** Put on every event from now on; null takes one away. */
  setCommon(fields: Properties): void
  /** She said yes or no. Call it when she does. */
  consent(given: boolean, asked?: Asked): void
  /** Somebody signed out: the next visitor is another one. */
  reset(): void
  /** The visitor's id; undefined while nothing may be stored. */
  visitorId(): string | undefined
  flush(): void
}

export interface PageNow {
  url: string
  path: string
  title?: string
  referrer: string
  key: string
}

export interface Platform {
  name: 'web' | 'mini_program'
  jar: Jar
  shelf: Shelf
  /** `isNew`: nobody can have left anything there. */
  openBacklog(prefix: string, isNew: boolean): Backlog
  /** Characters of what waits for which there is room in storage. */
  room: number
  newId(): string
  send(server: string, to: Entry['to'], body: string, leaving: boolean): Promise<Answer>
  /** The open page; undefined before the first. */
  page(): PageNow | undefined
  /** The full name of a namespace that this platform shortens. */
  namespace?(short: string): string
  /** Consent is there, for the first time or again. */
  onStart(): void
}

interface More {
  identifiers?: Identifier[]
  attributes?: Properties | undefined
  share?: Share
}

/** `0`: no. `1`, and the version of the text: yes. */
const CONSENT = 'hf_c'
/** Longer than browsers keep a cookie that a script set. */
const LONG = 730 * 86_400

export type Tracker = ReturnType<typeof createTracker>

export function createTracker(options: Options, platform: Platform) {
  const visitor: Visitor = openVisitor(platform.jar, platform.shelf, platform.newId)
  let server = options.server ?? ''
  while (server.endsWith('/')) server = server.slice(0, -1)
  let queue: Queue | undefined
  let common = { ...options.common }
  let known: [Identifier[], Properties | undefined] | undefined

  function warn(text: string): void {
    if (options.debug) console.warn(`[homefield] ${text}`)
  }

  function push(to: Entry['to'], item: Properties, keep: boolean): void {
    const id = platform.newId()
    const body = JSON.stringify({ id, at: Date.now(), ...item })
    if (body.length > MAX_CHARS) warn(`too large: ${body.length}`)
    else queue?.push({ id, to, at: Date.now(), keep, body })
  }

  function record(name: string, properties: Properties = {}, more: More = {}): void {
    if (!queue) {
      warn(`${name}: no consent`)
      return
    }
    const visit = visitor.touch()
    const said = splitLinks({ ...visit.came, ...common, ...properties })
    const { key, ...page } = platform.page() ?? {}
    push(
      'events',
      {
        name,
        identifiers: visitor.identifiers(more.identifiers),
        platform: platform.name,
        session_id: visit.id,
        page,
        utm: visit.utm,
        share: more.share ?? visit.share,
        ...visit.links,
        ...said.links,
        properties: said.properties,
        attributes: more.attributes,
      },
      name === 'identify' || name === 'page_shared',
    )
  }

  const wasRefused = () => platform.jar.get(CONSENT) === '0'

  function start(): void {
    if (queue) return
    queue = openQueue(visitor.open())
    platform.onStart()
    if (known) tellWho(...known)
    known = undefined
  }

  function openQueue(isNew: boolean): Queue {
    return createQueue({
      backlog: platform.openBacklog(`hf.${options.writeKey.slice(-8)}.`, isNew),
      send(to, body, leaving) {
        if (!queue || !wasRefused()) return platform.send(server, to, body, leaving)
        // In another tab, which clears what is stored.
        stop(true)
        return Promise.resolve({ status: 0 })
      },
      room: platform.room,
      writeKey: options.writeKey,
      flushAfterMs: options.flushAfterMs ?? 2000,
      warn,
      onDropped: (count) => record('events_dropped', { count }),
    })
  }

  function stop(keepsStored = false): void {
    queue?.close(keepsStored)
    queue = undefined
    visitor.forget()
  }

  function tellWho(identifiers: Identifier[], attributes: Properties | undefined): void {
    if (visitor.isSomebodyElse(identifiers)) visitor.renew()
    visitor.remember(identifiers)
    record('identify', {}, { identifiers, attributes })
  }

  return {
    warn,
    record,
    /** False: somebody refused, or nobody was asked yet. */
    mayStart(): boolean {
      const said = platform.jar.get(CONSENT)
      // All that can wait is the no itself, which the server has not heard yet.
      if (said === '0') openQueue(false)
      return said ? said !== '0' : options.consent !== 'ask'
    },
    wasRefused,
    start,
    stop,
    /** Of the page that is open, as everything automatic is; without consent nothing, without a word. */
    report(name: string, properties: Properties = {}): void {
      if (queue) record(name, { ...properties, page_key: platform.page()?.key })
    },
    arrive(...how: Parameters<Visitor['arrive']>): void {
      if (queue) visitor.arrive(...how)
    },
    identifiers: visitor.identifiers,
    /** A new share, passed on from here; undefined when nothing may be told. */
    share(sharedUrl: string, method: string | undefined): Share | undefined {
      if (!queue) return undefined
      const arrivedBy = visitor.touch().share
      const share = nextShare(arrivedBy, platform.newId(), method)
      visitor.rememberShare(share.id)
      const properties = {
        page_key: platform.page()?.key,
        shared_url: sharedUrl,
        parent_share_id: arrivedBy?.id,
      }
      record('page_shared', properties, { share })
      return share
    },
    leave: () => queue?.flush(true),
    retryNow: () => queue?.retryNow(),
    track: (name: string, properties?: Properties) => record(name, properties),
    identify(who: string | Identifiers, attributes?: Properties): void {
      const given = typeof who === 'object' ? who : { member_id: who }
      const identifiers = identifierList(given, platform.namespace)
      if (identifiers.length === 0) warn('identify: nobody')
      else if (queue) tellWho(identifiers, attributes)
      else known = [identifiers, attributes]
    },
    setAttributes(attributes: Properties): void {
      push('customers', { identifiers: visitor.identifiers(), attributes }, true)
    },
    setCommon(fields: Properties): void {
      common = { ...common, ...fields }
      for (const name of Object.keys(fields)) if (fields[name] === null) delete common[name]
    },
    consent(given: boolean, asked: Asked = {}): void {
      const { purpose = 'tracking', channel, version, form } = asked
      const isOurs = purpose === 'tracking'
      const answer = given ? `1${version ?? ''}` : '0'
      const isKnown = isOurs && platform.jar.get(CONSENT) === answer
      if (isOurs && given) {
        platform.jar.put(CONSENT, answer, LONG)
        start()
      }
      if (queue && !isKnown) {
        const said = {
          identifiers: visitor.identifiers(),
          consents: [
            {
              purpose,
              channel,
              state: given ? 'given' : 'withdrawn',
              version,
              evidence: {
                form,
                page: platform.page()?.url,
                sdk: `${platform.name} ${VERSION}`,
              },
            },
          ],
        }
        const isNo = isOurs && !given
        if (isNo) {
          // Everything that waits is cleared; the no itself is told, until it is heard.
          stop()
          queue = openQueue(true)
        }
        push('customers', said, true)
        if (isNo) {
          queue.flush(true)
          queue = undefined
        }
      } else if (!isOurs) warn(`${purpose}: no consent to tracking`)
      if (isOurs && !given) platform.jar.put(CONSENT, answer, LONG)
    },
    reset(): void {
      if (!queue) return
      visitor.renew()
      common = { ...options.common }
    },
    visitorId(): string | undefined {
      if (queue && wasRefused()) stop(true)
      return visitor.id() || undefined
    },
    flush: () => queue?.flush(),
  }
}
