import type { Fate, ImportDetail } from './api.ts'

export interface Tally {
  imported: number
  /** Rows that changed nothing: known before, or repeated in the file. */
  repeated: number
  aside: number
  rejected: number
}

/** `rejected:bad_date` is a refusal with the code `bad_date`. */
export function splitFate(fate: string): { kind: keyof Tally; code: string } {
  const [head = '', code] = fate.split(':', 2)
  if (head === 'rejected' || head === 'aside') return { kind: head, code: code ?? '' }
  const isRepeated = /_known_before$|_repeated$|_dropped$/.test(fate)
  return { kind: isRepeated ? 'repeated' : 'imported', code: fate }
}

const order: readonly (keyof Tally)[] = ['imported', 'repeated', 'aside', 'rejected']

/** What was taken first, what was refused last, the most rows first. */
export function inOrder(fates: readonly Fate[]): Fate[] {
  const place = ({ fate }: Fate) => order.indexOf(splitFate(fate).kind)
  return fates.toSorted((a, b) => place(a) - place(b) || b.rows - a.rows)
}

export function tallyOf(report: ImportDetail['report']): Tally {
  const tally: Tally = { imported: 0, repeated: 0, aside: 0, rejected: 0 }
  for (const { fate, rows } of report.fates) tally[splitFate(fate).kind] += rows
  return tally
}

/** The files with rows that were not taken, by their number in the import. */
export function filesWith(run: ImportDetail, kind: 'rejected' | 'aside'): number[] {
  return run.report.by_file.flatMap(({ file, fates }) => {
    const has = Object.keys(fates).some((fate) => splitFate(fate).kind === kind)
    const place = run.files.findIndex(({ name }) => name === file)
    return has && place >= 0 ? [place] : []
  })
}

/** 0 to 100: bytes while the files are read, orders while they are recorded. */
export function percentOf(progress: ImportDetail['progress']): number {
  const [done, whole] =
    progress.phase === 'reading'
      ? [progress.bytes_read, progress.bytes]
      : [progress.applied, progress.staged]
  return whole === 0 ? 0 : Math.floor((done / whole) * 100)
}
