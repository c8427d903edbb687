// What a mini-program can say to the SDK.
import type { Identifiers, Properties } from '../../core/event.ts'
import type { Methods as CommonMethods, Options as CommonOptions } from '../../core/tracker.ts'

export interface Automatic {
  /** Launch, show and hide of the program. */
  app?: boolean
  /** Each page that is shown; pulls and reaching the bottom of it. */
  pages?: boolean
  /** Taps that have a handler of the page. */
  taps?: boolean
  /** What is shared says later who came by it. */
  shares?: boolean
}

export interface Options extends Omit<CommonOptions, 'consent'> {
  /** `https://…`, one of the program's allowed request domains. */
  server: string
  /**
   * `ask`: nothing is stored or sent before `consent(true)`. `wechat`: the same, unless WeChat says
   * that the user has agreed to the program's privacy policy.
   */
  consent?: 'given' | 'ask' | 'wechat'
  /** Read from WeChat when absent; names the openid's namespace. */
  appid?: string
  /**
   * Exchanges a `wx.login` code at your own server for `{ openid, unionid … }`. Called once, as long
   * as this phone's openid is not known.
   */
  exchangeCode?(code: string): Promise<Identifiers>
  /** False switches everything automatic off. */
  auto?: boolean | Automatic
}

export interface Methods extends CommonMethods {
  /** Before `App(…)`, so that its functions are seen. */
  init(options: Options): void
  /** A path to share, for what WeChat's own share functions do not cover (a poster's code). */
  sharePath(path?: string, method?: string): string
  /** Asks WeChat for a code and has it exchanged, as at launch. */
  login(): void
  page(properties?: Properties): void
}
