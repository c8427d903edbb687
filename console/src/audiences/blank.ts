// A condition of each kind to begin with, and the families in which they are offered.
import type { EventPattern, Leaf, LeafKind, LeafOf, Window } from './rule.ts'
import { firstTest } from './valueTest.ts'

/** In the order in which they are offered; every kind once. */
export const FAMILIES = [
  {
    family: 'known',
    kinds: [
      'attribute',
      'tags',
      'tagged',
      'attribute_held',
      'friend',
      'store',
      'guide',
      'consent',
      'touchpoints',
      'group',
      'platform',
      'identifier',
      'family',
      'known',
      'joined',
    ],
  },
  {
    family: 'behaviour',
    kinds: [
      'did',
      'measure',
      'first_time',
      'last_time',
      'sequence',
      'regularly',
      'stopped',
      'started_again',
      'event_value',
    ],
  },
  { family: 'others', kinds: ['orders', 'top', 'audience', 'bucket', 'everybody'] },
] as const satisfies readonly { family: string; kinds: readonly LeafKind[] }[]

export const blankEvent = (): EventPattern => ({ any_of: [{ event: '', where: [] }] })
const last30: Window = { kind: 'last', span: { n: 30, unit: 'day' } }

const blanks: { [Kind in LeafKind]: () => LeafOf<Kind> } = {
  everybody: () => ({ kind: 'everybody' }),
  known: () => ({ kind: 'known' }),
  joined: () => ({ kind: 'joined', window: last30 }),
  attribute: () => ({ kind: 'attribute', name: '', is: firstTest('text') }),
  attribute_held: () => ({
    kind: 'attribute_held',
    name: '',
    is: firstTest('text'),
    at_least: { n: 30, unit: 'day' },
  }),
  tags: () => ({ kind: 'tags', match: 'any', tags: [] }),
  tagged: () => ({ kind: 'tagged', tag: '', window: last30 }),
  consent: () => ({ kind: 'consent', purpose: 'marketing', channel: 'all', state: 'given' }),
  friend: () => ({ kind: 'friend', state: 'friend', window: { kind: 'ever' } }),
  store: () => ({ kind: 'store', stores: [] }),
  guide: () => ({ kind: 'guide', guides: [] }),
  touchpoints: () => ({ kind: 'touchpoints', live: { op: 'gte', value: 1 } }),
  group: () => ({ kind: 'group', window: { kind: 'ever' } }),
  identifier: () => ({ kind: 'identifier', namespaces: [] }),
  platform: () => ({ kind: 'platform', platforms: [] }),
  family: () => ({ kind: 'family' }),
  did: () => ({ kind: 'did', event: blankEvent(), window: last30, times: { op: 'gte', value: 1 } }),
  measure: () => ({
    kind: 'measure',
    event: blankEvent(),
    window: last30,
    of: 'sum',
    property: '',
    is: { op: 'gte', value: 1 },
  }),
  first_time: () => ({ kind: 'first_time', event: blankEvent(), window: last30 }),
  last_time: () => ({ kind: 'last_time', event: blankEvent(), window: last30 }),
  sequence: () => ({
    kind: 'sequence',
    steps: [blankEvent(), blankEvent()],
    within: { n: 1, unit: 'day' },
    window: last30,
  }),
  regularly: () => ({ kind: 'regularly', event: blankEvent(), unit: 'week', periods: 3, of: 4 }),
  stopped: () => ({
    kind: 'stopped',
    event: blankEvent(),
    active: { n: 90, unit: 'day' },
    quiet: { n: 30, unit: 'day' },
  }),
  started_again: () => ({
    kind: 'started_again',
    event: blankEvent(),
    gap: { n: 60, unit: 'day' },
    recent: { n: 7, unit: 'day' },
  }),
  event_value: () => ({
    kind: 'event_value',
    event: blankEvent(),
    window: { kind: 'ever' },
    which: 'last',
    property: '',
    is: firstTest('text'),
  }),
  orders: () => ({
    kind: 'orders',
    of: 'count',
    window: last30,
    where: {},
    is: { op: 'gte', value: 1 },
  }),
  top: () => ({
    kind: 'top',
    by: { kind: 'orders', of: 'amount_fen', where: {} },
    window: { kind: 'last', span: { n: 1, unit: 'year' } },
    keep: { unit: 'basis_points', n: 2_000 },
  }),
  audience: () => ({ kind: 'audience', audience: '', is: 'in' }),
  bucket: () => ({ kind: 'bucket', seed: 'a', from: 0, to: 5_000 }),
}

export const blankLeaf = (kind: LeafKind): Leaf => blanks[kind]()
