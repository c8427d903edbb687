// The functions of App and Page, seen as they run. A page's own function comes first, gets the same
// `this` and arguments, and its answer (or error) goes back unchanged.
import type { Handler, Parts, TapEvent } from './wx.ts'

/** Runs `see` after what was there; nothing is added to a page that has no such function. */
export function after(parts: Parts, name: string, see: Handler): void {
  const own = parts[name]
  if (typeof own !== 'function') return
  parts[name] = function (this: unknown, ...args: unknown[]) {
    const answer: unknown = own.apply(this, args)
    see.apply(this, args)
    return answer
  }
}

/** Runs `see` before what was there, and in its place when there is nothing. */
export function before(parts: Parts, name: string, see: Handler): void {
  const own = parts[name]
  parts[name] = function (this: unknown, ...args: unknown[]) {
    see.apply(this, args)
    return typeof own === 'function' ? own.apply(this, args) : undefined
  }
}

const TAP = /^(tap|longpress|longtap)$/

/** Many handlers' names begin with `on`; those that WeChat itself calls are these. */
const CALLED_BY_WECHAT = new Set(
  'onLoad onShow onReady onHide onUnload onPullDownRefresh onReachBottom onShareAppMessage onShareTimeline onAddToFavorites onPageScroll onResize onTabItemTap onSaveExitState onRouteDone'.split(
    ' ',
  ),
)

/** Sees every function that is called with a tap. A tap that bubbles on is the same tap. */
export function watchTaps(parts: Parts, see: (event: TapEvent, handler: string) => void): void {
  let last: number | undefined
  for (const name of Object.keys(parts)) {
    const own = parts[name]
    if (typeof own !== 'function' || CALLED_BY_WECHAT.has(name)) continue
    parts[name] = function (this: unknown, ...args: unknown[]) {
      const event = args[0] as TapEvent | undefined
      if (event?.currentTarget && TAP.test(event.type) && event.timeStamp !== last) {
        last = event.timeStamp
        see(event, name)
      }
      return own.apply(this, args)
    }
  }
}
