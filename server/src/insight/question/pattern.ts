// What every question about behaviour is asked in: events with conditions, days, whose.
import { z } from 'zod'
import { type EventPattern, Rule, ValueTest } from '../../audiences/index.ts'
import { AsOf } from '../gate/as-of.ts'

const Name = z.string().min(1).max(200)

type Place = { of: 'event' | 'customer'; property: string }
export type QuestionWhere = Place &
  (ValueTest | { op?: undefined; value: string | number | boolean })

const place = {
  of: z
    .enum(['event', 'customer'])
    .default('event')
    .describe('Of the event as it was sent, or of the customer as she is known now'),
  property: Name.describe('Of the event: of `properties`, or event.platform and the like'),
}
// The operators of audiences, each beside the property it is asked of; without `op` it is `is`.
const options = ValueTest.options.map((option) =>
  option.shape.op.value === 'is'
    ? option.extend({ ...place, op: z.literal('is').optional() })
    : option.extend(place),
)
/** Its parsed form cannot be told by the compiler from a mapped list of options. */
export const QuestionWhere = z
  .discriminatedUnion('op', options as [(typeof options)[0], ...typeof options])
  .meta({ id: 'QuestionWhere' }) as unknown as z.ZodType<QuestionWhere>

export const QuestionEvent = z
  .object({ event: Name, where: z.array(QuestionWhere).max(20).default([]) })
  .strict()
export type QuestionEvent = z.infer<typeof QuestionEvent>

/** Any of some events, each with conditions that must all hold. */
export const QuestionPattern = z
  .object({ any_of: z.array(QuestionEvent).min(1).max(20) })
  .strict()
  .meta({ id: 'QuestionPattern' })
export type QuestionPattern = z.infer<typeof QuestionPattern>

const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
export const range = {
  date_from: Moment.optional().describe(
    'A day of the brand’s zone, or a moment; 29 days before `date_to` unless given',
  ),
  date_to: Moment.optional().describe(
    'A day, counted to its end, or a moment, not counted itself; now unless given',
  ),
}
/** When it is asked of, and whether its length is accepted. */
export const moment = {
  as_of: AsOf.optional().describe(
    'As of the end of a past day of the brand’s zone, or of a moment: from what had happened by then, for the customers it belongs to today; audiences as they stood. What is known as it is now only (attributes, tags, who belongs to whom) is refused with 422 `past_not_kept`',
  ),
  run_long: z
    .boolean()
    .optional()
    .describe(
      'Runs it although it will take long; without it such a question is refused with how long',
    ),
}
export const whom = {
  who: Rule.optional().describe('Only customers this audience rule holds of now'),
  ...moment,
}

/** A condition as the rule language has it. */
function testOf({ of: _, property: __, ...test }: QuestionWhere): ValueTest {
  return test.op === undefined ? { op: 'is', value: test.value } : (test as ValueTest)
}

/** Its events with what is asked of the events themselves. */
export const eventsOf = ({ any_of }: QuestionPattern): EventPattern => ({
  any_of: any_of.map(({ event, where }) => ({
    event,
    where: where
      .filter(({ of }) => of === 'event')
      .map((w) => ({ property: w.property, is: testOf(w) })),
  })),
})

/** What is asked of the customer, for one of the pattern's events. */
export const askedOfCustomer = ({ where }: QuestionEvent): Rule | undefined => {
  const rules = where
    .filter(({ of }) => of === 'customer')
    .map((w): Rule => ({ kind: 'attribute', name: w.property, is: testOf(w) }))
  return rules.length === 0 ? undefined : { kind: 'all', rules }
}

/** A rule with the same conditions: what no rule may ask, no question may. */
export const asRule = (pattern: QuestionPattern): Rule => ({
  kind: 'any',
  rules: pattern.any_of.map((event) => {
    const did: Rule = {
      kind: 'did',
      event: eventsOf({ any_of: [event] }),
      window: { kind: 'ever' },
      times: { op: 'gte', value: 1 },
    }
    const asked = askedOfCustomer(event)
    return asked ? { kind: 'all', rules: [did, asked] } : did
  }),
})
