// A photo without what the camera wrote beside it: where it was taken, with what, by whom.

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COMMENT = 0xfe
const PROFILE = Buffer.from('ICC_PROFILE\0', 'latin1')

/** Markers that stand alone: no length follows them. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** Kept: what decides how it looks. Place, time, device, thumbnails and comments are not. */
function isKept(marker: number, data: Buffer): boolean {
  if (marker === COMMENT) return false
  if (marker < 0xe0 || marker > 0xef) return true
  // JFIF, Adobe's note on colours, and the colour profile.
  if (marker === 0xe0 || marker === 0xee) return true
  return marker === 0xe2 && data.subarray(0, PROFILE.length).equals(PROFILE)
}

/** Pure. What follows the picture's end goes too. Undefined for what is no whole JPEG. */
export function withoutMetadata(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== SOI) return undefined
  const parts = [bytes.subarray(0, 2)]
  let at = 2
  let hasScan = false
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === EOI) {
      if (!hasScan) return undefined
      parts.push(bytes.subarray(at, at + 2))
      return Buffer.concat(parts)
    }
    if (isAlone(marker)) {
      parts.push(bytes.subarray(at, at + 2))
      at += 2
      continue
    }
    if (at + 4 > bytes.length) return undefined
    const length = bytes.readUInt16BE(at + 2)
    let end = at + 2 + length
    if (length < 2 || end > bytes.length) return undefined
    if (marker === SOS) {
      hasScan = true
      end = endOfScan(bytes, end)
    }
    if (isKept(marker, bytes.subarray(at + 4, at + 2 + length))) parts.push(bytes.subarray(at, end))
    at = end
  }
  return undefined
}

/** Where the next marker stands: within a scan 0xff is followed by 0 or by a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 1 >= bytes.length) return bytes.length
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
    at += 2
  }
}
