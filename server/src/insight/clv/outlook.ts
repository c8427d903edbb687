// What is to come of the customers the asker sees: the brand's models asked for each of them, as of today.

import { z } from 'zod'
import { seenOf } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { readCursor, writeCursor } from '../../platform/page.ts'
import { listedByIds } from '../../profile/index.ts'
import { brandOf } from '../brand.ts'
import type { OfOrders } from '../buyers/orders-sql.ts'
import type { Outlooks } from '../calc/brand-clv.ts'
import { outlooksOffThread } from '../calc/off-thread.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { type QuestionReading, readQuestion } from '../question/reading.ts'
import { type BuyerRow, columnsOf, dayOf, SLOW, shownFit } from './fit.ts'
import { aliveOf, buyersOf } from './purchases-sql.ts'
import {
  HORIZONS,
  type KeepingShape,
  type OUTLOOK_ORDERS,
  type OutlookAnswer,
  type OutlookCell,
  type OutlookQuestion,
} from './shape.ts'
import { type Keeping, keepingOf, latestFit, type StoredFit } from './store.ts'

interface Foreseen {
  reading: QuestionReading
  rows: BuyerRow[]
  outlooks: Outlooks
}

async function buyersNow(ctx: Ctx, who: OutlookQuestion['who']) {
  const reading = await readQuestion(ctx, [], who)
  const { currency } = await brandOf(ctx)
  const of: OfOrders = { reading, currency }
  const today = dayOf(reading.clock.now, reading.clock.timezone)
  return { reading, buyers: buyersOf(of, today, today) }
}

export async function foresee(
  ctx: Ctx,
  { fit }: Pick<StoredFit, 'fit'>,
  { who, margin_bp, annual_discount }: OutlookQuestion,
): Promise<Foreseen> {
  const { reading, buyers } = await buyersNow(ctx, who)
  const rows = await ctx.ch.rows<BuyerRow>(ctx.tenantId, buyers, SLOW)
  const outlooks = await outlooksOffThread({
    model: { orders: fit.orders, value: fit.value },
    buyers: columnsOf(rows),
    horizons: HORIZONS,
    margin: margin_bp / 10_000,
    discount: (1 + annual_discount) ** (1 / 365) - 1,
  })
  return { reading, rows, outlooks }
}

export async function outlook(ctx: Ctx, question: OutlookQuestion): Promise<OutlookAnswer> {
  const [fit, keeping] = await Promise.all([latestFit(ctx), keepingOf(ctx)])
  const about = {
    keeping: ctx.until ? null : shownKeeping(keeping),
    as_of: ctx.now().toISOString(),
  }
  if (!fit)
    return { fit: null, ...about, buyers: 0, alive: 0, horizons: [], by_alive: [], by_value: [] }
  const { rows, outlooks } = await foresee(ctx, fit, question)
  const year = outlooks.value.at(-1) ?? new Float64Array()
  return {
    ...{ fit: shownFit(fit), ...about, buyers: rows.length, alive: sumOf(outlooks.alive) },
    horizons: HORIZONS.map((days, h) => ({
      days,
      orders: sumOf(outlooks.orders[h] ?? []),
      value_fen: money(sumOf(outlooks.value[h] ?? [])),
    })),
    by_alive: byAlive(outlooks.alive, year),
    by_value: tenths(year),
  }
}

const sumOf = (values: Iterable<number>) => {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
const money = (fen: number | undefined) => (fen === undefined || Number.isNaN(fen) ? null : fen)

const BINS = 10
function byAlive(alive: Float64Array, value: Float64Array): OutlookAnswer['by_alive'] {
  const bins = Array.from({ length: BINS }, () => ({ customers: 0, fen: 0 }))
  for (const [i, chance] of alive.entries()) {
    const bin = bins[Math.min(BINS - 1, Math.floor(chance * BINS))]
    if (!bin) continue
    bin.customers++
    bin.fen += value[i] ?? 0
  }
  return bins.map(({ customers, fen }, i) => ({
    ...{ from: i / BINS, to: (i + 1) / BINS, customers, value_fen: money(fen) },
  }))
}

function tenths(value: Float64Array): OutlookAnswer['by_value'] {
  const sorted = value
    .filter((fen) => !Number.isNaN(fen))
    .sort()
    .reverse()
  return Array.from({ length: Math.min(BINS, sorted.length) }, (_, i) => {
    const parts = Math.min(BINS, sorted.length)
    const part = sorted.subarray(
      Math.floor((i * sorted.length) / parts),
      Math.floor(((i + 1) * sorted.length) / parts),
    )
    return { customers: part.length, value_fen: sumOf(part), least_fen: part.at(-1) ?? 0 }
  })
}

export const shownKeeping = (keeping: Keeping | undefined): KeepingShape => ({
  nightly: keeping !== undefined,
  is_scored: keeping?.isScored ?? false,
  scored_at: keeping?.scoredAt?.toISOString() ?? null,
  scored: keeping?.scored ?? null,
  failure: keeping?.failure ?? null,
  failed_at: keeping?.failedAt?.toISOString() ?? null,
})

/** Who was worth most is worth saving most: what is lost with who goes. */
function placesBy(
  order: (typeof OUTLOOK_ORDERS)[number],
  { outlooks, rows }: Foreseen,
): Uint32Array {
  const year = outlooks.value.at(-1) ?? new Float64Array()
  const weight = (i: number) => {
    if (order === 'value') return year[i] || 0
    return (1 - (outlooks.alive[i] ?? 0)) * (rows[i]?.x ?? 0) * (rows[i]?.mean ?? 0)
  }
  const weights = Float64Array.from(rows, (_, i) => weight(i))
  const places = Uint32Array.from(rows, (_, i) => i)
  // Rows come in the order of customers, which parts equals.
  return places.sort((one, other) => (weights[other] ?? 0) - (weights[one] ?? 0) || one - other)
}

/** @throws 409 clv_not_fitted */
export async function customersByOutlook(
  ctx: Ctx,
  question: OutlookQuestion,
  page: { by: (typeof OUTLOOK_ORDERS)[number]; limit: number; cursor?: string | undefined },
) {
  const fit = await latestFit(ctx)
  if (!fit) throw conflict('clv_not_fitted', 'Fit the models of the brand first')
  const from = readCursor(page.cursor, z.number().int().min(0)) ?? 0
  const foreseen = await foresee(ctx, fit, question)
  const places = placesBy(page.by, foreseen).subarray(from, from + page.limit)
  const { rows, outlooks } = foreseen
  const ids = Array.from(places, (place) => Number(rows[place]?.c))
  const listed = await listedByIds(ctx, await seenOf(ctx, ids))
  const byId = new Map(listed.map((customer) => [customer.id, customer]))
  return {
    items: Array.from(places).flatMap((place) => {
      const row = rows[place]
      const customer = row && byId.get(Number(row.c))
      if (!row || !customer) return []
      return [
        {
          ...{ customer, purchases: row.x + 1, last_days_ago: row.t - row.tx },
          order_value_fen: money(outlooks.orderValue[place]),
          alive: outlooks.alive[place] ?? 0,
          horizons: HORIZONS.map((days, h) => ({
            days,
            orders: outlooks.orders[h]?.[place] ?? 0,
            value_fen: money(outlooks.value[h]?.[place]),
          })),
        },
      ]
    }),
    next_cursor: from + page.limit < rows.length ? writeCursor(from + page.limit) : null,
  }
}

/** @throws 404 before the first fit */
export async function behindOutlook(
  ctx: Ctx,
  { who }: OutlookQuestion,
  { alive_from, alive_to }: OutlookCell,
): Promise<Behind> {
  const fit = await latestFit(ctx)
  if (!fit) throw notFound('figure')
  const { reading, buyers } = await buyersNow(ctx, who)
  const alive = aliveOf(fit.fit.orders)
  const below: Sql = alive_to >= 1 ? sql`true` : sql`${alive} < ${as('Float64', alive_to)}`
  return {
    customers: setOf(buyers, sql`${alive} >= ${as('Float64', alive_from)} and ${below}`),
    reading,
  }
}
