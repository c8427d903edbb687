import { describe, expect, test } from 'vitest'
import { correctTime, parseInstant, parseLocalTime, readInstant } from './time.ts'

const HOUR = 3_600_000

describe('reading a time', () => {
  test.each([
    ['2026-11-21T08:00:00.000Z', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21T16:00:00+08:00', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21T16:00:00.123456789+0800', '2026-11-21T08:00:00.123Z'],
    ['2026-11-21 03:30:00.5-04:30', '2026-11-21T08:00:00.500Z'],
    ['2026-11-21T08:00Z', '2026-11-21T08:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    [1795298569001.9, '2026-11-21T22:02:49.001Z'],
    [0, '1970-01-01T00:00:00.000Z'],
  ])('%j is %s', (value, expected) => {
    expect(new Date(parseInstant(value) ?? Number.NaN).toISOString()).toBe(expected)
  })

  test.each([
    '2026-11-21T08:00:00',
    '2026-11-21',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21T25:00:00Z',
    '2026-11-21T08:61:00Z',
    '2026-11-21T08:00:00+25:00',
    'yesterday',
    '',
    `2026-11-21T08:00:00Z${' '.repeat(1e6)}`,
    Number.POSITIVE_INFINITY,
    8.64e15 + 1,
    true,
    null,
    {},
  ])('%j is no time', (value) => {
    expect(parseInstant(value)).toBeUndefined()
  })

  test('a local date is read with the offset that JavaScript reports', () => {
    const utc8 = parseLocalTime('2026-11-22 06:02:49.15', -480)
    expect(new Date(utc8 ?? 0).toISOString()).toBe('2026-11-21T22:02:49.150Z')
    const day = parseLocalTime('2026-11-22', 300)
    expect(new Date(day ?? 0).toISOString()).toBe('2026-11-22T05:00:00.000Z')
    expect(parseLocalTime('2026-11-22 06:02:49', Number.NaN)).toBeUndefined()
    expect(parseLocalTime('22.11.2026', -480)).toBeUndefined()
  })

  test('what is absent is absent, what is wrong refuses', () => {
    expect(readInstant(null, 'at')).toBeUndefined()
    expect(readInstant('', 'at')).toBeUndefined()
    expect(() => readInstant('soon', 'at')).toThrow('at: expected epoch ms')
  })
})

describe('correcting the client’s clock', () => {
  const received = Date.parse('2026-11-21T08:00:00.000Z')

  test('a clock two hours ahead and 1.5 s in the queue give the true time', () => {
    const sent = received + 2 * HOUR
    const { at, clientAt } = correctTime(sent - 1500, sent, received)
    expect(at).toBe(received - 1500)
    expect(clientAt).toBe(sent - 1500)
  })

  test('an old time given on purpose by a good clock stays what it is', () => {
    const old = Date.parse('2026-11-01T00:00:00.000Z')
    expect(correctTime(old, received, received).at).toBe(old)
  })

  test('without a sending time the client’s clock is all there is', () => {
    expect(correctTime(received - HOUR, undefined, received).at).toBe(received - HOUR)
  })

  test('without an event time it happened at receipt', () => {
    expect(correctTime(undefined, received, received)).toEqual({ at: received, clientAt: null })
  })

  test('a correction beyond all dates refuses its event', () => {
    expect(() => correctTime(8.64e15, -8.64e15, received)).toThrow('no date')
  })
})
