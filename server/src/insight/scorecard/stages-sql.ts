// The stages of the closed loop and of a decision, each as who entered and who of them went on.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Counting } from '../gmv/sums-sql.ts'
import { countedOrders } from '../mode/counted-sql.ts'
import type { QuestionPattern } from '../question/pattern.ts'
import { rowsIn, type Stretch } from '../question/reading.ts'
import { ordersInLife } from './orders-sql.ts'
import type { ScorecardQuestion, Stage } from './shape.ts'

export const SHARED: QuestionPattern = {
  any_of: [
    { event: 'page_shared', where: [] },
    { event: '$MPShare', where: [] },
  ],
}

/**
 * A row a customer: `r`, `w`, `h`, `s` when she first received, wanted, chose (milliseconds, 0: never) and last
 * shared, `b` the first order of the range, `l` the last one, `again` whether any was not her first ever.
 */
export function livesIn(question: ScorecardQuestion, stretch: Stretch, counting: Counting): Sql {
  const { reading, mode, currency } = counting
  const isDone = (pattern: QuestionPattern | undefined) =>
    pattern ? reading.means(pattern) : sql`false`
  const ms = sql`toUnixTimestamp64Milli(at)`
  const first = (pattern: QuestionPattern | undefined) => sql`minIf(${ms}, ${isDone(pattern)})`
  const did = sql`select ${CUSTOMER} as c, ${first(question.receive)} as r, ${first(question.want)} as w,
      ${first(question.choose)} as h, maxIf(${ms}, ${isDone(question.share ?? SHARED)}) as s
    from event where ${reading.whose} and ${rowsIn(stretch)} group by c`
  const orders = sql`select c, minIf(${ms}, paid = 1) as b, maxIf(${ms}, paid = 1) as l, sum(n) as n
    from (${countedOrders(mode, stretch, reading.whose, currency)}) group by c having n > 0`
  const repeat = sql`select c, max(nth) > 1 as again from (${ordersInLife(counting, stretch)})
    where ${rowsIn(stretch, sql`paid`)} group by c`
  return sql`select d.c as c, r, w, h, s, b, l, coalesce(again, 0) as again from (
      select if(d.c = 0, o.c, d.c) as c, d.r as r, d.w as w, d.h as h, d.s as s, o.b as b, o.l as l
      from (${did}) as d full outer join (${orders}) as o on o.c = d.c) as d
    left join (${repeat}) as a on a.c = d.c`
}

/** Who entered, and who of them went on; in both, later than the step before. */
export const STAGE_ROWS: Record<Stage, { entry: Sql; exit: Sql }> = {
  stimulate: { entry: sql`(r > 0 or w > 0 or b > 0)`, exit: sql`w > 0` },
  decide: { entry: sql`w > 0`, exit: sql`w > 0 and l >= w` },
  share: { entry: sql`b > 0`, exit: sql`b > 0 and s >= b` },
  repurchase: { entry: sql`b > 0`, exit: sql`b > 0 and again = 1` },
  receive: { entry: sql`(r > 0 or w > 0 or b > 0)`, exit: sql`r > 0` },
  want: { entry: sql`r > 0`, exit: sql`r > 0 and w >= r` },
  choose: { entry: sql`r > 0 and w >= r`, exit: sql`r > 0 and w >= r and h >= w` },
  pay: {
    entry: sql`r > 0 and w >= r and h >= w`,
    exit: sql`r > 0 and w >= r and h >= w and l >= h`,
  },
}

export const stageRows = (stage: Stage, of: 'entry' | 'exit' | 'lost'): Sql => {
  const { entry, exit } = STAGE_ROWS[stage]
  if (of === 'lost') return sql`(${entry}) and not (${exit})`
  return of === 'entry' ? entry : exit
}

export const until = ({ to }: Stretch): Sql => sql`at < ${as('DateTime64(3)', new Date(to))}`
