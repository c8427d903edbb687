import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretsFrom } from '../platform/secrets.ts'
import {
  GRACE_SECONDS,
  memberCodeAt,
  memberCodeKey,
  readMemberCode,
  SHOWN_SECONDS,
} from './member-code.ts'

const secrets = secretsFrom('a secret of an installation, long enough')
const key = memberCodeKey(secrets, 'one brand')
const Node = fc.integer({ min: 1, max: 4_294_967_295 })
const Moment = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2100-01-01'),
  noInvalidDate: true,
})

test('a code leads to whoever shows it for as long as it is shown and a little longer, then to nobody', () => {
  fc.assert(
    fc.property(Node, Moment, fc.integer({ min: 0, max: 600 }), (node, at, seconds) => {
      const { code, changesAt } = memberCodeAt(key, node, at)
      const later = new Date(at.getTime() + seconds * 1000)
      const isGood = later.getTime() < changesAt.getTime() + GRACE_SECONDS * 1000
      expect(readMemberCode(key, code, later)).toBe(isGood ? node : undefined)
      expect(changesAt.getTime() - at.getTime()).toBeLessThanOrEqual(SHOWN_SECONDS * 1000)
    }),
  )
})

test('a code with another digit, of another brand or not shown yet leads to nobody', () => {
  const Place = fc.integer({ min: 0, max: 17 })
  const more = fc.integer({ min: 1, max: 9 })
  // A check of eight digits is met by chance once in fifty million: these are fixed draws.
  fc.assert(
    fc.property(Node, Place, more, (node, place, add) => {
      const at = new Date('2026-11-23T12:00:30Z')
      const { code } = memberCodeAt(key, node, at)
      const other = (Number(code[place]) + add) % 10
      const forged = code.slice(0, place) + other + code.slice(place + 1)
      expect(readMemberCode(key, forged, at)).toBeUndefined()
      expect(readMemberCode(memberCodeKey(secrets, 'another'), code, at)).toBeUndefined()
      const before = new Date(at.getTime() - SHOWN_SECONDS * 1000)
      expect(readMemberCode(key, code, before)).toBeUndefined()
    }),
    { seed: 7 },
  )
})

test('codes of one person a minute apart, and of two people, have nothing to tell them by', () => {
  const at = new Date('2026-11-23T12:00:00Z')
  const codes = [1, 2, 3].flatMap((node) =>
    [0, 60_000, 120_000].map((ms) => memberCodeAt(key, node, new Date(at.getTime() + ms)).code),
  )
  expect(new Set(codes.map((code) => code.slice(0, 6))).size).toBe(9)
  expect(codes.every((code) => /^\d{18}$/.test(code))).toBe(true)
})
