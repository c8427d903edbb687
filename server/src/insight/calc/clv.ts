// Customer lifetime value without a contract: orders still to come × what they are worth × margin,
// discounted. Source: Fader, Hardie & Lee 2005 with Gamma–Gamma; a model is fitted once and then asked
// for any customers.
import { AppError } from '../../platform/errors.ts'
import {
  type BgNbd,
  type BgNbdFit,
  type Buyer,
  chanceAlive,
  expectedFurtherPurchases,
  fitBgNbd,
} from './bgnbd.ts'
import { expectedValue, fitGammaGamma, type GammaGamma, type GammaGammaFit } from './gamma-gamma.ts'

/** monetary: mean value of the repeat orders, 0 or left out when there are none. */
export interface ClvRow extends Buyer {
  monetary?: number | undefined
}

export interface ClvFit {
  orders: BgNbdFit
  /** Null when too few rows have a value. */
  value: GammaGammaFit | null
  /** Pearson's correlation of frequency and value, which Gamma–Gamma takes for 0; null without values. */
  correlation: number | null
  notes: ('frequency_and_value_hang_together' | 'no_mean_value' | 'few_buyers_come_back')[]
}

/** Above this the assumption of Gamma–Gamma, that value does not hang together with frequency, is shaky. */
const LOOSE = 0.3

/** Throws what `fitBgNbd` does; without enough values there is only the model of orders. */
export function fitClv(rows: readonly ClvRow[]): ClvFit {
  const orders = fitBgNbd(rows)
  const spenders = rows.flatMap(({ frequency, monetary = 0 }) =>
    frequency > 0 && monetary > 0 ? [{ frequency, monetary }] : [],
  )
  const value = spenders.length < 3 ? null : fitGammaGamma(spenders)
  const correlation =
    spenders.length < 3
      ? null
      : correlationOf(
          spenders.map((s) => s.frequency),
          spenders.map((s) => s.monetary),
        )
  const back = rows.reduce((sum, { frequency }) => sum + (frequency > 0 ? 1 : 0), 0)
  const notes: ClvFit['notes'] = []
  if (correlation !== null && Math.abs(correlation) > LOOSE)
    notes.push('frequency_and_value_hang_together')
  if (value && value.mean_value === null) notes.push('no_mean_value')
  if (back < 100) notes.push('few_buyers_come_back')
  return { orders, value, correlation, notes }
}

/** Pearson's; null when one of the two does not vary. */
export function correlationOf(one: readonly number[], other: readonly number[]): number | null {
  const n = one.length
  const [meanOne, meanOther] = [one, other].map((list) => list.reduce((s, x) => s + x, 0) / n)
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const x = (one[i] ?? 0) - (meanOne ?? 0)
    const y = (other[i] ?? 0) - (meanOther ?? 0)
    xx += x * x
    yy += y * y
    xy += x * y
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

export interface Outlook {
  alive: number
  /** What an order is worth, in the money of the data; null without a model of values. */
  order_value: number | null
  horizons: { time: number; orders: number; value: number | null }[]
}

export interface Terms {
  /** In the unit of time of the model. */
  horizons: readonly number[]
  /** Share of an order's value that stays; 1 unless given. */
  margin?: number
  /** Share of value lost per unit of time by waiting; 0 unless given. */
  discount?: number
}

/** One row: still there?, orders and value within each horizon. */
export function outlookOf(
  orders: BgNbd,
  value: GammaGamma | null,
  row: ClvRow,
  { horizons, margin = 1, discount = 0 }: Terms,
): Outlook {
  const { frequency, monetary = 0 } = row
  if (value && frequency > 0 && !(monetary > 0))
    throw new AppError(
      400,
      'value_missing',
      'Who bought again needs the mean value of those orders, above 0',
    )
  const orderValue = value && expectedValue(value, { frequency, monetary })
  return {
    alive: chanceAlive(orders, row),
    order_value: orderValue,
    horizons: horizons.map((time) => {
      const expected = expectedFurtherPurchases(orders, row, time)
      const counted = discount === 0 ? expected : discounted(orders, row, time, discount)
      return { time, orders: expected, value: orderValue && orderValue * margin * counted }
    }),
  }
}

const SLICES = 24

/** Orders by when they are expected, each slice discounted at its middle. */
function discounted(model: BgNbd, row: ClvRow, time: number, discount: number): number {
  let [before, sum] = [0, 0]
  for (let i = 1; i <= SLICES; i++) {
    const until = expectedFurtherPurchases(model, row, (time * i) / SLICES)
    sum += (until - before) / (1 + discount) ** ((time * (i - 0.5)) / SLICES)
    before = until
  }
  return sum
}

/** Value of a contract: margin a period × who stays, discounted; Σ m·rᵗ ÷ (1 + d)ᵗ for t = 0, 1, … */
export function contractValue(
  margin: number,
  retention: number,
  discount: number,
  periods = Number.POSITIVE_INFINITY,
): number {
  const kept = retention / (1 + discount)
  if (!(margin >= 0 && retention >= 0 && retention <= 1 && discount >= 0 && periods > 0))
    throw new AppError(
      400,
      'invalid_value',
      'Retention is from 0 to 1, margin and discount not below 0',
    )
  if (kept === 1) {
    if (periods === Number.POSITIVE_INFINITY)
      throw new AppError(
        422,
        'not_computable',
        'Who never leaves and is not discounted is worth without end',
      )
    return margin * periods
  }
  return (margin * (1 - kept ** periods)) / (1 - kept)
}
