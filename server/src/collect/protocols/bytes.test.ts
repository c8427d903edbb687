import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  decodeBase64,
  decodeText,
  formFields,
  gunzip,
  javaHash,
  percentDecode,
  sniff,
  urlDecode,
  urlDecodeBase64,
} from './bytes.ts'

describe('gzip', () => {
  test('is known by its magic, whatever the label says', () => {
    const inflated = gunzip(gzipSync('{"a":1}'))
    expect(inflated.ok && inflated.bytes.toString()).toBe('{"a":1}')
    const plain = Buffer.from('{"a":1}')
    expect(gunzip(plain)).toEqual({ ok: true, bytes: plain })
  })

  test('a zip bomb stops at the limit', () => {
    const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(10_000)
    expect(gunzip(bomb, 1024 * 1024)).toMatchObject({ ok: false, code: 'inflated_too_large' })
  })

  test('cut or broken gzip is told apart from a large one', () => {
    const whole = gzipSync('{"a":1}')
    expect(gunzip(whole.subarray(0, 12))).toMatchObject({ ok: false, code: 'malformed_gzip' })
    const noise = Buffer.from([0x1f, 0x8b, 1, 2, 3, 4])
    expect(gunzip(noise)).toMatchObject({ ok: false, code: 'malformed_gzip' })
  })
})

describe('text', () => {
  test('an emoji that the mini-program wrote as two surrogates is one emoji again', () => {
    const nickname = Buffer.concat([
      Buffer.from('小明'),
      Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]),
      Buffer.from('!'),
    ])
    expect(decodeText(nickname)).toEqual({ text: '小明😀!', cesu8: 1, invalid: false })
  })

  test('proper UTF-8 and Korean, which begins with the same byte, stay as they are', () => {
    expect(decodeText(Buffer.from('😀 회원 가입'))).toEqual({
      text: '😀 회원 가입',
      cesu8: 0,
      invalid: false,
    })
    const mixed = Buffer.concat([
      Buffer.from('회원퟿'),
      Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]),
    ])
    expect(decodeText(mixed)).toEqual({ text: '회원퟿😀', cesu8: 1, invalid: false })
  })

  test('half an emoji stays half: it is repaired and counted later', () => {
    const half = Buffer.from([0x61, 0xed, 0xa0, 0xbd, 0x62])
    expect(decodeText(half)).toEqual({ text: 'a\ud83db', cesu8: 0, invalid: false })
    const swapped = Buffer.from([0xed, 0xb8, 0x80, 0xed, 0xa0, 0xbd])
    expect(decodeText(swapped).text).toBe('\ude00\ud83d')
  })

  test('bytes that are no text become U+FFFD and are told', () => {
    expect(decodeText(Buffer.from([0x61, 0xff, 0x62]))).toEqual({
      text: 'a�b',
      cesu8: 0,
      invalid: true,
    })
    expect(decodeText(Buffer.from([0x61, 0xed])).invalid).toBe(true)
  })

  test('a byte order mark is no part of the text', () => {
    expect(decodeText(Buffer.from('\ufeff{}')).text).toBe('{}')
  })
})

describe('sniffing', () => {
  test.each([
    ['{"a":1}', 'json'],
    ['  \r\n[1]', 'json'],
    ['\ufeff{"a":1}', 'json'],
    ['data_list=eyJ', 'form'],
    ['ext=crc%3D1&data=eyJ', 'form'],
    ['', 'empty'],
    ['  \n', 'empty'],
    ['hello', 'unknown'],
    ['"text"', 'unknown'],
    ['=x', 'unknown'],
  ])('%j is %s', (body, kind) => {
    expect(sniff(Buffer.from(body))).toBe(kind)
  })
})

describe('forms and escapes', () => {
  test('only the wanted fields are kept, the first of each', () => {
    const fields = formFields(Buffer.from('a=1&data=x%2B&gzip=1&data=y&=&b'), ['data', 'gzip'])
    expect([...fields]).toEqual([
      ['data', 'x%2B'],
      ['gzip', '1'],
    ])
  })

  test('a bad escape stays and does not fail', () => {
    expect(urlDecode('100%&50%zz+%E5%8F%8C11%')).toBe('100%&50%zz 双11%')
    expect(percentDecode('%e4%bd%a0').toString()).toBe('你')
  })

  test('base64 is read in both alphabets, padded or not, with a plus that became a space', () => {
    const bytes = Buffer.from([0xfb, 0xef, 0xbe, 0xff, 0x01])
    for (const text of [
      '++++/wE=',
      '++++/wE',
      '----_wE',
      '%2B%2B%2B%2B%2FwE%3D',
      '    /wE=',
      '%2b%2b%2b%2b%2fwE%3d',
    ]) {
      expect(decodeBase64(urlDecodeBase64(text))).toEqual(bytes)
    }
  })

  test('the crc is Java’s hash of the base64 text', () => {
    expect(javaHash('hello')).toBe(99162322)
    expect(javaHash('')).toBe(0)
    expect(javaHash('eyJhIjoxfQ==')).toBe(javaHash('eyJhIjoxfQ==') | 0)
  })
})
