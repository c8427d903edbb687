// A share of some cases, and where the true one may lie.

/** Of a normal distribution: so far from the middle lie 95 of 100. */
const Z95 = 1.959963984540054

export interface Proportion {
  share: number
  low: number
  high: number
}

/** Wilson's interval at 95 %: holds for few cases and for shares near 0 and 1 too. Null of no cases. */
export function proportion(part: number, whole: number): Proportion | null {
  if (whole === 0) return null
  const share = part / whole
  const z2 = Z95 * Z95
  const middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
  const half =
    (Z95 / (1 + z2 / whole)) * Math.sqrt((share * (1 - share)) / whole + z2 / (4 * whole * whole))
  return {
    share,
    low: part === 0 ? 0 : Math.max(0, middle - half),
    high: part === whole ? 1 : Math.min(1, middle + half),
  }
}
