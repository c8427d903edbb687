import { describe, expect, test } from 'vitest'
import { contentKey, isTooDeep, parseJson, toBytes } from './json.ts'

function nested(levels: number, key = 'a'): string {
  return [`{"${key}":`.repeat(levels - 1), '{}', '}'.repeat(levels - 1)].join('')
}

describe('numbers', () => {
  test('a 19-digit member number keeps every digit, as text', () => {
    const { value, bigIntegers } = parseJson('{"userId":1790412345678901234,"n":12}')
    expect(value).toEqual({ userId: '1790412345678901234', n: 12 })
    expect(bigIntegers).toBe(1)
  })

  test('only integers that would be rounded become text, never what stands in strings', () => {
    const text =
      '{"a":[-90071992547409930, 9007199254740991],"b":"say \\"1790412345678901234, ok\\\\",' +
      '"c":0.12345678901234567890,"d":1e300,"1790412345678901234":true}'
    expect(parseJson(text)).toEqual({
      value: {
        a: ['-90071992547409930', 9007199254740991],
        b: 'say "1790412345678901234, ok\\',
        c: 0.12345678901234568,
        d: 1e300,
        '1790412345678901234': true,
      },
      deep: false,
      bigIntegers: 1,
    })
  })
})

test('numbers and strings of megabytes are read in one pass', () => {
  const digits = '1'.repeat(3_000_000)
  expect(parseJson(`[${digits},-${digits}e5]`).value).toEqual([digits, Number.NEGATIVE_INFINITY])
  const quotes = JSON.stringify('\\\\"'.repeat(1_000_000))
  expect(parseJson(`[${quotes},12345678901234567890]`).value).toEqual([
    JSON.parse(quotes),
    '12345678901234567890',
  ])
})

describe('depth', () => {
  test('64 levels are read, 65 are too deep', () => {
    expect(parseJson(nested(64)).deep).toBe(false)
    expect(parseJson(nested(65)).deep).toBe(true)
    expect(isTooDeep(JSON.parse(nested(64)))).toBe(false)
    expect(isTooDeep(JSON.parse(nested(65)))).toBe(true)
  })

  test.each(['a', '0', '__proto__'])('100,000 levels of %j are parsed and written back', (key) => {
    const text = nested(100_000, key)
    const { value, deep } = parseJson(text)
    expect(deep).toBe(true)
    expect(toBytes(value).toString()).toBe(text)
    expect(toBytes([value, 'x', null]).length).toBe(text.length + '[,"x",null]'.length)
  })
})

test('the same content in another order of keys has the same key', () => {
  const one = contentKey({ a: 1, b: { c: [1, 2], d: 'x' } })
  expect(contentKey({ b: { d: 'x', c: [1, 2] }, a: 1 })).toBe(one)
  expect(contentKey({ b: { d: 'x', c: [2, 1] }, a: 1 })).not.toBe(one)
  expect(contentKey({ a: '1', b: { c: [1, 2], d: 'x' } })).not.toBe(one)
})
