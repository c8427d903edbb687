// Chains of events: one step after another within a span, none of others between. Audiences and funnels
// read them alike.
import { as, join, type Sql, sql } from '../platform/sql.ts'

export interface Chain {
  /** The steps, in their order; at least one. */
  steps: readonly Mark[]
  /** What must not lie between step `from` and step `to`, counted from 1. */
  blocks: readonly Block[]
  /** From the first step to the last, both ends counted. */
  withinMs: number
}
export interface Mark {
  /** Which rows of the event table. */
  when: Sql
  /** No such row has another name. */
  names: readonly string[]
  /** Every row with one of the names is such a row. */
  isBare: boolean
}
export interface Block extends Mark {
  from: number
  to: number
}

/** Steps and blocks together: that many bits has the place of a row. */
export const MOST_MARKS = 16

/** @param when the rows that the pattern means */
export const markOf = (
  { any_of }: { any_of: readonly { event: string; where: readonly unknown[] }[] },
  when: Sql,
): Mark => ({
  when,
  names: any_of.map(({ event }) => event),
  isBare: any_of.every(({ where }) => where.length === 0),
})

const named = (name: string): Sql => ({ text: [name], slots: [] })
const number = (value: number | bigint) => as('UInt64', value)
const bits = (which: readonly number[]) => which.reduce((sum, i) => sum + 2 ** i, 0)
const marksOf = ({ steps, blocks }: Chain): readonly Mark[] => [...steps, ...blocks]

/**
 * Where a row stands, and which steps and blocks it is: milliseconds since 1900 (44 bits), the first of
 * its marks (4), all of them (16). One number sorts three times as fast as a tuple. At one moment
 * earlier steps stand first: who comes with times of whole days or seconds did them in that order.
 */
export function placeOf(chain: Chain): Sql {
  const marks = marksOf(chain)
  if (marks.length > MOST_MARKS) throw new Error(`more than ${MOST_MARKS} steps and exclusions`)
  const low = marks.every(({ isBare }) => isBare) ? marksOfNames(marks) : marksOfRows(marks)
  return sql`bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(at) + 2208988800000), 20), ${low})`
}

const UNMARKED = 15

/** The engine looks a name up once, not for each row. */
function marksOfNames(marks: readonly Mark[]): Sql {
  const names = [...new Set(marks.flatMap((mark) => mark.names))]
  const each = names.map((name) => {
    const its = marks.flatMap((mark, i) => (mark.names.includes(name) ? [i] : []))
    return sql`${number((its[0] ?? UNMARKED) * 2 ** 16 + bits(its))}`
  })
  return sql`transform(name, ${as('Array(String)', names)}, [${join(each, ', ')}], ${number(UNMARKED * 2 ** 16)})`
}

function marksOfRows(marks: readonly Mark[]): Sql {
  const all = marks.map(({ when }, i) => sql`if(${when}, ${number(2 ** i)}, toUInt64(0))`)
  const first = marks.map(({ when }, i) => sql`${when}, ${number(i)}`)
  return sql`bitOr(bitShiftLeft(multiIf(${join(first, ', ')}, ${number(UNMARKED)}), 16),
    ${all.reduce((a, b) => sql`bitOr(${a}, ${b})`)})`
}

export const isMarked = (chain: Chain): Sql =>
  sql`(${join(
    marksOf(chain).map(({ when }) => when),
    ' or ',
  )})`

/** When a row of `places` was, in milliseconds since 1900. */
export const timeOf = (place: Sql): Sql => sql`bitShiftRight(${place}, 20)`
export const hasMark = (place: Sql, marks: readonly number[]): Sql =>
  sql`bitAnd(${place}, ${number(bits(marks))}) != 0`
const TIME_BITS = 2n ** 64n - 2n ** 20n
/** From one place to a later one it is not longer. */
export const isWithin = (from: Sql, to: Sql, ms: number): Sql =>
  sql`${to} - bitAnd(${from}, ${number(TIME_BITS)}) < ${number((BigInt(ms) + 1n) * 2n ** 20n)}`

/** The rows that are looked at for the next step: those from the first on that made this one. */
export const restName = (step: number): Sql => (step === 1 ? sql`places` : named(`rest${step}`))
/** Which of the rows looked at make a chain that long. */
export const madeName = (step: number): Sql => named(`made${step}`)
/** The first of them, counted from 1; 0 where none does. */
export const firstName = (step: number): Sql => named(`first${step}`)
/** Before each row of the rest, the place where the chain of that length begun last began; or one without its mark. */
export const begunName = (step: number): Sql => named(`begun${step}`)

/**
 * Rows with `places`, the sorted array of `placeOf`, and `first1`… with what led to them. The latest
 * beginning makes the shortest chain, so if any chain fits, that one does; and what is filled forward along
 * a whole column costs a third of a fold, less than the engine's own `windowFunnel`. Most customers go no
 * step further, so each step looks at the rest of those who do. Two selects for a step: in one alone the
 * engine takes every name apart again wherever it stands, 40 ms for four steps instead of 11, and each
 * select more costs 3.
 * @param keep columns of `rows` that are wanted too
 */
export function chained(chain: Chain, rows: Sql, keep: Sql): Sql {
  const { steps } = chain
  const isFirst = hasMark(sql`p`, [0])
  const first = sql`${keep}, places, arrayFirstIndex(p -> ${isFirst}, places) as ${firstName(1)}`
  if (steps.length === 1) return sql`select ${first} from (${rows})`
  const begun = sql`arrayFill(p -> ${hasMark(sql`p`, [0, ...barsAfter(chain, 1)])}, places)`
  const opened = sql`select ${first}, ${before(chain, 2, begun)} as ${begunName(1)} from (${rows})`
  const held = (step: number) => [
    ...[keep, sql`places`, firstName(1), begunName(1)],
    ...steps.slice(1, step).flatMap((_, i) => [madeName(i + 2), firstName(i + 2), restName(i + 2)]),
  ]
  return steps.slice(1).reduce((from, _, i) => {
    const step = i + 2
    const last = step - 1
    const isLast = step === steps.length
    const carrying = isLast || last === 1 ? [] : [begunName(last)]
    const made = sql`${madeBy(chain, step)} as ${madeName(step)}`
    const found = sql`select ${join([...held(last), ...carrying], ', ')}, ${made},
      indexOf(${madeName(step)}, 1) as ${firstName(step)} from (${from})`
    if (isLast) return found
    const cut = (rows: Sql) => sql`arraySlice(${rows}, ${firstName(step)})`
    return sql`select ${join([...held(last), madeName(step), firstName(step)], ', ')},
      ${cut(restName(last))} as ${restName(step)},
      ${before(chain, step + 1, carried(chain, step, cut))} as ${begunName(step)} from (${found})`
  }, opened)
}

/** Whether a chain that long was ever made. */
export const isReached = (step: number): Sql => sql`${firstName(step)} != 0`

const barring = ({ steps, blocks }: Chain, isIn: (block: Block) => boolean) =>
  blocks.flatMap((block, i) => (isIn(block) ? [steps.length + i] : []))
const barsAfter = (chain: Chain, step: number) =>
  barring(chain, ({ from, to }) => from <= step && step < to)

/** A row of a step may itself be what its own beginning must lie before. */
function isTwice(chain: Chain, step: number): boolean {
  const { steps, blocks } = chain
  const bars = blocks.filter(({ from, to }) => from < step && step <= to)
  const taken = new Set([steps[step - 2], ...bars].flatMap((mark) => mark?.names ?? []))
  return (steps[step - 1]?.names ?? []).some((name) => taken.has(name))
}
const before = (chain: Chain, step: number, begun: Sql) =>
  isTwice(chain, step) ? sql`arrayPopBack(arrayPushFront(${begun}, toUInt64(0)))` : begun

/** The rows of a step that follow a beginning in time. */
function madeBy(chain: Chain, step: number): Sql {
  const last = step - 1
  const within = barring(chain, ({ from, to }) => from < step && step < to)
  const mayLack = last === 1 || isTwice(chain, step) || barsAfter(chain, last).length > 0
  const conditions = [
    hasMark(sql`p`, [step - 1]),
    ...(within.length === 0 ? [] : [sql`not ${hasMark(sql`p`, within)}`]),
    ...(mayLack ? [hasMark(sql`b`, [0])] : []),
    isWithin(sql`b`, sql`p`, chain.withinMs),
  ]
  return sql`arrayMap((p, b) -> ${join(conditions, ' and ')}, ${restName(last)}, ${begunName(last)})`
}

/** Beginnings from the rows that made a step on, each as far as the next or the next that bars. */
function carried(chain: Chain, step: number, cut: (rows: Sql) => Sql): Sql {
  const [begun, made] = [cut(begunName(step - 1)), cut(madeName(step))]
  const bars = barsAfter(chain, step)
  if (bars.length === 0) return sql`arrayFill((b, m) -> m, ${begun}, ${made})`
  return sql`arrayFill((b, m, p) -> m or ${hasMark(sql`p`, bars)},
    arrayMap((b, m) -> if(m, b, toUInt64(0)), ${begun}, ${made}), ${made}, ${cut(restName(step - 1))})`
}
