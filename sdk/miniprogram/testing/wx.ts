// A phone with WeChat on it, as far as mini-programs can tell: App and Page with their lifecycle,
// storage with its limits, requests with their manners, sharing, sign-in codes, privacy. Scripts run
// in a context of their own that has no window, no fetch, no URL and no crypto, as there.
import { request } from 'node:http'
import { createContext, runInContext } from 'node:vm'

type Parts = Record<string, unknown>
type Query = Record<string, string>
export interface Launch {
  path: string
  query: Query
  scene: number
}
export interface OpenPage extends Parts {
  route: string
  options: Query
}
interface Asked {
  url: string
  method: string
  data: string
  header: Record<string, string>
  timeout?: number
  success?(answer: unknown): void
  fail?(error: { errMsg: string }): void
  complete?(): void
}

const KEY_LIMIT = 1024 * 1024
const STORAGE_LIMIT = 10 * 1024 * 1024
/** Requests on their way at once; more wait their turn. */
const AT_ONCE = 10

export interface Phone {
  /** Runs a script of the program, as `require` of a file or app.js does. */
  run(code: string): Parts
  /** Opens the program from a card, a code or the list of recent ones. */
  open(launch: Partial<Launch>): OpenPage
  navigateTo(url: string): OpenPage
  hide(): void
  /** Back on screen; with a launch, by a new card. */
  show(launch?: Partial<Launch>): void
  tap(handler: string, more?: { id?: string; dataset?: Parts; timeStamp?: number }): unknown
  /** What WeChat hands to the friend, or undefined when this page lets nobody share it. */
  share(from?: 'menu' | 'button'): Promise<Launch | undefined>
  shareToMoments(): Launch | undefined
  storage: Map<string, string>
  /** Every address asked for. */
  asked: string[]
  network: { isUp: boolean; hear?: (state: { isConnected: boolean }) => void }
  privacy: { needAuthorization: boolean }
  /** Kills the program as WeChat does: nothing of it runs on; storage stays. */
  kill(): void
}

export function createPhone(
  kept: { storage?: Map<string, string>; openid?: string; appid?: string } = {},
): Phone {
  const storage = kept.storage ?? new Map<string, string>()
  const network: Phone['network'] = { isUp: true }
  const privacy = { needAuthorization: false }
  const asked: string[] = []
  const registered = new Map<string, Parts>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const stack: OpenPage[] = []
  let app: Parts | undefined
  let route = ''
  let isDead = false
  let isHidden = false
  let flying = 0
  const waiting: (() => void)[] = []
  let clock = 1000

  const call = (parts: Parts | undefined, name: string, ...args: unknown[]): unknown => {
    const own = parts?.[name]
    return typeof own === 'function' ? own.apply(parts, args) : undefined
  }

  function store(key: string, value: unknown): void {
    if (key === '') throw new Error('setStorageSync:fail parameter error: key should not be empty')
    const text = JSON.stringify(value)
    const size = Buffer.byteLength(text)
    if (size > KEY_LIMIT) throw new Error('setStorageSync:fail entry size limit reached')
    let all = size
    for (const [other, held] of storage) if (other !== key) all += Buffer.byteLength(held)
    if (all > STORAGE_LIMIT) throw new Error('setStorageSync:fail:exceed storage max size 10Mb')
    storage.set(key, text)
  }

  function send(given: Asked): { abort(): void } {
    asked.push(given.url)
    if (!/^https?:\/\//.test(given.url)) {
      later(() => given.fail?.({ errMsg: 'request:fail invalid url' }))
      return { abort: () => undefined }
    }
    let abort = () => {}
    const done = (report: () => void) => {
      flying -= 1
      waiting.shift()?.()
      if (isDead) return
      report()
      given.complete?.()
    }
    const go = () => {
      flying += 1
      const fail = (errMsg: string) => done(() => given.fail?.({ errMsg }))
      if (!network.isUp) return later(() => fail('request:fail '))
      let isOver = false
      const once = (report: () => void) => {
        if (!isOver) report()
        isOver = true
      }
      const sent = request(
        given.url,
        {
          method: given.method,
          headers: { ...given.header, referer: 'https://servicewechat.com/' },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () =>
            once(() =>
              done(() => {
                const text = Buffer.concat(chunks).toString()
                let data: unknown = text
                try {
                  data = JSON.parse(text)
                } catch {
                  // No JSON: WeChat hands over the text.
                }
                // Success whatever the status: the trap that loses other SDKs' events.
                given.success?.({ statusCode: answer.statusCode, data, header: answer.headers })
              }),
            ),
          )
          answer.on('error', () => once(() => fail('request:fail errcode:-101')))
        },
      )
      sent.setTimeout(given.timeout ?? 60_000, () => sent.destroy())
      sent.on('error', () => once(() => fail('request:fail errcode:-101 cronet_error_code:-101')))
      abort = () => sent.destroy()
      sent.end(given.data)
    }
    if (flying >= AT_ONCE) waiting.push(go)
    else go()
    return { abort: () => abort() }
  }

  function later(act: () => void, ms = 0): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!isDead) act()
    }, ms)
    timers.add(timer)
  }

  const wx = {
    request: send,
    login: ({ success }: { success(answer: { code: string }): void }) =>
      later(() => success({ code: `code-of-${kept.openid ?? 'nobody'}` })),
    getStorageSync: (key: string) => JSON.parse(storage.get(key) ?? '""'),
    setStorageSync: store,
    removeStorageSync: (key: string) => void storage.delete(key),
    setStorage({ key, data, fail }: { key: string; data: unknown; fail?(error: unknown): void }) {
      later(() => {
        try {
          store(key, data)
        } catch (error) {
          fail?.({ errMsg: String(error) })
        }
      })
    },
    getAccountInfoSync: () => ({ miniProgram: { appId: kept.appid ?? 'wx1234567890' } }),
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844 }),
    onNetworkStatusChange(hear: (state: { isConnected: boolean }) => void) {
      network.hear = hear
    },
    getPrivacySetting: ({ success }: { success(answer: unknown): void }) =>
      later(() => success({ ...privacy, privacyContractName: '《隐私保护指引》' })),
  }

  const context = createContext({
    wx,
    App: (parts: Parts) => {
      app = parts
    },
    Page: (parts: Parts) => registered.set(route, parts),
    Component: (parts: Parts) => registered.set(route, (parts.methods ?? {}) as Parts),
    getCurrentPages: () => [...stack],
    getApp: () => app,
    console,
    setTimeout: (act: () => void, ms?: number) => {
      later(act, ms)
      return [...timers].at(-1)
    },
    clearTimeout: (timer: ReturnType<typeof setTimeout>) => {
      clearTimeout(timer)
      timers.delete(timer)
    },
    /** Names the page whose file comes next, as WeChat does by the file's place. */
    __route: (name: string) => {
      route = name
    },
  })

  function parse(url: string): { path: string; query: Query } {
    const [path = '', text = ''] = url.split('?')
    const query: Query = {}
    for (const part of text.split('&').filter(Boolean)) {
      const [name = '', ...value] = part.split('=')
      query[name] = value.join('=')
    }
    return { path: path.replace(/^\//, ''), query }
  }

  function openPage(path: string, query: Query): OpenPage {
    call(stack.at(-1), 'onHide')
    const parts = registered.get(path)
    if (!parts) throw new Error(`Page "${path}" has not been registered yet.`)
    const page: OpenPage = { ...parts, route: path, options: query }
    stack.push(page)
    call(page, 'onLoad', query)
    call(page, 'onShow')
    call(page, 'onReady')
    return page
  }

  const top = (): OpenPage => {
    const page = stack.at(-1)
    if (!page) throw new Error('no page is open')
    return page
  }

  const launchOf = (given: Partial<Launch>): Launch => {
    const { path = [...registered.keys()][0] ?? '', query } = given.path
      ? parse(given.path)
      : { path: undefined, query: {} }
    return { path, query: { ...query, ...given.query }, scene: given.scene ?? 1001 }
  }

  return {
    storage,
    asked,
    network,
    privacy,
    run(code) {
      const module = { exports: {} as Parts }
      const wrapped = runInContext(`(function (module, exports) {${code}\n})`, context) as (
        module: { exports: Parts },
        exports: Parts,
      ) => void
      wrapped(module, module.exports)
      return module.exports
    },
    open(given) {
      const launch = launchOf(given)
      call(app, 'onLaunch', launch)
      call(app, 'onShow', launch)
      return openPage(launch.path, launch.query)
    },
    navigateTo(url) {
      const { path, query } = parse(url)
      return openPage(path, query)
    },
    hide() {
      isHidden = true
      call(top(), 'onHide')
      call(app, 'onHide')
    },
    show(given) {
      if (!isHidden) throw new Error('it is on screen already')
      isHidden = false
      const launch = launchOf(given ?? {})
      call(app, 'onShow', launch)
      if (given?.path) openPage(launch.path, launch.query)
      else call(top(), 'onShow')
    },
    tap(handler, { id = '', dataset = {}, timeStamp = clock++ } = {}) {
      const event = {
        type: 'tap',
        timeStamp,
        target: { id, dataset },
        currentTarget: { id, dataset },
        detail: { x: 100.5, y: 200.25 },
      }
      return call(top(), handler, event)
    },
    async share(from = 'menu') {
      const page = top()
      if (typeof page.onShareAppMessage !== 'function') return undefined
      const answer = (call(page, 'onShareAppMessage', { from }) ?? {}) as Parts
      // A promise has three seconds; then what stands beside it is taken.
      const late = answer.promise
        ? await Promise.race([
            answer.promise as Promise<Parts>,
            new Promise<Parts>((resolve) => setTimeout(() => resolve(answer), 3000)),
          ])
        : answer
      const own = `/${page.route}?${new URLSearchParams(page.options)}`
      const { path, query } = parse(typeof late.path === 'string' ? late.path : own)
      return { path, query, scene: 1007 }
    },
    shareToMoments() {
      const page = top()
      if (typeof page.onShareTimeline !== 'function') return undefined
      const answer = (call(page, 'onShareTimeline') ?? {}) as { query?: string }
      const query = answer.query ?? new URLSearchParams(page.options).toString()
      return { path: page.route, query: parse(`x?${query}`).query, scene: 1155 }
    },
    kill() {
      isDead = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
