// One view of a customer from what several sources said of several nodes. Pure.
import { OPERATOR } from './built-in.ts'
import type { Handlings } from './data-class.ts'

export interface AttributeWord {
  name: string
  source: string
  value: unknown
  at: Date
  /** Since when this source has been saying so of this node; null: since `at`. */
  heldSince?: Date | null
  /** The customer it was said of, before merges. */
  node?: number
}

const OPERATOR_FIRST = [OPERATOR]
export type PriorityOf = (name: string) => readonly string[]
export const operatorFirst: PriorityOf = () => OPERATOR_FIRST

/**
 * Orders what is said of one attribute, the word that counts first: by the sources' priority, then
 * the newest; of two at the same moment by source and value, so that every server shows the same.
 */
export function byWeight(priority: readonly string[]) {
  const rank = (source: string) => {
    // `import` stands for every `import:<id>`.
    const place = priority.findIndex((p) => source === p || source.startsWith(`${p}:`))
    return place === -1 ? priority.length : place
  }
  return (a: AttributeWord, b: AttributeWord): number =>
    rank(a.source) - rank(b.source) ||
    b.at.getTime() - a.at.getTime() ||
    byText(a.source, b.source) ||
    byText(JSON.stringify(a.value) ?? '', JSON.stringify(b.value) ?? '') ||
    (a.node ?? 0) - (b.node ?? 0)
}

/** The word that counts for each name, by name; a null takes the attribute away. */
export function winningWords(
  words: readonly AttributeWord[],
  priorityOf: PriorityOf = operatorFirst,
): AttributeWord[] {
  const first = new Map<string, AttributeWord>()
  for (const word of words) {
    const before = first.get(word.name)
    if (!before || byWeight(priorityOf(word.name))(word, before) < 0) first.set(word.name, word)
  }
  return [...first.values()]
    .filter((w) => w.value !== null && w.value !== undefined)
    .sort((a, b) => byText(a.name, b.name))
}

/** What `winningWords` say. */
export const combineAttributes = (
  words: readonly AttributeWord[],
  priorityOf: PriorityOf = operatorFirst,
): Record<string, unknown> => valuesOf(winningWords(words, priorityOf))

export const valuesOf = (words: readonly AttributeWord[]): Record<string, unknown> =>
  Object.fromEntries(words.map((w) => [w.name, w.value]))

export interface TagWord {
  tag: string
  at: Date
  expiresAt: Date | null
  /** Set when the tag's group allows one tag a customer. */
  exclusiveGroup: string | null
}

/** The tags that show: not expired, and of an exclusive group only the newest. */
export function combineTags<Word extends TagWord>(words: readonly Word[], now: Date): Word[] {
  const live = words.filter((w) => w.expiresAt === null || w.expiresAt > now)
  const holder = new Map<string, Word>()
  for (const word of live) {
    if (word.exclusiveGroup === null) continue
    const before = holder.get(word.exclusiveGroup)
    const isLater =
      !before || word.at > before.at || (+word.at === +before.at && word.tag < before.tag)
    if (isLater) holder.set(word.exclusiveGroup, word)
  }
  return live.filter(
    (w) => w.exclusiveGroup === null || holder.get(w.exclusiveGroup)?.tag === w.tag,
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

/** What is not text (a number, a list, an object) would say all of it in another shape. */
export const maskValue = (value: unknown): unknown =>
  value === null || value === undefined ? null : typeof value === 'string' ? mask(value) : '****'

/** What of a customer's attributes anybody gets to see here; sensitive ones never. */
export function shownAttributes(
  attributes: Record<string, unknown>,
  handlings: Handlings,
  unmask: boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const { dataClass, isMasked } = handlings.of(name)
      if (dataClass === 'sensitive') return []
      return [[name, isMasked && !unmask ? maskValue(value) : value]]
    }),
  )
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
