// The figures of an answer as rows: what the page's table, its CSV and the chart's own table show.
import type { ChartTable } from '../ui/Chart.tsx'
import type { Figure } from './api.ts'

export type FigureKind = 'words' | 'count' | 'share' | 'seconds' | 'money' | 'number'

export interface FigureColumn {
  title: string
  /** What it is and how it is made. */
  help?: string
  kind: FigureKind
}

export interface TableRow {
  key: string
  cells: readonly (string | number | null)[]
  /** Its period is not over, or it sums others up. */
  tone?: 'unfinished' | 'sum'
  /** What opens the customers behind a cell, at its place. */
  behind?: readonly (Figure | undefined)[]
  /** Too few to go by. */
  isSmall?: boolean
}

/** Under this many customers a share moves by whole points with each of them. */
export const FEW = 30

export const isFew = (cases: number): boolean => cases > 0 && cases < FEW

export function fileTable(columns: readonly FigureColumn[], rows: readonly TableRow[]): ChartTable {
  return {
    columns: columns.map(({ title, kind }) => (kind === 'share' ? `${title} (%)` : title)),
    rows: rows.map(({ cells }) =>
      cells.map((cell, at) => {
        if (typeof cell !== 'number') return cell
        const kind = columns[at]?.kind
        if (kind === 'share') return Math.round(cell * 10_000) / 100
        // An average of fen is told to the fen, as on the page.
        if (kind === 'money') return Math.round(cell) / 100
        return kind === 'seconds' ? Math.round(cell) : cell
      }),
    ),
  }
}
