// The part of WeChat's API that the SDK uses. Every call may be missing in an old client.

export interface LaunchOptions {
  path?: string
  query?: Record<string, string | undefined>
  scene?: number
}

export interface RequestOptions {
  url: string
  method: 'POST'
  data: string
  header: Record<string, string>
  timeout: number
  /** Called for every status, errors of the server too. */
  success(answer: { statusCode: number; header?: Record<string, string> }): void
  fail(error: { errMsg?: string }): void
}

export interface Wx {
  request(options: RequestOptions): unknown
  login?(options: { success(answer: { code: string }): void; fail(error: unknown): void }): void
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
  removeStorageSync(key: string): void
  setStorage(options: { key: string; data: unknown; fail?(error: unknown): void }): void
  getAccountInfoSync?(): { miniProgram?: { appId?: string } }
  getWindowInfo?(): { windowWidth: number; windowHeight: number }
  getLaunchOptionsSync?(): LaunchOptions
  onNetworkStatusChange?(hear: (state: { isConnected: boolean }) => void): void
  getPrivacySetting?(options: {
    success(answer: { needAuthorization: boolean }): void
    fail?(error: unknown): void
  }): void
}

/** What `App(…)` and `Page(…)` are given: lifecycle functions, handlers, data. */
export type Parts = Record<string, unknown>
export type Handler = (this: unknown, ...args: unknown[]) => unknown
export type Register = (parts: Parts) => unknown

/** A page as `this` of its functions. */
export interface PageSelf {
  route?: string
  options?: Record<string, string | undefined>
}

export interface TapEvent {
  type: string
  timeStamp: number
  currentTarget: { id?: string; dataset?: Record<string, unknown> }
  detail?: { x?: number; y?: number }
}
