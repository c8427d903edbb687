import { expect, test } from 'vitest'
import type { Draft } from './draft.ts'
import { prepare, type ReadyEvent, type Refusal, type Submission } from './prepare.ts'
import { draft } from './testing.ts'

const submission: Submission = {
  tenantId: '00000000-0000-7000-8000-000000000001',
  protocol: 'homefield',
  source: 'test',
  writeKeyId: null,
  isVerified: true,
  receivedAt: Date.now(),
  drafts: [],
}
const made = (given: Partial<Draft>): ReadyEvent | Refusal =>
  prepare(submission, draft({ name: 'bounded', ...given }), 0)
const codeOf = (given: Partial<Draft>) => {
  const one = made(given)
  return 'code' in one ? one.code : 'taken'
}
const chars = (n: number) => 'x'.repeat(n)

test.each<[string, number, string, (text: string) => Partial<Draft>]>([
  ['an event name', 255, 'bad_event_name', (t) => ({ name: t })],
  ['the name of a property', 255, 'bad_property_name', (t) => ({ props: { [t]: 1 } })],
  [
    'the name of an attribute',
    255,
    'bad_attribute_name',
    (t) => ({ attributes: [{ op: 'set', name: t, value: 1 }] }),
  ],
  ['a platform', 255, 'value_too_long', (t) => ({ platform: t })],
  ['a source', 255, 'value_too_long', (t) => ({ source: t })],
  ['a session', 1024, 'value_too_long', (t) => ({ sessionId: t })],
  ['an actor', 1024, 'value_too_long', (t) => ({ actor: t })],
  ['a currency', 1024, 'value_too_long', (t) => ({ currency: t })],
  ['a store', 1024, 'value_too_long', (t) => ({ links: { store_id: t } })],
  ['a campaign’s source', 1024, 'value_too_long', (t) => ({ surroundings: { utm_source: t } })],
  ['an address', 65_536, 'value_too_long', (t) => ({ surroundings: { page_url: t } })],
  ['a title', 65_536, 'value_too_long', (t) => ({ surroundings: { page_title: t } })],
  ['all properties', 1_048_576 - 8, 'event_too_large', (t) => ({ props: { a: t } })],
])('%s may have %i characters, and one more is %s', (_what, most, code, given) => {
  expect(codeOf(given(chars(most)))).toBe('taken')
  expect(codeOf(given(chars(most + 1)))).toBe(code)
})

test('2,000 properties and 2,000 attributes are taken, one more is refused', () => {
  const props = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`p${i}`, i]))
  const attributes = (n: number): Draft['attributes'] =>
    Array.from({ length: n }, (_, i) => ({ op: 'set', name: `a${i}`, value: i }))
  expect(codeOf({ props: props(2000), attributes: attributes(2000) })).toBe('taken')
  expect(codeOf({ props: props(2001) })).toBe('too_many_properties')
  expect(codeOf({ attributes: attributes(2001) })).toBe('too_many_attributes')
  expect(codeOf({ attributes: [{ op: 'set', name: 'a', value: chars(1_048_576) }] })).toBe(
    'event_too_large',
  )
})

test('a text with a backslash and a u of its own is not repaired', () => {
  const one = made({ props: { honest: 'C:\\u0000 \\ud83d', broken: 'a\0b', escaped: '\\\\\0' } })
  expect(one).toMatchObject({ repaired: ['broken', 'escaped'] })
  expect(JSON.parse((one as ReadyEvent).propsText)).toEqual({
    honest: 'C:\\u0000 \\ud83d',
    broken: 'a\uFFFDb',
    escaped: '\\\\\uFFFD',
  })
})
