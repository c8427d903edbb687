import { expect, test } from 'vitest'
import { decodeBase64, hexDump, laidOut } from './bytes.ts'

test('a hex dump shows offset, bytes and the readable part', () => {
  const raw = decodeBase64(btoa('{"event":"x\u0000"}ab'))
  expect(hexDump(raw)).toBe(
    ['000000  7b 22 65 76 65 6e 74 22 3a 22 78 00 22 7d 61 62  {"event":"x."}ab'].join('\n'),
  )
})

test('the last line of a hex dump keeps its columns', () => {
  expect(hexDump(new Uint8Array([1, 65]))).toBe(`000000  01 41${' '.repeat(42)}  .A`)
})

test('JSON is laid out to be mended and broken JSON is left as it came', () => {
  expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(laidOut('{"a":')).toBe('{"a":')
})
