import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tableOf } from './table.ts'

const INHERITED = Object.getOwnPropertyNames(Object.prototype)

test('a table answers what is written in it, and nothing an object inherits', () => {
  const table = tableOf({ SUCCESS: 'paid', CLOSED: 'closed' })
  expect([table.SUCCESS, table.CLOSED]).toEqual(['paid', 'closed'])
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...INHERITED), fc.string()), (word) => {
      fc.pre(word !== 'SUCCESS' && word !== 'CLOSED')
      expect(table[word]).toBeUndefined()
    }),
  )
  expect(Object.keys(table)).toEqual(['SUCCESS', 'CLOSED'])
})
