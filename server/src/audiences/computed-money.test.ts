import { expect, test } from 'vitest'
import type { Definition, Formula } from './computed.ts'
import { formulaText, parseFormula } from './computed-formula.ts'
import { inFen, inUnits, isAmount, moneyAmong } from './computed-money.ts'

const isMoney = (name: string) => name.startsWith('spent')
const read = (text: string): Formula => {
  const parsed = parseFormula(text)
  if (!('formula' in parsed)) throw new Error(parsed.code)
  return parsed.formula
}
const stored = (text: string) => formulaText(inFen(read(text), isMoney))

test('numbers beside an amount are amounts, factors and shares are not', () => {
  expect(stored('spent − 100')).toBe('spent − 10000')
  expect(stored('spent × 2 + 0.07')).toBe('(spent × 2) + 7')
  expect(stored('spent ÷ or(orders, 1)')).toBe('spent ÷ or(orders, 1)')
  expect(stored('or(spent, 50)')).toBe('or(spent, 5000)')
  expect(stored('1000 ÷ spent')).toBe('100000 ÷ spent')
  expect(stored('spent + (3 + 4) × 2')).toBe('spent + ((300 + 400) × 2)')
  expect(stored('max(orders, 3) + 1')).toBe('max(orders, 3) + 1')
  expect(stored('(spent ÷ spent_before) − 1')).toBe('(spent ÷ spent_before) − 1')
})

test('an amount is rounded to the digits people see', () => {
  expect(inFen(read('round(spent ÷ orders, 2)'), isMoney)).toMatchObject({ digits: 0 })
  expect(inFen(read('round(spent, 0)'), isMoney)).toMatchObject({ digits: -2 })
  expect(inFen(read('round(orders ÷ 3, 1)'), isMoney)).toMatchObject({ digits: 1 })
})

test('what is stored reads again as it was written', () => {
  for (const text of [
    'spent − 99.9',
    'round(spent ÷ or(orders, 1), 2)',
    'min(spent, 1000) × 3',
    'round(or(spent, 0.5) + spent_before, 0)',
    '1000 ÷ spent',
  ])
    expect(formulaText(inUnits(inFen(read(text), isMoney), isMoney))).toBe(formulaText(read(text)))
})

test('a formula over a formula over a sum of money is money; a share of two is none', () => {
  const spent: Definition = {
    ...{ kind: 'order_figure', of: 'amount_fen', window: { kind: 'ever' }, where: {} },
  }
  const definitions = new Map<string, Definition>([
    ['spent', spent],
    ['each', { kind: 'formula', formula: read('spent ÷ orders') }],
    ['twice', { kind: 'formula', formula: read('each × 2') }],
    ['share', { kind: 'formula', formula: read('each ÷ spent') }],
    ['grade', { kind: 'bins', of: read('twice'), cuts: [100], labels: ['low', 'high'] }],
  ])
  expect([...moneyAmong(definitions)]).toEqual(['spent', 'each', 'twice'])
  expect(isAmount(read('grade + 1'), (name) => moneyAmong(definitions).has(name))).toBe(false)
})
