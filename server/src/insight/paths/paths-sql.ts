// Paths as rows, and their steps counted: by one statement, from which the customers of a node come too.
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { QuestionReading, Stretch } from '../question/reading.ts'
import { cutAtGaps, deeds } from '../question/visits.ts'
import { ENDED, GOES_ON, nodeOf, OTHER } from './node-sql.ts'
import type { PathsQuestion } from './shape.ts'

/** `c` and `path`, a row a path: its nodes from the anchor on, one more than is asked for. */
export function pathRows(question: PathsQuestion, reading: QuestionReading, stretch: Stretch): Sql {
  const { anchor, direction, collapse } = question
  const each = sql`${nodeOf(question, reading)}, ${anchor ? sql`toUInt8(${reading.means(anchor)})` : sql`toUInt8(1)`}`
  const forward = deeds(question, each, reading, stretch)
  // Read back, everything is the same but for the order.
  const all =
    direction === 'back' ? sql`select c, arrayReverse(rows) as rows from (${forward})` : forward
  const nodes = sql`arrayMap(row -> row.3, arraySlice(visit, arrayFirstIndex(row -> row.4, visit)))`
  return sql`
    select c, arraySlice(${collapse ? sql`arrayCompact(${nodes})` : nodes}, 1, ${as('UInt8', question.steps + 1)}) as path
    from (select c, arrayJoin(${visitsOf(question.visit)}) as visit from (${all}))
    where arrayExists(row -> row.4, visit)`
}

/** Arrays of `rows`, each with what may belong to one path. */
function visitsOf(visit: PathsQuestion['visit']): Sql {
  if (visit.by === 'gap') return cutAtGaps(sql`rows`, visit.minutes)
  const ms = as('Int64', visit.seconds * 1000)
  const anchors = sql`arrayFilter((i, row) -> row.4, arrayEnumerate(rows), rows)`
  // An anchor within the path of one before begins none of its own.
  const begins = sql`arrayFold((begun, i) -> if(empty(begun) or abs(rows[i].1 - rows[begun[-1]].1) > ${ms}, arrayPushBack(begun, i), begun),
    ${anchors}, emptyArrayUInt32())`
  return sql`arrayMap(i -> arraySlice(rows, i, arrayLastIndex(row -> abs(row.1 - rows[i].1) <= ${ms}, rows) - i + 1), ${begins})`
}

/**
 * `step`, `node`, `next` with `n` paths and `b`, the bitmap of their customers; what is not among the first
 * so many nodes of its step is one, of `nodes` different ones.
 */
export function stepRows(question: PathsQuestion, reading: QuestionReading, stretch: Stretch): Sql {
  const steps = as('UInt8', question.steps)
  const most = as('UInt8', question.nodes)
  const [ended, goesOn, other] = [ENDED, GOES_ON, OTHER].map((text) => as('String', text)) as [
    ReturnType<typeof as>,
    ReturnType<typeof as>,
    ReturnType<typeof as>,
  ]
  const links = sql`arrayMap(i -> (toUInt8(i), path[i],
      if(i < ${steps}, path[i + 1], if(length(path) > i, ${goesOn}, ${ended}))),
    range(1, least(length(path), ${steps}) + 1))`
  const isNode = (node: Sql) => sql`(${node} != ${ended} and ${node} != ${goesOn})`
  // Who comes to a node is who goes to it from the step before: both are ranked alike.
  return sql`
    select step, here as whole, if(here_rank <= ${most}, here, ${other}) as node,
      if(not ${isNode(sql`after`)} or after_rank <= ${most}, after, ${other}) as next, n, b
    from (
      select *, dense_rank() over (partition by step order by here_total desc, here) as here_rank,
        dense_rank() over (partition by step order by ${isNode(sql`after`)} desc, after_total desc, after) as after_rank
      from (
        select *, sum(n) over (partition by step, here) as here_total, sum(n) over (partition by step, after) as after_total
        from (
          select link.1 as step, link.2 as here, link.3 as after, count() as n, groupBitmapState(toUInt32(c)) as b
          from (select c, arrayJoin(${links}) as link from (${pathRows(question, reading, stretch)}))
          group by step, here, after)))`
}
