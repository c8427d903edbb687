// What a page can say to the SDK.
import type { Identifiers, Properties } from '../../core/event.ts'

export interface Automatic {
  /** Page views, those of single-page sites too. */
  pages?: boolean
  clicks?: boolean
  /** How long elements marked `data-hf-show` were seen. */
  shown?: boolean
  /** Forms sent: names of the fields, never their values. */
  forms?: boolean
  scroll?: boolean
  performance?: boolean
}

export interface Options {
  /** A key of the kind `client`. */
  writeKey: string
  /** Address of Homefield; where the script came from when absent. */
  server?: string
  /** `ask`: nothing is stored or sent before `consent(true)`. */
  consent?: 'given' | 'ask'
  /** False switches everything automatic off. */
  auto?: boolean | Automatic
  /** False keeps the visitor's id to this very host instead of all subdomains. */
  acrossSubdomains?: boolean
  /** Put on every event: links such as `store_id`, and properties. */
  common?: Properties
  /** How long events wait for company, in ms. */
  flushAfterMs?: number
  /** Says in the browser's console what was not done and why. */
  debug?: boolean
}

/** The global `hf`, which takes calls before the script is there: `hf('track', 'added_to_cart')`. */
export type Homefield = <M extends keyof Methods>(
  method: M,
  ...args: Parameters<Methods[M]>
) => ReturnType<Methods[M]> | undefined

export interface Methods {
  init(options: Options): void
  track(name: string, properties?: Properties): void
  /** A page view where automatic ones are off. */
  page(properties?: Properties): void
  /** Who this is: a member id, or several identifiers such as `{ member_id, phone, unionid }`. */
  identify(who: string | Identifiers, attributes?: Properties): void
  setAttributes(attributes: Properties): void
  /** Put on every event from now on; null takes one away. */
  setCommon(fields: Properties): void
  /** A link to share, which tells later who came by it. Call it when somebody shares. */
  shareLink(url?: string, method?: string): string
  consent(given: boolean): void
  /** Somebody signed out: the next visitor is another one. */
  reset(): void
  /** The visitor's id; undefined while nothing may be stored. */
  visitorId(): string | undefined
  flush(): void
}
