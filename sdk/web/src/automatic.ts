// What is tracked without being asked: clicks, forms, what was seen and how far, how fast it was.
import type { Properties } from '../../core/event.ts'
import { fieldNames, meant, selectorOf, stableId, textOf } from './page-parts.ts'

/** Reports an event of the page that is open; `page_key` is added. */
export type Report = (name: string, properties: Properties) => void
/** Tells what is left to tell of a page: it is being left, or hidden for now. */
export type Finish = (isOver: boolean) => void

const on = (target: EventTarget, type: string, act: (event: Event) => void): void =>
  target.addEventListener(type, act, { capture: true, passive: true })

export function watchClicks(report: Report): void {
  on(document, 'click', (event) => {
    const { target, pageX, pageY } = event as MouseEvent
    if (!(target instanceof Element)) return
    const element = meant(target)
    const root = document.documentElement
    report('element_clicked', {
      selector: selectorOf(element),
      element_text: textOf(element) || undefined,
      element_tag: element.tagName.toLowerCase(),
      element_id: stableId(element),
      x: Math.round(pageX),
      y: Math.round(pageY),
      w: root.scrollWidth,
      h: root.scrollHeight,
      vw: innerWidth,
      vh: innerHeight,
    })
  })
}

export function watchForms(report: Report): void {
  on(document, 'submit', ({ target }) => {
    if (target instanceof HTMLFormElement)
      report('form_submitted', { selector: selectorOf(target), fields: fieldNames(target) })
  })
}

/** Deepest point seen, in steps of 5 %; told only of pages on which somebody scrolled. */
export function watchScroll(report: Report): Finish {
  let deepest = 0
  let told = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    timer = undefined
    const share = (scrollY + innerHeight) / document.documentElement.scrollHeight
    deepest = Math.max(deepest, Math.round(Math.min(1, share) * 20) * 5)
  }
  // Reading sizes makes the browser lay the page out: not at every step of a scroll.
  on(window, 'scroll', () => {
    timer ??= setTimeout(look, 300)
  })
  return (isOver) => {
    if (timer !== undefined) {
      clearTimeout(timer)
      look()
    }
    // A hidden page may never be heard of again, and may be scrolled on.
    if (deepest > told) report('page_scrolled', { depth_percent: deepest })
    told = isOver ? 0 : deepest
    if (isOver) deepest = 0
  }
}

/** Seconds in which at least half of a marked element was on screen; under half a second is none. */
export function watchShown(report: Report): Finish {
  const since = new Map<Element, number>()
  let isDue = false
  /** Of one that is on screen. */
  const tell = (element: Element) => {
    const ms = performance.now() - (since.get(element) ?? 0)
    since.delete(element)
    if (ms >= 500)
      report('element_shown', { selector: selectorOf(element), seconds: Math.round(ms / 100) / 10 })
  }
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) since.set(target, performance.now())
        else if (since.has(target)) tell(target)
    },
    { threshold: 0.5 },
  )
  const find = () => {
    isDue = false
    if (document.hidden) return
    // Nothing happens to one that is observed already.
    for (const element of document.querySelectorAll('[data-hf-show]')) observer.observe(element)
  }
  const findSoon = () => {
    if (!isDue) setTimeout(find, 500)
    isDue = true
  }
  find()
  new MutationObserver(findSoon).observe(document, { childList: true, subtree: true })
  on(document, 'visibilitychange', findSoon)
  return () => {
    for (const element of since.keys()) tell(element)
    // Observed anew, what is still on screen begins again from nothing.
    observer.disconnect()
    findSoon()
  }
}
