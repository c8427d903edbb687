// What leaves the console: a report as blocks of figures, charts and tables, from which messages of
// robots, mails and pictures are made alike.
import type { Unit } from '../metric/metric.ts'

export type Tongue = 'zh-CN' | 'en'

export interface Tile {
  name: string
  value: string
  /** Against what it is compared with. */
  change?: string | undefined
}
export interface Drawing {
  kind: 'line' | 'bar'
  unit: Unit
  labels: readonly string[]
  series: readonly { name: string; values: readonly (number | null)[] }[]
  /** So many of the last points are not over yet. */
  unfinished?: number
}
export interface ToldTable {
  columns: readonly { title: string; isNumber: boolean }[]
  /** As people read them. */
  rows: readonly (readonly string[])[]
  /** Rows that are left out. */
  further: number
}
export interface Block {
  title: string
  tiles?: readonly Tile[]
  drawing?: Drawing | undefined
  table?: ToldTable | undefined
  words?: readonly string[]
}
export interface Told {
  title: string
  /** Days and freshness, in a line each. */
  about: readonly string[]
  blocks: readonly Block[]
  /** Within the console. */
  path: string
}

/** Rows that a mail shows; the rest is behind its link. */
const MOST_ROWS = 15

export const tableOf = (
  columns: readonly { title: string; isNumber: boolean }[],
  rows: readonly (readonly string[])[],
): ToldTable => ({
  columns,
  rows: rows.slice(0, MOST_ROWS),
  further: Math.max(0, rows.length - MOST_ROWS),
})
