import { expect, test } from 'vitest'
import { timeReader } from './dates.ts'

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

test('a wall clock is read in its zone, summer and winter', () => {
  const london = timeReader('yyyy-MM-dd HH:mm:ss', 'Europe/London')
  expect(iso(london('2010-12-01 08:26:00'))).toBe('2010-12-01T08:26:00.000Z')
  expect(iso(london('2011-07-01 08:26:00'))).toBe('2011-07-01T07:26:00.000Z')
  expect(iso(timeReader(undefined, 'Asia/Shanghai')('2026-01-01 00:00:00'))).toBe(
    '2025-12-31T16:00:00.000Z',
  )
})

test('an hour that happens twice is the first, one that never happens is moved on', () => {
  const newYork = timeReader(undefined, 'America/New_York')
  expect(iso(newYork('2026-11-01 01:30:00'))).toBe('2026-11-01T05:30:00.000Z')
  expect(iso(newYork('2026-03-08 02:30:00'))).toBe('2026-03-08T06:30:00.000Z')
  expect(iso(newYork('2026-03-08 03:00:00'))).toBe('2026-03-08T07:00:00.000Z')
})

test('what exports usually write is read without a format', () => {
  const read = timeReader(undefined, 'Asia/Shanghai')
  for (const text of [
    '2026-03-01 08:05:00',
    '2026/3/1 8:05',
    '2026年3月1日 08:05',
    '2026-03-01T08:05:00+08:00',
    '2026-03-01T00:05:00Z',
    '2026.03.01 08:05:00.000',
  ])
    expect(iso(read(text)), text).toBe('2026-03-01T00:05:00.000Z')
  expect(iso(read('2026-03-01'))).toBe('2026-02-28T16:00:00.000Z')
})

test('other formats are spelled out', () => {
  expect(iso(timeReader('d/M/yyyy H:mm', 'UTC')('1/12/2010 8:26'))).toBe('2010-12-01T08:26:00.000Z')
  expect(iso(timeReader('yyyyMMdd', 'UTC')('20260301'))).toBe('2026-03-01T00:00:00.000Z')
  expect(iso(timeReader('epoch_s', 'UTC')('1700000000'))).toBe('2023-11-14T22:13:20.000Z')
  expect(iso(timeReader('epoch_ms', 'UTC')('1700000000123'))).toBe('2023-11-14T22:13:20.123Z')
})

test('what is no time is not taken for one', () => {
  const read = timeReader(undefined, 'UTC')
  for (const text of [
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-01-01 25:00',
    '01/02/2026',
    '2026-01-01 10:00 x',
  ])
    expect(read(text), text).toBeUndefined()
  expect(() => timeReader('dd MMM yyyy', 'UTC')).toThrow(RangeError)
  expect(() => timeReader('HH:mm', 'UTC')).toThrow(RangeError)
  expect(() => timeReader(undefined, 'Mars/Base')).toThrow(RangeError)
})
