import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namespacesWith, normalise, phone } from './namespaces.ts'

const kindOf = namespacesWith([])

test('a mainland mobile is the same number however it is written', () => {
  const forms = [
    '13800138000',
    '+8613800138000',
    '+86 138-0013-8000',
    '8613800138000',
    '0086 138 0013 8000',
    '138 0013 8000',
  ]
  expect(new Set(forms.map(phone))).toEqual(new Set(['+8613800138000']))
})

test('other countries keep theirs, landlines lose the trunk zero, nonsense is no number', () => {
  expect(phone('+1 (202) 555-0123')).toBe('+12025550123')
  expect(phone('021-62345678')).toBe('+862162345678')
  expect([phone('138****8000'), phone('call me'), phone('11111111111'), phone('12')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('placeholders identify nobody', () => {
  const placeholders = [
    '',
    ' ',
    'null',
    'NULL',
    'undefined',
    '0',
    '00000000-0000-0000-0000-000000000000',
    'anonymous',
    'a\0b',
    '\ud800',
    'x'.repeat(256),
  ]
  expect(placeholders.map((p) => normalise(kindOf('member_id'), p))).toEqual(
    placeholders.map(() => undefined),
  )
})

test('normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('member_id', 'phone', 'email', 'anonymous', 'openid:wx1'),
      fc.string({ unit: 'binary' }),
      (namespace, text) => {
        const once = normalise(kindOf(namespace), text)
        if (once !== undefined) expect(normalise(kindOf(namespace), once)).toBe(once)
      },
    ),
  )
})

test('an openid of any app is strong and unique, an unknown kind is weak', () => {
  expect(kindOf('openid:wx123')).toMatchObject({ isWeak: false, isUnique: true, rank: 30 })
  expect(kindOf('wecom:corp')).toMatchObject({ isWeak: false, isUnique: true })
  expect(kindOf('whatever')).toMatchObject({ isWeak: true })
})
