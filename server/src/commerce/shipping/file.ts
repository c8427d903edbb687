// A file of parcels as a warehouse gives it back: whatever its headings are called, read as rows of one shape.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { undefused } from '../../platform/cells.ts'
import { invalid } from '../../platform/errors.ts'
import { openFile } from '../../platform/records.ts'
import type { FaultCode } from './faults.ts'

export const MOST_BYTES = 20 * 1024 * 1024
export const MOST_ROWS = 20_000

const HEADINGS = {
  order: [
    ...['order_number', 'order', 'order no', 'order number', 'order id'],
    ...['订单号', '订单编号', '订单', '商户订单号', '单据编号'],
  ],
  carrier: [
    ...['carrier', 'carrier_code', 'express', 'express company', 'shipping company', 'courier'],
    ...[
      '快递公司',
      '物流公司',
      '承运商',
      '快递',
      '快递公司编码',
      '物流公司编码',
      '快递名称',
      '配送公司',
    ],
  ],
  number: [
    ...['tracking_number', 'tracking number', 'tracking no', 'waybill', 'waybill number', 'parcel'],
    ...['快递单号', '物流单号', '运单号', '运单编号', '快递编号', '物流编号'],
  ],
  sku: [
    ...['sku', 'sku code', 'sku_code', 'item code'],
    ...['商品编码', '规格编码', 'sku编码', '货号', '商家编码', '商品sku'],
  ],
  quantity: [
    ...['quantity', 'qty', 'left to send'],
    ...['数量', '待发数量', '发货数量', '本次发货数量', '件数'],
  ],
} as const
type Field = keyof typeof HEADINGS

const folded = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*（）():：.]/gu, '')
const fieldOf = new Map<string, Field>(
  (Object.entries(HEADINGS) as [Field, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name): [string, Field] => [folded(name), field]),
  ),
)

export interface FileRow {
  /** As a spreadsheet counts it: the headings are row 1. */
  row: number
  cells: readonly string[]
  order: string
  carrier: string
  number: string
  sku: string | null
  quantity: number | null
  fault: FaultCode | null
}
export interface ShippingFile {
  columns: readonly string[]
  rows: readonly FileRow[]
  /** Rows with neither carrier nor number: not sent this time. */
  leftOut: number
}

/** @throws 400 for a file that cannot be read, lacks a column or is too long */
export async function readShippingFile(content: Buffer): Promise<ShippingFile> {
  // The reader streams from disk; what the file says of people is gone with it.
  const folder = await mkdtemp(join(tmpdir(), 'homefield-shipping-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, content, { mode: 0o600 })
    return await readAt(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAt(path: string): Promise<ShippingFile> {
  const file = await openFile(path)
  try {
    const places = placesOf(file.columns)
    const rows: FileRow[] = []
    let [leftOut, read] = [0, 0]
    for await (const batch of file.batches) {
      const all = [
        ...batch.rows.map(({ row, cells }) => rowOf(row, cells, places)),
        ...batch.bad.map(({ row, raw }) => ({
          ...rowOf(row, raw, places),
          fault: 'wrong_column_count' as const,
        })),
      ].sort((a, b) => a.row - b.row)
      read += all.length
      if (read > MOST_ROWS)
        throw invalid('too_many_rows', `A shipping file may have ${MOST_ROWS} rows`, {
          most: MOST_ROWS,
        })
      for (const row of all)
        if (row.carrier === '' && row.number === '' && row.fault !== 'wrong_column_count') leftOut++
        else rows.push(row)
    }
    return { columns: file.columns, rows, leftOut }
  } finally {
    await file.close()
  }
}

type Places = Partial<Record<Field, number>>

function placesOf(columns: readonly string[]): Places {
  const places: Places = {}
  columns.forEach((column, i) => {
    const field = fieldOf.get(folded(column))
    if (field !== undefined && places[field] === undefined) places[field] = i
  })
  const missing = (['order', 'carrier', 'number'] as const).filter((f) => places[f] === undefined)
  if (missing.length > 0)
    throw invalid(
      'columns_missing',
      `The file has no column for ${missing.join(', ')}: 订单号, 快递公司, 快递单号 are needed`,
      { missing },
    )
  return places
}

/** What spreadsheets wrap around a text so that it stays one. */
const plain = (cell: string) =>
  undefused(cell.trim())
    .replace(/^="(.*)"$/, '$1')
    .replace(/^['`\t]+/, '')
    .trim()

const ROUNDED = /^\d+(\.\d+)?e\+?\d+$/i
const NUMBER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,49})$/

function rowOf(row: number, cells: readonly string[], places: Places): FileRow {
  const cell = (field: Field) => {
    const place = places[field]
    return place === undefined ? '' : plain(cells[place] ?? '')
  }
  const [order, carrier, sku, quantity] = [
    cell('order').toUpperCase(),
    cell('carrier'),
    cell('sku'),
    cell('quantity'),
  ]
  const number = cell('number').replace(/\s/g, '')
  const amount = /^\d{1,9}(\.0+)?$/.test(quantity) ? Number(quantity) : 0
  const fault = ((): FaultCode | null => {
    if (order === '' || carrier === '' || number === '') return 'row_incomplete'
    if (ROUNDED.test(number)) return 'number_rounded'
    if (!NUMBER.test(number)) return 'number_malformed'
    if (carrier.length > 100) return 'carrier_too_long'
    if (quantity !== '' && amount === 0) return 'quantity_malformed'
    return quantity !== '' && sku === '' ? 'sku_needed' : null
  })()
  return {
    ...{ row: row + 1, cells, order, carrier, number, fault },
    sku: sku === '' ? null : sku,
    quantity: quantity === '' ? null : amount,
  }
}
