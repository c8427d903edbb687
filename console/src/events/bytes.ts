const WIDTH = 16

export function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** Bytes as a hex dump: offset, sixteen bytes, and what of them is readable ASCII. */
export function hexDump(raw: Uint8Array): string {
  const lines: string[] = []
  for (let start = 0; start < raw.length; start += WIDTH) {
    const part = raw.slice(start, start + WIDTH)
    const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = [...part]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('')
    const offset = start.toString(16).padStart(6, '0')
    lines.push(`${offset}  ${hex.padEnd(WIDTH * 3 - 1)}  ${ascii}`)
  }
  return lines.join('\n')
}

/** JSON with line breaks, to be read and mended; anything else as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // Not JSON, or broken JSON: that is often why it is here.
    return text
  }
}
