// What may be said about a part of a page: where it is, and its words unless they are somebody's.

const PRIVATE =
  'input,textarea,select,option,[contenteditable]:not([contenteditable=false]),[data-hf-private]'
const MOST_TEXT = 64
const ROOT = /^(body|html)$/i

/** Ids with a long number or colon are made anew on each load, or name a person. */
const isStable = (id: string): boolean => id !== '' && !/\d{4}|[^\w-]/.test(id)

export const stableId = (element: Element): string | undefined => {
  // A form's field may be called `id`, which hides the form's own.
  const id = element.getAttribute('id') ?? ''
  return isStable(id) ? id : undefined
}

/** Short and stable: from the nearest id or data-hf downwards. */
export function selectorOf(element: Element): string {
  const parts: string[] = []
  for (let at: Element | null = element; at && parts.length < 8; at = at.parentElement) {
    const name = at.getAttribute('data-hf')
    const id = stableId(at)
    const tag = at.tagName.toLowerCase()
    const own = name
      ? `[data-hf="${name.replace(/["\\]/g, '\\$&').slice(0, 64)}"]`
      : id
        ? `#${id}`
        : ROOT.test(tag) && tag
    if (own) {
      parts.unshift(own)
      break
    }
    let place = 1
    for (let before = at.previousElementSibling; before; before = before.previousElementSibling)
      if (before.tagName === at.tagName) place += 1
    parts.unshift(`${tag}:nth-of-type(${place})`)
  }
  return parts.join('>')
}

/** What stands on it; '' for fields, for what can be written into and for what is marked private. */
export function textOf(element: Element): string {
  if (element.closest(PRIVATE) || ROOT.test(element.tagName)) return ''
  let text = ''
  let steps = 0
  const walk = (node: Node): void => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      // A click beside the buttons would read the whole page.
      if (text.length >= MOST_TEXT || steps++ > 100) return
      if (child.nodeType === 3) text += ` ${child.nodeValue}`
      else if (
        child.nodeType === 1 &&
        !(child as Element).matches(`${PRIVATE},script,style,noscript`)
      )
        walk(child)
    }
  }
  walk(element)
  return text.replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT)
}

/** The thing that was meant by a click on something inside it. */
export function meant(target: Element): Element {
  return (
    target.closest(
      'a,button,summary,label,input,select,textarea,[role=button],[role=link],[role=tab],[role=menuitem],[data-hf],[onclick]',
    ) ?? target
  )
}

/** Names of a form's fields, never what is in them. */
export function fieldNames(form: HTMLFormElement): string[] {
  const names = Array.from(form.elements, (field) =>
    field.matches('[data-hf-private],[data-hf-private] *,[type=hidden]')
      ? ''
      : (field.getAttribute('name') ?? field.getAttribute('id') ?? ''),
  )
  return [...new Set(names.filter(Boolean).map((name) => name.slice(0, MOST_TEXT)))].slice(0, 50)
}
