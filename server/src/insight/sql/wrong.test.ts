import { expect, test } from 'vitest'
import { withDays } from './days.ts'
import { placeOf, placeOfName } from './wrong.ts'

const marked = (message: string, asked: string, sent = asked): string | undefined => {
  const place = placeOf(message, sent, asked)
  return place && asked.slice(place.from, place.to)
}

test('the place where the engine stumbled is found by its number, which counts bytes', () => {
  expect(
    marked('Syntax error: failed at position 10 (`form`): form events', 'select 1 form events'),
  ).toBe('form')
  const chinese = "select '客户' form events"
  const at = Buffer.from(chinese.slice(0, chinese.indexOf('form'))).length + 1
  expect(marked(`Syntax error: failed at position ${at} (form): form events`, chinese)).toBe('form')
  expect(placeOf('Syntax error: failed at position 99 (end of query)', 'select', 'select')).toEqual(
    { from: 6, to: 6 },
  )
  expect(placeOf('Memory limit exceeded', 'select 1', 'select 1')).toBeUndefined()
})

test('days that were put in do not move the place', () => {
  const asked = 'select 1 from events where at >= {date_from} and at < {date_to} gruop by 1'
  const clock = { now: Date.parse('2026-03-10T00:00:00Z'), timezone: 'Asia/Shanghai' }
  const sent = withDays(asked, { date_from: '2026-03-01', date_to: '2026-03-02' }, clock)
  const wrong = (word: string) =>
    marked(`Syntax error: failed at position ${sent.indexOf(word) + 1} (${word}): x`, asked, sent)
  expect(wrong('gruop')).toBe('gruop')
  expect(wrong('events')).toBe('events')
  const within = sent.indexOf('2026-03-01') + 1
  expect(placeOf(`failed at position ${within} ('x')`, sent, asked)?.from).toBe(
    asked.indexOf('{date_from}'),
  )
})

test('without a number it is the name that is not known, outside of comments and texts', () => {
  expect(
    marked('Unknown expression identifier `costumer` in scope', 'select costumer from events'),
  ).toBe('costumer')
  const asked = "select 'evnts' -- evnts\nfrom evnts"
  expect(placeOf("Unknown table expression identifier 'evnts'", asked, asked)).toEqual({
    from: asked.length - 5,
    to: asked.length,
  })
  expect(placeOfName('hostname', 'select hostName()')).toEqual({ from: 7, to: 15 })
  expect(placeOfName('customer', 'select customer_id from events')).toBeUndefined()
})
