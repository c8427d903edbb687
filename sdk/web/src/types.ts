// What a page can say to the SDK.
import type { Properties } from '../../core/event.ts'
import type { Methods as CommonMethods, Options as CommonOptions } from '../../core/tracker.ts'

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

export interface Options extends CommonOptions {
  /** False switches everything automatic off. */
  auto?: boolean | Automatic
  /** False keeps the visitor's id to this very host instead of all subdomains. */
  acrossSubdomains?: boolean
}

export interface Methods extends CommonMethods {
  /** `server` is where the script came from when absent. */
  init(options: Options): void
  /** A page view where automatic ones are off. */
  page(properties?: Properties): void
  /** A link to share, which tells later who came by it. Call it when somebody shares. */
  shareLink(url?: string, method?: string): string
}

/** The global `hf`, which takes calls before the script is there: `hf('track', 'added_to_cart')`. */
export type Homefield = <M extends keyof Methods>(
  method: M,
  ...args: Parameters<Methods[M]>
) => ReturnType<Methods[M]> | undefined
