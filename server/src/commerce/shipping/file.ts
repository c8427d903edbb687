// A file of parcels as a warehouse gives it back: whatever its headings are called, read as rows of one shape.
import { readSheet, type SheetRow } from '../../platform/sheet.ts'
import type { FaultCode } from './faults.ts'

export const MOST_BYTES = 20 * 1024 * 1024
export const MOST_ROWS = 20_000

const HEADINGS = {
  order: [
    ...['订单号', '订单编号', '订单', '商户订单号', '单据编号'],
    ...['order_number', 'order', 'order no', 'order number', 'order id'],
  ],
  carrier: [
    ...['快递公司', '物流公司', '承运商', '快递', '快递公司编码', '物流公司编码', '快递名称'],
    ...['配送公司', 'carrier', 'carrier_code', 'express', 'express company', 'shipping company'],
    'courier',
  ],
  number: [
    ...['快递单号', '物流单号', '运单号', '运单编号', '快递编号', '物流编号'],
    ...['tracking_number', 'tracking number', 'tracking no', 'waybill', 'waybill number', 'parcel'],
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
  const { columns, rows } = await readSheet(content, {
    ...{ headings: HEADINGS, needed: ['order', 'carrier', 'number'], mostRows: MOST_ROWS },
  })
  const all = rows.map(rowOf)
  const isLeftOut = ({ carrier, number, fault }: FileRow) =>
    carrier === '' && number === '' && fault !== 'wrong_column_count'
  const named = all.filter((row) => !isLeftOut(row))
  return { columns, rows: named, leftOut: all.length - named.length }
}

const ROUNDED = /^\d+(\.\d+)?e\+?\d+$/i
const NUMBER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,49})$/

function rowOf({ row, cells, isWhole, of: cell }: SheetRow<Field>): FileRow {
  const [order, carrier, sku, quantity] = [
    cell('order').toUpperCase(),
    cell('carrier'),
    cell('sku'),
    cell('quantity'),
  ]
  const number = cell('number').replace(/\s/g, '')
  const amount = /^\d{1,9}(\.0+)?$/.test(quantity) ? Number(quantity) : 0
  const fault = ((): FaultCode | null => {
    if (!isWhole) return 'wrong_column_count'
    if (order === '' || carrier === '' || number === '') return 'row_incomplete'
    if (ROUNDED.test(number)) return 'number_rounded'
    if (!NUMBER.test(number)) return 'number_malformed'
    if (carrier.length > 100) return 'carrier_too_long'
    if (quantity !== '' && amount === 0) return 'quantity_malformed'
    return quantity !== '' && sku === '' ? 'sku_needed' : null
  })()
  return {
    ...{ row, cells, order, carrier, number, fault },
    sku: sku === '' ? null : sku,
    quantity: quantity === '' ? null : amount,
  }
}
