import { expect, test } from 'vitest'
import type { Customer } from '../customers/api.ts'
import { compareAttributes, compareIdentifiers, exclusions } from './comparison.ts'

const isUnique = (namespace: string) => namespace === 'member_id'

function customer(
  identifiers: Record<string, string>,
  attributes: Record<string, unknown> = {},
): Customer {
  return {
    id: 1,
    identifiers: Object.entries(identifiers).map(([namespace, value]) => ({
      namespace,
      value,
      first_seen: '',
      last_seen: '',
      source: '',
      verified: true,
    })),
    attributes,
    tags: [],
    merged_from: [],
    platforms: [],
    first_seen: null,
    last_seen: null,
    event_count: 0,
    created_at: '',
    known: true,
    value: [],
    days: [],
  }
}

test('two different member numbers speak against one person', () => {
  const rows = compareIdentifiers(
    customer({ member_id: 'M1', phone: '1' }),
    customer({ member_id: 'M2' }),
    isUnique,
  )
  expect(rows.map(({ key, verdict }) => [key, verdict])).toEqual([
    ['phone', 'one'],
    ['member_id', 'differ'],
  ])
})

test('two phones or devices say nothing, a member number each excludes', () => {
  const left = customer({ device: 'd1', phone: '1', member_id: 'M1' })
  const right = customer({ device: 'd2', phone: '2', member_id: 'M2' })
  expect(exclusions(left, right, isUnique)).toEqual(['member_id'])
})

test('equal attributes are told from different and missing ones', () => {
  const rows = compareAttributes(
    customer({}, { city: '杭州', gender: 'f', levels: [1] }),
    customer({}, { city: '杭州', gender: 'm', levels: [1], age: null }),
  )
  expect(Object.fromEntries(rows.map(({ key, verdict }) => [key, verdict]))).toEqual({
    city: 'same',
    gender: 'differ',
    levels: 'same',
    age: 'one',
  })
})
