// A picture that explains itself where nobody sees the page: what it shows, of which days, as of when.
import type { Look } from './look.ts'

const SCALE = 2
const EDGE = 20
const TITLE = 26
const LINE = 20

export interface Heading {
  title: string
  /** One under the other, quieter. */
  lines: readonly string[]
}
type Paper = Pick<Look, 'paper' | 'text' | 'quiet' | 'font'>

/** @param drawn a PNG of the chart, drawn at twice its size */
export async function headedPicture(drawn: string, heading: Heading, look: Paper): Promise<Blob> {
  const image = new Image()
  image.src = drawn
  await image.decode()
  const width = image.width / SCALE
  const { ink, canvas, under } = headedCanvas(width, image.height / SCALE, heading, look)
  ink.drawImage(image, EDGE, under, width, image.height / SCALE)
  return asPng(canvas)
}

/** A canvas with the heading written on it, and room for so much below. */
export function headedCanvas(width: number, height: number, heading: Heading, look: Paper) {
  const canvas = document.createElement('canvas')
  const ink = canvas.getContext('2d')
  if (!ink) throw new Error('the browser paints no pictures')
  const title = `600 16px ${look.font}`
  const quiet = `12px ${look.font}`
  ink.font = title
  const titles = broken(ink, heading.title, width)
  ink.font = quiet
  const lines = heading.lines.flatMap((line) => broken(ink, line, width))
  const under = EDGE + titles.length * TITLE + lines.length * LINE + 10
  canvas.width = Math.ceil((width + 2 * EDGE) * SCALE)
  canvas.height = Math.ceil((under + height + EDGE) * SCALE)
  ink.scale(SCALE, SCALE)
  ink.fillStyle = look.paper
  ink.fillRect(0, 0, canvas.width, canvas.height)
  ink.textBaseline = 'middle'
  let top = EDGE
  ink.fillStyle = look.text
  ink.font = title
  for (const line of titles) {
    ink.fillText(line, EDGE, top + TITLE / 2)
    top += TITLE
  }
  ink.fillStyle = look.quiet
  ink.font = quiet
  for (const line of lines) {
    ink.fillText(line, EDGE, top + LINE / 2)
    top += LINE
  }
  return { ink, canvas, under, edge: EDGE }
}

export function asPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, fail) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error('the browser made no picture'))),
      'image/png',
    ),
  )
}

/** Broken where it is too long: between words, and between Chinese signs. */
function broken(ink: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.split(/(?<=[\s\u2e80-\uffef])/u)) {
    if (line !== '' && ink.measureText(line + part).width > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += part
  }
  return line.trim() === '' ? lines : [...lines, line]
}
