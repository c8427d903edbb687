// Chance that can be told again: the same seed gives the same numbers on every machine.
// Sources: sfc32 of PractRand; Marsaglia & Tsang 2000 for the gamma distribution.

export interface Chance {
  /** In [0, 1). */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Mean `shape` × `scale`. */
  gamma(shape: number, scale?: number): number
  beta(a: number, b: number): number
  /** Exact up to a mean of 50, beyond by the normal distribution. */
  poisson(mean: number): number
  /** A whole number from 0 to `below` − 1. */
  whole(below: number): number
}

/** Two generators of the same whole number say the same. */
export function chanceFrom(seed: number): Chance {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let i = 0; i < 20; i++) next()
  const uniform = () => (next() * 2097152 + (next() >>> 11)) / 9007199254740992
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number, scale = 1): number => {
    if (shape < 1) return gamma(shape + 1, scale) * (1 - uniform()) ** (1 / shape)
    const d = shape - 1 / 3
    const k = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + k * x) ** 3
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return d * v * scale
    }
  }
  return {
    uniform,
    normal,
    gamma,
    beta(p, q) {
      const one = gamma(p)
      return one / (one + gamma(q))
    },
    poisson(mean) {
      if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
      let [count, product] = [0, uniform()]
      for (const end = Math.exp(-mean); product > end; product *= uniform()) count++
      return count
    },
    whole: (below) => Math.floor(uniform() * below),
  }
}

/** The value below which the share `q` lies, between neighbours by distance; `sorted` ascending. */
export function quantileOf(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q
  const below = sorted[Math.floor(place)] ?? Number.NaN
  return below + (place % 1) * ((sorted[Math.ceil(place)] ?? below) - below)
}
