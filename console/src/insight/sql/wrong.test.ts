import { expect, test } from 'vitest'
import { placeOf } from './wrong.ts'

test('the place where the engine stumbled is found by its number, else by the name it does not know', () => {
  expect(
    placeOf('Syntax error: failed at position 10 (`form`): form events', 'select 1 form events'),
  ).toEqual({
    from: 9,
    to: 13,
  })
  expect(
    placeOf('Unknown expression identifier `costumer` in scope', 'select costumer from events'),
  ).toEqual({
    from: 7,
    to: 15,
  })
  expect(placeOf('Syntax error: failed at position 99 (end of query)', 'select')).toEqual({
    from: 6,
    to: 6,
  })
  expect(placeOf('Memory limit exceeded', 'select 1')).toBeUndefined()
})
