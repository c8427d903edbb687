// Input that breaks things: values nobody expects, in every field of every protocol.
import type { Sending } from '../harness/deliver.ts'
import {
  customersRequest,
  eventsRequest,
  segmentRequest,
  sensorsRequest,
} from '../story/requests.ts'

/** Fragments that mean something in SQL, in JSON, in an address, in a log or nowhere. */
export const FRAGMENTS = [
  `'); drop table event; --`,
  `' or '1'='1`,
  `1; select pg_sleep(9)`,
  `\\'; select 1; --`,
  `{p0:String}`,
  `$1`,
  `$\{process.exit()}`,
  '%27%20or%201=1',
  '/* */ union select * from app_user --',
  '"; }',
  '`id`',
  '\u2028\u2029',
  'İıßﬁ１２３',
]

export function nested(depth: number): unknown {
  let inside: unknown = 1
  for (let i = 0; i < depth; i++) inside = i % 2 === 0 ? { a: inside } : [inside]
  return inside
}

const VALUES: (() => unknown)[] = [
  ...FRAGMENTS.map((fragment) => () => fragment),
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud83d',
    '\udc00x',
    '😀',
    '\n\r\t\b\f\v',
    '\x1f\x7f',
    '\uFFFF',
    '\ufeff',
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '0x10',
    '1e5',
    '{"a":1}',
    '[1]',
    '%00',
    '0',
    '2024-02-30',
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00.000Z',
    '-271821-04-20T00:00:00Z',
    '0000-01-01',
    '138 0013 8000',
    'a@b.c',
    'm1',
    'order_paid',
  ].map((text) => () => text),
  ...[
    0,
    -1,
    0.1,
    1e21,
    -1e21,
    1e308,
    5e-324,
    2 ** 53,
    -(2 ** 63),
    2 ** 64,
    8.64e15,
    -8.64e15,
    946_684_799_999,
    253_402_300_800_000,
  ].map((number) => () => number),
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => [null],
  () => [1, 'a', null, {}],
  () => JSON.parse('{"__proto__":{"x":1},"constructor":1,"toString":2,"hasOwnProperty":3}'),
  () => nested(5),
  () => nested(3000),
  () => 'ﷺ'.repeat(300),
  () => 'x'.repeat(3000),
  () => Array.from({ length: 300 }, (_, i) => i),
  () => Date.now() + 86_399_000,
  () => new Date().toISOString(),
]
const NAMES = [
  'a',
  'b',
  '$url',
  '$time',
  'price',
  'products',
  'total',
  'revenue',
  'order_id',
  'currency',
  'store_id',
  '$utm_source',
  '$share_depth',
  '__proto__',
  'constructor',
  '',
  'name',
  'nickname',
  'phone',
  '$first_visit_time',
  'quantity',
  'sku',
  '$timezone_offset',
  '$session_id',
  '\0',
  '\ud800',
  'x'.repeat(254),
  "it's",
  'a.b',
  '中文',
]
const OWN_FIELDS =
  'id name at identifiers properties revenue_fen platform source session_id currency store_id staff_id channel_id activity_id content_id order_id page utm attributes actor'.split(
    ' ',
  )
const SEGMENT_FIELDS =
  'type event messageId userId anonymousId timestamp originalTimestamp sentAt properties traits context previousId groupId name category integrations channel'.split(
    ' ',
  )
const SENSORS_FIELDS =
  'type event distinct_id anonymous_id login_id original_id identities time _track_id _flush_time properties lib project item_type item_id time_free'.split(
    ' ',
  )
const SEGMENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias']
const SENSORS_TYPES =
  'track track_signup track_id_bind track_id_unbind profile_set profile_set_once profile_increment profile_append profile_unset profile_delete item_set item_delete'.split(
    ' ',
  )
const KINDS = [
  'phone',
  'email',
  'member_id',
  'device',
  'taobao',
  'unionid',
  'openid:wx1',
  'custom',
  'distinct_id',
  'anonymous',
  'cookie',
]

export interface HostileRequest {
  sending: Sending
  /** Message id of a good event among the bad ones. */
  witness?: string
}

/** Number `n` of an endless series that is the same for the same randomness. */
export function hostileRequest(n: number, key: string, random: () => number): HostileRequest {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const value = () => pick(VALUES)()
  const some = (names: readonly string[], count: number) => {
    const out: Record<string, unknown> = {}
    for (let i = 0; i < count; i++)
      Object.defineProperty(out, pick(names), {
        value: value(),
        enumerable: true,
        configurable: true,
      })
    return out
  }
  const list = (one: (i: number) => object): object[] =>
    Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) =>
      random() < 0.03 ? (value() as object) : one(i),
    )
  const identifiers = () =>
    Array.from({ length: Math.floor(random() * 4) }, () =>
      random() < 0.2
        ? value()
        : {
            namespace: random() < 0.8 ? pick(KINDS) : value(),
            value: random() < 0.5 ? value() : `u${Math.floor(random() * 30)}`,
          },
    )
  const witness = `witness-${n}`
  switch (pick(['events', 'customers', 'segment', 'sensors'])) {
    case 'events': {
      const events = list((i) => ({
        id: `e${n}-${i}`,
        name: pick(['A', 'Order Completed', 'order_refunded']),
        identifiers: identifiers(),
        properties: some(NAMES, 4),
        ...(random() < 0.3 ? { attributes: some(NAMES, 3) } : {}),
        ...some(OWN_FIELDS, 3),
      }))
      const good = {
        id: witness,
        name: 'witness',
        identifiers: [{ namespace: 'member_id', value: `w${n % 50}` }],
      }
      events.splice(Math.floor(random() * events.length), 0, good)
      return { sending: eventsRequest('hostile events', key, events), witness }
    }
    case 'customers':
      return {
        sending: customersRequest(
          'hostile customers',
          key,
          list((i) => ({
            id: `c${n}-${i}`,
            identifiers: identifiers(),
            attributes: some(NAMES, 4),
            ...(random() < 0.3 ? { at: value(), source: value() } : {}),
          })),
        ),
      }
    case 'segment': {
      const messages = list((i) => ({
        type: pick(SEGMENT_TYPES),
        event: pick(['A', 'Order Completed', 'Order Refunded']),
        messageId: `s${n}-${i}`,
        userId: pick([null, 'u1', `u${Math.floor(random() * 30)}`, '']),
        anonymousId: pick([null, 'a1', `a${Math.floor(random() * 30)}`]),
        properties: some(NAMES, 4),
        traits: some(NAMES, 3),
        context:
          random() < 0.3 ? some(['page', 'campaign', 'traits', 'library', 'ip', 'app'], 3) : {},
        ...some(SEGMENT_FIELDS, 2),
      }))
      const good = { type: 'track', event: 'witness', messageId: witness, userId: `w${n % 50}` }
      messages.splice(Math.floor(random() * messages.length), 0, good)
      return { sending: segmentRequest('hostile Segment batch', key, messages), witness }
    }
    default:
      return {
        sending: sensorsRequest(
          'hostile Sensors records',
          key,
          list(() => ({
            type: pick(SENSORS_TYPES),
            event: pick(['A', '$SignUp', 'OrderCompleted', 'PayOrder']),
            time: Date.now(),
            _track_id: Math.floor(random() * 1e9),
            distinct_id: `u${Math.floor(random() * 30)}`,
            ...(random() < 0.5
              ? {
                  identities: {
                    $identity_login_id: `u${Math.floor(random() * 30)}`,
                    ...some(
                      ['$identity_mobile', '$identity_email', '$identity_mp_id', 'x', '\0'],
                      1,
                    ),
                  },
                }
              : {}),
            properties: some(NAMES, 5),
            ...some(SENSORS_FIELDS, 2),
          })),
        ),
      }
  }
}
