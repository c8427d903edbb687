import { expect, test } from 'vitest'
import type { TimelineLine } from './api.ts'
import { subjectsOf, withVisits } from './visits.ts'

const line = (minute: number, given: Partial<TimelineLine> = {}): TimelineLine => ({
  event_id: crypto.randomUUID(),
  name: 'page_viewed',
  kind: 'visit',
  at: new Date(Date.UTC(2026, 0, 1, 12) - minute * 60_000).toISOString(),
  platform: 'web',
  source: 'web',
  session_id: 's1',
  subject: null,
  order_id: null,
  revenue_fen: 0,
  currency: null,
  consent: null,
  ...given,
})
const shape = (lines: TimelineLine[]) =>
  withVisits(lines).map((entry) => ('visit' in entry ? entry.lines.length : entry.kind))

test('three and more looks of one visit are one line, fewer stay as they are', () => {
  expect(shape([line(0), line(1), line(2)])).toEqual([3])
  expect(shape([line(0), line(1)])).toEqual(['visit', 'visit'])
})

test('another session, another platform and an order each end a visit', () => {
  const three = (given: Partial<TimelineLine>) => [line(0, given), line(1, given), line(2, given)]
  expect(shape([...three({}), ...three({ session_id: 's2' })])).toEqual([3, 3])
  expect(shape([...three({}), ...three({ platform: 'app' })])).toEqual([3, 3])
  expect(shape([...three({}), line(3, { kind: 'trade' }), ...three({})])).toEqual([3, 'trade', 3])
})

test('where nobody named the session, half an hour without a look ends the visit', () => {
  const at = (minute: number) => line(minute, { session_id: null })
  expect(shape([at(0), at(5), at(10), at(45), at(46), at(47)])).toEqual([3, 3])
})

test('a visit is about its products, else its pages, each once and in their order', () => {
  const page = line(2, { subject: '首页' })
  const tea = line(1, { name: 'product_viewed', subject: '白茶' })
  expect(
    subjectsOf([line(0, { name: 'product_viewed', subject: '红茶' }), tea, tea, page]),
  ).toEqual(['白茶', '红茶'])
  expect(subjectsOf([page, page])).toEqual(['首页'])
})
