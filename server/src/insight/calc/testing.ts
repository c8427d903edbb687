// Histories of buyers for tests: drawn from a model, and the published CDNOW sample where it lies.
import { existsSync, readFileSync } from 'node:fs'
import type { BgNbd } from './bgnbd.ts'
import type { ClvRow } from './clv.ts'
import type { GammaGamma } from './gamma-gamma.ts'
import { chanceFrom } from './random.ts'

const CDNOW = new URL(
  '../../../../../shared/data/cdnow/cdnow_sample_transactions.csv',
  import.meta.url,
)

export interface Followed extends ClvRow {
  monetary: number
  /** Orders in the 39 weeks after. */
  later: number
  /** Spent over all 78 weeks, and in the latter 39 of them. */
  spent: number
  spentLater: number
}

/** 39 weeks to fit and 39 to compare, in weeks; orders of a day are one. Undefined where it is not. */
export function cdnow(): Followed[] | undefined {
  if (!existsSync(CDNOW)) return undefined
  const days = new Map<string, Map<number, number>>()
  for (const line of readFileSync(CDNOW, 'utf8').trim().split('\n').slice(1)) {
    const [, id = '', date = '', , amount] = line.split(',')
    const day = Date.parse(date) / 86_400_000
    const own = days.get(id) ?? new Map<number, number>()
    days.set(id, own.set(day, (own.get(day) ?? 0) + Number(amount)))
  }
  const end = Date.parse('1997-09-30') / 86_400_000
  return [...days.values()].map((own) => {
    const orders = [...own].sort(([one], [other]) => one - other)
    const [first = 0] = orders[0] ?? []
    const repeats = orders.filter(([day]) => day > first && day <= end)
    const sum = (list: typeof orders) => list.reduce((total, [, amount]) => total + amount, 0)
    const after = orders.filter(([day]) => day > end)
    return {
      frequency: repeats.length,
      recency: ((repeats.at(-1)?.[0] ?? first) - first) / 7,
      T: (end - first) / 7,
      monetary: repeats.length === 0 ? 0 : sum(repeats) / repeats.length,
      later: after.length,
      spent: sum(orders),
      spentLater: sum(after),
    }
  })
}

/** Buyers as the model has them, looked at for `from` to `to` days and then for `after` more. */
export function simulateBuyers(
  { r, alpha, a, b }: BgNbd,
  { p, q, v }: GammaGamma,
  options: { customers: number; from: number; to: number; after?: number; seed: number },
): (ClvRow & { monetary: number; later: number })[] {
  const chance = chanceFrom(options.seed)
  return Array.from({ length: options.customers }, () => {
    const [rate, leaves] = [chance.gamma(r, 1 / alpha), chance.beta(a, b)]
    const T = options.from + chance.whole(options.to - options.from + 1)
    let [at, frequency, recency, later] = [0, 0, 0, 0]
    while (rate > 0) {
      at -= Math.log(1 - chance.uniform()) / rate
      if (at > T + (options.after ?? 0)) break
      if (at > T) later++
      else {
        frequency++
        recency = at
      }
      if (chance.uniform() < leaves) break
    }
    const scale = 1 / chance.gamma(q, 1 / v)
    const monetary = frequency > 0 ? chance.gamma(p * frequency, scale) / frequency : 0
    return { frequency, recency, T, monetary, later }
  })
}
