// The models of one brand's buyers, fitted and asked; pure, run beside the main thread.
import { AppError } from '../../platform/errors.ts'
import { type BgNbd, expectedFurtherPurchases, expectedPurchases, fitBgNbd } from './bgnbd.ts'
import { type ClvFit, type ClvRow, fitClv, outlookOf } from './clv.ts'
import type { GammaGamma } from './gamma-gamma.ts'
import { compareHoldout, type Holdout } from './holdout.ts'

/** Columns, one place a buyer; times in days, money in fen. */
export interface BuyerColumns {
  x: Int32Array
  tx: Int32Array
  t: Int32Array
  mean: Float64Array
}

export interface FitTask {
  buyers: BuyerColumns
  /** The same as it was before the days held back, and purchases in them; null: too short a past. */
  held: { buyers: BuyerColumns; later: Int32Array; days: number } | null
  /** Further purchases by day, the first day anybody bought being 0. */
  further: { day: number; purchases: number }[]
  /** Days from that first day until today. */
  span: number
}

export interface HeldOut extends Holdout {
  days: number
  /** Buyers who were there before the days held back. */
  customers: number
  /** Further purchases by week from the first day on, as they were and as the earlier model has them. */
  weeks: { actual: number; forecast: number }[]
  /** In which week the held days begin. */
  from_week: number
}
export interface Fitted {
  fit: ClvFit
  holdout: HeldOut | null
}

const rowsOf = ({ x, tx, t, mean }: BuyerColumns): ClvRow[] =>
  Array.from(x, (frequency, i) => ({
    frequency,
    recency: tx[i] ?? 0,
    T: t[i] ?? 0,
    monetary: mean[i] ?? 0,
  }))

export function fitBrand({ buyers, held, further, span }: FitTask): Fitted {
  const rows = rowsOf(buyers)
  const fit = fitClv(rows)
  return { fit, holdout: held && heldOut(rows, held, further, span) }
}

/** Null when the past without those days says too little for a model. */
function heldOut(
  all: readonly ClvRow[],
  { buyers, later, days }: NonNullable<FitTask['held']>,
  further: FitTask['further'],
  span: number,
): HeldOut | null {
  const rows = rowsOf(buyers)
  const there = rows.flatMap((row, i) => (row.T >= 0 ? [{ row, later: later[i] ?? 0 }] : []))
  if (there.length < 2 || !there.some(({ row }) => row.frequency > 0)) return null
  const orders = earlier(there.map(({ row }) => row))
  if (!orders) return null
  const compared = compareHoldout(
    there.map(({ row, later }) => ({
      ...{ frequency: row.frequency, T: row.T, actual: later },
      forecast: expectedFurtherPurchases(orders, row, days),
    })),
    days,
  )
  return {
    ...compared,
    ...{ days, customers: there.length },
    weeks: weeksOf(orders, all, further, span),
    from_week: Math.floor((span - days) / 7),
  }
}

/** A past that says too little on its own takes nothing from the model of today. */
function earlier(rows: readonly ClvRow[]): BgNbd | null {
  try {
    return fitBgNbd(rows)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Everybody who ever bought is expected to buy on from her first day: what the model would have drawn. */
function weeksOf(
  model: BgNbd,
  rows: readonly ClvRow[],
  further: FitTask['further'],
  span: number,
): HeldOut['weeks'] {
  const begun = new Map<number, number>()
  for (const { T } of rows) begun.set(span - T, (begun.get(span - T) ?? 0) + 1)
  const expected = Array.from({ length: span + 8 }, (_, day) => expectedPurchases(model, day))
  const until = (day: number) => {
    let sum = 0
    for (const [first, count] of begun)
      if (first < day) sum += count * (expected[Math.min(day - first, span + 7)] ?? 0)
    return sum
  }
  const weeks = Math.floor((span + 1) / 7)
  const actual = new Float64Array(weeks)
  for (const { day, purchases } of further) {
    const week = Math.floor(day / 7)
    if (week < weeks) actual[week] = (actual[week] ?? 0) + purchases
  }
  let before = 0
  return Array.from(actual, (count, week) => {
    const after = until((week + 1) * 7)
    const forecast = after - before
    before = after
    return { actual: count, forecast }
  })
}

export interface OutlookTask {
  model: { orders: BgNbd; value: GammaGamma | null }
  buyers: BuyerColumns
  /** Days. */
  horizons: readonly number[]
  margin: number
  /** Share of value lost a day by waiting. */
  discount: number
}

/** Columns, one place a buyer; of the horizons one column each. */
export interface Outlooks {
  alive: Float64Array
  orderValue: Float64Array
  orders: Float64Array[]
  /** Fen; NaN where the models have no value. */
  value: Float64Array[]
}

export function outlooksOf({ model, buyers, horizons, margin, discount }: OutlookTask): Outlooks {
  const n = buyers.x.length
  const column = () => new Float64Array(n)
  const found: Outlooks = {
    ...{ alive: column(), orderValue: column() },
    ...{ orders: horizons.map(column), value: horizons.map(column) },
  }
  for (const [i, row] of rowsOf(buyers).entries()) {
    const outlook = outlookOf(model.orders, model.value, row, { horizons, margin, discount })
    found.alive[i] = outlook.alive
    found.orderValue[i] = outlook.order_value ?? Number.NaN
    for (const [h, { orders, value }] of outlook.horizons.entries()) {
      const [ofOrders, ofValue] = [found.orders[h], found.value[h]]
      if (ofOrders) ofOrders[i] = orders
      if (ofValue) ofValue[i] = value ?? Number.NaN
    }
  }
  return found
}
