// A shop's export as large as asked for, and what a true import of it comes to.
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { randomOf } from '../harness/random.ts'

export interface Figures {
  /** fate → rows, with notes as `fate/note`. */
  fates: Record<string, number>
  rows: number
  orders: number
  refunds: number
  paidFen: number
  backFen: number
  customers: number
}
export interface ShopFile {
  path: string
  figures: Figures
}

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n'
const CUSTOMERS = 4_372
const COUNTRIES = ['United Kingdom', 'France', 'EIRE', 'Germany']

/** Sales, refunds and corrections of stock, some without a customer; some lines stand far from their invoice. */
export async function writeShopFile(path: string, rows: number): Promise<ShopFile> {
  const random = randomOf(541_909)
  const upTo = (n: number) => Math.floor(random() * n)
  const figures: Figures = {
    fates: {},
    rows,
    orders: 0,
    refunds: 0,
    paidFen: 0,
    backFen: 0,
    customers: 0,
  }
  const seen = new Set<number>()
  const count = (fate: string, n: number, isAnonymous: boolean) => {
    for (const name of isAnonymous ? [fate, `${fate}/without_customer`] : [fate])
      figures.fates[name] = (figures.fates[name] ?? 0) + n
  }
  const late: string[] = []
  let written = 0
  const lines = function* () {
    yield HEADER
    for (let invoice = 0; written < rows; invoice++) {
      const kind = random()
      const size = Math.min(1 + upTo(42), rows - written)
      written += size
      const customer = random() < 0.25 ? 0 : 1 + upTo(CUSTOMERS)
      const isStock = kind > 0.995
      const isRefund = !isStock && kind > 0.86
      const at = new Date(Date.UTC(2010, 11, 1) + invoice * 1_200_000).toISOString()
      const made = Array.from({ length: size }, (_, line) => {
        const quantity = 1 + upTo(12)
        const fen = isStock ? 0 : 5 + upTo(2_000)
        if (isRefund) figures.backFen += quantity * fen
        else figures.paidFen += quantity * fen
        return [
          `${isRefund ? 'C' : ''}${500_000 + invoice}`,
          `S${line}-${upTo(4_000)}`,
          `"ARTICLE, ${line}"`,
          isRefund || isStock ? -quantity : quantity,
          `${at.slice(0, 10)} ${at.slice(11, 19)}`,
          (fen / 100).toFixed(2),
          isStock || customer === 0 ? '' : 12_000 + customer,
          COUNTRIES[customer % COUNTRIES.length],
        ].join(',')
      })
      if (isStock) count('aside:stock_adjustment', size, true)
      else {
        count(isRefund ? 'refund_line' : 'order_line', size, customer === 0)
        figures[isRefund ? 'refunds' : 'orders'] += 1
        if (customer > 0) seen.add(customer)
      }
      if (invoice % 10 === 0) late.push(made.pop() ?? '')
      if (made.length > 0) yield `${made.join('\n')}\n`
    }
    yield `${late.join('\n')}\n`
  }
  await pipeline(lines, createGzip({ level: 1 }), createWriteStream(path))
  figures.customers = seen.size
  return { path, figures }
}

/** The figures of the real shop's file, counted from the file itself: see docs/imports.md. */
export const ONLINE_RETAIL: Figures = {
  fates: {
    order_line: 530_510,
    'order_line/without_customer': 132_586,
    'order_line/repeated_line': 5_231,
    'order_line/free_line': 411,
    'order_line/rounded': 4,
    refund_line: 9_288,
    'refund_line/without_customer': 383,
    'refund_line/repeated_line': 37,
    'aside:stock_adjustment': 2_108,
    'aside:stock_adjustment/without_customer': 2_108,
    'aside:bad_debt': 3,
    'aside:bad_debt/without_customer': 3,
  },
  rows: 541_909,
  orders: 19_963,
  refunds: 3_836,
  paidFen: 1_065_562_248,
  backFen: 89_681_249,
  customers: 4_372,
}
