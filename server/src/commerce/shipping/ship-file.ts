// A file of parcels carried out: looked at as a whole, then sent some orders at a time. The same file again
// changes nothing: every parcel is known by its order, carrier and number.
import { createHash } from 'node:crypto'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import { codesInScope } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { defusedButNumbers } from '../../platform/cells.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { exchangesByNumber, sendExchanges } from '../after-sale/send-exchanges.ts'
import { keptBack } from '../checkout/parties.ts'
import { type ParcelOutcome, type Part, shipParcels } from '../checkout/ship.ts'
import { type FaultCode, faultOf, faultWords } from './faults.ts'
import { type FileRow, readShippingFile, type ShippingFile } from './file.ts'
import { type Fault, type KnownOrder, type Plan, planShipping } from './plan.ts'

/** Parcels sent in one transaction: enough to be quick, little enough to hold their orders shortly. */
const AT_ONCE = 200
const SHOWN_FAULTS = 200

export interface ShippingReport {
  /** Rows that name a parcel. */
  rows: number
  left_out: number
  orders: number
  /** Parcels that can be sent, or have been sent by this. */
  parcels: number
  already: number
  faulty: number
  unknown_carriers: string[]
  faults: { row: number; order: string; code: FaultCode; reason: string }[]
}

/** What the file would do; nothing is kept. @throws 400 */
export async function checkShippingFile(ctx: Ctx, content: Buffer): Promise<ShippingReport> {
  const file = await readShippingFile(content)
  return reportOf(await languageOf(ctx), file, await planOf(ctx, file.rows))
}

/** Sends what is sound; the rest is told. @throws 400 */
export async function runShippingFile(
  ctx: Ctx,
  name: string,
  content: Buffer,
): Promise<ShippingReport> {
  const file = await readShippingFile(content)
  const plan = await planOf(ctx, file.rows)
  const sent: Plan = { ...plan, parcels: [], faults: [...plan.faults] }
  for (const parcels of chunksOf(plan)) {
    const outcomes = await send(ctx, parcels)
    outcomes.forEach((outcome, i) => {
      const parcel = parcels[i]
      if (!parcel) return
      if (outcome.outcome === 'refused')
        // Somebody else was at the order since the file was looked at.
        for (const row of parcel.rows) sent.faults.push({ row, code: faultOf(outcome.error.code) })
      else if (outcome.outcome === 'shipped') sent.parcels.push(parcel)
      else sent.already += 1
    })
  }
  sent.faults.sort((a, b) => a.row.row - b.row.row)
  const report = reportOf(await languageOf(ctx), file, sent)
  const { faults: _rows, ...counts } = report
  const sha256 = createHash('sha256').update(content).digest('hex')
  await audit(ctx, 'shipping_file.run', undefined, { name, sha256, ...counts })
  return report
}

/** Orders and exchanges, each in one transaction. */
async function send(ctx: Ctx, parcels: Plan['parcels']): Promise<ParcelOutcome[]> {
  const ofOrders = parcels.filter((parcel) => parcel.exchange === undefined)
  const ofExchanges = parcels.flatMap((parcel) =>
    parcel.exchange === undefined ? [] : [{ ...parcel, id: parcel.exchange }],
  )
  const [orders, exchanges] = [
    await shipParcels(ctx, ofOrders),
    await sendExchanges(ctx, ofExchanges),
  ].map((outcomes) => outcomes.values())
  return parcels.map((parcel) => {
    const outcome = (parcel.exchange === undefined ? orders : exchanges)?.next().value
    if (!outcome) throw new Error('a parcel without an outcome')
    return outcome
  })
}

/** Rows that were not sent, with the reason beside each: to be mended and sent again. @throws 400 */
export async function faultyRows(ctx: Ctx, content: Buffer): Promise<string> {
  const { columns, rows } = await readShippingFile(content)
  const language = await languageOf(ctx)
  const { faults } = await planOf(ctx, rows)
  // Rows that came back before have our column already.
  const ours = columns.findIndex((column) => REASONS.includes(column.trim()))
  const own = (cells: readonly string[]) =>
    columns.flatMap((_, i) => (i === ours ? [] : [cells[i] ?? '']))
  const lines = faults.map(({ row, code }) =>
    [faultWords(code, language), ...own(row.cells)].map(defusedButNumbers),
  )
  const heading = REASONS[language === 'en' ? 1 : 0]
  // The mark lets spreadsheets read the Chinese in it.
  return `\uFEFF${stringify([[heading, ...own(columns)], ...lines])}`
}
const REASONS: readonly string[] = ['未发货原因', 'Not sent because']

/** An order's parcels stay together, so that one transaction sees all of them. */
function* chunksOf(plan: Plan): Generator<Plan['parcels']> {
  let chunk: Plan['parcels'] = []
  for (const [, some] of Map.groupBy(plan.parcels, (parcel) => parcel.orderId)) {
    chunk.push(...some)
    if (chunk.length < AT_ONCE) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

async function languageOf(ctx: Ctx): Promise<'zh-CN' | 'en'> {
  const { rows } = await sql<{ language: 'zh-CN' | 'en' }>`
    select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.language ?? 'zh-CN'
}

function reportOf(language: 'zh-CN' | 'en', file: ShippingFile, plan: Plan): ShippingReport {
  const shown = ({ row, code }: Fault) => ({
    ...{ row: row.row, order: row.order, code, reason: faultWords(code, language) },
  })
  return {
    ...{ rows: file.rows.length, left_out: file.leftOut, parcels: plan.parcels.length },
    orders: new Set(plan.parcels.map((parcel) => parcel.orderId)).size,
    ...{ already: plan.already, faulty: plan.faults.length },
    unknown_carriers: plan.unknownCarriers,
    faults: plan.faults.slice(0, SHOWN_FAULTS).map(shown),
  }
}

async function planOf(ctx: Ctx, rows: readonly FileRow[]): Promise<Plan> {
  return planShipping(rows, await knownOrders(ctx, [...new Set(rows.map((row) => row.order))]))
}

interface Row {
  id: string
  number: string
  state: string
  lines: { sku: string; left: number }[]
  gifts: Part[]
  parcels: { carrier: string; number: string; lines: Part[] }[]
}

/** Of the stores that this actor sees. */
async function knownOrders(ctx: Ctx, numbers: readonly string[]): Promise<Map<string, KnownOrder>> {
  const seen = await codesInScope(ctx)
  const { rows } = await sql<Row>`
    select w.id, w.number, w.state, w.gifts, (
        select coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'left', l.quantity - l.sent_quantity - l.unsent_quantity)
          order by l.sku collate "C"), '[]')
        from own_order_line l where l.tenant_id = w.tenant_id and l.order_id = w.id and l.ships) as lines, (
        select coalesce(jsonb_agg(jsonb_build_object('carrier', p.carrier, 'number', p.number, 'lines', p.lines)), '[]')
        from shipment p where p.tenant_id = w.tenant_id and p.order_id = w.id and p.after_sale_id is null) as parcels
    from own_order w
    where w.tenant_id = ${ctx.tenantId} and w.number = any(${[...numbers]}::text[])
      and ${seen ? sql`w.store = any(${[...seen.stores]}::text[])` : sql`true`}`.execute(ctx.pg)
  const kept = await keptBack(
    ctx,
    rows.filter((row) => row.state === 'to_ship').map((row) => row.id),
  )
  const orders = rows.map((row): KnownOrder => {
    const no = kept.get(row.id)
    return { ...row, keptBack: no ? faultOf(no.code) : null }
  })
  const exchanges = (await exchangesByNumber(ctx, numbers)).map((one): KnownOrder => {
    const waits = one.state === 'to_send'
    return {
      ...{ id: one.orderId, exchange: one.id, number: one.number, keptBack: null, gifts: [] },
      state: waits ? 'to_ship' : one.state,
      lines: [{ sku: one.sku, left: waits ? one.quantity : 0 }],
      parcels: one.parcels,
    }
  })
  return new Map([...orders, ...exchanges].map((one) => [one.number, one]))
}
