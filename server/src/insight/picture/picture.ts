// A report as one PNG: its title, days and freshness, figures, charts and tables under each other.
import { Resvg } from '@resvg/resvg-js'
import type { Block, Told, ToldTable, Tongue } from '../told/told.ts'
import { chartSvg } from './chart.ts'
import { FONT_FILES, INK, inkable } from './ink.ts'

const WIDTH = 720
const EDGE = 28
const INNER = WIDTH - 2 * EDGE
const CHART = 240
const ROW = 26
const TILE_HEIGHT = 74
const TILES_A_ROW = 3
/** As much of a report as a picture shows; a chat takes 2 MB. */
const MOST_BLOCKS = 8
const MOST_ROWS = 8
const SCALES = [2, 1.5, 1]
export const MOST_BYTES = 2 * 1024 * 1024

/** @returns undefined where there is nothing to draw, or no scale makes it small enough */
export function pictureOf(
  told: Told,
  { currency, tongue }: { currency: string; tongue: Tongue },
): Buffer | undefined {
  const page = new Sheet()
  page.text(told.title, { size: 22, weight: 500, colour: INK.text, line: 34 })
  for (const line of told.about) page.text(line, { size: 13, colour: INK.quiet, line: 20 })
  const shown = told.blocks.filter((block) => hasFigures(block) || block.words)
  if (!shown.some(hasFigures)) return undefined
  for (const block of shown.slice(0, MOST_BLOCKS)) drawBlock(page, block, currency, tongue)
  for (const scale of SCALES) {
    const png = new Resvg(page.svg(), {
      background: INK.paper,
      fitTo: { mode: 'zoom', value: scale },
      font: { loadSystemFonts: false, fontFiles: [...FONT_FILES], defaultFontFamily: INK.font },
    })
      .render()
      .asPng()
    if (png.length <= MOST_BYTES) return png
  }
  return undefined
}

const hasFigures = ({ tiles, drawing, table }: Block) => Boolean(tiles || drawing || table)

function drawBlock(page: Sheet, block: Block, currency: string, tongue: Tongue): void {
  page.space(18)
  if (block.title) page.text(block.title, { size: 15, weight: 500, colour: INK.text, line: 26 })
  if (block.tiles) tiles(page, block.tiles)
  if (block.drawing) {
    const svg = chartSvg({ drawing: block.drawing, width: INNER, height: CHART, currency, tongue })
    page.inset(inkable(svg), CHART)
  }
  if (block.table && !block.drawing) table(page, block.table)
  for (const words of block.words ?? []) page.text(words, { size: 14, colour: INK.text, line: 24 })
}

function tiles(page: Sheet, all: NonNullable<Block['tiles']>): void {
  const gap = 10
  const width = (INNER - gap * (TILES_A_ROW - 1)) / TILES_A_ROW
  for (let at = 0; at < all.length; at += TILES_A_ROW) {
    for (const [x, tile] of all.slice(at, at + TILES_A_ROW).entries()) {
      const left = EDGE + x * (width + gap)
      page.box(left, width, TILE_HEIGHT)
      page.put(tile.name, left + 12, 22, { size: 12, colour: INK.quiet, most: width - 24 })
      page.put(tile.value, left + 12, 46, { size: 19, weight: 500, colour: INK.text })
      if (tile.change)
        page.put(tile.change, left + 12, 65, { size: 12, colour: INK.quiet, most: width - 24 })
    }
    page.space(TILE_HEIGHT + gap)
  }
}

function table(page: Sheet, { columns, rows }: ToldTable): void {
  const shown = columns.slice(0, 6)
  const first = shown.length > 1 ? INNER * 0.34 : INNER
  const other = shown.length > 1 ? (INNER - first) / (shown.length - 1) : 0
  const cell = (words: string, x: number, colour: string, isNumber: boolean) => {
    const left = EDGE + (x === 0 ? 0 : first + other * (x - 1))
    const width = x === 0 ? first : other
    const style = { size: 13, colour, most: width - 12 }
    if (isNumber && x > 0) page.put(words, left + width - 4, 17, { ...style, anchor: 'end' })
    else page.put(words, left + 4, 17, style)
  }
  for (const [x, { title, isNumber }] of shown.entries()) cell(title, x, INK.quiet, isNumber)
  page.space(ROW)
  for (const row of rows.slice(0, MOST_ROWS)) {
    page.rule()
    for (const [x, { isNumber }] of shown.entries()) cell(row[x] ?? '', x, INK.text, isNumber)
    page.space(ROW)
  }
}

interface Style {
  size: number
  weight?: number
  colour: string
  anchor?: 'end'
  /** Wider than this it is cut, with a sign that it is. */
  most?: number
}

/** SVG written from the top down. */
class Sheet {
  private readonly parts: string[] = []
  private top = EDGE

  space(height: number): void {
    this.top += height
  }
  rule(): void {
    this.parts.push(`<path d="M${EDGE} ${this.top}h${INNER}" stroke="${INK.line}"/>`)
  }
  box(left: number, width: number, height: number): void {
    this.parts.push(
      `<rect x="${left}" y="${this.top}" width="${width}" height="${height}" rx="6" fill="${INK.ground}"/>`,
    )
  }
  put(words: string, x: number, down: number, style: Style): void {
    const { size, weight = 400, colour, anchor = 'start', most } = style
    const said = most === undefined ? inkable(words) : cut(inkable(words), most, size)
    this.parts.push(
      `<text x="${x}" y="${this.top + down}" font-family="${INK.font}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${escaped(said)}</text>`,
    )
  }
  /** Broken into as many lines as it needs. */
  text(words: string, style: Style & { line: number }): void {
    for (const line of broken(inkable(words), INNER, style.size)) {
      this.put(line, EDGE, style.line * 0.75, style)
      this.space(style.line)
    }
  }
  inset(svg: string, height: number): void {
    this.parts.push(`<g transform="translate(${EDGE} ${this.top})">${svg}</g>`)
    this.space(height)
  }
  svg(): string {
    const height = Math.ceil(this.top + EDGE)
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${this.parts.join('')}</svg>`
  }
}

/** A Chinese sign is as wide as it is high, others about half of that. */
const widthOf = (sign: string, size: number) => (sign > '\u2e7f' ? size : size * 0.58)
export function broken(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const part of text.split(/(?<=[\s\u2e80-\uffef])/u)) {
    const wide = [...part].reduce((sum, sign) => sum + widthOf(sign, size), 0)
    if (line !== '' && used + wide > width) {
      lines.push(line.trimEnd())
      line = ''
      used = 0
    }
    line += part
    used += wide
  }
  return line.trim() === '' ? lines : [...lines, line]
}
function cut(text: string, width: number, size: number): string {
  let used = 0
  let kept = ''
  for (const sign of text) {
    used += widthOf(sign, size)
    if (used > width) return `${kept.slice(0, -1)}…`
    kept += sign
  }
  return text
}
const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has none of them
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
