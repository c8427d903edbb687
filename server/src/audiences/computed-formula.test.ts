// Formulas are read as they are written, and what cannot be read is told with its place.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Formula } from './computed.ts'
import { formulaText, parseFormula } from './computed-formula.ts'
import { formula as anyFormula } from './testing-computed.ts'

const read = (text: string): Formula => {
  const parsed = parseFormula(text)
  if (!('formula' in parsed)) throw new Error(`${parsed.code} at ${parsed.at}: ${text}`)
  return parsed.formula
}
const attribute = (name: string): Formula => ({ kind: 'attribute', name })
const number = (value: number): Formula => ({ kind: 'number', value })

const name = fc.oneof(
  fc.constantFrom('spent_90d', '近90天消费额', 'min', 'round', 'e5', '$x', 'a.b', 'Order Total'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((n) => !n.includes('`')),
)
const value = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((n) => (Object.is(n, -0) ? 0 : n))

/** Whatever a person can write: figures over events and orders are put together in the editor. */
const { written } = fc.letrec<{ written: Formula }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'written' },
    name.map(attribute),
    value.map(number),
    name.map((of): Formula => ({ kind: 'days_since', of: { kind: 'attribute', name: of } })),
    fc.record({
      kind: fc.constantFrom('add' as const, 'multiply' as const, 'min' as const, 'max' as const),
      parts: fc.array(tie('written'), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constantFrom('subtract' as const, 'divide' as const, 'or' as const),
      left: tie('written'),
      right: tie('written'),
    }),
    fc.record({
      kind: fc.constant('round' as const),
      of: tie('written'),
      digits: fc.integer({ min: 0, max: 6 }),
    }),
  ),
}))

test('what is printed is read as the very formula it was printed from', () => {
  fc.assert(
    fc.property(written, (formula) => {
      const text = formulaText(formula)
      expect(text).not.toBeNull()
      expect(read(text ?? '')).toEqual(formula)
    }),
    { numRuns: 2_000 },
  )
})

test('what is read is printed as a formula that reads the same', () => {
  const word = fc.constantFrom(
    ...['a', '`b c`', '1', '2.5', '1e3', '-', '+', '*', '/', '(', ')', ',', 'min', 'or', 'round'],
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const parsed = parseFormula(words.join(' '))
      if (!('formula' in parsed)) return
      expect(read(formulaText(parsed.formula) ?? '')).toEqual(parsed.formula)
      expect(Formula.safeParse(parsed.formula).success).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('a formula with parts that only the editor can say is not printed half', () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const text = formulaText(formula)
      const isSaid = !/"(event|order)_(figure|day)"/.test(JSON.stringify(formula))
      expect(text !== null).toBe(isSaid)
    }),
  )
  expect(formulaText(attribute('a`b'))).toBeNull()
})

test('times and divided bind closer than plus and minus, and go from left to right', () => {
  expect(read('a + b × c')).toEqual({
    kind: 'add',
    parts: [attribute('a'), { kind: 'multiply', parts: [attribute('b'), attribute('c')] }],
  })
  expect(formulaText(read('a - b - c'))).toBe('(a − b) − c')
  expect(formulaText(read('a / b * c'))).toBe('(a ÷ b) × c')
  expect(formulaText(read('a+b+c+d'))).toBe('a + b + c + d')
  expect(formulaText(read('(a+b)+c'))).toBe('(a + b) + c')
  expect(read('-3')).toEqual(number(-3))
  expect(read('-a')).toEqual({ kind: 'subtract', left: number(0), right: attribute('a') })
})

test('signs as Chinese keyboards write them, and functions in any case, are read', () => {
  expect(read('ROUND（`客单价 元` ÷ 2，1）')).toEqual(read('round(`客单价 元` / 2, 1)'))
  expect(read('days_since(last_paid)')).toEqual({
    kind: 'days_since',
    of: { kind: 'attribute', name: 'last_paid' },
  })
})

test.each([
  ['', 0, 'formula_ends', ''],
  ['a +', 3, 'formula_ends', ''],
  ['a b', 2, 'formula_sign', 'b'],
  ['a ¥ b', 2, 'formula_sign', '¥'],
  ['a + 😀', 4, 'formula_sign', '😀'],
  ['`a', 0, 'formula_sign', '`'],
  ['(a + b', 6, 'formula_bracket', ''],
  ['(a, b)', 2, 'formula_bracket', ','],
  ['a + * b', 4, 'formula_sign', '*'],
  ['a)', 1, 'formula_sign', ')'],
  ['1 + sqrt(a)', 4, 'formula_function', 'sqrt'],
  ['min(a)', 0, 'formula_parts', 'min'],
  ['or(a, b, c)', 0, 'formula_parts', 'or'],
  ['2 × round(a, 7)', 4, 'formula_parts', 'round'],
  ['round(a, b)', 0, 'formula_parts', 'round'],
  ['days_since(a + b)', 0, 'formula_parts', 'days_since'],
  [`a${'+a'.repeat(20)}`, 39, 'formula_long', '+'],
  [`max(a${',a'.repeat(20)})`, 43, 'formula_long', ','],
])('%j is refused at the place that is wrong', (text, at, code, found) => {
  expect(parseFormula(text)).toEqual({ at, code, found })
})
