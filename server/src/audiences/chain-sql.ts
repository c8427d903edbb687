// Chains of events: one step after another within a span, none of others between. Audiences and funnels
// read them alike.
import { as, join, nothing, type Sql, sql } from '../platform/sql.ts'

export interface Chain {
  /** Which rows of the event table are the steps, in their order; at least one. */
  steps: readonly Sql[]
  /** Rows that must not lie between step `from` and step `to`, counted from 1. */
  blocks: readonly Block[]
  /** From the first step to the last, both ends counted. */
  withinMs: number
}
export interface Block {
  when: Sql
  from: number
  to: number
}

/** Steps and blocks together: that many bits has the place of a row. */
export const MOST_MARKS = 16

const named = (name: string): Sql => ({ text: [name], slots: [] })
const number = (value: number) => as('UInt64', value)
const bits = (which: readonly number[]) => number(which.reduce((sum, i) => sum + 2 ** i, 0))

/**
 * Where a row stands, and which steps and blocks it is: milliseconds since 1900 (44 bits), the first of
 * its marks (4), all of them (16). One number sorts three times as fast as a tuple. At one moment
 * earlier steps stand first: who comes with times of whole days or seconds did them in that order.
 */
export function placeOf({ steps, blocks }: Chain): Sql {
  const marks = [...steps, ...blocks.map(({ when }) => when)]
  if (marks.length > MOST_MARKS) throw new Error(`more than ${MOST_MARKS} steps and exclusions`)
  const all = marks.map((mark, i) => sql`if(${mark}, ${number(2 ** i)}, toUInt64(0))`)
  const first = marks.map((mark, i) => sql`${mark}, ${number(i)}`)
  return sql`bitOr(bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(at) + 2208988800000), 20),
    bitShiftLeft(multiIf(${join(first, ', ')}, toUInt64(15)), 16)), ${all.reduce((a, b) => sql`bitOr(${a}, ${b})`)})`
}

export const isMarked = ({ steps, blocks }: Chain): Sql =>
  sql`(${join([...steps, ...blocks.map(({ when }) => when)], ' or ')})`

/** When a row of `places` was, in milliseconds since 1900. */
export const timeOf = (place: Sql): Sql => sql`bitShiftRight(${place}, 20)`
export const hasMark = (place: Sql, marks: readonly number[]): Sql =>
  sql`bitAnd(${place}, ${bits(marks)}) != 0`

/** Of all chains that long: after each row of `places`, when the one begun last began; 0 or 1 are none. */
export const begunName = (step: number): Sql => named(`begun${step}`)
/** The same at those rows alone that are the step and make a chain that long. */
export const reachedName = (step: number): Sql => named(`reached${step}`)

/**
 * Rows with `places`, the sorted array of `placeOf`, and `reached1`… beside it. The latest beginning makes
 * the shortest chain, so if any chain fits, that one does; and what is filled forward along a whole column
 * costs a third of a fold, less than the engine's own `windowFunnel`. A select for each step: in one alone
 * the engine takes every name apart again wherever it stands, 40 ms for four steps instead of 11.
 * @param keep columns of `rows` that are wanted too
 */
export function chained(chain: Chain, rows: Sql, keep: Sql): Sql {
  const { steps, blocks, withinMs } = chain
  const barring = (isIn: (block: Block) => boolean) =>
    blocks.flatMap((block, i) => (isIn(block) ? [steps.length + i] : []))
  return steps.reduce((before, _, i) => {
    const step = i + 1
    const within = barring(({ from, to }) => from < step && step < to)
    const after = barring(({ from, to }) => from <= step && step < to)
    const isStep = hasMark(sql`p`, [i])
    const free = within.length === 0 ? nothing : sql`and not ${hasMark(sql`p`, within)}`
    const reached =
      step === 1
        ? sql`arrayMap(p -> if(${isStep}, ${timeOf(sql`p`)}, toUInt64(0)), places)`
        : sql`arrayMap((p, b) -> if(${isStep} ${free} and b > 1
            and ${timeOf(sql`p`)} - b <= ${number(withinMs)}, b, toUInt64(0)),
          places, arrayPushFront(arrayPopBack(${begunName(step - 1)}), toUInt64(0)))`
    // A block is carried as 1, a beginning so long ago that no span reaches it.
    const carried =
      after.length === 0
        ? reachedName(step)
        : sql`arrayMap((p, r) -> if(r = 0 and ${hasMark(sql`p`, after)}, toUInt64(1), r), places, ${reachedName(step)})`
    const begun =
      step === steps.length
        ? nothing
        : sql`, arrayFill(b -> b != 0, ${carried}) as ${begunName(step)}`
    const earlier = steps.slice(0, i).map((_, k) => reachedName(k + 1))
    return sql`select ${join([keep, sql`places`, ...earlier], ', ')}, ${reached} as ${reachedName(step)} ${begun} from (${before})`
  }, rows)
}

/** Whether a chain that long was ever made. */
export const isReached = (step: number): Sql => sql`arrayMax(${reachedName(step)}) > 1`
