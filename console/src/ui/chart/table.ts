import { exactNumber } from '../../format/number.ts'

/** What a chart shows, as rows: for readers of tables and for files. */
export interface ChartTable {
  columns: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
}

/** With a mark at its start, so that spreadsheets read Chinese right, and no cell a formula. */
export function toCsv(table: ChartTable): string {
  const lines = [table.columns, ...table.rows].map((row) => row.map(cell).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // A spreadsheet runs a text that starts like this.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export const shownCell = (value: string | number | null): string =>
  value === null ? '—' : typeof value === 'number' ? exactNumber(value) : value
