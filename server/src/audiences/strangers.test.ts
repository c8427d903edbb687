import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayHoldOfStrangers } from './strangers.ts'
import { isIn } from './testing-evaluator.ts'
import { NOW, rule, ZONES } from './testing-rules.ts'

test('a rule that is said not to concern strangers holds of none', () => {
  const seen = { may: 0, never: 0 }
  fc.assert(
    fc.property(rule, fc.constantFrom(...ZONES), (one, timezone) => {
      const stranger = { id: 1, events: [], known: [] }
      const world = { clock: { now: NOW, timezone }, everybody: [stranger], audiences: {} }
      if (mayHoldOfStrangers(one)) seen.may += 1
      else {
        seen.never += 1
        expect(isIn(one, stranger, world), JSON.stringify(one)).toBe(false)
      }
    }),
    { numRuns: 5_000 },
  )
  expect(Math.min(seen.may, seen.never)).toBeGreaterThan(500)
})
