// One view of a customer from what several sources said of several nodes. Pure.

export interface AttributeWord {
  name: string
  source: string
  value: unknown
  at: Date
}

/**
 * The newest word wins; of two at the same moment the source that sorts first, so that every
 * server shows the same. A null takes the attribute away.
 */
export function combineAttributes(words: readonly AttributeWord[]): Record<string, unknown> {
  const newest = new Map<string, AttributeWord>()
  for (const word of words) {
    const before = newest.get(word.name)
    const isNewer =
      !before ||
      word.at > before.at ||
      (word.at.getTime() === before.at.getTime() && word.source < before.source)
    if (isNewer) newest.set(word.name, word)
  }
  const names = [...newest.keys()].sort()
  return Object.fromEntries(
    names.flatMap((n) => (newest.get(n)?.value == null ? [] : [[n, newest.get(n)?.value]])),
  )
}

const PERSONAL = new Set(['phone', 'mobile', 'tel', 'telephone', 'email', 'id_card', 'address'])

/** 138****8000: enough to recognise, not enough to call. Other personal text keeps its ends. */
export function mask(text: string): string {
  const digits = /^(\+?\d{0,3}?)(1\d{2})\d{4}(\d{4})$/.exec(text)
  if (digits) return `${digits[1]}${digits[2]}****${digits[3]}`
  const mail = /^(.)[^@]*(@.+)$/.exec(text)
  if (mail) return `${mail[1]}***${mail[2]}`
  return text.length <= 4 ? '****' : `${text.slice(0, 2)}****${text.slice(-2)}`
}

export const maskIdentifier = (namespace: string, value: string) =>
  PERSONAL.has(namespace) ? mask(value) : value

/** By the attribute's own name or its last part, so that `$mobile` and `contact.phone` count too. */
export function maskAttributes(attributes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const last = name.replace(/^\$/, '').split('.').at(-1)?.toLowerCase() ?? name
      return [name, PERSONAL.has(last) && typeof value === 'string' ? mask(value) : value]
    }),
  )
}
