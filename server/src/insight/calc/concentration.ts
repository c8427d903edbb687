// How few bring how much. Source: Gini 1912 in the form Σ(2i − n − 1)·xᵢ ÷ (n·Σx), x ascending;
// Lorenz 1905; Pareto's share of the top q. Customers who brought nothing belong to it and are counted.
import { AppError } from '../../platform/errors.ts'

export interface Concentration {
  /** Customers, those with nothing included. */
  n: number
  zeros: number
  total: number
  /** 0: all alike; nearly 1: one has all. Null when nobody brought anything. */
  gini: number | null
  top: { q: number; customers: number; share: number | null }[]
  /** The fewest customers who bring at least `share` of all. */
  fewest: { share: number; customers: number; of_all: number } | null
  /** Cumulative share of value by cumulative share of customers, poorest first, from (0, 0) to (1, 1). */
  lorenz: { customers: number; value: number }[]
}

export interface Asked {
  /** Top shares of customers, each in (0, 1]; ⌊q·n⌋ of them count, at least one. */
  top?: readonly number[]
  /** In (0, 1]. */
  share?: number
  /** Customers with nothing who are not in the list. */
  zeros?: number
}

const POINTS = 100

/** `values`: one a customer, in any one unit, none below 0. Throws `invalid_value`. */
export function concentrationOf(
  values: readonly number[],
  { top = [0.01, 0.05, 0.1, 0.2, 0.5], share = 0.8, zeros = 0 }: Asked = {},
): Concentration {
  const sorted = new Float64Array(values.length + zeros)
  sorted.set(values)
  if (!sorted.every((x) => x >= 0 && x < Infinity))
    throw new AppError(400, 'invalid_value', 'Values are numbers not below 0')
  sorted.sort()
  const n = sorted.length
  if (n === 0) throw new AppError(400, 'invalid_value', 'At least one customer')
  const upTo = new Float64Array(n + 1)
  let weighted = 0
  for (let i = 0; i < n; i++) {
    const x = sorted[i] ?? 0
    upTo[i + 1] = (upTo[i] ?? 0) + x
    weighted += (2 * (i + 1) - n - 1) * x
  }
  const total = upTo[n] ?? 0
  const ofTop = (count: number) => (total - (upTo[n - count] ?? 0)) / total
  const gaps = Math.min(POINTS, n)
  const first = sorted.findIndex((x) => x > 0)
  return {
    n,
    zeros: first === -1 ? n : first,
    total,
    gini: total > 0 ? weighted / (n * total) : null,
    top: top.map((q) => {
      // 0.29 · 100 is a little less than 29 in binary.
      const customers = Math.min(n, Math.max(1, Math.floor(q * n + 1e-9)))
      return { q, customers, share: total > 0 ? ofTop(customers) : null }
    }),
    fewest: total > 0 ? fewestFor(share, n, ofTop) : null,
    lorenz: Array.from({ length: gaps + 1 }, (_, i) => {
      const count = Math.round((i * n) / gaps)
      return {
        customers: count / n,
        value: total > 0 ? (upTo[count] ?? 0) / total : count / n,
      }
    }),
  }
}

function fewestFor(share: number, n: number, ofTop: (count: number) => number) {
  let [low, high] = [1, n]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ofTop(middle) >= share - 1e-12) high = middle
    else low = middle + 1
  }
  return { share, customers: low, of_all: low / n }
}
