// One series of a trend: what it measures, period by period and value by value.
import { amountOf, CUSTOMER, sortOf } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { attributeValues, textOf } from '../question/breakdown.ts'
import type { QuestionPattern } from '../question/pattern.ts'
import { type Edges, periodOf } from '../question/periods.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'
import type { Measure, TrendsQuestion } from './shape.ts'

type Breakdown = TrendsQuestion['breakdown']

export interface Span {
  edges: Edges
  /** What of the periods counts. */
  stretch: Stretch
}

/** Which values stand for themselves; all others are one. */
export interface Shown {
  values: readonly string[]
}

const LEVELS = { median: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const

function measured(measure: Measure): Sql {
  switch (measure.kind) {
    case 'count':
      return sql`toFloat64(count())`
    case 'customers':
      return sql`toFloat64(uniqExact(c))`
    case 'per_customer':
      return sql`count() / uniqExact(c)`
    case 'sum':
      return sql`sumOrNull(toFloat64(x))`
    case 'average':
      return sql`avgOrNull(x)`
    case 'min':
      return sql`minOrNull(x)`
    case 'max':
      return sql`maxOrNull(x)`
    case 'distinct':
      return sql`toFloat64(uniqExact(x))`
    default:
      return sql`quantileExactInclusiveOrNull(${as('Float64', LEVELS[measure.kind])})(x)`
  }
}

/** Rows of a series: `c`, `p` when its period began, `x` what is measured, `v` the breakdown's value. */
export function rowsOf(
  { of, measure }: { of: QuestionPattern; measure: Measure },
  { edges, stretch }: Span,
  breakdown: Breakdown,
  reading: QuestionReading,
): Sql {
  const x = !('property' in measure)
    ? sql`0`
    : measure.kind === 'distinct'
      ? sortOf(measure.property)
      : amountOf(measure.property)
  const v = breakdown?.type === 'event' ? textOf(breakdown.by) : sql`''`
  const rows = sql`select ${CUSTOMER} as c, ${periodOf(edges)} as p, ${x} as x, ${v} as v from event
    where ${reading.whose} and ${reading.means(of)} and ${rowsIn(stretch)}`
  if (breakdown?.type !== 'customer') return rows
  return sql`select e.c as c, e.p as p, e.x as x, arrayJoin(if(empty(a.values), [''], a.values)) as v
    from (${rows}) as e left join (${attributeValues(breakdown.by)}) as a on a.c = e.c`
}

/** `p`, `v`, `is_other`, `is_total` and `n`: each period, and the whole range. */
export function seriesRows(
  { of, measure }: { of: QuestionPattern; measure: Measure },
  span: Span,
  breakdown: Breakdown,
  shown: Shown | undefined,
  reading: QuestionReading,
  isByFirst: boolean,
): Sql {
  const rows = rowsOf({ of, measure }, span, breakdown, reading)
  if (!breakdown) return wholeRows(rows, measure, isByFirst)
  const told = shown
    ? sql`select c, p, x, if(v in ${as('Array(String)', [...shown.values])}, v, '') as v,
        v not in ${as('Array(String)', [...shown.values])} as other from (${rows})`
    : sql`select c, p, x, v, 0 as other from (${rows})`
  const counted = isByFirst
    ? sql`select c, ${BY_FIRST}, v, other from (${told}) group by c, v, other`
    : told
  return sql`select p, v, other as is_other, toUInt8(grouping(p)) as is_total, ${measured(measure)} as n
    from (${counted}) group by grouping sets ((p, v, other), (v, other))`
}

/** Counted in the first period of each: so that adding up counts everybody once. */
const BY_FIRST = sql`min(p) as p, any(x) as x`

/** Where nothing is told apart, a period alone is a shorter key than with a value that all share. */
const wholeRows = (rows: Sql, measure: Measure, isByFirst: boolean): Sql =>
  sql`select p, '' as v, 0 as is_other, toUInt8(grouping(p)) as is_total, ${measured(measure)} as n
    from (${isByFirst ? sql`select c, ${BY_FIRST} from (${rows}) group by c` : rows})
    group by grouping sets ((p), ())`

/** Values by what the series measures over the whole range, and how many there are. */
export const largestValues = (
  { of, measure }: { of: QuestionPattern; measure: Measure },
  span: Span,
  breakdown: NonNullable<Breakdown>,
  reading: QuestionReading,
): Sql => sql`select v, count() over () as all_values from (
    select v, ${measured(measure)} as n from (${rowsOf({ of, measure }, span, breakdown, reading)}) group by v)
  order by n desc, v = '', v limit ${as('UInt32', breakdown.limit)}`
