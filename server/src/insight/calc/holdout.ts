// How well a forecast met what came: for the orders of each customer, beside the naïve one that goes on
// at the pace so far. Source: the fit statistics of Fader, Hardie & Lee 2005.
import { AppError } from '../../platform/errors.ts'
import { correlationOf } from './clv.ts'

export interface Closeness {
  total: number
  /** Pearson's; null when one side does not vary. */
  correlation: number | null
  mean_absolute_error: number
  root_mean_square_error: number
}

/** All lists have one number a customer, in the same order. */
export function closenessOf(forecast: readonly number[], actual: readonly number[]): Closeness {
  if (forecast.length !== actual.length || actual.length === 0)
    throw new AppError(400, 'invalid_holdout', 'One forecast for each customer, and at least one')
  const n = actual.length
  let [total, absolute, square] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const error = (forecast[i] ?? 0) - (actual[i] ?? 0)
    total += forecast[i] ?? 0
    absolute += Math.abs(error)
    square += error * error
  }
  return {
    total,
    correlation: correlationOf(forecast, actual),
    mean_absolute_error: absolute / n,
    root_mean_square_error: Math.sqrt(square / n),
  }
}

export interface Holdout {
  actual: number
  forecast: Closeness
  /** Repeat orders so far ÷ time since the first, gone on with. */
  naive: Closeness
  /** Mean forecast and mean actual by repeat orders before, the last of `most` and more. */
  by_frequency: { frequency: number; customers: number; forecast: number; actual: number }[]
}

export function compareHoldout(
  rows: readonly { frequency: number; T: number; forecast: number; actual: number }[],
  time: number,
  most = 7,
): Holdout {
  const actual = rows.map((row) => row.actual)
  const cells = new Map<number, { customers: number; forecast: number; actual: number }>()
  for (const row of rows) {
    const frequency = Math.min(row.frequency, most)
    const cell = cells.get(frequency) ?? { customers: 0, forecast: 0, actual: 0 }
    cells.set(frequency, {
      customers: cell.customers + 1,
      forecast: cell.forecast + row.forecast,
      actual: cell.actual + row.actual,
    })
  }
  return {
    actual: actual.reduce((sum, n) => sum + n, 0),
    forecast: closenessOf(
      rows.map((row) => row.forecast),
      actual,
    ),
    naive: closenessOf(
      rows.map(({ frequency, T }) => (T > 0 ? (frequency / T) * time : 0)),
      actual,
    ),
    by_frequency: [...cells]
      .sort(([one], [other]) => one - other)
      .map(([frequency, cell]) => ({
        frequency,
        customers: cell.customers,
        forecast: cell.forecast / cell.customers,
        actual: cell.actual / cell.customers,
      })),
  }
}
