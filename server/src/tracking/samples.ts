// Values shown as examples: enough to know a property by, too little to know a person by.
import { type Handlings, mask } from '../profile/index.ts'

const MAX_SHOWN = 120
/** Mobile numbers, identity card numbers and mail addresses wherever they stand. */
const PERSONAL =
  /(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\w)|[^\s@"]+@[^\s@"]+\.[a-z]{2,}/giu
/** As text for a page; null where nothing may be shown. */
export function shownSample(
  raw: string,
  handling: ReturnType<Handlings['of']>,
  mayUnmask: boolean,
): string | null {
  if (handling.dataClass === 'sensitive') return null
  const text = textOf(raw)
  const short = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  if (mayUnmask) return short
  if (handling.dataClass === 'personal') return mask(text).slice(0, MAX_SHOWN)
  return short.replace(PERSONAL, (found) => mask(found))
}

/** A text without its quotes, everything else as JSON. */
function textOf(raw: string): string {
  if (!raw.startsWith('"')) return raw
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'string' ? value : raw
  } catch {
    // Cut short in the middle: what is left is shown as it is.
    return raw.slice(1)
  }
}
