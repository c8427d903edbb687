import { expect, test } from 'vitest'
import { decideHold } from './hold.ts'

const told = (before: number | null, after: number | null) => ({ before, after, is_told: true })

test('sending is held while conversion falls and customers are contacted more', () => {
  expect(decideHold(true, told(1, 1.2))).toEqual({ hold: true, why: 'pressure_up' })
  expect(decideHold(true, told(0, 0.5))).toEqual({ hold: true, why: 'pressure_up' })
  expect(decideHold(true, told(1, 1.1))).toEqual({ hold: false, why: 'pressure_steady' })
  expect(decideHold(true, told(1, 0.4))).toEqual({ hold: false, why: 'pressure_steady' })
})

test('a steady conversion holds nothing, and neither does what nobody knows', () => {
  expect(decideHold(false, told(1, 9))).toEqual({ hold: false, why: 'not_falling' })
  expect(decideHold(true, told(null, 2))).toEqual({ hold: false, why: 'unknown' })
  expect(decideHold(true, { before: 1, after: 9, is_told: false })).toEqual({
    ...{ hold: false, why: 'unknown' },
  })
})
