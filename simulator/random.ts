// Chance that can be repeated: the same seed lives the same lives.

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  chance(probability: number): boolean
  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  /** One of the keys, as likely as its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K
  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number
  /** Around `median`, never negative; `spread` 0.5 is moderate. */
  lognormal(median: number, spread: number): number
  letters(count: number, alphabet?: string): string
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz0123456789'

/** A stream of its own for each word: what one person does never shifts another's chances. */
export function randomOf(...words: (string | number)[]): Random {
  let state = hash(words.join('\u001f'))
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick(list) {
      const found = list[Math.floor(next() * list.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    weighted(weights) {
      const entries = Object.entries<number>(weights)
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        left -= weight
        if (left < 0) return key as keyof typeof weights
      }
      throw new Error('no weights given')
    },
    poisson(mean) {
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = next(); product > limit; product *= next()) count += 1
      return count
    },
    lognormal(median, spread) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(spread * normal)
    },
    letters: (count, alphabet = LETTERS) =>
      Array.from({ length: count }, () => alphabet[between(0, alphabet.length - 1)]).join(''),
  }
}

function hash(text: string): number {
  let h = 2_166_136_261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619)
  return h >>> 0
}
