// How surprising a share is: the log-likelihood ratio G of a table of two by two (Dunning, "Accurate
// methods for the statistics of surprise and coincidence", Computational Linguistics 19(1), 1993). Pure.

export interface Share {
  /** Have it, of those inside. */
  inside: number
  /** Are inside. */
  size: number
  /** Have it, of everybody. */
  everybody: number
  /** There are, with those inside. */
  population: number
}

/** 3.84 is what chance exceeds once in twenty times; 0 where nothing differs. */
export function surpriseOf({ inside, size, everybody, population }: Share): number {
  const table: [number, number, number, number] = [
    inside,
    size - inside,
    everybody - inside,
    population - size - (everybody - inside),
  ]
  const rows = [size, population - size]
  const columns = [everybody, population - everybody]
  const sum = table.reduce((total, observed, i) => {
    const expected = ((rows[i >> 1] ?? 0) * (columns[i & 1] ?? 0)) / population
    return total + (observed > 0 && expected > 0 ? observed * Math.log(observed / expected) : 0)
  }, 0)
  return Math.max(0, 2 * sum)
}

/** How many times as common as among everybody. */
export const liftOf = ({ inside, size, everybody, population }: Share): number =>
  everybody === 0 || size === 0 ? 0 : (inside * population) / (size * everybody)
