// What is pasted from a spreadsheet, a line a row: columns apart by comma, semicolon, tab or space.

/** The place of a line that could not be read, counted from 1. */
export class LineProblem extends Error {
  readonly line: number
  constructor(line: number) {
    super(`line ${line}`)
    this.line = line
  }
}

const linesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim() === '' ? [] : [{ line: line.trim(), at: i + 1 }]))

function numbersOf(text: string, at: number): number[] {
  const numbers = text
    .split(/[\s,;，；、]+/)
    .filter(Boolean)
    .map(Number)
  if (numbers.some((n) => !Number.isFinite(n))) throw new LineProblem(at)
  return numbers
}

/** All numbers of a text, wherever its lines break. Throws LineProblem. */
export const readNumbers = (text: string): number[] =>
  linesOf(text).flatMap(({ line, at }) => numbersOf(line, at))

/** Rows of at least `least` and at most `most` numbers. Throws LineProblem. */
export function readRows(text: string, least: number, most: number): number[][] {
  return linesOf(text).map(({ line, at }) => {
    const row = numbersOf(line, at)
    if (row.length < least || row.length > most) throw new LineProblem(at)
    return row
  })
}

export interface PathLine {
  channels: string[]
  conversions: number
  value: number
  nulls: number
}

/** `ads > live, 3, 600, 10`: channels, conversions, value, those who did not. Throws LineProblem. */
export function readPaths(text: string): PathLine[] {
  return linesOf(text).map(({ line, at }) => {
    const [path = '', ...rest] = line.split(/[,;，；\t]/)
    const channels = path
      .split(/[>＞→]/)
      .map((channel) => channel.trim())
      .filter(Boolean)
    const [conversions, value = 0, nulls = 0, ...more] = numbersOf(rest.join(','), at)
    if (channels.length === 0 || conversions === undefined || more.length > 0)
      throw new LineProblem(at)
    return { channels, conversions, value, nulls }
  })
}
