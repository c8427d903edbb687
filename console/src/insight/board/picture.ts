// A part of the page as a picture: its grounds, frames, texts and charts, painted where they stand.
// The browser has no way to say so; what it drew is asked of it piece by piece.

import { asPng, type Heading, headedCanvas } from '../../ui/chart/picture.ts'

/** A PNG. What is scrolled out of a widget is not in it. */
export async function pictureOf(page: HTMLElement, heading: Heading): Promise<Blob> {
  await document.fonts.ready
  const { width, height, left, top } = page.getBoundingClientRect()
  const body = getComputedStyle(document.body)
  const ground = body.backgroundColor
  const look = { paper: ground, text: body.color, quiet: body.color, font: body.fontFamily }
  const { ink, canvas, under, edge } = headedCanvas(width, height, heading, look)
  ink.translate(edge - left, under - top)
  paint(ink, page)
  return asPng(canvas)
}

const isSeen = (style: CSSStyleDeclaration) =>
  style.display !== 'none' && style.visibility === 'visible' && Number(style.opacity) > 0

function paint(ink: CanvasRenderingContext2D, element: Element): void {
  const style = getComputedStyle(element)
  // Pieces to press are of the page, not of what it shows.
  if (!isSeen(style) || element.matches('button, svg, [data-unpainted]')) return
  const box = element.getBoundingClientRect()
  if (box.width === 0 || box.height === 0) return
  ink.save()
  ink.globalAlpha *= Number(style.opacity)
  ground(ink, box, style)
  if (element instanceof HTMLCanvasElement)
    ink.drawImage(element, box.left, box.top, box.width, box.height)
  if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
    ink.beginPath()
    ink.rect(box.left, box.top, box.width, box.height)
    ink.clip()
  }
  for (const child of element.childNodes) {
    if (child instanceof Text) write(ink, child, style)
    else if (child instanceof Element) paint(ink, child)
  }
  ink.restore()
}

function ground(ink: CanvasRenderingContext2D, box: DOMRect, style: CSSStyleDeclaration): void {
  ink.beginPath()
  ink.roundRect(
    box.left,
    box.top,
    box.width,
    box.height,
    Number.parseFloat(style.borderRadius) || 0,
  )
  ink.fillStyle = style.backgroundColor
  ink.fill()
  const edge = Number.parseFloat(style.borderTopWidth)
  if (edge > 0 && style.borderTopStyle !== 'none') {
    ink.strokeStyle = style.borderTopColor
    ink.lineWidth = edge
    ink.stroke()
  }
}

/** Each line of the text where the browser broke it. */
function write(ink: CanvasRenderingContext2D, text: Text, style: CSSStyleDeclaration): void {
  const said = text.data
  if (said.trim() === '') return
  ink.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  ink.fillStyle = style.color
  ink.textBaseline = 'middle'
  const range = document.createRange()
  let line = ''
  let place: DOMRect | undefined
  const end = () => {
    if (place && line.trim() !== '') ink.fillText(line, place.left, place.top + place.height / 2)
    line = ''
    place = undefined
  }
  let at = 0
  for (const sign of said) {
    range.setStart(text, at)
    range.setEnd(text, at + sign.length)
    at += sign.length
    const box = range.getBoundingClientRect()
    if (box.width === 0) continue
    if (place && Math.abs(box.top - place.top) > 2) end()
    place ??= box
    line += sign
  }
  end()
}
