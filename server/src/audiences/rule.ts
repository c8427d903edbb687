// The rule language: one tree, one schema. The API takes it, the console draws it, `compile` turns it
// into SQL; docs/audiences.md explains every kind.
import { z } from 'zod'
import { NumberTest, Span, Unit, ValueTest } from './operators.ts'

const Name = z.string().min(1).max(200)
const Names = z.array(Name).min(1).max(200)
const Id = z.uuid()

/** A property of the event: a name of `props`, or of the envelope as in EVENT_FIELDS. */
export const Where = z.object({ property: Name, is: ValueTest }).strict()
export type Where = z.infer<typeof Where>

/** Any of some events, each with conditions that must all hold. */
export const EventPattern = z
  .object({
    any_of: z
      .array(z.object({ event: Name, where: z.array(Where).max(20).default([]) }).strict())
      .min(1)
      .max(20),
  })
  .strict()
  .meta({ id: 'EventPattern' })
export type EventPattern = z.infer<typeof EventPattern>

/** Which events count by their time. `last` rolls with the clock, `calendar` with the brand's calendar. */
export const Window = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('ever') }).strict(),
    z.object({ kind: z.literal('last'), span: Span }).strict(),
    z.object({ kind: z.literal('before_last'), span: Span }).strict(),
    z.object({ kind: z.literal('days'), from: z.iso.date(), to: z.iso.date() }).strict(),
    z.object({ kind: z.literal('since'), from: z.iso.date() }).strict(),
    /** `back: 0` is this month (week …) so far, 1 the one before. */
    z
      .object({
        kind: z.literal('calendar'),
        unit: Unit.extract(['day', 'week', 'month', 'year']),
        back: z.number().int().min(0).max(1_200),
      })
      .strict(),
  ])
  .meta({ id: 'EventWindow' })
export type Window = z.infer<typeof Window>

/** Which orders, or lines of orders: with products or categories, only these lines count. */
export const OrderWhere = z
  .object({
    products: Names,
    categories: Names,
    platforms: Names,
    stores: Names,
    channels: Names,
    guides: Names,
    /** On which any of these was used: own offers by id, coupons by batch or as their source names them. */
    offers: Names,
    coupons: Names,
    /** Of an offer that was used, or the order's own. */
    activities: Names,
    /** Whether any offer or coupon was used. */
    with_offer: z.boolean(),
    /** Paid amount of the whole order, in fen. */
    amount_fen: NumberTest,
  })
  .partial()
  .strict()
  .meta({ id: 'OrderWhere' })
export type OrderWhere = z.infer<typeof OrderWhere>

/**
 * `count` paid orders; `amount_fen` paid less given back; `average_fen` the two divided;
 * `products` different ones; `refunded_share` given back of what was paid, 0 to 1.
 */
export const OrderMeasure = z.enum([
  'count',
  'amount_fen',
  'average_fen',
  'products',
  'refunded_share',
])
export type OrderMeasure = z.infer<typeof OrderMeasure>

/** What customers are put in order by. */
export const Measure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('times'), event: EventPattern }).strict(),
  z.object({ kind: z.literal('sum'), event: EventPattern, property: Name }).strict(),
  z
    .object({
      kind: z.literal('orders'),
      of: OrderMeasure.extract(['count', 'amount_fen', 'average_fen']),
      where: OrderWhere.default({}),
    })
    .strict(),
])
export type Measure = z.infer<typeof Measure>

const EVER: Window = { kind: 'ever' }
const window = Window.default(EVER)
const kind = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape }).strict()

export const Leaf = z.discriminatedUnion('kind', [
  kind('everybody', {}),
  // What is known of her.
  kind('attribute', { name: Name, is: ValueTest }),
  /** Holds now and has had the very value for at least so long. */
  kind('attribute_held', { name: Name, is: ValueTest, at_least: Span }),
  kind('tags', { match: z.enum(['any', 'all', 'none']), tags: Names }),
  /** Put on within a window, and still there. */
  kind('tagged', { tag: Name, window: Window }),
  kind('consent', { purpose: Name, channel: Name, state: z.enum(['given', 'withdrawn', 'none']) }),
  kind('friend', {
    /** Of any of these staff members; absent: of anybody. */
    staff: Names.optional(),
    state: z.enum(['friend', 'deleted_by_customer', 'deleted_by_staff']),
    /** Added by any of these channels. */
    channels: Names.optional(),
    /** When the state began. */
    window,
  }),
  kind('store', { stores: Names }),
  kind('guide', { guides: Names }),
  kind('touchpoints', { kinds: Names.optional(), live: NumberTest }),
  /** In any of these customer groups; absent: in any at all. Since a time within the window. */
  kind('group', { groups: Names.optional(), window }),
  kind('identifier', { namespaces: Names }),
  kind('platform', { platforms: Names }),
  kind('family', { roles: Names.optional() }),
  kind('known', {}),
  /** Became a customer, known or not, within a window. */
  kind('joined', { window: Window }),
  // What she did.
  kind('did', { event: EventPattern, window, times: NumberTest }),
  kind('measure', {
    event: EventPattern,
    window,
    of: z.enum(['sum', 'average', 'min', 'max', 'distinct']),
    property: Name,
    is: NumberTest,
  }),
  kind('first_time', { event: EventPattern, window: Window }),
  kind('last_time', { event: EventPattern, window: Window }),
  kind('sequence', {
    steps: z.array(EventPattern).min(2).max(6),
    within: Span,
    window,
    without: EventPattern.optional(),
  }),
  /** In at least `periods` of the last `of` whole and running periods. */
  kind('regularly', {
    event: EventPattern,
    unit: Unit.extract(['day', 'week', 'month']),
    periods: z.number().int().min(1).max(366),
    of: z.number().int().min(1).max(366),
  }),
  /** Did it in the span before, not in the quiet one that ends now. */
  kind('stopped', { event: EventPattern, active: Span, quiet: Span }),
  /** Did it again within `recent`, after a gap of at least `gap`. */
  kind('started_again', { event: EventPattern, gap: Span, recent: Span }),
  /** A property of her first or last such event. */
  kind('event_value', {
    event: EventPattern,
    window,
    which: z.enum(['first', 'last']),
    property: Name,
    is: ValueTest,
  }),
  // What she bought, by our own events of orders: money in fen, by the day of payment.
  kind('orders', { of: OrderMeasure, window, where: OrderWhere.default({}), is: NumberTest }),
  // Compared with others.
  kind('top', {
    by: Measure,
    window,
    /** So many customers, or hundredths of a percent of those with any. Ties go to the older customer. */
    keep: z.discriminatedUnion('unit', [
      z
        .object({ unit: z.literal('customers'), n: z.number().int().min(1).max(100_000_000) })
        .strict(),
      z
        .object({ unit: z.literal('basis_points'), n: z.number().int().min(1).max(10_000) })
        .strict(),
      /** The fewest of the best that bring so many basis points of the whole: the 80 of 80/20. */
      z
        .object({ unit: z.literal('contribution'), n: z.number().int().min(1).max(10_000) })
        .strict(),
    ]),
  }),
  // Others' answers.
  kind('audience', { audience: Id, is: z.enum(['in', 'not_in']) }),
  /** A stable share of all: `seed` keeps two splits independent; hundredths of a percent. */
  kind('bucket', {
    seed: z.string().min(1).max(100),
    from: z.number().int().min(0).max(9_999),
    to: z.number().int().min(1).max(10_000),
  }),
])
export type Leaf = z.infer<typeof Leaf>

export type Rule =
  | { kind: 'all'; rules: Rule[] }
  | { kind: 'any'; rules: Rule[] }
  | { kind: 'not'; rule: Rule }
  | Leaf

/** Nested freely; depth and size are bounded by `checkRule`, which says where and why. */
export const Rule: z.ZodType<Rule> = z
  .lazy(() =>
    z.union([
      z.object({ kind: z.literal('all'), rules: z.array(Rule).min(1).max(50) }).strict(),
      z.object({ kind: z.literal('any'), rules: z.array(Rule).min(1).max(50) }).strict(),
      z.object({ kind: z.literal('not'), rule: Rule }).strict(),
      Leaf,
    ]),
  )
  .meta({ id: 'AudienceRule', description: 'A condition, or a group of rules' })
