import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern, MAX_MATCHED } from './pattern.ts'

const matches = (pattern: string, text: string) => compilePattern(pattern).matches(text)

/** Patterns put together from parts that mean the same to the language's own engine. */
const part: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom(
    'a',
    'b',
    'é',
    '中',
    '😀',
    '.',
    '\\d',
    '[a-c]',
    '[^b]',
    '\\.',
    '\\w',
    '[\\d-]',
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => x + y),
    fc.tuple(tie('node'), tie('node')).map(([x, y]) => `(?:${x}|${y})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}'))
      .map(([x, mark]) => `(?:${x})${mark}`),
  ),
})).node
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', 'é', '中', '😀', '\n'),
  maxLength: 10,
})

describe('a pattern', () => {
  test('matches what the language’s own engine matches', () => {
    fc.assert(
      fc.property(part, text, (pattern, sample) => {
        const slow = new RegExp(`^(?:${pattern})$`, 'su')
        expect(matches(pattern, sample)).toBe(slow.test(sample))
      }),
      { numRuns: 3_000 },
    )
  })

  test('is held against the whole text, with or without its anchors', () => {
    expect(matches('1[3-9]\\d{9}', '13812345678')).toBe(true)
    expect(matches('^1[3-9]\\d{9}$', '13812345678')).toBe(true)
    expect(matches('1[3-9]\\d{9}', 'tel 13812345678')).toBe(false)
    expect(matches('\\$', '$')).toBe(true)
    expect(matches('', '')).toBe(true)
    expect(matches('', 'x')).toBe(false)
  })

  test('that takes an engine with a way back for ever is answered in one pass', () => {
    const bomb = '(?:a|a)*(?:a*)*(?:a+)+b'
    expect(matches(bomb, 'a'.repeat(MAX_MATCHED))).toBe(false)
    expect(matches(bomb, `${'a'.repeat(1000)}b`)).toBe(true)
  })

  test('matches no text beyond its bound', () => {
    expect(matches('.*', '中'.repeat(MAX_MATCHED))).toBe(true)
    expect(matches('.*', '中'.repeat(MAX_MATCHED + 1))).toBe(false)
  })

  test.each([
    ['(a', 'never closed'],
    ['a)', 'closes nothing'],
    ['[a', 'never closed'],
    ['[]', 'holds nothing'],
    ['*a', 'stands alone'],
    ['a**', 'repeats a repetition'],
    ['a{,2}', 'needs a count'],
    ['a{200}', 'at most 100'],
    ['(?:a{100}){100}', 'too large'],
    ['(?=a)', 'only'],
    ['\\1', 'not known'],
    ['[z-a]', 'later one'],
    ['a$b', 'stands alone'],
    [`${'a'.repeat(501)}`, 'at most 500'],
  ])('%s is refused in words', (pattern, words) => {
    expect(() => compilePattern(pattern)).toThrow(words)
  })
})
