// The SDK of mini-programs: what App and Page do becomes events, and what the program's own code
// says. Nothing of it ever throws into the program.
import { freshId, type Properties } from '../../core/event.ts'
import { pageKey } from '../../core/page-key.ts'
import { shareText } from '../../core/share.ts'
import { createTracker, type PageNow, type Tracker } from '../../core/tracker.ts'
import { after, before, watchTaps } from './hooks.ts'
import { channelOf } from './scenes.ts'
import { sender } from './send.ts'
import { queryText, sharedPath, watchShares } from './share.ts'
import { openBacklog, openJar, openShelf } from './storage.ts'
import type { Automatic, Methods, Options } from './types.ts'
import type { LaunchOptions, PageSelf, Parts, TapEvent, Wx } from './wx.ts'

/** WeChat gives a key 1 MB; a Chinese character has three bytes. */
const ROOM = 256 * 1024

/** What the SDK takes the place of. */
export interface Host {
  wx: Wx
  /** Wraps what `App(…)` is given. */
  onApp(change: (parts: Parts) => void): void
  /** Wraps what `Page(…)`, and `Component(…)` for pages built as one, are given. */
  onPage(change: (parts: Parts) => void): void
  /** The pages open now, the newest last. */
  pages(): PageSelf[]
}

// Not a secret: it only must not be had twice, and mini-programs have no synchronous other source.
const newId = () => freshId(Math.random)

export function createClient(host: Host): Methods {
  const { wx } = host
  let options: Options | undefined
  let tracker: Tracker | undefined
  let page: PageNow | undefined
  let shownAt = 0
  let came: LaunchOptions | undefined
  let launchedBy: LaunchOptions | undefined

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

  const is = (name: keyof Automatic) => {
    const auto = options?.auto ?? true
    return typeof auto === 'object' ? auto[name] !== false : auto
  }
  const tell = (name: string, properties?: Properties) => tracker?.report(name, properties)

  /** A code's `scene` is one text, `hf_store=S01&hf_s=…`, beside what a link brings. */
  function arrive({ query = {}, scene }: LaunchOptions): void {
    const inCode: Record<string, string> = {}
    for (const part of decodeURIComponent(query.scene ?? '').split('&')) {
      const [name = '', value = ''] = part.split('=')
      inCode[name] = value
    }
    tracker?.arrive(
      (name) => query[name] ?? inCode[name],
      scene === undefined ? undefined : { scene, scene_channel: channelOf(scene) },
    )
  }

  function showPage(self: PageSelf): void {
    const path = `/${self.route ?? ''}`
    const query = queryText(self.options)
    page = {
      url: `${path}${query && '?'}${query}`.slice(0, 2048),
      path,
      referrer: page?.url ?? '',
      key: pageKey(path),
    }
    if (is('pages')) tell('page_viewed')
  }

  function watchApp(parts: Parts): void {
    before(
      parts,
      'onLaunch',
      safe((given) => {
        launchedBy = given as LaunchOptions
        came = launchedBy
        arrive(launchedBy)
        if (is('app')) tell('app_launched')
      }),
    )
    before(
      parts,
      'onShow',
      safe((given) => {
        shownAt = Date.now()
        came = given as LaunchOptions
        // Opened anew by a card or a code while it was still in memory.
        arrive(came)
        if (is('app')) tell('app_shown')
        tracker?.retryNow()
      }),
    )
    before(
      parts,
      'onHide',
      safe(() => {
        if (is('app')) tell('app_hidden', { seconds: Math.round((Date.now() - shownAt) / 1000) })
        tracker?.leave()
        backlog.saveNow()
      }),
    )
  }

  function watchPage(parts: Parts): void {
    before(parts, 'onShow', function (this: unknown) {
      safe(showPage)(this as PageSelf)
    })
    if (is('pages')) {
      after(
        parts,
        'onPullDownRefresh',
        safe(() => tell('page_refreshed')),
      )
      after(
        parts,
        'onReachBottom',
        safe(() => tell('page_scrolled', { depth_percent: 100 })),
      )
    }
    if (is('taps')) watchTaps(parts, safe(tellTap))
    if (is('shares')) watchShares(parts, makeShare)
  }

  function tellTap({ currentTarget, detail, timeStamp: _at }: TapEvent, handler: string): void {
    const { id, dataset = {} } = currentTarget
    const text = dataset.hfText
    const { windowWidth, windowHeight } = wx.getWindowInfo?.() ?? {}
    tell('element_clicked', {
      selector: dataset.hf ? `[data-hf="${dataset.hf}"]` : id ? `#${id}` : `@${handler}`,
      // A mini-program cannot read what stands on a part: only what the page says itself.
      element_text: typeof text === 'string' ? text.slice(0, 64) : undefined,
      element_id: id || undefined,
      handler,
      x: detail?.x === undefined ? undefined : Math.round(detail.x),
      y: detail?.y === undefined ? undefined : Math.round(detail.y),
      vw: windowWidth,
      vh: windowHeight,
    })
  }

  const makeShare = (path: string, method: string): string | undefined => {
    const share = tracker?.share(path, method)
    return share && shareText(share)
  }

  const shelf = openShelf(wx)
  const backlog = openBacklog(wx, shelf)

  function login(): void {
    const exchange = options?.exchangeCode
    if (!exchange || !wx.login) return
    wx.login({
      success: ({ code }) => {
        // A promise of the program's own: its failure is told, and tried again at the next launch.
        exchange(code).then(
          safe((identifiers) => tracker?.identify(identifiers)),
          (error) => tracker?.warn(`the code could not be exchanged: ${error}`),
        )
      },
      fail: (error) => tracker?.warn(`wx.login: ${JSON.stringify(error)}`),
    })
  }

  function onStart(): void {
    // Consent can come after the launch: what is open was opened by it.
    if (came) arrive(came)
    if (launchedBy && is('app')) tell('app_launched')
    if (page && is('pages')) tell('page_viewed')
    if (!tracker?.identifiers().some((i) => i.namespace === openid())) login()
  }

  const openid = () =>
    `openid:${options?.appid ?? wx.getAccountInfoSync?.().miniProgram?.appId ?? ''}`

  return {
    init: safe((given: Options) => {
      if (tracker) return
      options = given
      const { consent = 'given' } = given
      const made = createTracker(
        { ...given, consent: consent === 'given' ? 'given' : 'ask' },
        {
          name: 'mini_program',
          jar: openJar(shelf),
          shelf,
          openBacklog: backlog.open,
          room: ROOM,
          newId,
          send: sender(wx),
          page: () => page,
          namespace: (short) => (short === 'openid' ? openid() : short),
          onStart,
        },
      )
      tracker = made
      host.onApp(watchApp)
      host.onPage(watchPage)
      wx.onNetworkStatusChange?.(({ isConnected }) => isConnected && made.retryNow())
      if (made.mayStart()) made.start()
      else if (consent === 'wechat' && !made.wasRefused())
        wx.getPrivacySetting?.({
          success: safe(({ needAuthorization }) => {
            if (!needAuthorization) made.start()
          }),
          fail: (error) => made.warn(`wx.getPrivacySetting: ${JSON.stringify(error)}`),
        })
    }),
    track: safe((...said) => tracker?.track(...said)),
    page: safe((properties) => tell('page_viewed', properties)),
    identify: safe((...said) => tracker?.identify(...said)),
    setAttributes: safe((attributes) => tracker?.setAttributes(attributes)),
    setCommon: safe((fields) => tracker?.setCommon(fields)),
    consent: safe((given, asked) => {
      tracker?.consent(given, asked)
      if (!given) backlog.saveNow()
    }),
    reset: safe(() => tracker?.reset()),
    visitorId: () => tracker?.visitorId(),
    flush: safe(() => tracker?.flush()),
    login: safe(login),
    sharePath: (path, method = 'path') => {
      const open = host.pages().at(-1)
      const wanted = path ?? `/${open?.route ?? ''}?${queryText(open?.options)}`
      return safe(() => sharedPath(wanted, method, makeShare))() ?? wanted
    },
  }
}
