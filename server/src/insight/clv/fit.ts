// The brand's models fitted on all its buyers: on demand, and each night once somebody did.
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import type { OfOrders } from '../buyers/orders-sql.ts'
import type { BuyerColumns } from '../calc/brand-clv.ts'
import { fitBrandOffThread } from '../calc/off-thread.ts'
import { type AsOf, asOf } from '../gate/as-of.ts'
import { readQuestion } from '../question/reading.ts'
import { buyersOf, firstDay, furtherByDay } from './purchases-sql.ts'
import type { FitShape } from './shape.ts'
import { latestFit, putFit, type StoredFit } from './store.ts'

export const SLOW = { maxSeconds: 120 }
const DAY_MS = 86_400_000
/** Held back from the model that is checked: a quarter of the past, at most so many days. */
const MOST_HELD = 90
/** A shorter past is not cut. */
const LEAST_SPAN = 56

export interface BuyerRow {
  c: number
  t: number
  x: number
  tx: number
  mean: number
  x0: number
  tx0: number
  t0: number
  mean0: number
  later: number
}

/** The day of the brand's zone, counted from 1970-01-01. */
export function dayOf(now: number, zone: string): number {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  return Date.UTC(year, month - 1, day) / DAY_MS
}

export function columnsOf(rows: readonly BuyerRow[]): BuyerColumns {
  return {
    x: Int32Array.from(rows, (row) => row.x),
    tx: Int32Array.from(rows, (row) => row.tx),
    t: Int32Array.from(rows, (row) => row.t),
    mean: Float64Array.from(rows, (row) => row.mean),
  }
}

/**
 * As of a past moment from what had happened by then; it then stands for questions as of that moment.
 *
 * @throws 422 too_few_buyers, fit_did_not_converge when the orders do not make a model, 429
 * too_many_waiting when several are being fitted
 */
export async function fitModels(asking: Ctx, moment?: AsOf): Promise<StoredFit> {
  const ctx = await asOf(asking, moment)
  const reading = await readQuestion(ctx, [])
  const { currency } = await brandOf(ctx)
  const of: OfOrders = { reading, currency }
  const today = dayOf(reading.clock.now, reading.clock.timezone)
  const [begun] = await ctx.ch.rows<{ first: number; n: string }>(
    ctx.tenantId,
    firstDay(of, today),
    SLOW,
  )
  if (!begun || Number(begun.n) === 0)
    throw new AppError(422, 'too_few_buyers', 'Nobody has bought yet')
  const span = today - begun.first
  const days = span < LEAST_SPAN ? 0 : Math.min(MOST_HELD, Math.floor(span / 4))
  const [rows, further] = await Promise.all([
    ctx.ch.rows<BuyerRow>(ctx.tenantId, buyersOf(of, today, today - days), SLOW),
    ctx.ch.rows<{ d: number; n: string }>(ctx.tenantId, furtherByDay(of, today), SLOW),
  ])
  const fitted = await fitBrandOffThread({
    buyers: columnsOf(rows),
    held: days === 0 ? null : heldBack(rows, days),
    further: further.map(({ d, n }) => ({ day: d - begun.first, purchases: Number(n) })),
    span,
  })
  return inTx(asking, async (writing) => {
    const id = await putFit(writing, fitted, today, ctx.until)
    await audit(
      writing,
      'clv.fitted',
      { kind: 'clv_fit', id },
      { customers: rows.length, ...(ctx.until && { as_of: ctx.until.toISOString() }) },
    )
    const stored = await latestFit({ ...writing, now: ctx.now })
    if (!stored) throw new Error('what was just fitted is gone')
    return stored
  })
}

const heldBack = (rows: readonly BuyerRow[], days: number) => ({
  buyers: {
    x: Int32Array.from(rows, (row) => row.x0),
    tx: Int32Array.from(rows, (row) => row.tx0),
    t: Int32Array.from(rows, (row) => row.t0),
    mean: Float64Array.from(rows, (row) => row.mean0),
  },
  later: Int32Array.from(rows, (row) => row.later),
  days,
})

export function shownFit({ id, fittedAt, asOfDay, customers, fit, holdout }: StoredFit): FitShape {
  const { orders, value, correlation, notes } = fit
  return {
    ...{ id, fitted_at: fittedAt.toISOString(), customers },
    as_of_day: new Date(asOfDay * DAY_MS).toISOString().slice(0, 10),
    ...{ orders, value, correlation, notes: [...notes], holdout },
  }
}
