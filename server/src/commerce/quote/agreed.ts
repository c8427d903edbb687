// The step of a price that was agreed with the buyer before, in a quotation. Pure.
import type { DepositTerms } from '../deposit/deposits.ts'
import type { Note, Working } from './quote.ts'

export interface Agreed {
  /** The quotation, its number as people say it, and which version of it. */
  quotation: string
  number: string
  version: number
  /** What one costs, of every SKU of the basket. */
  unitFen: Readonly<Record<string, number>>
  /** Sending it, as far as it is sent. */
  shippingFen: number
  /** Null: paid at once. */
  deposit: DepositTerms | null
}

/** Each piece costs what was agreed, whatever its list price; what was agreed above it raises the price. */
export function agreePrices(work: readonly Working[], agreed: Agreed, trace: Note[]): void {
  const { quotation: id, number, version } = agreed
  for (const w of work) {
    const { sku, quantity, unitFen: list } = w.line
    const unit = Object.hasOwn(agreed.unitFen, sku) ? agreed.unitFen[sku] : undefined
    if (unit === undefined || !Number.isSafeInteger(unit) || unit < 0)
      throw new RangeError(`quotation ${number} has no price for ${sku}`)
    w.grossFen = Math.max(list, unit) * quantity
    w.leftFen = unit * quantity
    const off = w.grossFen - w.leftFen
    if (off > 0) w.off.quotation = off
    trace.push({
      ...{ step: 'quotation', id, code: 'agreed_price', applied: unit !== list, fen: off },
      args: { sku, number, version, list, unit },
    })
  }
}

/** What is sent costs what was agreed for sending it, wherever it goes. */
export const agreedShipping = ({ shippingFen: fen }: Agreed): { fen: number; notes: Note[] } => ({
  ...{ fen, notes: [{ step: 'shipping', code: 'agreed', applied: fen > 0, fen }] },
})
