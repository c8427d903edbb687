// Rules to start from. Each is a whole rule that can be read, tried and changed.
import type { EventPattern, Leaf, Rule, Span } from './rule.ts'

const days = (n: number): Span => ({ n, unit: 'day' })
const on = (...names: string[]): EventPattern => ({
  any_of: names.map((event) => ({ event, where: [] })),
})
const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules })
const not = (rule: Rule): Rule => ({ kind: 'not', rule })
const did = (names: string[], n: number, times = 1): Leaf => ({
  kind: 'did',
  event: on(...names),
  window: { kind: 'last', span: days(n) },
  times: { op: 'gte', value: times },
})
const ever = (name: string): Leaf => ({
  kind: 'did',
  event: on(name),
  window: { kind: 'ever' },
  times: { op: 'gte', value: 1 },
})
/** What senders call a visit. */
const SEEN = ['page_viewed', '$pageview', 'app_shown', '$MPShow', '$AppStart']

export const EXAMPLES = [
  { key: 'repeat', rule: all(did(['order_paid'], 90, 2)) },
  {
    key: 'silent',
    rule: all({
      kind: 'stopped',
      event: on('order_paid'),
      active: days(180),
      quiet: days(30),
    }),
  },
  {
    key: 'cart',
    rule: all(
      did(['Product Added', 'add_to_cart', 'addToCart', '$AddToCart'], 7),
      not(did(['order_paid'], 7)),
    ),
  },
  {
    key: 'first_order',
    rule: all({ kind: 'known' }, not(ever('order_paid')), did(SEEN, 30)),
  },
  {
    key: 'best',
    rule: all({
      kind: 'top',
      by: { kind: 'orders', of: 'amount_fen', where: {} },
      window: { kind: 'last', span: { n: 1, unit: 'year' } },
      keep: { unit: 'basis_points', n: 2_000 },
    }),
  },
  {
    key: 'birthday',
    rule: all(
      {
        kind: 'attribute',
        name: 'birthday',
        is: { op: 'anniversary_in', from_days: 0, to_days: 7 },
      },
      { kind: 'touchpoints', live: { op: 'gte', value: 1 } },
    ),
  },
  {
    key: 'lost_friend',
    rule: all({
      kind: 'friend',
      state: 'deleted_by_customer',
      window: { kind: 'last', span: days(30) },
    }),
  },
  {
    key: 'back',
    rule: all({
      kind: 'started_again',
      event: on('order_paid'),
      gap: days(90),
      recent: days(14),
    }),
  },
] as const satisfies readonly { key: string; rule: Rule }[]
