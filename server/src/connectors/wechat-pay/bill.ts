// The platform's trade bill of a day. Cells begin with a back-tick; the last two lines are sums, which must be
// those of the lines above. Pure.
import type { StatementLine } from '../../commerce/index.ts'
import { ourId } from './words.ts'

/** The file is not what a bill is, or its sums are not those of its lines. */
export class BadBill extends Error {}

const SUMS_BEGIN = '总交易单数'
/** Merchants whose vouchers are not free have the older names. */
const COLUMNS = {
  at: ['交易时间'],
  mchid: ['商户号'],
  transaction: ['微信订单号'],
  order: ['商户订单号'],
  state: ['交易状态'],
  currency: ['货币种类'],
  total: ['订单金额', '总金额', '应结订单金额'],
  refundRef: ['微信退款单号'],
  refund: ['商户退款单号'],
  refunded: ['申请退款金额', '退款金额'],
  refundState: ['退款状态'],
  fee: ['手续费'],
} as const
type Column = keyof typeof COLUMNS
const SUMS = {
  count: ['总交易单数'],
  total: ['订单总金额', '总金额', '应结订单总金额'],
  refunded: ['申请退款总金额', '退款总金额', '总退款金额'],
  fee: ['手续费总金额'],
} as const
/** What merchants write themselves, side by side: a back-tick in there splits a cell. */
const FREE_TEXT = ['商品名称', '商户数据包']

/** @throws BadBill */
export function readBill(text: string): StatementLine[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const header = namesOf(lines[0])
  const end = lines.findIndex((line) => line.startsWith(SUMS_BEGIN))
  if (end < 0) throw new BadBill('a bill without its sums')
  const columnOf = indexes(header, COLUMNS)
  const statement: StatementLine[] = []
  const summed = { count: 0, total: 0, refunded: 0, fee: 0 }
  for (const line of lines.slice(1, end)) {
    const cells = cellsOf(line, header)
    const cell = (column: Column) => cells[columnOf[column]] ?? ''
    const [total, refunded, fee] = [
      mills(cell('total')),
      mills(cell('refunded')),
      mills(cell('fee')),
    ]
    summed.count += 1
    summed.total += total
    summed.refunded += refunded
    summed.fee += fee
    const read = lineOf(cell, { total, refunded, fee })
    if (read) statement.push(read)
  }
  compareSums(lines.slice(end), summed)
  return statement
}

function lineOf(
  cell: (column: Column) => string,
  money: { total: number; refunded: number; fee: number },
): StatementLine | undefined {
  const state = cell('state')
  if (cell('currency') !== 'CNY') throw new BadBill(`a line in ${cell('currency').slice(0, 10)}`)
  const base = { feeFen: Math.round(money.fee / 1000), at: timeOf(cell('at')) }
  if (state === 'SUCCESS')
    return {
      kind: 'payment',
      id: ourId(cell('order')),
      amountFen: wholeFen(money.total),
      ...base,
      providerRef: cell('transaction'),
    }
  if (state !== 'REFUND' && state !== 'REVOKED')
    throw new BadBill(`a line of state ${state.slice(0, 20)}`)
  // Refused by the bank before anything moved.
  if (cell('refundState') === 'FAIL') return undefined
  const refund = cell('refund')
  return {
    kind: 'refund',
    // What was revoked at the till has no number of its own.
    id: ourId(refund === '' || refund === '0' ? cell('order') : refund),
    amountFen: wholeFen(money.refunded),
    ...base,
    providerRef: cell('refundRef'),
  }
}

function compareSums(
  [names, values, ...rest]: string[],
  summed: Record<keyof typeof SUMS, number>,
): void {
  if (names === undefined || values === undefined || rest.length > 0)
    throw new BadBill('a bill whose sums are not its end')
  const header = namesOf(names)
  const at = indexes(header, SUMS)
  const cells = cellsOf(values, header)
  for (const [name, index] of Object.entries(at)) {
    const cell = cells[index] ?? ''
    const told = name === 'count' ? countOf(cell) : mills(cell)
    if (told !== summed[name as keyof typeof SUMS])
      throw new BadBill(`a bill whose ${name} is not that of its lines`)
  }
}

const namesOf = (line: string | undefined) => (line ?? '').split(',').map((name) => name.trim())

function indexes<Name extends string>(
  header: readonly string[],
  wanted: Readonly<Record<Name, readonly string[]>>,
): Record<Name, number> {
  const found: Partial<Record<Name, number>> = {}
  for (const name in wanted) {
    const known = wanted[name].map((column) => header.indexOf(column)).find((index) => index >= 0)
    if (known === undefined) throw new BadBill(`a bill without ${wanted[name].join(' / ')}`)
    found[name] = known
  }
  return found as Record<Name, number>
}

function cellsOf(line: string, header: readonly string[]): string[] {
  if (!line.startsWith('`')) throw new BadBill('a line that begins without a back-tick')
  const cells = line.slice(1).split(',`')
  const extra = cells.length - header.length
  if (extra === 0) return cells
  const first = header.indexOf(FREE_TEXT[0] ?? '')
  if (extra < 0 || first < 0 || header[first + 1] !== FREE_TEXT[1])
    throw new BadBill('a line with too few or too many cells')
  // Where one of the two texts ends nobody can say; what stands around them is exact.
  const texts = cells.slice(first, first + 2 + extra).join(',`')
  return [...cells.slice(0, first), texts, '', ...cells.slice(first + 2 + extra)]
}

/** Yuan with up to five decimals, in thousandths of a fen: fees are finer than a fen. */
function mills(text: string): number {
  const [, sign, yuan = '', decimals = ''] = /^(-?)(\d{1,10})(?:\.(\d{1,5}))?$/.exec(text) ?? []
  if (yuan === '') throw new BadBill(`an amount that is none: ${text.slice(0, 20)}`)
  const value = Number(yuan) * 100_000 + Number(decimals.padEnd(5, '0'))
  return sign && value !== 0 ? -value : value
}
function wholeFen(given: number): number {
  if (given % 1000 !== 0) throw new BadBill('an amount finer than a fen')
  return given / 1000
}
function countOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new BadBill('a number of lines that is none')
  return Number(text)
}
/** `2026-11-23 10:05:00` of Beijing, which has no summer time. */
function timeOf(text: string): Date {
  const at = new Date(`${text.replace(' ', 'T')}+08:00`)
  // The 30th of February would quietly be the 2nd of March.
  const isOne =
    !Number.isNaN(at.getTime()) &&
    new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ') === text
  if (!isOne) throw new BadBill(`a time that is none: ${text.slice(0, 20)}`)
  return at
}
