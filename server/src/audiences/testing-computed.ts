// What computed attributes are, slow and plain, and random ones; for tests.
import fc from 'fast-check'
import type { DaySource, Definition, Formula, NumberSource } from './computed.ts'
import { dayNumber } from './computed-days.ts'
import type { CutOffs } from './computed-rfm-sql.ts'
import type { OrderWhere, Window } from './rule.ts'
import {
  type Happened,
  isIn,
  linesOf,
  meant,
  measured,
  orderFigure,
  orderRows,
  type Person,
  type World,
} from './testing-evaluator.ts'
import { event, orderWhere, PROPERTIES, rule, window } from './testing-rules.ts'
import { stretchOf } from './windows.ts'

export type Value = number | string | boolean

/** Undefined: no value. */
export function plainValueOf(
  definition: Definition,
  person: Person,
  world: World,
  cuts?: CutOffs,
): Value | undefined {
  const { clock } = world
  switch (definition.kind) {
    case 'event_figure':
    case 'order_figure':
      return inSixDecimals(numberOf(definition, person, world))
    case 'event_day':
    case 'order_day': {
      const day = dayOf(definition, person, world)
      return day === undefined ? undefined : dayText(day)
    }
    case 'event_value': {
      const rows = meant(
        definition.event,
        person.events,
        stretchOf(definition.window, clock),
        clock,
      )
      const said = rows
        .map((e) => e.props[definition.property])
        .filter((v) => ['string', 'number', 'boolean'].includes(typeof v) && v !== '')
      return chosen(definition.which, said as Value[])
    }
    case 'order_value': {
      const { by, where, which } = definition
      const items = paid(where, definition.window, person, world).map((e) => itemsOf(by, e, where))
      return chosen(which, (which === 'first' ? items : items.map((i) => i.toReversed())).flat())
    }
    case 'formula':
      return inSixDecimals(formulaOf(definition.formula, person, world))
    case 'bins': {
      const number = formulaOf(definition.of, person, world)
      return number === undefined || !Number.isFinite(number)
        ? undefined
        : definition.labels[definition.cuts.filter((cut) => number >= cut).length]
    }
    case 'cases':
      return (
        definition.cases.find((c) => isIn(c.when, person, world))?.value ?? definition.otherwise
      )
    case 'rfm':
      return scoreOf(definition, person, world, cuts)
  }
}

function scoreOf(
  rfm: Extract<Definition, { kind: 'rfm' }>,
  person: Person,
  world: World,
  cuts: CutOffs | undefined,
): Value | undefined {
  const figures = buyerOf(rfm, person, world)
  const known = rfm.cuts.kind === 'given' ? rfm.cuts : cuts
  if (!figures || !known) return undefined
  const r = 1 + known.r.filter((days) => figures.days <= days).length
  const f = 1 + known.f.filter((n) => figures.f >= n).length
  const m = 1 + known.m.filter((fen) => figures.m >= fen).length
  return rfm.output === 'cell' ? `${r}-${f}-${m}` : { r, f, m }[rfm.output]
}

export function buyerOf(
  { where, window, money }: Extract<Definition, { kind: 'rfm' }>,
  person: Person,
  world: World,
): { days: number; f: number; m: number } | undefined {
  const rows = orderRows(where, window, person, world.clock)
  const last = dayOf({ kind: 'order_day', which: 'last', window, where }, person, world)
  const f = orderFigure('count', rows, where, world) ?? 0
  const m = orderFigure(money, rows, where, world)
  if (last === undefined || f <= 0 || m === undefined) return undefined
  return { days: dayNumber(world.clock) - last, f, m }
}

function numberOf(source: NumberSource, person: Person, world: World): number | undefined {
  const { clock } = world
  switch (source.kind) {
    case 'attribute': {
      const known = attributeOf(source.name, person)
      return typeof known === 'number' ? known : undefined
    }
    case 'event_figure': {
      const rows = meant(source.event, person.events, stretchOf(source.window, clock), clock)
      if (source.of === 'count' || source.property === undefined) return rows.length || undefined
      return measured(source.of, source.property, rows)
    }
    case 'order_figure': {
      const rows = orderRows(source.where, source.window, person, clock)
      return rows.length === 0 ? undefined : orderFigure(source.of, rows, source.where, world)
    }
  }
}

const attributeOf = (name: string, person: Person) =>
  person.known.find((k) => k.kind === 'attribute' && k.key === name)?.value

/** Days since 1970. */
function dayOf(source: DaySource, person: Person, world: World): number | undefined {
  const { clock } = world
  if (source.kind === 'attribute') {
    const text = attributeOf(source.name, person)
    if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined
    return text.length === 10
      ? Date.parse(`${text}T00:00:00Z`) / 86_400_000
      : dayNumber({ ...clock, now: Date.parse(text) })
  }
  const rows =
    source.kind === 'event_day'
      ? meant(source.event, person.events, stretchOf(source.window, clock), clock)
      : paid(source.where, source.window, person, world)
  const one = source.which === 'first' ? rows[0] : rows.at(-1)
  return one && dayNumber({ ...clock, now: one.at })
}

const dayText = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** Of an order that was paid. */
const countingLines = (e: Happened, where: OrderWhere) =>
  linesOf(e).filter(
    (line) =>
      (!where.products || where.products.includes(line.sku)) &&
      (!where.categories || where.categories.includes(line.category ?? '')),
  )

const paid = (where: OrderWhere, window: Window, person: Person, world: World) =>
  orderRows(where, window, person, world.clock).filter(
    (e) =>
      e.name === 'order_paid' &&
      ((!where.products && !where.categories) || countingLines(e, where).length > 0),
  )

function itemsOf(by: string, e: Happened, where: OrderWhere): string[] {
  const lines = countingLines(e, where)
  const items =
    by === 'product'
      ? lines.map((l) => l.sku)
      : by === 'category'
        ? lines.map((l) => l.category ?? '')
        : [(by === 'store' ? e.storeId : by === 'platform' ? e.platform : undefined) ?? '']
  return [...new Set(items)].filter((i) => i !== '')
}

/** From values in the order of time. */
function chosen(which: string, values: readonly Value[]): Value | undefined {
  if (which === 'first') return values[0]
  if (which === 'last') return values.at(-1)
  const times = (value: Value) => values.filter((v) => v === value).length
  const most = Math.max(0, ...values.map(times))
  return values.findLast((v) => times(v) === most)
}

function formulaOf(formula: Formula, person: Person, world: World): number | undefined {
  const all = (parts: Formula[], by: (numbers: number[]) => number) => {
    const numbers = parts.map((p) => formulaOf(p, person, world))
    return numbers.every((n) => n !== undefined) ? by(numbers as number[]) : undefined
  }
  switch (formula.kind) {
    case 'number':
      return formula.value
    case 'days_since': {
      const day = dayOf(formula.of, person, world)
      return day === undefined ? undefined : dayNumber(world.clock) - day
    }
    case 'add':
      return all(formula.parts, (n) => n.reduce((a, b) => a + b))
    case 'multiply':
      return all(formula.parts, (n) => n.reduce((a, b) => a * b))
    case 'min':
      return all(formula.parts, (n) => Math.min(...n))
    case 'max':
      return all(formula.parts, (n) => Math.max(...n))
    case 'subtract':
      return all([formula.left, formula.right], ([a = 0, b = 0]) => a - b)
    case 'divide': {
      const by = formulaOf(formula.right, person, world)
      if (by === undefined || by === 0) return undefined
      return all([formula.left], ([a = 0]) => a / by)
    }
    case 'or': {
      const left = formulaOf(formula.left, person, world)
      if (left !== undefined) return left
      // Who has nothing that a formula stands on has no value at all: see `hasAny`.
      return formulaOf(formula.right, person, world)
    }
    case 'round':
      return all([formula.of], ([a = 0]) => halfUp(a, formula.digits))
    default:
      return numberOf(formula, person, world)
  }
}

const halfUp = (value: number, digits: number) =>
  (Math.sign(value) * Math.floor(Math.abs(value) * 10 ** digits + 0.5)) / 10 ** digits
const inSixDecimals = (value: number | undefined) =>
  value === undefined || !Number.isFinite(value) ? undefined : halfUp(value, 6)

/** Has she anything of what a formula stands on? What is no date is nothing where a day is asked. */
export function hasAny(formula: Formula, person: Person, world: World): boolean {
  const has = (part: Formula) => hasAny(part, person, world)
  switch (formula.kind) {
    case 'number':
      return false
    case 'days_since':
      return dayOf(formula.of, person, world) !== undefined
    case 'add':
    case 'multiply':
    case 'min':
    case 'max':
      return formula.parts.some(has)
    case 'subtract':
    case 'divide':
    case 'or':
      return has(formula.left) || has(formula.right)
    case 'round':
      return has(formula.of)
    default:
      return numberOf(formula, person, world) !== undefined
  }
}

const property = fc.constantFrom(...PROPERTIES)
const eventFigure = fc.record({
  kind: fc.constant('event_figure' as const),
  event,
  window,
  of: fc.constantFrom('count', 'sum', 'average', 'min', 'max', 'distinct'),
  property,
})
const orderFigures = fc.record({
  kind: fc.constant('order_figure' as const),
  of: fc.constantFrom('count', 'amount_fen', 'average_fen', 'products', 'refunded_share'),
  window,
  where: orderWhere,
})
const eventDay = fc.record({
  kind: fc.constant('event_day' as const),
  event,
  window,
  which: fc.constantFrom('first', 'last'),
})
const orderDay = fc.record({
  kind: fc.constant('order_day' as const),
  which: fc.constantFrom('first', 'last'),
  window,
  where: orderWhere,
})
const attribute = fc.record({ kind: fc.constant('attribute' as const), name: property })
const figure = fc.oneof(attribute, eventFigure, orderFigures)

export const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'formula' },
    figure,
    fc.record({
      kind: fc.constant('number'),
      value: fc.constantFrom(0, 1, 2.5, -3, 100),
    }),
    fc.record({ kind: fc.constant('days_since'), of: fc.oneof(attribute, eventDay, orderDay) }),
    fc.record({
      kind: fc.constantFrom('add', 'multiply', 'min', 'max'),
      parts: fc.array(tie('formula'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constantFrom('subtract', 'divide', 'or'),
      left: tie('formula'),
      right: tie('formula'),
    }),
    fc.record({
      kind: fc.constant('round'),
      of: tie('formula'),
      digits: fc.constantFrom(0, 2),
    }),
  ) as fc.Arbitrary<Formula>,
}))

const rfm = fc.record({
  kind: fc.constant('rfm'),
  window,
  where: orderWhere,
  money: fc.constantFrom('average_fen', 'amount_fen'),
  output: fc.constantFrom('cell', 'r', 'f', 'm'),
  cuts: fc.constantFrom(
    { kind: 'fifths', anew: 'month' },
    { kind: 'given', r: [30, 14, 7, 1], f: [1, 2, 3, 4], m: [50, 100, 200, 400] },
  ),
})

export const definition = fc.oneof(
  eventFigure,
  fc.record({
    kind: fc.constant('event_value'),
    event,
    window,
    which: fc.constantFrom('first', 'last', 'most_frequent'),
    property,
  }),
  eventDay,
  orderFigures,
  fc.record({
    kind: fc.constant('order_value'),
    which: fc.constantFrom('first', 'last', 'most_frequent'),
    by: fc.constantFrom('product', 'category', 'store', 'channel', 'platform'),
    window,
    where: orderWhere,
  }),
  orderDay,
  fc.record({ kind: fc.constant('formula'), formula }),
  fc.record({
    kind: fc.constant('bins'),
    of: formula,
    cuts: fc.constantFrom([0, 2, 100], [-1, 0.5, 3]),
    labels: fc.constant(['none', 'low', '中', 'high']),
  }),
  fc.record({
    kind: fc.constant('cases'),
    cases: fc.array(fc.record({ when: rule, value: fc.constantFrom('新客', '活跃', '沉默') }), {
      minLength: 1,
      maxLength: 3,
    }),
    otherwise: fc.option(fc.constant('其他'), { nil: undefined }),
  }),
  rfm,
) as fc.Arbitrary<Definition>
