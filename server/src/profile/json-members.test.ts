import { expect, test } from 'vitest'
import { withoutMembers } from './json-members.ts'

const cut = (text: string) => withoutMembers(text, (name) => name === 'id_card')

test('what is not unwanted stays as it was sent, digit by digit and space by space', () => {
  expect(
    cut('{ "a": 12345678901234567890, "id_card": "3301", "b":[1, {"id_card":[{}] }] }'),
  ).toEqual({
    kept: '{ "a": 12345678901234567890, "b":[1, { }] }',
    names: ['id_card', 'id_card'],
  })
  expect(cut('{"a":"id_card","b":["id_card"]}')).toBeUndefined()
  expect(cut('"id_card"')).toBeUndefined()
})

test.each([
  '{"id_card":1}',
  '{"id_card":1,"id_card":2}',
  '{"id_card":{"a":[1,"}"]},"x":1}',
  '{"x":1,"id_card":"\\"},{"}',
  '{"x":"a,b","id_card":-1.5e3,"id_card":null,"y":true}',
  '{"x":1 , "id_card" : [ ] , "id_card":{} }',
  '[{"id_card":true},{"y":{"z":[{"id_card":"1","k":1},"\\\\"]}}]',
  '{"\\u0069d_card":"escaped","k":{"id_card":{"id_card":1}}}',
])('of %s valid JSON without it is left', (text) => {
  const left = cut(text)
  const strip = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(strip)
      : value && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value).flatMap(([k, v]) => (k === 'id_card' ? [] : [[k, strip(v)]])),
          )
        : value
  expect(JSON.parse(left?.kept ?? '')).toEqual(strip(JSON.parse(text)))
})

test('a hundred thousand levels are no deeper than one', () => {
  const depth = 100_000
  const deep = `${'{"a":'.repeat(depth)}{"id_card":"3301","b":1}${'}'.repeat(depth)}`
  expect(cut(deep)?.kept).toBe(`${'{"a":'.repeat(depth)}{"b":1}${'}'.repeat(depth)}`)
})
