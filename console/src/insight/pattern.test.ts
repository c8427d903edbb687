import { expect, test } from 'vitest'
import { type EventPattern, OF_CUSTOMER } from '../audiences/rule.ts'
import { asPattern, asQuestion } from './pattern.ts'

test('a condition on the customer is asked of her, one on the event of the event, and both are read back', () => {
  const pattern: EventPattern = {
    any_of: [
      {
        event: 'bought',
        where: [
          { property: 'colour', is: { op: 'is', value: 'red' } },
          { property: `${OF_CUSTOMER}city`, is: { op: 'in', values: ['上海'] } },
        ],
      },
    ],
  }
  const question = asQuestion(pattern)
  expect(question.any_of[0]?.where).toEqual([
    { of: 'event', property: 'colour', op: 'is', value: 'red' },
    { of: 'customer', property: 'city', op: 'in', values: ['上海'] },
  ])
  expect(asPattern(question)).toEqual(pattern)
})
