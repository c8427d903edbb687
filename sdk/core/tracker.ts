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
import { type Jar, openVisitor, type Parameter, type Shelf, type Visitor } from './visitor.ts'

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

/** What a site's or a mini-program's code can say, whatever the platform. */
export interface Methods {
  track(name: string, properties?: Properties): void
  /** Who this is: a member id, or several identifiers such as `{ member_id, phone, unionid }`. */
  identify(who: string | Identifiers, attributes?: Properties): void
  setAttributes(attributes: Properties): void
  /** Put on every event from now on; null takes one away. */
  setCommon(fields: Properties): void
  consent(given: boolean): void
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
  openBacklog(prefix: string): Backlog
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
  /** Consent was withdrawn here. */
  onWithdrawn?(): void
}

interface More {
  identifiers?: Identifier[]
  attributes?: Properties | undefined
  share?: Share
}

const CONSENT = 'hf_c'
/** Longer than browsers keep a cookie that a script set. */
const LONG = 730 * 86_400

export type Tracker = ReturnType<typeof createTracker>

export function createTracker(options: Options, platform: Platform) {
  const visitor: Visitor = openVisitor(platform.jar, platform.shelf, platform.newId)
  const server = (options.server ?? '').replace(/\/+$/, '')
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

  function start(): void {
    if (queue) return
    visitor.open()
    queue = createQueue({
      backlog: platform.openBacklog(`hf.${options.writeKey.slice(-8)}.`),
      send: (to, body, leaving) => platform.send(server, to, body, leaving),
      room: platform.room,
      writeKey: options.writeKey,
      flushAfterMs: options.flushAfterMs ?? 2000,
      warn,
      onDropped: (count) => record('events_dropped', { count }),
    })
    platform.onStart()
    if (known) tellWho(...known)
    known = undefined
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
    warn,
    record,
    /** False: somebody refused, or nobody was asked yet. */
    mayStart(): boolean {
      const said = platform.jar.get(CONSENT)
      return said === '1' || (said !== '0' && options.consent !== 'ask')
    },
    wasRefused: () => platform.jar.get(CONSENT) === '0',
    start,
    stop,
    isOn: () => queue !== undefined,
    /** Of the page that is open, as everything automatic is. */
    report: (name: string, properties: Properties = {}) =>
      record(name, { ...properties, page_key: platform.page()?.key }),
    arrive: (parameter: Parameter, came?: Properties) => visitor.arrive(parameter, came),
    isKnownBy: visitor.isKnownBy,
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
      const given = identifierList(typeof who === 'object' ? who : { member_id: who })
      const full = platform.namespace ?? String
      const identifiers = given.map((i) => ({ ...i, namespace: full(i.namespace) }))
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
    consent(given: boolean): void {
      platform.jar.put(CONSENT, given ? '1' : '0', LONG)
      if (given) start()
      else {
        stop()
        platform.onWithdrawn?.()
      }
    },
    reset(): void {
      if (!queue) return
      visitor.renew()
      common = { ...options.common }
    },
    visitorId: () => visitor.id() || undefined,
    flush: () => queue?.flush(),
  }
}
