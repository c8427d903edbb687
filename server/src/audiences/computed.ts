// Computed attributes: what is reckoned for every customer from what she did, bought and is known
// for. One schema for the API, the editor and the compiler; docs/computed-attributes.md explains it.
import { z } from 'zod'
import { EventPattern, OrderMeasure, OrderWhere, Rule, Window } from './rule.ts'

const Property = z.string().min(1).max(200)
const window = Window.default({ kind: 'ever' })
const where = OrderWhere.default({})
const kind = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape }).strict()

/** A number over events; only who did any has one. */
export const EventFigure = kind('event_figure', {
  event: EventPattern,
  window,
  of: z.enum(['count', 'sum', 'average', 'min', 'max', 'distinct']),
  /** Of all but `count`. */
  property: Property.optional(),
})
/** What a property was in one of the events: texts, numbers and truths; ties go to the later one. */
export const EventValue = kind('event_value', {
  event: EventPattern,
  window,
  which: z.enum(['first', 'last', 'most_frequent']),
  property: Property,
})
/** The day of the first or last event, in the brand's zone. */
export const EventDay = kind('event_day', {
  event: EventPattern,
  window,
  which: z.enum(['first', 'last']),
})
/** A number over paid orders, money in fen. */
export const OrderFigure = kind('order_figure', { of: OrderMeasure, window, where })
/** What her orders were of, or came from. */
export const OrderValue = kind('order_value', {
  which: z.enum(['first', 'last', 'most_frequent']),
  by: z.enum(['product', 'category', 'store', 'channel', 'platform']),
  window,
  where,
})
/** The day of the first or last payment, in the brand's zone. */
export const OrderDay = kind('order_day', { which: z.enum(['first', 'last']), window, where })
export type EventFigure = z.infer<typeof EventFigure>
export type EventValue = z.infer<typeof EventValue>
export type EventDay = z.infer<typeof EventDay>
export type OrderFigure = z.infer<typeof OrderFigure>
export type OrderValue = z.infer<typeof OrderValue>
export type OrderDay = z.infer<typeof OrderDay>

/** An attribute, reckoned or said: of a formula its number, of `days_since` its day. */
const Known = kind('attribute', { name: Property })
const NumberSource = z.discriminatedUnion('kind', [Known, EventFigure, OrderFigure])
const DaySource = z.discriminatedUnion('kind', [Known, EventDay, OrderDay])
export type NumberSource = z.infer<typeof NumberSource>
export type DaySource = z.infer<typeof DaySource>

/** Where a part has no value, the whole has none; `or` says what stands in its place. */
export type Formula =
  | { kind: 'number'; value: number }
  | NumberSource
  | { kind: 'days_since'; of: DaySource }
  | { kind: 'add' | 'multiply' | 'min' | 'max'; parts: Formula[] }
  | { kind: 'subtract' | 'divide' | 'or'; left: Formula; right: Formula }
  | { kind: 'round'; of: Formula; digits: number }

/** Of one sum, product, least or most. */
export const MOST_PARTS = 20

export const Formula: z.ZodType<Formula> = z
  .lazy(() =>
    z.union([
      kind('number', { value: z.number().finite() }),
      NumberSource,
      kind('days_since', { of: DaySource }),
      z
        .object({
          kind: z.enum(['add', 'multiply', 'min', 'max']),
          parts: z.array(Formula).min(2).max(MOST_PARTS),
        })
        .strict(),
      z
        .object({ kind: z.enum(['subtract', 'divide', 'or']), left: Formula, right: Formula })
        .strict(),
      /** Below 0: to whole tens, hundreds. */
      kind('round', { of: Formula, digits: z.number().int().min(-2).max(6) }),
    ]),
  )
  .meta({ id: 'Formula', description: 'A number reckoned from numbers' })

const Label = z.string().trim().min(1).max(100)
const Value = z.union([Label, z.number().finite()])
/** Four numbers that part the five scores; the best is 5. */
const Cuts = z.array(z.number().finite()).length(4)

export const Definition = z
  .discriminatedUnion('kind', [
    EventFigure,
    EventValue,
    EventDay,
    OrderFigure,
    OrderValue,
    OrderDay,
    kind('formula', { formula: Formula }),
    /** Below the first cut the first label, from the last cut on the last. */
    kind('bins', {
      of: Formula,
      cuts: z.array(z.number().finite()).min(1).max(50),
      labels: z.array(Label).min(2).max(51),
    }),
    /** The first case whose rule holds. */
    kind('cases', {
      cases: z
        .array(z.object({ when: Rule, value: Value }).strict())
        .min(1)
        .max(30),
      otherwise: Value.optional(),
    }),
    /**
     * Recency (days since the last payment), frequency (paid orders) and money (net, in fen), 1 to 5
     * each. Fifths are cut at a moment and stored; every score between two cuttings goes by them.
     */
    kind('rfm', {
      window,
      where,
      money: z.enum(['average_fen', 'amount_fen']).default('average_fen'),
      output: z.enum(['cell', 'r', 'f', 'm']).default('cell'),
      cuts: z.discriminatedUnion('kind', [
        kind('fifths', { anew: z.enum(['week', 'month', 'never']).default('month') }),
        /** `r` in days, the smaller the better: [180, 90, 30, 7]. */
        kind('given', { r: Cuts, f: Cuts, m: Cuts }),
      ]),
    }),
  ])
  .meta({ id: 'ComputedDefinition' })
export type Definition = z.infer<typeof Definition>
export type Rfm = Extract<Definition, { kind: 'rfm' }>

export type ValueType = 'number' | 'text' | 'date'

/** What the values are; of a property of events nobody knows before, and it is shown as text. */
export function typeOf(definition: Definition): ValueType {
  switch (definition.kind) {
    case 'event_figure':
    case 'order_figure':
    case 'formula':
      return 'number'
    case 'event_day':
    case 'order_day':
      return 'date'
    case 'cases':
      return typeof definition.cases[0]?.value === 'number' ? 'number' : 'text'
    case 'rfm':
      return definition.output === 'cell' ? 'text' : 'number'
    default:
      return 'text'
  }
}

/** Everything a formula stands on. */
export function sourcesOf(formula: Formula): (NumberSource | DaySource)[] {
  switch (formula.kind) {
    case 'number':
      return []
    case 'days_since':
      return [formula.of]
    case 'add':
    case 'multiply':
    case 'min':
    case 'max':
      return formula.parts.flatMap(sourcesOf)
    case 'subtract':
    case 'divide':
    case 'or':
      return [...sourcesOf(formula.left), ...sourcesOf(formula.right)]
    case 'round':
      return sourcesOf(formula.of)
    default:
      return [formula]
  }
}

/** Whether a formula reads today's date. */
export function countsDays(formula: Formula): boolean {
  switch (formula.kind) {
    case 'days_since':
      return true
    case 'add':
    case 'multiply':
    case 'min':
    case 'max':
      return formula.parts.some(countsDays)
    case 'subtract':
    case 'divide':
    case 'or':
      return countsDays(formula.left) || countsDays(formula.right)
    case 'round':
      return countsDays(formula.of)
    default:
      return false
  }
}
