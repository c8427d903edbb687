// Random rules and random lives, for tests.
import fc from 'fast-check'
import type { NumberTest, Span, ValueTest } from './operators.ts'
import type { EventPattern, Rule, Window } from './rule.ts'
import type { Happened, Known } from './testing-evaluator.ts'
import { startOf } from './windows.ts'

const HOUR = 3_600_000
const NAMES = ['viewed', 'carted', 'paid', 'left']
// The clock of New York goes back at 06:00 UTC on 1 November 2026.
export const NOW = Date.parse('2026-11-05T13:30:00Z')
export const ZONES = ['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu']

/** Edges are as likely as moments between them: of days in each zone, of windows, a millisecond beside. */
const edge = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map((hours) => NOW - hours * HOUR),
  fc.integer({ min: 0, max: 40 }).map((days) => NOW - days * 24 * HOUR),
  fc
    .tuple(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 40 }))
    .map(([timezone, days]) => startOf({ now: NOW, timezone }, 'day', days)),
)
const moment = fc.oneof(
  { weight: 3, arbitrary: edge },
  {
    weight: 1,
    arbitrary: fc.tuple(edge, fc.constantFrom(-1, 1)).map(([at, beside]) => at + beside),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 45 * 24 * 3_600 }).map((seconds) => NOW - seconds * 1_000),
  },
)
const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(
    0.5,
    19.9,
    'red',
    'Red tea',
    '绿茶',
    '',
    '2026-11-01',
    '2026-11-05T20:00:00Z',
    '8.9.2',
    '8.10',
    '31.23,121.47',
    true,
    false,
    null,
  ),
  fc.array(fc.constantFrom('a', 'b', '茶'), { maxLength: 3 }),
)
export const PROPERTIES = ['colour', 'price', 'when', 'bits']
const done: fc.Arbitrary<Happened> = fc.record({
  name: fc.constantFrom(...NAMES),
  at: moment,
  props: fc.dictionary(fc.constantFrom(...PROPERTIES), value, { maxKeys: 4 }),
})
const lines = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom('A', 'B', 'C'),
    category: fc.constantFrom('tea', 'cup'),
    total_fen: fc.integer({ min: 0, max: 300 }),
  }),
  { minLength: 1, maxLength: 3, selector: (l) => l.sku },
)
/** An order paid, and perhaps corrected and given back. */
const bought: fc.Arbitrary<Happened[]> = fc
  .record({
    order: fc.uuid(),
    at: moment,
    lines,
    platform: fc.constantFrom('tmall', 'pos'),
    storeId: fc.option(fc.constantFrom('S1', 'S2'), { nil: undefined }),
    activityId: fc.option(fc.constantFrom('618', '双11'), { nil: undefined }),
    offers: fc.array(
      fc.record({
        offer: fc.constantFrom('', 'O1', 'O2'),
        coupon: fc.constantFrom('', 'C1', '满减'),
        activity: fc.constantFrom('', '618'),
      }),
      { maxLength: 2 },
    ),
    correction: fc.option(
      fc.record({
        amount: fc.integer({ min: -50, max: 50 }),
        side: fc.constantFrom('difference', 'before', 'after'),
      }),
      { nil: undefined },
    ),
    back: fc.option(fc.record({ at: moment, amount: fc.integer({ min: 0, max: 200 }) }), {
      nil: undefined,
    }),
  })
  .map(({ order, at, lines, platform, storeId, activityId, offers, correction, back }) => {
    const about = { platform, ...(storeId !== undefined && { storeId }) }
    const paid = lines.reduce((sum, l) => sum + l.total_fen, 0)
    const rows: Happened[] = [
      {
        ...about,
        name: 'order_paid',
        at,
        ...(activityId !== undefined && { activityId }),
        revenueFen: paid,
        props: { commerce_order: order, lines, ...(offers.length > 0 && { offers }) },
      },
    ]
    if (correction !== undefined)
      rows.push({
        ...about,
        name: 'order_corrected',
        at,
        revenueFen: correction.amount,
        props: { commerce_order: order, side: correction.side },
      })
    if (back)
      rows.push({
        ...about,
        name: 'order_refunded',
        at: back.at,
        revenueFen: -back.amount,
        props: {
          commerce_order: order,
          lines: [{ sku: lines[0]?.sku, amount_fen: back.amount }],
        },
      })
    return rows
  })
const TAGS = ['tea', '新客', 'VIP']
const since = moment
const row = (kind: string, keys: readonly string[], of: fc.Arbitrary<unknown>) =>
  fc.record({ kind: fc.constant(kind), key: fc.constantFrom(...keys), value: of, since })
const known: fc.Arbitrary<Known> = fc.oneof(
  // No null: what has no value has no row.
  row(
    'attribute',
    PROPERTIES,
    value.filter((v) => v !== null),
  ),
  row(
    'attribute',
    PROPERTIES,
    value.filter((v) => v !== null),
  ),
  row('tag', TAGS, fc.constant(undefined)),
  row('consent', ['sms/phone', 'ads/*'], fc.constantFrom('given', 'withdrawn')),
  fc
    .tuple(
      row('friend', ['G1', 'G2'], fc.constantFrom('friend', 'deleted_by_customer')),
      fc.subarray(['poster', 'parcel']),
    )
    .map(([friend, list]) => ({ ...friend, list })),
  row('store', ['S1', 'S2'], fc.constant(undefined)),
  row('touchpoint', ['', 'phone', 'mail'], fc.integer({ min: 1, max: 3 })),
  row('group', ['', 'wr1', 'wr2'], fc.constant(undefined)),
  row('identifier', ['phone', 'wechat'], fc.integer({ min: 1, max: 2 })),
  row('known', [''], fc.constant(undefined)),
  row('figure', ['first_seen'], fc.constant(undefined)),
) as fc.Arbitrary<Known>
/** What one customer did and is known for; the same key is known once. */
export const life = fc.record({
  events: fc
    .tuple(fc.array(done, { maxLength: 10 }), fc.array(bought, { maxLength: 2 }))
    .map(([events, orders]) => [...events, ...orders.flat()]),
  known: fc.uniqueArray(known, { maxLength: 8, selector: (k) => `${k.kind} ${k.key}` }),
})
export const lives = fc.array(life, { minLength: 25, maxLength: 25 })

const span: fc.Arbitrary<Span> = fc.record({
  n: fc.integer({ min: 1, max: 12 }),
  unit: fc.constantFrom('hour', 'day', 'week', 'month'),
})
const number: fc.Arbitrary<NumberTest> = fc.oneof(
  fc.record({
    op: fc.constantFrom('is', 'is_not', 'gt', 'gte', 'lt', 'lte'),
    value: fc.integer({ min: -1, max: 4 }),
  }),
  fc.record({
    op: fc.constantFrom('between', 'not_between'),
    from: fc.integer({ min: 0, max: 2 }),
    to: fc.integer({ min: 2, max: 4 }),
  }),
) as fc.Arbitrary<NumberTest>
const word = fc.constantFrom('red', 'RED', 'tea', '茶', '绿', 'a', '.', '%')
const day = fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02', '2026-11-05')
const valueTest: fc.Arbitrary<ValueTest> = fc.oneof(
  number,
  fc.record({
    op: fc.constantFrom('is', 'is_not'),
    value: fc.oneof(word, fc.boolean(), fc.integer({ min: -1, max: 3 })),
  }),
  fc.record({
    op: fc.constantFrom('in', 'not_in'),
    values: fc.array(fc.oneof(word, fc.integer({ min: 0, max: 2 })), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ op: fc.constantFrom('is_set', 'not_set') }),
  fc.record({
    op: fc.constantFrom('contains', 'not_contains', 'starts_with', 'ends_with'),
    value: word,
  }),
  fc.record({
    op: fc.constant('contains_any'),
    values: fc.array(word, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ op: fc.constant('length'), is: number }),
  fc.record({
    op: fc.constant('version'),
    is: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'equal'),
    value: fc.constantFrom('8.9', '8.9.2', '8.10.0'),
  }),
  fc.record({
    op: fc.constant('near'),
    latitude: fc.constantFrom(31.2, 39.9),
    longitude: fc.constant(121.4),
    km: fc.constantFrom(5, 20, 2_000),
  }),
  fc.record({ op: fc.constant('matches'), pattern: fc.constantFrom('^r', 'ea$', '[0-9]', '茶') }),
  fc.record({ op: fc.constantFrom('on', 'before', 'after'), day }),
  fc.record({ op: fc.constant('between_days'), from: day, to: day }),
  fc.record({ op: fc.constantFrom('in_last', 'more_than_ago', 'in_next'), span }),
  fc.record({
    op: fc.constant('anniversary_in'),
    from_days: fc.constantFrom(0, 1),
    to_days: fc.constantFrom(0, 7, 400),
  }),
  fc.record({
    op: fc.constant('weekday'),
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  }),
  fc.record({
    op: fc.constantFrom('has_any', 'has_all', 'has_none'),
    values: fc.array(fc.constantFrom('a', 'b', '茶'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    op: fc.constantFrom('count_gte', 'count_lte'),
    value: fc.integer({ min: 0, max: 2 }),
  }),
) as fc.Arbitrary<ValueTest>
const where = fc.array(fc.record({ property: fc.constantFrom(...PROPERTIES), is: valueTest }), {
  maxLength: 2,
})
export const event: fc.Arbitrary<EventPattern> = fc.record({
  any_of: fc.array(fc.record({ event: fc.constantFrom(...NAMES), where }), {
    minLength: 1,
    maxLength: 2,
  }),
})
export const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constant({ kind: 'ever' as const }),
  fc.record({ kind: fc.constantFrom('last' as const, 'before_last' as const), span }),
  fc.record({ kind: fc.constant('days' as const), from: day, to: day }),
  fc.record({ kind: fc.constant('since' as const), from: day }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
    back: fc.integer({ min: 0, max: 3 }),
  }),
)
const attribute = fc.constantFrom(...PROPERTIES)
const anyOrderWhere = fc.record(
  {
    products: fc.subarray(['A', 'B', 'C'], { minLength: 1 }),
    categories: fc.subarray(['tea', 'cup'], { minLength: 1 }),
    platforms: fc.subarray(['tmall', 'pos'], { minLength: 1 }),
    stores: fc.constant(['S1']),
    offers: fc.constantFrom(['O1'], ['O1', 'O2'], ['O9']),
    coupons: fc.constantFrom(['C1'], ['满减', 'C1']),
    activities: fc.constantFrom(['618'], ['双11']),
    with_offer: fc.boolean(),
    amount_fen: fc.record({ op: fc.constantFrom('gt', 'lte'), value: fc.constantFrom(100, 250) }),
  },
  { requiredKeys: [] },
)
type AnyOrderWhere = typeof anyOrderWhere extends fc.Arbitrary<infer Where> ? Where : never
/** Few conditions at once, so that some order meets them. */
export const orderWhere: fc.Arbitrary<AnyOrderWhere> = fc
  .tuple(anyOrderWhere, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 }))
  .map(([where, from, count]) =>
    Object.fromEntries(
      Object.entries(where).filter(
        (_, i, all) => (i - from + 10 * all.length) % all.length < count,
      ),
    ),
  )
const fen = fc.record({
  op: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'is', 'is_not'),
  value: fc.constantFrom(-20, 0, 0.5, 1, 100, 300),
})
export const AUDIENCE = '01890000-0000-7000-8000-000000000001'
const stateLeaf = fc.oneof(
  fc.record({ kind: fc.constant('attribute'), name: attribute, is: valueTest }),
  fc.record({
    kind: fc.constant('attribute_held'),
    name: attribute,
    is: valueTest,
    at_least: span,
  }),
  fc.record({
    kind: fc.constant('tags'),
    match: fc.constantFrom('any', 'all', 'none'),
    tags: fc.array(fc.constantFrom(...TAGS), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('tagged'), tag: fc.constantFrom(...TAGS), window }),
  fc.record({
    kind: fc.constant('consent'),
    purpose: fc.constantFrom('sms', 'ads'),
    channel: fc.constantFrom('phone', '*'),
    state: fc.constantFrom('given', 'withdrawn', 'none'),
  }),
  fc.record({
    kind: fc.constant('friend'),
    staff: fc.option(fc.constant(['G1']), { nil: undefined }),
    state: fc.constantFrom('friend', 'deleted_by_customer'),
    channels: fc.option(fc.constant(['poster']), { nil: undefined }),
    window,
  }),
  fc.record({ kind: fc.constant('store'), stores: fc.constant(['S1', 'S9']) }),
  fc.record({
    kind: fc.constant('touchpoints'),
    kinds: fc.option(fc.constant(['phone', 'mail']), { nil: undefined }),
    live: number,
  }),
  fc.record({
    kind: fc.constant('group'),
    groups: fc.option(fc.constantFrom(['wr1'], ['wr1', 'wr9']), { nil: undefined }),
    window,
  }),
  fc.record({ kind: fc.constant('identifier'), namespaces: fc.constant(['phone']) }),
  fc.constant({ kind: 'known' }),
  fc.record({ kind: fc.constant('joined'), window }),
  fc.constant({ kind: 'audience', audience: AUDIENCE, is: 'in' }),
  fc.constant({ kind: 'audience', audience: AUDIENCE, is: 'not_in' }),
  fc.record({
    kind: fc.constant('bucket'),
    seed: fc.constantFrom('a', '试验'),
    from: fc.constant(0),
    to: fc.constantFrom(1, 3_333, 10_000),
  }),
) as fc.Arbitrary<Rule>
const orderLeaf = fc.record({
  kind: fc.constant('orders'),
  of: fc.constantFrom('count', 'amount_fen', 'average_fen', 'products', 'refunded_share'),
  window,
  where: orderWhere,
  is: fc.oneof(number, fen),
}) as fc.Arbitrary<Rule>
const topLeaf = fc.record({
  kind: fc.constant('top'),
  by: fc.oneof(
    fc.record({ kind: fc.constant('times'), event }),
    fc.record({ kind: fc.constant('sum'), event, property: fc.constant('price') }),
    fc.record({
      kind: fc.constant('orders'),
      of: fc.constantFrom('count', 'amount_fen', 'average_fen'),
      where: orderWhere,
    }),
  ),
  window,
  keep: fc.oneof(
    fc.record({ unit: fc.constant('customers'), n: fc.integer({ min: 1, max: 6 }) }),
    fc.record({
      unit: fc.constantFrom('basis_points', 'contribution'),
      n: fc.constantFrom(1, 2_000, 5_000, 8_000, 10_000),
    }),
  ),
}) as fc.Arbitrary<Rule>
const behaviourLeaf: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('did'), event, window, times: number }),
  fc.record({
    kind: fc.constant('measure'),
    event,
    window,
    of: fc.constantFrom('sum', 'average', 'min', 'max', 'distinct'),
    property: fc.constantFrom('price', 'colour'),
    is: number,
  }),
  fc.record({ kind: fc.constantFrom('first_time', 'last_time'), event, window }),
  fc.record({
    kind: fc.constant('sequence'),
    steps: fc.array(event, { minLength: 2, maxLength: 3 }),
    within: span,
    window,
    without: fc.option(event, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('regularly'),
    event,
    unit: fc.constantFrom('day', 'week', 'month'),
    periods: fc.integer({ min: 1, max: 3 }),
    of: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    kind: fc.constant('event_value'),
    event,
    window,
    which: fc.constantFrom('first', 'last'),
    property: attribute,
    is: valueTest,
  }),
  fc.record({ kind: fc.constant('stopped'), event, active: span, quiet: span }),
  fc.record({ kind: fc.constant('started_again'), event, gap: span, recent: span }),
  fc.constant({ kind: 'everybody' }),
) as fc.Arbitrary<Rule>
/** One condition of any kind. */
export const leaf: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 4, arbitrary: behaviourLeaf },
  { weight: 4, arbitrary: stateLeaf },
  { weight: 2, arbitrary: orderLeaf },
  { weight: 1, arbitrary: topLeaf },
)
export const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      rules: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }),
    }) as fc.Arbitrary<Rule>,
    fc.record({ kind: fc.constant('not' as const), rule: tie('rule') }) as fc.Arbitrary<Rule>,
  ),
}))
