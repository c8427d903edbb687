// The words customers are found by, as numbers of 53 bits: the tenant is among what a number is made
// of, so that an index read for one brand never walks through another's customers. Pure.
import { createHash } from 'node:crypto'

/** What a word says; its letter keeps words of different kinds apart. */
const KINDS = {
  gram: 'g',
  tag: 't',
  attribute: 'a',
  hasAttribute: 'h',
  namespace: 'n',
  phoneEnd: 'd',
  platform: 'p',
  store: 's',
  guide: 'e',
  stage: 'k',
} as const
export type TermKind = keyof typeof KINDS

export function termOf(tenantId: string, kind: TermKind, word: string): number {
  const hash = createHash('md5').update(`${tenantId}${KINDS[kind]}${word}`).digest()
  // 53 bits fit a JavaScript number; ten million words share one by accident once in two hundred brands.
  return hash.readUInt32BE(0) * 2 ** 21 + (hash.readUInt32BE(4) >>> 11)
}

/** Attributes that are names of the customer, by their plain names; `$name` counts as `name`. */
const NAMES = new Set([
  'name',
  'real_name',
  'full_name',
  'first_name',
  'last_name',
  'nickname',
  'nick_name',
  'wechat_nickname',
  'username',
  'remark_name',
])

/** Full-width letters and capitals are the same as plain ones. */
export const folded = (text: string) => text.normalize('NFKC').toLowerCase().trim()

export function namesOf(attributes: Readonly<Record<string, unknown>>): string[] {
  const names = new Set<string>()
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value !== 'string' || !NAMES.has(attribute.replace(/^\$/, '').toLowerCase()))
      continue
    const name = folded(value).replaceAll('\n', ' ').slice(0, 200)
    if (name !== '') names.add(name)
  }
  return [...names]
}

/**
 * Every character and every two of them in a row. PostgreSQL's trigrams need three, and most Chinese
 * names have two or three characters.
 */
export function gramsOf(name: string): Set<string> {
  const characters = [...name]
  const grams = new Set<string>()
  for (const [i, character] of characters.entries()) {
    if (character.trim() !== '') grams.add(character)
    const next = characters[i + 1]
    if (next !== undefined && character.trim() !== '' && next.trim() !== '')
      grams.add(character + next)
  }
  return grams
}

/** The fewest grams that a name with these words in it must have. */
export function gramsToFind(words: string): string[] {
  const grams = [...gramsOf(words)]
  const pairs = grams.filter((g) => [...g].length === 2)
  const alone = words.split(/\s+/).filter((part) => [...part].length === 1)
  return [...new Set([...pairs, ...alone])]
}

/** How a value is compared as a word: numbers and yes/no by what they look like. */
export function valueWord(attribute: string, value: unknown): string | undefined {
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  if (!isScalar) return undefined
  const text = folded(String(value))
  return text === '' || text.length > 100 ? undefined : `${attribute}\x1f${text}`
}

export interface Described {
  identifiers: readonly { namespace: string; value: string; isWeak: boolean }[]
  attributes: Readonly<Record<string, unknown>>
  tags: readonly string[]
  platforms: readonly string[]
  store: string | null
  guide: string | null
}

/** Sorted and each once, so that an unchanged customer has unchanged words. */
export function termsOf(tenantId: string, customer: Described): number[] {
  const terms = new Set<number>()
  const add = (kind: TermKind, word: string | undefined) => {
    if (word !== undefined) terms.add(termOf(tenantId, kind, word))
  }
  for (const name of namesOf(customer.attributes))
    for (const gram of gramsOf(name)) add('gram', gram)
  for (const { namespace, value } of customer.identifiers) {
    add('namespace', namespace)
    const kind = namespace.split(':', 1)[0]
    if (kind !== namespace) add('namespace', kind)
    if (namespace === 'phone') add('phoneEnd', value.slice(-4))
  }
  for (const [attribute, value] of Object.entries(customer.attributes)) {
    add('hasAttribute', attribute)
    for (const item of Array.isArray(value) ? value : [value])
      add('attribute', valueWord(attribute, item))
  }
  for (const tag of customer.tags) add('tag', tag)
  for (const platform of customer.platforms) add('platform', platform)
  if (customer.store !== null) add('store', customer.store)
  if (customer.guide !== null) add('guide', customer.guide)
  add('stage', isKnown(customer) ? 'known' : 'anonymous')
  return [...terms].sort((a, b) => a - b)
}

export const isKnown = (customer: Pick<Described, 'identifiers'>) =>
  customer.identifiers.some((i) => !i.isWeak)
