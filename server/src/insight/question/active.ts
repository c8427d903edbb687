// Who was active when: one bitmap of customers a period, `p` and `b`.
import { CUSTOMER } from '../../audiences/index.ts'
import { type Sql, sql } from '../../platform/ch.ts'
import { type Edges, periodOf, whole } from './periods.ts'
import { type QuestionReading, rowsIn } from './reading.ts'

/** @param rows a condition on rows of the event table */
export const activeIn = (rows: Sql, edges: Edges, { whose }: QuestionReading): Sql =>
  sql`select ${periodOf(edges)} as p, groupBitmapState(${CUSTOMER}) as b
    from event where ${whose} and ${rows} and ${rowsIn(whole(edges))} group by p`

/** By the first time ever, however long ago it was. */
export const firstIn = (rows: Sql, edges: Edges, { whose }: QuestionReading): Sql =>
  sql`select ${periodOf(edges, sql`first`)} as p, groupBitmapState(toUInt32(c)) as b
    from (select ${CUSTOMER} as c, min(at) as first from event where ${whose} and ${rows} group by c
      having ${rowsIn(whole(edges), sql`first`)})
    group by p`
