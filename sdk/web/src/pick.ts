// 可视化圈选, loaded only by a link from the console: shows what can be named, and sends where it is.
// While it is on nothing is tracked: whoever names things is no visitor.
import { pageKey } from '../../core/page-key.ts'
import { selectorOf, textOf } from './page-parts.ts'
import { pageNow } from './pages.ts'

const NAMED =
  'a,button,summary,label,[role=button],[role=link],[role=tab],[role=menuitem],[data-hf],[onclick],input,select,textarea,img,h1,h2,h3'
const MOST_BOXES = 2000
/** As long as the console's link is good for, while pages are turned. */
const KEPT_SECONDS = 1800

interface Box {
  selector: string
  text: string
  tag: string
  x: number
  y: number
  w: number
  h: number
}

const isChinese = /^zh/i.test(navigator.language)
const WORDS = {
  title: isChinese ? '可视化圈选' : 'Name what is clicked',
  send: isChinese ? '发送本页' : 'Send this page',
  end: isChinese ? '结束' : 'End',
  sending: isChinese ? '正在发送…' : 'Sending…',
  sent: isChinese ? '已发送，可回后台命名：' : 'Sent; name them in the console: ',
  expired: isChinese
    ? '链接已过期，请回后台重新开始'
    : 'The link is out of date: begin again in the console',
  failed: isChinese ? '没有发出去，请重试：' : 'Could not be sent, try again: ',
}

/** What of the page can be clicked or read, in the page's own coordinates. */
function outline(): Box[] {
  const boxes = new Map<string, Box>()
  for (const element of document.querySelectorAll(NAMED)) {
    if (boxes.size >= MOST_BOXES || element.closest('[data-hf-pick]')) continue
    const { left, top, width, height } = element.getBoundingClientRect()
    if (width < 2 || height < 2) continue
    const selector = selectorOf(element)
    if (boxes.has(selector)) continue
    boxes.set(selector, {
      selector,
      text: textOf(element),
      tag: element.tagName.toLowerCase(),
      x: Math.round(left + scrollX),
      y: Math.round(top + scrollY),
      w: Math.round(width),
      h: Math.round(height),
    })
  }
  return [...boxes.values()]
}

function made<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  style: Partial<CSSStyleDeclaration>,
  text = '',
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag)
  // Set one by one: a policy that forbids style attributes allows this.
  Object.assign(element.style, style)
  element.textContent = text
  return element
}

/** @param origin where Homefield is */
function pick(origin: string, token: string): void {
  const frame = made('div', {
    position: 'absolute',
    pointerEvents: 'none',
    zIndex: '2147483646',
    outline: '2px solid #1668dc',
    background: 'rgba(22,104,220,.12)',
    display: 'none',
  })
  const bar = made('div', {
    position: 'fixed',
    bottom: '16px',
    left: '50%',
    transform: 'translateX(-50%)',
    zIndex: '2147483647',
    display: 'flex',
    gap: '12px',
    alignItems: 'center',
    maxWidth: 'calc(100vw - 32px)',
    padding: '8px 8px 8px 16px',
    borderRadius: '8px',
    background: '#141414',
    color: '#fff',
    font: '14px/22px system-ui, sans-serif',
    boxShadow: '0 6px 16px rgba(0,0,0,.24)',
  })
  const label = made('span', { minWidth: '0' }, WORDS.title)
  label.setAttribute('role', 'status')
  const under = made('span', {
    minWidth: '0',
    maxWidth: '200px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    opacity: '.75',
  })
  const button = (text: string, background: string, act: () => void) => {
    const it = made(
      'button',
      {
        border: '0',
        borderRadius: '6px',
        padding: '4px 12px',
        minHeight: '32px',
        whiteSpace: 'nowrap',
        font: 'inherit',
        color: '#fff',
        cursor: 'pointer',
        background,
      },
      text,
    )
    it.type = 'button'
    it.addEventListener('click', act)
    return it
  }
  const post = async () => {
    label.textContent = WORDS.sending
    const boxes = outline()
    const { scrollWidth, scrollHeight } = document.documentElement
    const { path, title } = pageNow('')
    const picture = {
      token,
      page_key: pageKey(path),
      platform: 'web',
      title,
      width: scrollWidth,
      height: scrollHeight,
      viewport_width: innerWidth,
      boxes,
    }
    try {
      const answer = await fetch(`${origin}/api/v1/tracking/page-snapshots`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(picture),
        credentials: 'omit',
      })
      if (answer.ok) label.textContent = `${WORDS.sent}${boxes.length}`
      else
        label.textContent =
          answer.status === 401 ? WORDS.expired : `${WORDS.failed}${answer.status}`
    } catch (error) {
      label.textContent = `${WORDS.failed}${error instanceof Error ? error.message : error}`
    }
  }
  const over = ({ target }: Event) => {
    const element = target instanceof Element ? target.closest(NAMED) : null
    if (!element || element.closest('[data-hf-pick]')) {
      frame.style.display = 'none'
      under.textContent = ''
      return
    }
    const { left, top, width, height } = element.getBoundingClientRect()
    Object.assign(frame.style, {
      display: 'block',
      left: `${left + scrollX}px`,
      top: `${top + scrollY}px`,
      width: `${width}px`,
      height: `${height}px`,
    })
    under.textContent = textOf(element) || selectorOf(element)
  }
  const stop = () => {
    document.removeEventListener('mouseover', over, true)
    bar.remove()
    frame.remove()
    keep('', 0)
    location.reload()
  }
  bar.append(label, under, button(WORDS.send, '#1668dc', post), button(WORDS.end, '#434343', stop))
  for (const part of [bar, frame]) part.setAttribute('data-hf-pick', '')
  document.body.append(frame, bar)
  document.addEventListener('mouseover', over, true)
  // What is drawn late belongs to the picture too.
  setTimeout(post, 800)
}

function keep(value: string, seconds: number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and young
  document.cookie = `hf_pick=${value};path=/;max-age=${seconds};SameSite=Lax`
}

const [from = '', token = ''] =
  (document.currentScript as HTMLScriptElement | null)?.src.split('#') ?? []
keep(token, KEPT_SECONDS)
// A single-page site would take it for a route of its own.
if (location.hash.includes(token))
  history.replaceState(history.state, '', location.pathname + location.search)
pick(from.replace(/\/sdk\/[^/]*$/, ''), token)
