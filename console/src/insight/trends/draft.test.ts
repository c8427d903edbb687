import { expect, test } from 'vitest'
import { askedSeries, blankTrends, MONEY, trendsQuestion } from './draft.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }
const series = [askedSeries('order_paid', 'sum', MONEY), askedSeries('order_paid', 'count')]
const asked = (formula: string, name = '') =>
  trendsQuestion({ ...blankTrends(series), formulas: [formula], formulaNames: [name] }, days)
    ?.formulas

test('a formula reckons with money as the page shows it, under the name it was given', () => {
  expect(asked('A / B')).toEqual([{ formula: '(A / 100) / B', name: 'A / B' }])
  expect(asked('max(a, 5) / b', '客单价')).toEqual([
    { formula: 'max((a / 100), 5) / b', name: '客单价' },
  ])
})

test('a formula without money is asked as it was typed', () => {
  expect(asked('B * 1e2')).toEqual([{ formula: 'B * 1e2' }])
})
