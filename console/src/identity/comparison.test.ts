import { expect, test } from 'vitest'
import type { Customer } from '../customers/api.ts'
import { compareAttributes, compareIdentifiers } from './comparison.ts'

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
  }
}

test('two different member numbers speak against one person', () => {
  const rows = compareIdentifiers(
    customer({ member_id: 'M1', phone: '1' }),
    customer({ member_id: 'M2' }),
  )
  expect(rows.map(({ key, verdict }) => [key, verdict])).toEqual([
    ['phone', 'one'],
    ['member_id', 'differ'],
  ])
})

test('two different devices say nothing', () => {
  const [row] = compareIdentifiers(customer({ device: 'd1' }), customer({ device: 'd2' }))
  expect(row?.verdict).toBe('one')
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
