// What a value is asked: one schema for the API, the editor and both readers of rules (the compiler to
// SQL and the slow one of the tests). What each means for a missing or foreign value stands here, once.
import { z } from 'zod'

const Text = z.string().min(1).max(500)
const Texts = z.array(Text).min(1).max(1_000)
const Num = z.number().finite()
const Version = z.string().regex(/^\d{1,9}(\.\d{1,9}){0,3}$/, 'such as 8.10.2')
/** A whole day of the brand's zone. */
const Day = z.iso.date()
const Days = z.number().int().min(0).max(36_500)

export const Unit = z.enum(['minute', 'hour', 'day', 'week', 'month', 'year'])
export type Unit = z.infer<typeof Unit>
/** `{ n: 3, unit: 'month' }`: days and longer are calendar units of the brand's zone. */
export const Span = z
  .object({ n: z.number().int().min(1).max(10_000), unit: Unit })
  .strict()
  .meta({ id: 'Span' })
export type Span = z.infer<typeof Span>

const test = <Op extends string, Shape extends z.ZodRawShape>(op: Op, shape: Shape) =>
  z.object({ op: z.literal(op), ...shape }).strict()

/** A count or an amount compared. */
export const NumberTest = z
  .discriminatedUnion('op', [
    test('is', { value: Num }),
    test('is_not', { value: Num }),
    test('gt', { value: Num }),
    test('gte', { value: Num }),
    test('lt', { value: Num }),
    test('lte', { value: Num }),
    test('between', { from: Num, to: Num }),
    test('not_between', { from: Num, to: Num }),
  ])
  .meta({ id: 'NumberTest' })
export type NumberTest = z.infer<typeof NumberTest>

/**
 * A value is a text, a number, a truth, a moment or a list of texts. A test of another type does not
 * hold; the tests that say "not" hold of everything else, and of a missing value too.
 */
export const ValueTest = z
  .discriminatedUnion('op', [
    test('is', { value: z.union([Text, Num, z.boolean()]) }),
    test('is_not', { value: z.union([Text, Num, z.boolean()]) }),
    test('in', {
      values: z
        .array(z.union([Text, Num]))
        .min(1)
        .max(1_000),
    }),
    test('not_in', {
      values: z
        .array(z.union([Text, Num]))
        .min(1)
        .max(1_000),
    }),
    test('is_set', {}),
    test('not_set', {}),
    // Texts, without regard to upper and lower case.
    test('contains', { value: Text }),
    test('not_contains', { value: Text }),
    test('starts_with', { value: Text }),
    test('ends_with', { value: Text }),
    test('contains_any', { values: Texts }),
    /** RE2, on the text as it is; what it costs is bounded by the engine. */
    test('matches', { pattern: z.string().min(1).max(200) }),
    /** In characters. */
    test('length', { is: NumberTest }),
    /** Dotted numbers, part by part: 8.10 is after 8.9. A text that is none does not hold. */
    test('version', { is: z.enum(['gt', 'gte', 'lt', 'lte', 'equal']), value: Version }),
    /** A text 'latitude,longitude' in degrees, at most so many kilometres away on the sphere. */
    test('near', {
      latitude: Num.min(-90).max(90),
      longitude: Num.min(-180).max(180),
      km: Num.positive().max(20_100),
    }),
    // Numbers.
    test('gt', { value: Num }),
    test('gte', { value: Num }),
    test('lt', { value: Num }),
    test('lte', { value: Num }),
    test('between', { from: Num, to: Num }),
    test('not_between', { from: Num, to: Num }),
    // Moments. A day holds from its midnight to the next in the brand's zone.
    test('on', { day: Day }),
    test('before', { day: Day }),
    test('after', { day: Day }),
    test('between_days', { from: Day, to: Day }),
    test('in_last', { span: Span }),
    test('more_than_ago', { span: Span }),
    test('in_next', { span: Span }),
    test('anniversary_in', { from_days: Days, to_days: Days }),
    test('weekday', { days: z.array(z.number().int().min(1).max(7)).min(1).max(7) }),
    // Lists of texts.
    test('has_any', { values: Texts }),
    test('has_all', { values: Texts }),
    test('has_none', { values: Texts }),
    test('count_gte', { value: z.number().int().min(0) }),
    test('count_lte', { value: z.number().int().min(0) }),
  ])
  .meta({ id: 'ValueTest' })
export type ValueTest = z.infer<typeof ValueTest>
export type Operator = ValueTest['op']
