// How far every customer came, and when: one row each. Of her attempts the one that goes furthest counts,
// the first of those to get there, by the latest beginning that led to it.
import {
  begunName,
  type Chain,
  CUSTOMER,
  chained,
  hasMark,
  isMarked,
  isReached,
  placeOf,
  reachedName,
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
export function chainOf(question: JourneyQuestion, { means }: QuestionReading): Chain {
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
    steps: steps.map(means),
    blocks: exclusions.map(({ from_step, to_step, event, where, or = [] }) => ({
      when: means({ any_of: [{ event, where }, ...or] }),
      from: from_step,
      to: to_step,
    })),
    withinMs: window_seconds * 1000,
  }
}

export const steps = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
const name = (prefix: string, step: number): Sql => ({ text: [`${prefix}${step}`], slots: [] })
/** When she came to a step, in milliseconds since 1900; 0 where she did not. */
export const whenName = (step: number): Sql => name('when', step)
const atName = (step: number): Sql => name('row', step)

export interface Journeys {
  /** `c`, `came` (steps reached), `when1`… and, with `property`, `said1`…: a row a customer. */
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

/** @param key columns of `marked` that tell its rows apart */
export function inOrder(
  chain: Chain,
  order: 'ordered' | 'strict',
  marked: Sql,
  isTold: boolean,
  key: Sql = sql`c`,
): Sql {
  const count = chain.steps.length
  const reached = steps(count).map(reachedName)
  const said = isTold ? [sql`said`] : []
  const keep = join([key, ...said], ', ')
  const first = (step: number) => sql`arrayFirstIndex(r -> r > 1, ${reachedName(step)})`
  // The last row before that made the chain one shorter: the one it went on from.
  const from = (step: number) =>
    order === 'strict'
      ? sql`${atName(step + 1)} - 1`
      : sql`arrayLastIndex(r -> r > 1, arraySlice(${reachedName(step)}, 1, ${atName(step + 1)} - 1))`
  const came = steps(count)
    .map((step) => sql`(${isReached(step)})`)
    .reduce((a, b) => sql`${a} + ${b}`)
  // The row that makes the longest chain holds when it began, so nobody goes back there for the time alone.
  const began = join(
    reached.map((rows) => sql`arrayFirst(r -> r > 1, ${rows})`),
    ', ',
  )
  const chains = order === 'ordered' ? chained(chain, marked, keep) : strict(chain, marked, keep)
  const counted = sql`select ${join([keep, sql`places`, ...reached], ', ')}, toUInt8(${came}) as came from (${chains})`
  const begins = sql`select *, [${began}][came] as ${whenName(1)} from (${counted}) where came > 0`
  // From the last step back to the second: of the first only where it stands is wanted, if what was said is.
  const back = steps(count)
    .slice(isTold ? 0 : 1)
    .reverse()
  const placed = back.reduce((rows, step) => {
    const own = as('UInt8', step)
    const at =
      step === count
        ? first(step)
        : sql`multiIf(came = ${own}, ${first(step)}, came > ${own}, ${from(step)}, 0)`
    return sql`select *, ${at} as ${atName(step)} from (${rows})`
  }, begins)
  const times = steps(count).map((step) => (step === 1 ? whenName(1) : whenAt(step)))
  return sql`select ${join([key, sql`came`, ...times, ...(isTold ? steps(count).map(saidAt) : [])], ', ')} from (${placed})`
}

const whenAt = (step: number) => sql`${timeOf(sql`places[${atName(step)}]`)} as ${whenName(step)}`
export const saidName = (step: number): Sql => name('said', step)
const saidAt = (step: number) => sql`said[${atName(step)}] as ${saidName(step)}`

/** As `chained`, but a step counts only on the row right after the step before. */
function strict({ steps: conditions, blocks, withinMs }: Chain, marked: Sql, keep: Sql): Sql {
  return conditions.reduce((before, _, i) => {
    const isStep = hasMark(sql`p`, [i])
    const barred = blocks.flatMap(({ from, to }, b) =>
      from < i + 1 && i + 1 < to ? [conditions.length + b] : [],
    )
    const free = barred.length === 0 ? sql`` : sql`and not ${hasMark(sql`p`, barred)}`
    const reached =
      i === 0
        ? sql`arrayMap(p -> if(${isStep}, ${timeOf(sql`p`)}, toUInt64(0)), places)`
        : sql`arrayMap((p, b) -> if(${isStep} ${free} and b > 1
            and ${timeOf(sql`p`)} - b <= ${as('UInt64', withinMs)}, b, toUInt64(0)),
          places, arrayPushFront(arrayPopBack(${reachedName(i)}), toUInt64(0)))`
    const earlier = conditions.slice(0, i).map((_, k) => reachedName(k + 1))
    return sql`select ${join([keep, sql`places`, ...earlier], ', ')}, ${reached} as ${reachedName(i + 1)} from (${before})`
  }, marked)
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
