// What a file is and how large, by its bytes: never by its name or by what the sender says of it.

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]
export interface Measured {
  type: PictureType
  width: number
  height: number
}

/** Undefined for what is none of the kinds we show, or ends before it says how large it is. */
export function measure(bytes: Buffer): Measured | undefined {
  const found = png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes)
  return found && found.width > 0 && found.height > 0 ? found : undefined
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
function png(b: Buffer): Measured | undefined {
  if (b.length < 24 || !b.subarray(0, 8).equals(PNG)) return undefined
  if (b.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return { type: 'image/png', width: b.readUInt32BE(16), height: b.readUInt32BE(20) }
}

function gif(b: Buffer): Measured | undefined {
  const head = b.toString('latin1', 0, 6)
  if (b.length < 10 || (head !== 'GIF87a' && head !== 'GIF89a')) return undefined
  return { type: 'image/gif', width: b.readUInt16LE(6), height: b.readUInt16LE(8) }
}

function webp(b: Buffer): Measured | undefined {
  if (b.length < 30 || b.toString('latin1', 0, 4) !== 'RIFF') return undefined
  if (b.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const type = 'image/webp'
  switch (b.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { type, width: b.readUIntLE(24, 3) + 1, height: b.readUIntLE(27, 3) + 1 }
    case 'VP8L': {
      if (b[20] !== 0x2f) return undefined
      const bits = b.readUInt32LE(21)
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      if (b.readUIntLE(23, 3) !== 0x2a019d) return undefined
      return { type, width: b.readUInt16LE(26) & 0x3fff, height: b.readUInt16LE(28) & 0x3fff }
    default:
      return undefined
  }
}

/** Frames that say the size; the others of that range hold tables. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function jpeg(b: Buffer): Measured | undefined {
  if (b.length < 4 || b[0] !== 0xff || b[1] !== 0xd8 || b[2] !== 0xff) return undefined
  let at = 2
  let isTurned = false
  while (at + 4 <= b.length) {
    if (b[at] !== 0xff) return undefined
    const marker = b[at + 1] ?? 0
    // Padding, and marks without a length.
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = b.readUInt16BE(at + 2)
    if (length < 2) return undefined
    if (isFrame(marker)) {
      if (at + 9 > b.length) return undefined
      const [height, width] = [b.readUInt16BE(at + 5), b.readUInt16BE(at + 7)]
      return isTurned
        ? { type: 'image/jpeg', width: height, height: width }
        : { type: 'image/jpeg', width, height }
    }
    if (marker === 0xe1) isTurned ||= turns(b.subarray(at + 4, at + 2 + length))
    at += 2 + length
  }
  return undefined
}

const ORIENTATION = 0x0112
/** Whether a camera was held upright: the browser turns the picture, so its sides change places. */
function turns(exif: Buffer): boolean {
  if (exif.length < 14 || exif.toString('latin1', 0, 6) !== 'Exif\0\0') return false
  const tiff = exif.subarray(6)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const first = u32(4)
  if (first + 2 > tiff.length) return false
  for (let i = 0, at = first + 2; i < u16(first) && at + 12 <= tiff.length; i += 1, at += 12)
    if (u16(at) === ORIENTATION) return u16(at + 8) >= 5
  return false
}
