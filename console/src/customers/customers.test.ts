import { describe, expect, test } from 'vitest'
import { givenName, isKnown, mostTellingFirst } from './naming.ts'
import { isPersonal, maskPersonal } from './personal.ts'

describe('personal values', () => {
  test('a mobile number keeps its first three and last four digits', () => {
    expect(maskPersonal('phone', '+8613812345678')).toBe('138****5678')
    expect(maskPersonal('mobile', '13812345678')).toBe('138****5678')
  })

  test('a foreign number keeps its country and last four digits', () => {
    expect(maskPersonal('phone', '+447911123456')).toBe('+4479****3456')
  })

  test('short numbers and addresses hide nearly all', () => {
    expect(maskPersonal('phone', '12345')).toBe('1***')
    expect(maskPersonal('email', 'lin@example.com')).toBe('l***@example.com')
  })

  test('what the server masked is not masked again', () => {
    expect(maskPersonal('phone', '138****5678')).toBe('138****5678')
  })

  test('attributes that hold a number or an address are personal', () => {
    expect(['mobile', '$email', 'city'].map(isPersonal)).toEqual([true, true, false])
  })
})

describe('names', () => {
  const identifier = { value: 'x', first_seen: '', last_seen: '', source: '', verified: true }

  test('the given name goes before the nickname', () => {
    const attributes = { nickname: '小林', name: '林静' }
    expect(givenName({ attributes, identifiers: [] })).toBe('林静')
  })

  test('nobody is named by an empty value', () => {
    expect(givenName({ attributes: { name: ' ' }, identifiers: [] })).toBeUndefined()
  })

  test('the phone is shown before the device', () => {
    const identifiers = ['cookie', 'openid:wx1', 'jd', 'phone'].map((namespace) => ({ namespace }))
    expect(mostTellingFirst(identifiers).map(({ namespace }) => namespace)).toEqual([
      'phone',
      'openid:wx1',
      'jd',
      'cookie',
    ])
  })

  test('a visitor is known with the first strong identifier', () => {
    const cookie = { ...identifier, namespace: 'cookie' }
    const member = { ...identifier, namespace: 'member_id' }
    expect(isKnown({ attributes: {}, identifiers: [cookie] })).toBe(false)
    expect(isKnown({ attributes: {}, identifiers: [cookie, member] })).toBe(true)
  })
})
