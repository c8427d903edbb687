// The lineage of what is shared: the share's id goes into the path that WeChat hands to friends.
import { SHARE_PARAMETER } from '../../core/share.ts'
import type { Handler, PageSelf, Parts } from './wx.ts'

type Query = Record<string, string | undefined>

/** A new share of this path; undefined when nothing may be told. */
export type MakeShare = (path: string, method: string) => string | undefined

/** `query` with the share's id instead of whatever brought us here. */
export function withShare(query: string, text: string): string {
  const others = query.split('&').filter((part) => part && !part.startsWith(`${SHARE_PARAMETER}=`))
  return [...others, `${SHARE_PARAMETER}=${text}`].join('&')
}

export const queryText = (query: Query = {}): string =>
  Object.keys(query)
    .map((name) => `${name}=${query[name] ?? ''}`)
    .join('&')

export function sharedPath(path: string, method: string, make: MakeShare): string {
  const [place = '', query = ''] = path.split('?')
  const text = make(path, method)
  return text === undefined ? path : `${place}?${withShare(query, text)}`
}

const pathOf = ({ route = '', options }: PageSelf): string => {
  const query = queryText(options)
  return `/${route}${query && '?'}${query}`
}

/** Only pages that let themselves be shared: adding the function would show WeChat's button. */
export function watchShares(parts: Parts, make: MakeShare): void {
  replaceAnswer(parts, 'onShareAppMessage', (answer, page) => {
    // The card's path; without one WeChat shares the page that is open.
    const named = (message: Parts): Parts => {
      const path = typeof message.path === 'string' && message.path ? message.path : pathOf(page)
      return { ...message, path: sharedPath(path, 'message', make) }
    }
    // A page that has to ask first answers with a promise beside what is taken if it is late.
    if (isPromise(answer.promise)) {
      const once = named(answer)
      return { ...once, promise: answer.promise.then((late) => withPathOf(once, late)) }
    }
    return named(answer)
  })
  replaceAnswer(parts, 'onShareTimeline', (answer, page) => {
    const query = typeof answer.query === 'string' ? answer.query : queryText(page.options)
    const text = make(`/${page.route ?? ''}?${query}`, 'timeline')
    return text === undefined ? answer : { ...answer, query: withShare(query, text) }
  })
}

/** What was promised, passed on as the share that was made when she tapped. */
function withPathOf(made: Parts, late: unknown): unknown {
  const { path } = (late ?? {}) as Parts
  if (typeof path !== 'string') return { ...(late as Parts), path: made.path }
  const text = new RegExp(`${SHARE_PARAMETER}=([^&]*)`).exec(String(made.path))?.[1]
  return { ...(late as Parts), path: text ? sharedPath(path, '', () => text) : path }
}

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as { then?: unknown } | undefined)?.then === 'function'

function replaceAnswer(
  parts: Parts,
  name: string,
  change: (answer: Parts, page: PageSelf) => Parts,
): void {
  const own = parts[name]
  if (typeof own !== 'function') return
  const changed: Handler = function (...args) {
    const answer: unknown = own.apply(this, args)
    try {
      return change((answer ?? {}) as Parts, this as PageSelf)
    } catch {
      // Sharing is the shop's; losing a lineage is ours.
      return answer
    }
  }
  parts[name] = changed
}
