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
export type EventPattern = z.infer<typeof EventPattern>

/** Which events count by their time. `last` rolls with the clock, `calendar` with the brand's calendar. */
export const Window = z.discriminatedUnion('kind', [
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
export type Window = z.infer<typeof Window>

const EVER: Window = { kind: 'ever' }
const window = Window.default(EVER)
const kind = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape }).strict()

export const Leaf = z.discriminatedUnion('kind', [
  kind('everybody', {}),
  // What is known of her.
  kind('attribute', { name: Name, is: ValueTest }),
  kind('attribute_held', { name: Name, is: ValueTest, at_least: Span }),
  kind('tags', { match: z.enum(['any', 'all', 'none']), tags: Names }),
  kind('consent', { purpose: Name, channel: Name, state: z.enum(['given', 'withdrawn', 'none']) }),
  kind('friend', { staff: Names.optional(), state: z.enum(['friend', 'ended']) }),
  kind('store', { stores: Names }),
  kind('guide', { guides: Names }),
  kind('touchpoints', { kinds: Names.optional(), live: NumberTest }),
  kind('identifier', { namespace: Name }),
  kind('known', {}),
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
  // Others' answers.
  kind('audience', { audience: Id, is: z.enum(['in', 'not_in']) }),
  kind('list', { list: Id }),
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
export const Rule: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.object({ kind: z.literal('all'), rules: z.array(Rule).min(1).max(50) }).strict(),
    z.object({ kind: z.literal('any'), rules: z.array(Rule).min(1).max(50) }).strict(),
    z.object({ kind: z.literal('not'), rule: Rule }).strict(),
    Leaf,
  ]),
)
