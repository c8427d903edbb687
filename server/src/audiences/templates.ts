// The grading kit: rules that most brands need, each from a few numbers of the brand's own. What a
// template makes is a plain rule, to be read and changed like any other. Pure.
import { z } from 'zod'
import { keyOf, needsOf } from './needs.ts'
import type { NumberTest, Span } from './operators.ts'
import { RFM_NAMES, SCORES, type Score } from './rfm-names.ts'
import type { EventPattern, Leaf, Rule, Window } from './rule.ts'
import { MEMBER } from './standing.ts'

/** What a number of a template is; the console asks for it accordingly. */
export type ParameterKind = 'days' | 'hours' | 'count' | 'percent' | 'fen' | 'events' | 'score'
export interface Parameter {
  kind: ParameterKind
  /** Of every template's own; brands differ. */
  default: number | string[]
  min?: number
  max?: number
}

export interface Template {
  id: string
  group: 'stage' | 'rfm' | 'value' | 'care' | 'super_user' | 'doubtful' | 'reminder'
  parameters: Record<string, Parameter>
  build(given: Given): Rule
}

class Given {
  readonly #values: Readonly<Record<string, number | string[]>>
  constructor(values: Readonly<Record<string, number | string[]>>) {
    this.#values = values
  }
  number(name: string): number {
    const value = this.#values[name]
    if (typeof value !== 'number') throw new TypeError(`${name} is no number`)
    return value
  }
  events(name: string): EventPattern {
    const value = this.#values[name]
    if (!Array.isArray(value)) throw new TypeError(`${name} names no events`)
    return { any_of: value.map((event) => ({ event, where: [] })) }
  }
}

const days = (n: number): Span => ({ n, unit: 'day' })
const last = (n: number): Window => ({ kind: 'last', span: days(n) })
const before = (n: number): Window => ({ kind: 'before_last', span: days(n) })
const EVER: Window = { kind: 'ever' }
const PAID: EventPattern = { any_of: [{ event: 'order_paid', where: [] }] }
const atLeast = (value: number): NumberTest => ({ op: 'gte', value })
const NONE: NumberTest = { op: 'is', value: 0 }
const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules })
const any = (...rules: Rule[]): Rule => ({ kind: 'any', rules })
const orders = (window: Window, is: NumberTest): Leaf => ({
  kind: 'orders',
  of: 'count',
  window,
  where: {},
  is,
})
const did = (event: EventPattern, window: Window, times: NumberTest): Leaf => ({
  kind: 'did',
  event,
  window,
  times,
})
/** The last order lies between so many days ago, the nearer end included. */
const lastOrderBetween = (near: number, far: number): Rule =>
  all({ kind: 'last_time', event: PAID, window: before(near) }, orders(last(far), atLeast(1)))

const someDays = (n: number, max = 3_650): Parameter => ({ kind: 'days', default: n, min: 1, max })
const someTimes = (n: number): Parameter => ({ kind: 'count', default: n, min: 1, max: 1_000 })
const percent = (n: number): Parameter => ({ kind: 'percent', default: n, min: 1, max: 100 })
const someEvents = (...names: string[]): Parameter => ({ kind: 'events', default: names })

const aScore = (n: number): Parameter => ({ kind: 'score', default: n, min: 1, max: 5 })
const scoreIs = (score: Score, is: NumberTest): Leaf => ({
  kind: 'attribute',
  name: RFM_NAMES[score],
  is,
})
/** Of each of the three whether it is high; `high` says from where on. */
const rfmSegment = (id: string, isHigh: Record<Score, boolean>): Template => ({
  id,
  group: 'rfm',
  parameters: { high: { ...aScore(4), min: 2 } },
  build: (g) =>
    all(
      ...SCORES.map((score) =>
        scoreIs(score, { op: isHigh[score] ? 'gte' : 'lt', value: g.number('high') }),
      ),
    ),
})

/** Today counts: what ends on a day is there until it is over. */
const endsWithin = (attribute: string, n: number): Rule =>
  any(
    { kind: 'attribute', name: attribute, is: { op: 'in_next', span: days(n) } },
    { kind: 'attribute', name: attribute, is: { op: 'in_last', span: days(1) } },
  )

/** Signs of life that are the customer's own, across what clients send and what we record. */
const TWO_WAY = ['message_received', 'page_viewed', 'product_viewed', 'app_opened', 'order_paid']

export const TEMPLATES: readonly Template[] = [
  // 客户阶段: where a customer stands on the way from first to last order.
  {
    id: 'stage_first_order_pending',
    group: 'stage',
    parameters: { hours: { kind: 'hours', default: 72, min: 1, max: 720 } },
    build: (g) =>
      all(
        { kind: 'joined', window: { kind: 'last', span: { n: g.number('hours'), unit: 'hour' } } },
        orders(EVER, NONE),
      ),
  },
  {
    id: 'stage_new',
    group: 'stage',
    parameters: { days: someDays(30) },
    build: (g) => ({ kind: 'first_time', event: PAID, window: last(g.number('days')) }),
  },
  {
    id: 'stage_active',
    group: 'stage',
    parameters: { days: someDays(45), times: someTimes(2) },
    build: (g) =>
      all(orders(EVER, atLeast(g.number('times'))), orders(last(g.number('days')), atLeast(1))),
  },
  {
    id: 'stage_repurchase_due',
    group: 'stage',
    parameters: { from_days: someDays(30), to_days: someDays(45) },
    build: (g) => lastOrderBetween(g.number('from_days'), g.number('to_days')),
  },
  {
    id: 'stage_slipping',
    group: 'stage',
    parameters: { from_days: someDays(45), to_days: someDays(90) },
    build: (g) => lastOrderBetween(g.number('from_days'), g.number('to_days')),
  },
  {
    id: 'stage_dormant',
    group: 'stage',
    parameters: { from_days: someDays(90), to_days: someDays(180) },
    build: (g) => lastOrderBetween(g.number('from_days'), g.number('to_days')),
  },
  {
    id: 'stage_lost',
    group: 'stage',
    parameters: { days: someDays(180) },
    build: (g) => ({ kind: 'last_time', event: PAID, window: before(g.number('days')) }),
  },
  {
    id: 'stage_won_back',
    group: 'stage',
    parameters: { away_days: someDays(180), days: someDays(30) },
    build: (g) => ({
      kind: 'started_again',
      event: PAID,
      gap: days(g.number('away_days')),
      recent: days(g.number('days')),
    }),
  },
  // RFM, over the scores that `rfm-kit.ts` makes: eight kinds of buyers, and any stretch of R × F.
  rfmSegment('rfm_champions', { r: true, f: true, m: true }),
  rfmSegment('rfm_develop', { r: true, f: false, m: true }),
  rfmSegment('rfm_keep', { r: false, f: true, m: true }),
  rfmSegment('rfm_win_back', { r: false, f: false, m: true }),
  rfmSegment('rfm_regulars', { r: true, f: true, m: false }),
  rfmSegment('rfm_newcomers', { r: true, f: false, m: false }),
  rfmSegment('rfm_drifting', { r: false, f: true, m: false }),
  rfmSegment('rfm_hibernating', { r: false, f: false, m: false }),
  {
    id: 'rfm_cell',
    group: 'rfm',
    parameters: { r_from: aScore(5), r_to: aScore(5), f_from: aScore(5), f_to: aScore(5) },
    build: (g) =>
      all(
        scoreIs('r', { op: 'between', from: g.number('r_from'), to: g.number('r_to') }),
        scoreIs('f', { op: 'between', from: g.number('f_from'), to: g.number('f_to') }),
      ),
  },
  // Value.
  {
    id: 'top_contribution',
    group: 'value',
    parameters: { days: someDays(365), percent: percent(20) },
    build: (g) => ({
      kind: 'top',
      by: { kind: 'orders', of: 'amount_fen', where: {} },
      window: last(g.number('days')),
      keep: { unit: 'basis_points', n: g.number('percent') * 100 },
    }),
  },
  {
    id: 'brings_most',
    group: 'value',
    parameters: { days: someDays(365), percent: percent(80) },
    build: (g) => ({
      kind: 'top',
      by: { kind: 'orders', of: 'amount_fen', where: {} },
      window: last(g.number('days')),
      keep: { unit: 'contribution', n: g.number('percent') * 100 },
    }),
  },
  {
    id: 'repeat_buyers',
    group: 'value',
    parameters: { days: someDays(365), times: someTimes(2) },
    build: (g) => orders(last(g.number('days')), atLeast(g.number('times'))),
  },
  // 超级用户 with little data: paid as a member, keeps paying, said what she wants; two of the three.
  {
    id: 'super_user_low_data',
    group: 'super_user',
    parameters: {
      times: someTimes(2),
      days: someDays(90),
      intents: someEvents('intent_stated', 'product_favoured', 'survey_answered'),
    },
    build: (g) => {
      const paid = all(MEMBER, orders(EVER, atLeast(g.number('times'))))
      const keepsPaying = orders(last(g.number('days')), atLeast(1))
      const intends = did(g.events('intents'), last(g.number('days')), atLeast(1))
      return any(all(paid, keepsPaying), all(paid, intends), all(keepsPaying, intends))
    },
  },
  {
    id: 'recognised',
    group: 'super_user',
    parameters: { times: someTimes(2) },
    build: (g) => orders(EVER, atLeast(g.number('times'))),
  },
  {
    id: 'shares_actively',
    group: 'super_user',
    parameters: {
      days: someDays(90),
      times: someTimes(3),
      shares: someEvents('page_shared', 'product_shared'),
    },
    build: (g) => did(g.events('shares'), last(g.number('days')), atLeast(g.number('times'))),
  },
  // Who only looks like a fan.
  {
    id: 'bonus_hunter',
    group: 'doubtful',
    parameters: {
      days: someDays(180),
      times: someTimes(2),
      bonuses: someEvents('coupon_claimed', 'gift_claimed', 'lottery_drawn'),
    },
    build: (g) =>
      all(
        did(g.events('bonuses'), last(g.number('days')), atLeast(g.number('times'))),
        orders(EVER, NONE),
      ),
  },
  {
    id: 'joined_for_bonus_and_left',
    group: 'doubtful',
    parameters: {
      days: someDays(30),
      bonuses: someEvents('coupon_claimed', 'gift_claimed', 'lottery_drawn'),
    },
    build: (g) =>
      all(did(g.events('bonuses'), EVER, atLeast(1)), {
        kind: 'friend',
        state: 'deleted_by_customer',
        window: last(g.number('days')),
      }),
  },
  {
    id: 'pseudo_private',
    group: 'doubtful',
    parameters: { days: someDays(60), signs: someEvents(...TWO_WAY) },
    build: (g) =>
      all(
        { kind: 'friend', state: 'friend', window: before(g.number('days')) },
        did(g.events('signs'), last(g.number('days')), NONE),
      ),
  },
  // Care.
  {
    id: 'long_decision',
    group: 'care',
    parameters: {
      weeks: { kind: 'count', default: 3, min: 2, max: 8 },
      views: someEvents('product_viewed'),
    },
    build: (g) =>
      all(
        {
          kind: 'regularly',
          event: g.events('views'),
          unit: 'week',
          periods: g.number('weeks'),
          of: 8,
        },
        orders(last(60), NONE),
      ),
  },
  {
    id: 'cart_left',
    group: 'care',
    parameters: {
      hours: { kind: 'hours', default: 72, min: 1, max: 720 },
      carts: someEvents('added_to_cart', 'product_added'),
    },
    build: (g) => {
      const window: Window = { kind: 'last', span: { n: g.number('hours'), unit: 'hour' } }
      return all(did(g.events('carts'), window, atLeast(1)), orders(window, NONE))
    },
  },
  {
    id: 'quiet',
    group: 'care',
    parameters: { days: someDays(30), signs: someEvents(...TWO_WAY) },
    build: (g) =>
      all(
        did(g.events('signs'), before(g.number('days')), atLeast(1)),
        did(g.events('signs'), last(g.number('days')), NONE),
      ),
  },
  {
    id: 'one_way_out',
    group: 'care',
    parameters: {},
    build: () => ({ kind: 'touchpoints', live: { op: 'is', value: 1 } }),
  },
  // Reminders.
  {
    id: 'birthday',
    group: 'reminder',
    parameters: { days: { kind: 'days', default: 7, min: 1, max: 366 } },
    build: (g) => ({
      kind: 'attribute',
      name: 'birthday',
      is: { op: 'anniversary_in', from_days: 0, to_days: g.number('days') },
    }),
  },
  {
    id: 'points_expiring',
    group: 'reminder',
    parameters: { points: { kind: 'count', default: 100, min: 1, max: 100_000_000 } },
    build: (g) => ({
      kind: 'attribute',
      name: 'points_expiring_30d',
      is: atLeast(g.number('points')),
    }),
  },
  {
    id: 'benefits_ending',
    group: 'reminder',
    parameters: { days: someDays(30, 366) },
    build: (g) =>
      any(
        endsWithin('benefit_card_until', g.number('days')),
        endsWithin('member_level_until', g.number('days')),
      ),
  },
]

/** Ids of those whose rules read an attribute. */
export const templatesReading = (attribute: string): string[] =>
  TEMPLATES.filter((t) => needsOf(ruleOf(t, {})).keys.has(keyOf('attribute', attribute))).map(
    (t) => t.id,
  )

/** What a template takes, as zod has it: numbers within bounds, events by name. */
export function parametersOf({ parameters }: Template) {
  const shape = Object.fromEntries(
    Object.entries(parameters).map(
      ([name, { kind, min = 1, max = 1_000_000_000, default: usual }]) => [
        name,
        kind === 'events'
          ? z
              .array(z.string().min(1).max(200))
              .min(1)
              .max(20)
              .default(Array.isArray(usual) ? usual : [])
          : z
              .number()
              .int()
              .min(min)
              .max(max)
              .default(typeof usual === 'number' ? usual : min),
      ],
    ),
  )
  return z.object(shape).strict()
}

/** @throws ZodError when a parameter is not what the template takes */
export function ruleOf(template: Template, given: unknown): Rule {
  return template.build(new Given(parametersOf(template).parse(given)))
}
