// Areas of a picture, in basis points of its sides.

export interface Box {
  x: number
  y: number
  w: number
  h: number
}
const WHOLE = 10_000
/** Smaller ones are slips of the hand, and nobody's finger hits them. */
export const LEAST = 300

const within = (n: number, least: number, most: number) =>
  Math.round(Math.min(most, Math.max(least, n)))

/** Moved and shrunk so far that it lies within the picture. */
export function fitted({ x, y, w, h }: Box): Box {
  const [wide, high] = [within(w, LEAST, WHOLE), within(h, LEAST, WHOLE)]
  return { x: within(x, 0, WHOLE - wide), y: within(y, 0, WHOLE - high), w: wide, h: high }
}

/** Drawn from one corner to the other; undefined for what is hardly a touch. */
export function boxBetween(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): Box | undefined {
  const [left, right] = [Math.max(0, Math.min(ax, bx)), Math.min(WHOLE, Math.max(ax, bx))]
  const [top, bottom] = [Math.max(0, Math.min(ay, by)), Math.min(WHOLE, Math.max(ay, by))]
  if (right - left < LEAST || bottom - top < LEAST) return undefined
  return fitted({ x: left, y: top, w: right - left, h: bottom - top })
}
