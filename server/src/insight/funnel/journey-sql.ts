// How far every customer came, and when: one row each. Of her attempts the one that goes furthest counts,
// the first of those to get there, by the latest beginning that led to it.
import {
  begunName,
  type Chain,
  CUSTOMER,
  chained,
  firstName,
  hasMark,
  isMarked,
  isReached,
  madeName,
  placeOf,
  restName,
  timeOf,
} from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import { invalid } from '../../platform/errors.ts'
import { textOf } from '../question/breakdown.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'
import type { FunnelQuestion } from './shape.ts'

export type JourneyQuestion = Pick<
  FunnelQuestion,
  'order' | 'steps' | 'exclusions' | 'window_seconds'
>

/** @throws 400 for exclusions that name no two steps one after the other, or have no order to stand in */
export function chainOf(question: JourneyQuestion, { marks }: QuestionReading): Chain {
  const { steps, exclusions, order, window_seconds } = question
  for (const [i, { from_step, to_step }] of exclusions.entries()) {
    if (from_step >= to_step || to_step > steps.length)
      throw invalid('bad_exclusion', `Exclusion ${i + 1} must lie between two of the steps`, {
        exclusion: i + 1,
      })
    if (order === 'unordered' && (from_step !== 1 || to_step !== steps.length))
      throw invalid(
        'bad_exclusion',
        'Without an order an exclusion lies between the first and the last step',
        { exclusion: i + 1 },
      )
  }
  return {
    steps: steps.map(marks),
    blocks: exclusions.map(({ from_step, to_step, event, where, or = [] }) => ({
      ...marks({ any_of: [{ event, where }, ...or] }),
      ...{ from: from_step, to: to_step },
    })),
    withinMs: window_seconds * 1000,
  }
}

export const steps = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
const name = (prefix: string, step: number): Sql => ({ text: [`${prefix}${step}`], slots: [] })
/** When she came to a step, in milliseconds since 1900; 0 where she did not. */
export const whenName = (step: number): Sql => name('when', step)
const atName = (step: number): Sql => name('row', step)
/** At rows that follow right on each other, when the chain began that they make; 0 where they make none. */
const reachedName = (step: number): Sql => name('reached', step)

export interface Journeys {
  /**
   * `c`, `came` (steps reached), `when1`… of who came to the second, and, with `property`, `said1`…: a row
   * a customer.
   */
  rows: Sql
  chain: Chain
}

/** @param property of the events, to be told at each step */
export function journeys(
  question: JourneyQuestion,
  reading: QuestionReading,
  stretch: Stretch,
  property?: string,
): Journeys {
  const chain = chainOf(question, reading)
  const { order } = question
  const place = placeOf(chain)
  const gathered =
    property === undefined
      ? sql`arraySort(groupArray(${place})) as places`
      : sql`arraySort(groupArray((${place}, ${textOf(property)}))) as told,
          told.1 as places, told.2 as said`
  const marked = sql`select ${CUSTOMER} as c, ${gathered} from event
    where ${reading.whose} and ${relevantOf(question, chain)} and ${rowsIn(stretch)} group by c`
  const rows =
    order === 'unordered'
      ? anyOrder(chain, marked, property !== undefined)
      : inOrder(chain, order, marked, property !== undefined)
  return { rows, chain }
}

/** With nothing between: every other thing she did must be seen. */
export const relevantOf = ({ order }: JourneyQuestion, chain: Chain): Sql =>
  order === 'strict' ? sql`true` : isMarked(chain)

/**
 * Rows of those who never began have `came` 0.
 * @param key columns of `marked` that tell its rows apart
 */
export function inOrder(
  chain: Chain,
  order: 'ordered' | 'strict',
  marked: Sql,
  isTold: boolean,
  key: Sql = sql`c`,
): Sql {
  const all = steps(chain.steps.length)
  const keep = isTold ? sql`${key}, said` : key
  const [chains, at, place, row] =
    order === 'ordered'
      ? [chained(chain, marked, keep), rowLooked, placeLooked, rowOf]
      : [strict(chain, marked, keep), rowFollowing, placeFollowing, atName]
  const came = all.map((step) => sql`(${isReached(step)})`).reduce((a, b) => sql`${a} + ${b}`)
  // What began is carried along with a chain: only for what was said there somebody goes back to its row.
  const rows = (isTold ? all : all.slice(1)).reverse().map((step) => {
    const isLast = step === all.length
    return sql`${isLast ? firstName(step) : at(step)} as ${atName(step)}`
  })
  const times =
    all.length === 1 ? [] : all.map((step) => sql`${timeOf(place(step))} as ${whenName(step)}`)
  const said = isTold ? all.map((step) => sql`said[${row(step)}] as ${saidName(step)}`) : []
  return sql`select ${join([key, sql`toUInt8(${came}) as came`, ...rows, ...times, ...said], ', ')} from (${chains})`
}

/**
 * Of the rows looked at for a step, the one of her furthest chain: the first that made the step, or the last
 * that did before the next step. Sums, so that the step after it is named but once.
 */
function rowLooked(step: number): Sql {
  const [first, next, isOver] = [firstName(step), atName(step + 1), isReached(step + 1)]
  return step === 1
    ? sql`arrayLastIndex(p -> ${hasMark(sql`p`, [0])}, arraySlice(places, 1, ${first} * (1 - (${isOver})) + ${next} - (${isOver})))`
    : sql`arrayLastIndex(m -> m, arraySlice(${madeName(step)}, 1, ${first} + ${next} - 2 * (${isOver})))`
}
const placeLooked = (step: number): Sql =>
  step === 1 ? sql`${begunName(1)}[${atName(2)}]` : sql`${restName(step - 1)}[${atName(step)}]`
/** The same among all her rows. */
const rowOf = (step: number): Sql =>
  sql`(${atName(step)} != 0) * (${steps(step - 1)
    .slice(1)
    .reduce((sum, before) => sql`${sum} + ${firstName(before)} - 1`, atName(step))})`

/** A row before the next step, or the first that made this one. */
const rowFollowing = (step: number): Sql =>
  sql`${firstName(step)} * (1 - (${isReached(step + 1)})) + ${atName(step + 1)} - (${isReached(step + 1)})`
const placeFollowing = (step: number): Sql =>
  step === 1 ? sql`places[toInt64(${atName(2)}) - (${isReached(2)})]` : sql`places[${atName(step)}]`

const whenAt = (step: number) => sql`${timeOf(sql`places[${atName(step)}]`)} as ${whenName(step)}`
export const saidName = (step: number): Sql => name('said', step)
const saidAt = (step: number) => sql`said[${atName(step)}] as ${saidName(step)}`

/** A step counts only on the row right after the step before. `first1`…: the first row that makes a chain that long. */
function strict({ steps: conditions, blocks, withinMs }: Chain, marked: Sql, keep: Sql): Sql {
  const chains = conditions.reduce((before, _, i) => {
    const isStep = hasMark(sql`p`, [i])
    const barred = blocks.flatMap(({ from, to }, b) =>
      from < i + 1 && i + 1 < to ? [conditions.length + b] : [],
    )
    const free = barred.length === 0 ? sql`` : sql`and not ${hasMark(sql`p`, barred)}`
    const reached =
      i === 0
        ? sql`arrayMap(p -> if(${isStep}, ${timeOf(sql`p`)}, toUInt64(0)), places)`
        : sql`arrayMap((p, b) -> if(${isStep} ${free} and b > 0
            and ${timeOf(sql`p`)} - b <= ${as('UInt64', withinMs)}, b, toUInt64(0)),
          places, arrayPushFront(arrayPopBack(${reachedName(i)}), toUInt64(0)))`
    const earlier = conditions.slice(0, i).map((_, k) => reachedName(k + 1))
    return sql`select ${join([keep, sql`places`, ...earlier], ', ')}, ${reached} as ${reachedName(i + 1)} from (${before})`
  }, marked)
  const firsts = conditions.map(
    (_, i) => sql`arrayFirstIndex(r -> r > 0, ${reachedName(i + 1)}) as ${firstName(i + 1)}`,
  )
  return sql`select ${join([keep, sql`places`, ...firsts], ', ')} from (${chains})`
}

/**
 * In any order: after each row, when each step was done last; those within the window and after the last
 * exclusion are together. The first row at which most are together counts.
 */
function anyOrder(chain: Chain, marked: Sql, isTold: boolean): Sql {
  const count = chain.steps.length
  const done = (marks: readonly number[]) =>
    sql`arrayFill(i -> i != 0, arrayMap((p, i) -> if(${hasMark(sql`p`, marks)}, toUInt64(i), toUInt64(0)), places, arrayEnumerate(places)))`
  const lasts = steps(count).map((step) => sql`${done([step - 1])} as ${begunName(step)}`)
  const barred = chain.blocks.map((_, b) => count + b)
  const bar =
    barred.length === 0
      ? sql`arrayMap(p -> toUInt64(0), places)`
      : sql`arrayPushFront(arrayPopBack(${done(barred)}), toUInt64(0))`
  const names = steps(count).map(begunName)
  const together = sql`arrayMap((p, x, ${join(
    names.map((_, i) => name('d', i + 1)),
    ', ',
  )}) -> toUInt8(${names
    .map(
      (_, i) =>
        sql`(${name('d', i + 1)} > 0 and ${name('d', i + 1)} >= x and ${timeOf(sql`p`)} - ${timeOf(sql`places[${name('d', i + 1)}]`)} <= ${as('UInt64', chain.withinMs)})`,
    )
    .reduce((a, b) => sql`${a} + ${b}`)}), places, barred, ${join(names, ', ')})`
  const there = names.map(
    (last) =>
      sql`if(${last}[best] > 0 and ${last}[best] >= barred[best] and ${timeOf(sql`places[best]`)} - ${timeOf(sql`places[${last}[best]]`)} <= ${as('UInt64', chain.withinMs)}, toUInt64(${last}[best]), toUInt64(0))`,
  )
  const inTime = sql`arraySort(i -> (i = 0, i), [${join(there, ', ')}])`
  const rows = steps(count).map((step) => sql`done[${as('UInt8', step)}] as ${atName(step)}`)
  return sql`select c, came, ${join([...rows, ...steps(count).map(whenAt), ...(isTold ? steps(count).map(saidAt) : [])], ', ')}
    from (select c, places ${isTold ? sql`, said` : sql``}, ${join(lasts, ', ')}, ${bar} as barred,
      ${together} as together, arrayMax(together) as came, indexOf(together, came) as best, ${inTime} as done from (${marked}))
    where came > 0`
}
