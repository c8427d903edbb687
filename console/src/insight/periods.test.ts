import { expect, test } from 'vitest'
import { isOver, shortDay } from './periods.ts'

const SHANGHAI = 'Asia/Shanghai'

test('a period is over from the first moment of the next in the brand’s zone', () => {
  // 23:59 and midnight of 1 December in Shanghai.
  const before = '2026-11-30T15:59:00Z'
  const after = '2026-11-30T16:00:00Z'
  for (const [period, start] of [
    ['day', '2026-11-30'],
    ['month', '2026-11-01'],
  ] as const) {
    expect(isOver(start, period, before, SHANGHAI)).toBe(false)
    expect(isOver(start, period, after, SHANGHAI)).toBe(true)
  }
  expect(isOver('2026-11-23', 'week', before, SHANGHAI)).toBe(true)
  expect(isOver('2026-11-30', 'week', after, SHANGHAI)).toBe(false)
  expect(isOver('2026-10-01', 'quarter', after, SHANGHAI)).toBe(false)
  expect(isOver('2026-11-30T23:00+08:00', 'hour', before, SHANGHAI)).toBe(false)
  expect(isOver('2026-11-30T23:00+08:00', 'hour', after, SHANGHAI)).toBe(true)
})

test('a day of another year says its year, so that no two days of a range are called the same', () => {
  expect(shortDay('2026-12-01', '2026-12-31')).toBe('12-01')
  expect(shortDay('2025-12-01', '2026-12-31')).toBe('2025-12-01')
  expect(shortDay('2010-12-01 08:00', '2026-12-31')).toBe('2010-12-01 08:00')
})
