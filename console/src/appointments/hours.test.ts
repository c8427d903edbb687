import { expect, test } from 'vitest'
import { readHours, readWeek, weekOf, writeHours } from './hours.ts'

test('hours are read as people type them, and written in one way', () => {
  expect(readHours('9:00-12:00，13：00 – 18:00')).toEqual([
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '18:00' },
  ])
  expect(readHours('  ')).toEqual([])
  expect(writeHours(readHours('13:00～24:00 9:00-12:00') ?? [])).toBe('09:00-12:00 13:00-24:00')
})

test('what says no hours, ends before it begins or overlaps is refused', () => {
  for (const text of ['nine', '9-12', '12:00-09:00', '25:00-26:00', '9:00-12:00 11:00-13:00'])
    expect(readHours(text), text).toBeUndefined()
})

test('a week comes back as it was written', () => {
  const week = ['09:00-12:00 13:00-18:00', '', '10:00-20:00', '', '', '', '00:00-24:00']
  expect(weekOf(readWeek(week))).toEqual(week)
})
