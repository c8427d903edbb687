import { describe, expect, test } from 'vitest'
import { money, shortMoney } from './money.ts'
import { bytes, exactNumber, percent, shortNumber, signedPercent } from './number.ts'
import { dayHeading, dayOf, exactTime, shortTime, spanOfDays } from './time.ts'

const shanghai = 'Asia/Shanghai'
const now = new Date('2026-05-03T06:20:00Z')

describe('money', () => {
  test('fen become the currency with two decimals and separators', () => {
    expect(money(123_450, 'CNY', 'zh-CN')).toBe('¥1,234.50')
    expect(money(123_450, 'CNY', 'en')).toBe('¥1,234.50')
    expect(money(5, 'CNY', 'zh-CN')).toBe('¥0.05')
    expect(money(-1999, 'GBP', 'en')).toBe('-£19.99')
  })

  test('no fen of a very large amount is lost', () => {
    expect(money(900_719_925_474_099, 'CNY', 'en')).toBe('¥9,007,199,254,740.99')
  })

  test('yen never look like yuan', () => {
    expect(money(10_000, 'JPY', 'zh-CN')).not.toBe(money(10_000, 'CNY', 'zh-CN'))
  })
})

describe('numbers', () => {
  test('big numbers are short in the words of each language', () => {
    expect(shortNumber(123_000, 'zh-CN')).toBe('12.3万')
    expect(shortNumber(456_000_000, 'zh-CN')).toBe('4.56亿')
    expect(shortNumber(123_000, 'en')).toBe('123K')
    expect(shortNumber(4_560_000, 'en')).toBe('4.56M')
  })

  test('numbers below ten thousand and exact ones keep every digit', () => {
    expect(shortNumber(9_999, 'zh-CN')).toBe('9,999')
    expect(exactNumber(1_234_567)).toBe('1,234,567')
  })

  test('amounts on an axis are short, and below ten thousand whole', () => {
    expect(shortMoney(12_345_678, 'CNY', 'zh-CN')).toBe('¥12.3万')
    expect(shortMoney(12_345_678, 'CNY', 'en')).toBe('¥123K')
    expect(shortMoney(-25_900, 'CNY', 'zh-CN')).toBe('-¥259')
  })

  test('shares have one decimal, and a change has its sign', () => {
    expect(percent(0.1234)).toBe('12.3%')
    expect([signedPercent(0.2), signedPercent(-0.031), signedPercent(-0.0001)]).toEqual([
      '+20.0%',
      '−3.1%',
      '0.0%',
    ])
  })

  test('sizes step by 1,024', () => {
    expect([bytes(512), bytes(1536), bytes(15 * 1024 * 1024)]).toEqual([
      '512 B',
      '1.5 KB',
      '15.0 MB',
    ])
  })
})

describe('times', () => {
  test('within a day they say how long ago', () => {
    expect(shortTime(new Date('2026-05-03T06:17:00Z'), now, shanghai, 'zh-CN')).toBe('3分钟前')
    expect(shortTime(new Date('2026-05-03T01:20:00Z'), now, shanghai, 'en')).toBe('5 hr. ago')
  })

  test('older ones show the time in the zone of the brand, and the year only when it is another', () => {
    expect(shortTime(new Date('2026-04-30T16:05:00Z'), now, shanghai, 'zh-CN')).toBe('05-01 00:05')
    expect(shortTime(new Date('2011-12-09T12:50:00Z'), now, shanghai, 'zh-CN')).toBe('2011-12-09')
  })

  test('the exact time carries its milliseconds', () => {
    expect(exactTime(new Date('2026-05-03T06:17:00.045Z'), shanghai)).toBe(
      '2026-05-03 14:17:00.045',
    )
  })

  test('days begin at midnight in the zone of the brand', () => {
    expect(dayOf(new Date('2026-05-02T16:00:00Z'), shanghai)).toBe('2026-05-03')
    expect(spanOfDays('2026-05-03', '2026-05-03', shanghai)).toEqual({
      from: '2026-05-02T16:00:00.000Z',
      to: '2026-05-03T16:00:00.000Z',
    })
  })

  test('a day on which the clocks change is as long as it is', () => {
    expect(spanOfDays('2026-03-29', '2026-03-29', 'Europe/London')).toEqual({
      from: '2026-03-29T00:00:00.000Z',
      to: '2026-03-29T23:00:00.000Z',
    })
  })

  test('headings name today and yesterday', () => {
    expect(dayHeading('2026-05-03', now, shanghai, 'zh-CN')).toMatch(/^今天 · 5月3日/)
    expect(dayHeading('2026-05-02', now, shanghai, 'en')).toMatch(/^Yesterday · /)
    expect(dayHeading('2011-12-09', now, shanghai, 'zh-CN')).toContain('2011年12月9日')
  })
})
