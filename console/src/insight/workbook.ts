import { answer, client } from '../api/client.ts'
import type { ToldLine } from '../ui/told.ts'
import type { FigureColumn, TableRow } from './figures.ts'

const START = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?/

/** Rows of periods are headed by their first days, so that a spreadsheet reckons with them. */
const headOf = ({ key, cells: [head = null] }: TableRow) => START.exec(key)?.[0] ?? head

/** Figures as an XLSX file, with what they answer on a sheet of its own. */
export const workbookOf = (said: {
  title: string
  columns: readonly FigureColumn[]
  rows: readonly TableRow[]
  about: { title: string; lines: readonly ToldLine[] }
}): Promise<Blob> =>
  answer<unknown>(
    client.POST('/api/v1/insight/workbook', {
      body: {
        title: said.title,
        about_title: said.about.title,
        about: [...said.about.lines],
        columns: said.columns.map(({ title, kind }) => ({ title, kind })),
        rows: said.rows.map((row) => [headOf(row), ...row.cells.slice(1)]),
      },
      parseAs: 'blob',
    }),
  ) as Promise<Blob>
