// Values as cells of a file that people open with a spreadsheet.

const FORMULA = /^[=+\-@\t\r]/
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)*%?$/

/** A cell that starts like a formula would be run by the spreadsheet of whoever opens the file. */
export const defused = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** The same, but numbers with a sign stay numbers: for rows that are mended and read again. */
export const defusedButNumbers = (text: string): string =>
  PLAIN_NUMBER.test(text) ? text : defused(text)

/** Back to what it was. */
export const undefused = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text

export type Cell = string | number | bigint | boolean | Date | null | undefined | object

/** What a cell says, not yet safe for a spreadsheet. */
export function cellText(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
