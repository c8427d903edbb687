import type { AfterSale, AfterSaleLine } from './after-sale.ts'

/** The one line of an exchange. */
export function exchangedLine(sale: AfterSale): AfterSaleLine & { to_sku: string } {
  const [line] = sale.lines
  if (!line || line.to_sku === null) throw new Error('an exchange without what it is for')
  return { ...line, to_sku: line.to_sku }
}
