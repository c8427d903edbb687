// What rules mean, slow and plain, over customers in memory. Tests compare the SQL with it.
import { createHash } from 'node:crypto'
import type { NumberTest } from './operators.ts'
import { compares } from './positive.ts'
import type { EventPattern, OrderMeasure, OrderWhere, Rule, Window } from './rule.ts'
import { holds, milliseconds } from './testing-values.ts'
import { ago, type Clock, type Stretch, startOf, stretchOf } from './windows.ts'

export interface Happened {
  name: string
  /** Milliseconds since 1970. */
  at: number
  props: Record<string, unknown>
  revenueFen?: number
  platform?: string
  storeId?: string
  activityId?: string
}

/** A row of `customer_state`. */
export interface Known {
  kind: string
  key: string
  value?: unknown
  since: number
  list?: string[]
}

export interface Person {
  id: number
  /** In the total order. */
  events: readonly Happened[]
  known: readonly Known[]
}

/** What a rule is read with, besides one customer. */
export interface World {
  clock: Clock
  everybody: readonly Person[]
  audiences: Readonly<Record<string, readonly number[]>>
}

export function isIn(rule: Rule, person: Person, world: World): boolean {
  const { events, known } = person
  const { clock } = world
  const rows = (kind: string, keys?: readonly string[]) =>
    known.filter((k) => k.kind === kind && (keys === undefined || keys.includes(k.key)))
  switch (rule.kind) {
    case 'all':
      return rule.rules.every((r) => isIn(r, person, world))
    case 'any':
      return rule.rules.some((r) => isIn(r, person, world))
    case 'not':
      return !isIn(rule.rule, person, world)
    case 'everybody':
      return true
    case 'attribute':
      return holds(rule.is, rows('attribute', [rule.name])[0]?.value, clock)
    case 'attribute_held': {
      const [row] = rows('attribute', [rule.name])
      return (
        row !== undefined &&
        holds(rule.is, row.value, clock) &&
        row.since <= ago(clock, rule.at_least)
      )
    }
    case 'tags': {
      const has = (tag: string) => rows('tag', [tag]).length > 0
      if (rule.match === 'all') return rule.tags.every(has)
      return rule.tags.some(has) === (rule.match === 'any')
    }
    case 'tagged':
      return rows('tag', [rule.tag]).some((r) => isWithin(r.since, stretchOf(rule.window, clock)))
    case 'consent': {
      const [row] = rows('consent', [`${rule.purpose}/${rule.channel}`])
      return (row?.value ?? 'none') === rule.state
    }
    case 'friend':
      return rows('friend', rule.staff).some(
        (r) =>
          r.value === rule.state &&
          (rule.channels === undefined || rule.channels.some((c) => r.list?.includes(c))) &&
          isWithin(r.since, stretchOf(rule.window, clock)),
      )
    case 'store':
      return rows('store', rule.stores).length > 0
    case 'guide':
      return rows('guide', rule.guides).length > 0
    case 'touchpoints': {
      const live = rows('touchpoint', rule.kinds ?? [''])
      return compares(
        rule.live,
        live.reduce((sum, r) => sum + Number(r.value), 0),
      )
    }
    case 'group':
      return rows('group', rule.groups).some((r) =>
        isWithin(r.since, stretchOf(rule.window, clock)),
      )
    case 'identifier':
      return rows('identifier', rule.namespaces).length > 0
    case 'platform':
      return rows('platform', rule.platforms).length > 0
    case 'family':
      return rows('family', rule.roles ?? ['']).length > 0
    case 'known':
      return rows('known').length > 0
    case 'joined': {
      const [row] = rows('figure', ['first_seen'])
      return row !== undefined && isWithin(row.since, stretchOf(rule.window, clock))
    }
    case 'bucket': {
      const hash = createHash('md5').update(`${rule.seed}:${person.id}`).digest()
      const share = Number(hash.readBigUInt64BE(0) % 10_000n)
      return share >= rule.from && share < rule.to
    }
    case 'audience':
      return (world.audiences[rule.audience] ?? []).includes(person.id) === (rule.is === 'in')
    case 'orders': {
      const value = orderFigure(
        rule.of,
        orderRows(rule.where, rule.window, person, clock),
        rule.where,
        world,
      )
      return value !== undefined && compares(rule.is, value)
    }
    case 'top':
      return bestOf(rule, world).includes(person.id)
    case 'did':
      return compares(
        rule.times,
        meant(rule.event, events, stretchOf(rule.window, clock), clock).length,
      )
    case 'measure': {
      const rows = meant(rule.event, events, stretchOf(rule.window, clock), clock)
      const value = measured(rule.of, rule.property, rows)
      return value !== undefined && compares(rule.is, value)
    }
    case 'event_value': {
      const rows = meant(rule.event, events, stretchOf(rule.window, clock), clock)
      const row = rule.which === 'first' ? rows[0] : rows.at(-1)
      return row !== undefined && holds(rule.is, row.props[rule.property], clock)
    }
    case 'first_time': {
      const first = meant(rule.event, events, {}, clock)[0]
      return first !== undefined && isWithin(first.at, stretchOf(rule.window, clock))
    }
    case 'last_time': {
      const last = meant(rule.event, events, {}, clock).at(-1)
      return last !== undefined && isWithin(last.at, stretchOf(rule.window, clock))
    }
    case 'sequence': {
      const marks = [...rule.steps, ...(rule.without ? [rule.without] : [])]
      const rows = inOrder(
        events.filter((e) => isWithin(e.at, stretchOf(rule.window, clock))),
        (e) => marks.map((pattern) => isOf(pattern, e, clock)),
      )
      return rows.some(
        (first, i) =>
          isOf(rule.steps[0] as EventPattern, first, clock) &&
          chains(rule, rows, i, 1, first.at, clock),
      )
    }
    case 'regularly': {
      const periods = new Set<number>()
      for (const e of meant(rule.event, events, { to: clock.now + 1 }, clock)) {
        const back = Array.from({ length: rule.of }, (_, b) => b).find(
          (b) => e.at >= startOf(clock, rule.unit, b),
        )
        if (back !== undefined) periods.add(back)
      }
      return periods.size >= rule.periods
    }
    case 'stopped': {
      const quietFrom = ago(clock, rule.quiet)
      const activeFrom = ago({ ...clock, now: quietFrom }, rule.active)
      const rows = meant(rule.event, events, { from: activeFrom }, clock)
      return rows.length > 0 && rows.every((e) => e.at < quietFrom)
    }
    case 'started_again': {
      const rows = meant(rule.event, events, { to: clock.now + 1 }, clock)
      return rows.some((e, i) => {
        const earlier = rows[i - 1]
        return (
          earlier !== undefined &&
          e.at >= ago(clock, rule.recent) &&
          e.at - earlier.at >= milliseconds(rule.gap)
        )
      })
    }
  }
}

interface Line {
  sku: string
  category?: string
  total_fen?: number
  amount_fen?: number
}
export const linesOf = (e: Happened) => (e.props.lines ?? []) as Line[]

export function orderRows(
  where: OrderWhere,
  window: Window,
  person: Person,
  clock: Clock,
): Happened[] {
  return person.events.filter(
    (e) =>
      ['order_paid', 'order_corrected', 'order_refunded'].includes(e.name) &&
      isWithin(e.at, stretchOf(window, clock)) &&
      (!where.platforms || where.platforms.includes(e.platform ?? '')) &&
      (!where.stores || where.stores.includes(e.storeId ?? '')) &&
      (!where.amount_fen || amountHolds(where.amount_fen, e, person)) &&
      offersHold(where, e, person),
  )
}

interface Use {
  offer?: string
  coupon?: string
  activity?: string
}

/** Of the order that a row is about, as it was paid: every condition on what was used. */
function offersHold(where: OrderWhere, e: Happened, person: Person): boolean {
  const { offers, coupons, activities, with_offer } = where
  if (!offers && !coupons && !activities && with_offer === undefined) return true
  return person.events.some((paid) => {
    if (paid.name !== 'order_paid' || paid.props.commerce_order !== e.props.commerce_order)
      return false
    const uses = (paid.props.offers ?? []) as Use[]
    return (
      (!offers || uses.some((use) => offers.includes(use.offer ?? ''))) &&
      (!coupons || uses.some((use) => coupons.includes(use.coupon ?? ''))) &&
      (!activities ||
        activities.includes(paid.activityId ?? '') ||
        uses.some((use) => activities.includes(use.activity ?? ''))) &&
      (with_offer === undefined || with_offer === uses.length > 0)
    )
  })
}

/** Of the order that a row is about, as it was paid. */
const amountHolds = (test: NumberTest, e: Happened, person: Person) =>
  person.events.some(
    (paid) =>
      paid.name === 'order_paid' &&
      paid.props.commerce_order === e.props.commerce_order &&
      compares(test, paid.revenueFen ?? 0),
  )

export function orderFigure(
  of: OrderMeasure,
  rows: readonly Happened[],
  where: OrderWhere,
  world: World,
): number | undefined {
  const sold = world.everybody.flatMap((p) => p.events.filter((e) => e.name === 'order_paid'))
  const inCategory = (sku: string) =>
    sold.some((e) =>
      linesOf(e).some((l) => l.sku === sku && where.categories?.includes(l.category ?? '')),
    )
  // A line that was given back names its product only.
  const counts = (line: Line, isBack: boolean) =>
    (!where.products || where.products.includes(line.sku)) &&
    (!where.categories ||
      (isBack ? inCategory(line.sku) : where.categories.includes(line.category ?? '')))
  const byLine = where.products !== undefined || where.categories !== undefined
  let [count, paid, back] = [0, 0, 0]
  const products = new Set<string>()
  for (const e of rows) {
    const lines = linesOf(e).filter((line) => counts(line, e.name === 'order_refunded'))
    if (e.name === 'order_paid') {
      if (!byLine || lines.length > 0) count++
      paid += byLine ? lines.reduce((sum, l) => sum + (l.total_fen ?? 0), 0) : (e.revenueFen ?? 0)
      for (const l of lines) products.add(l.sku)
    } else if (e.name === 'order_refunded')
      back += byLine ? lines.reduce((sum, l) => sum + (l.amount_fen ?? 0), 0) : -(e.revenueFen ?? 0)
    else if (!byLine) {
      paid += e.revenueFen ?? 0
      count += e.props.side === 'after' ? 1 : e.props.side === 'before' ? -1 : 0
    }
  }
  switch (of) {
    case 'count':
      return count
    case 'amount_fen':
      return paid - back
    case 'average_fen':
      return count > 0 ? (paid - back) / count : undefined
    case 'products':
      return products.size
    case 'refunded_share':
      return paid > 0 ? back / paid : undefined
  }
}

function bestOf(rule: Extract<Rule, { kind: 'top' }>, world: World): number[] {
  const { by, window, keep } = rule
  const worth = (person: Person): number | undefined => {
    if (by.kind === 'orders')
      return orderFigure(by.of, orderRows(by.where, window, person, world.clock), by.where, world)
    const rows = meant(by.event, person.events, stretchOf(window, world.clock), world.clock)
    return by.kind === 'times' ? rows.length : measured('sum', by.property, rows)
  }
  const ranked = world.everybody
    .map((p) => ({ id: p.id, value: worth(p) ?? 0 }))
    .filter((p) => p.value > 0)
    .sort((a, b) => b.value - a.value || a.id - b.id)
  if (keep.unit === 'customers') return ranked.slice(0, keep.n).map((p) => p.id)
  if (keep.unit === 'basis_points')
    return ranked.slice(0, Math.ceil(ranked.length * (keep.n / 10_000))).map((p) => p.id)
  const everything = ranked.reduce((sum, p) => sum + p.value, 0)
  const kept: number[] = []
  let reached = 0
  for (const p of ranked) {
    if (reached >= everything * (keep.n / 10_000)) break
    kept.push(p.id)
    reached += p.value
  }
  return kept
}

/** Tries every later event as the next step. */
function chains(
  rule: Extract<Rule, { kind: 'sequence' }>,
  rows: readonly Happened[],
  from: number,
  step: number,
  begun: number,
  clock: Clock,
): boolean {
  const pattern = rule.steps[step]
  if (!pattern) return true
  for (let i = from + 1; i < rows.length; i++) {
    const e = rows[i] as Happened
    const isLast = step === rule.steps.length - 1
    if (isOf(pattern, e, clock) && e.at - begun <= milliseconds(rule.within)) {
      const isBarred = !isLast && rule.without !== undefined && isOf(rule.without, e, clock)
      if (!isBarred && chains(rule, rows, i, step + 1, begun, clock)) return true
    }
    if (rule.without && isOf(rule.without, e, clock)) return false
  }
  return false
}

/** By their time; at one moment earlier steps first, then who is fewer of them or earlier ones. */
export function inOrder<Row extends { at: number }>(
  rows: readonly Row[],
  marksOf: (row: Row) => boolean[],
): Row[] {
  return rows
    .map((row) => {
      const marks = marksOf(row)
      const first = marks.indexOf(true)
      const sum = marks.reduce((all, is, i) => all + (is ? 2 ** i : 0), 0)
      return { row, first: first < 0 ? 15 : first, sum }
    })
    .sort((a, b) => a.row.at - b.row.at || a.first - b.first || a.sum - b.sum)
    .map(({ row }) => row)
}

export const meant = (
  pattern: EventPattern,
  events: readonly Happened[],
  stretch: Stretch,
  clock: Clock,
) => events.filter((e) => isWithin(e.at, stretch) && isOf(pattern, e, clock))

const isWithin = (at: number, { from, to }: Stretch) =>
  (from === undefined || at >= from) && (to === undefined || at < to)

const isOf = (pattern: EventPattern, e: Happened, clock: Clock) =>
  pattern.any_of.some(
    (p) => p.event === e.name && p.where.every((w) => holds(w.is, e.props[w.property], clock)),
  )

export function measured(
  of: string,
  property: string,
  rows: readonly Happened[],
): number | undefined {
  const values = rows.map((e) => e.props[property])
  if (of === 'distinct')
    return rows.length === 0
      ? undefined
      : new Set(values.filter((v) => v !== undefined && v !== null).map((v) => JSON.stringify(v)))
          .size
  const numbers = values.filter((v) => typeof v === 'number')
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((a, b) => a + b, 0)
  return of === 'sum'
    ? sum
    : of === 'average'
      ? sum / numbers.length
      : of === 'min'
        ? Math.min(...numbers)
        : Math.max(...numbers)
}
