// Visits: how many, how long, what they begin and end with.
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type Behind, setOf, startNamed } from '../cells/behind.ts'
import { nodeOf, readNode, writeNode } from '../paths/node-sql.ts'
import {
  between,
  binOf,
  countsOf,
  inBins,
  type SpreadRow,
  spread,
  spreadOf,
} from '../question/bins.ts'
import { type Edges, edgesOf, nameOf, periodOf, periodsOver } from '../question/periods.ts'
import { type QuestionReading, readQuestion, stretchOfRange } from '../question/reading.ts'
import { cutAtGaps, deeds } from '../question/visits.ts'
import { LENGTHS, type SessionsAnswer, type SessionsCell, type SessionsQuestion } from './shape.ts'

interface Row extends SpreadRow {
  p: string
  entry: string
  exit: string
  by: 'period' | 'entry' | 'exit' | 'all'
  customers: string
  bounced: string
  deeds: string
  counts: string[]
}

/** @throws 400 for what makes no sense, with its place */
export async function sessions(ctx: Ctx, question: SessionsQuestion): Promise<SessionsAnswer> {
  const { reading, edges, rows } = await readSessions(ctx, question)
  const { clock } = reading
  const found = await ctx.ch.rows<Row>(
    ctx.tenantId,
    sql`select p, entry, exit,
        multiIf(not grouping(p), 'period', not grouping(entry), 'entry', not grouping(exit), 'exit', 'all') as by,
        uniqExact(c) as customers, countIf(events = 1) as bounced, sum(events) as deeds,
        ${spread(sql`seconds`)}, ${inBins(sql`seconds`, LENGTHS)}
      from (${rows})
      group by grouping sets ((p), (entry), (exit), ())`,
  )
  const all = found.find(({ by }) => by === 'all')
  const counted = (row: Row | undefined) => ({
    visits: Number(row?.n ?? 0),
    customers: Number(row?.customers ?? 0),
    bounced: Number(row?.bounced ?? 0),
  })
  const ends = (by: 'entry' | 'exit') => {
    const theirs = found
      .filter((row) => row.by === by)
      .toSorted((a, b) => Number(b.n) - Number(a.n) || (a[by] < b[by] ? -1 : 1))
    const further = theirs.slice(question.nodes)
    return {
      nodes: theirs
        .slice(0, question.nodes)
        .map((row) => ({ node: readNode(row[by]), ...counted(row) })),
      other:
        further.length === 0
          ? null
          : {
              values: further.length,
              visits: further.reduce((sum, { n }) => sum + Number(n), 0),
            },
    }
  }
  const byStart = new Map(
    found.filter(({ by }) => by === 'period').map((row) => [Number(row.p), row]),
  )
  return {
    ...counted(all),
    events: Number(all?.deeds ?? 0),
    seconds: spreadOf(all ?? { n: '0', average: null, least: null, most: null, levels: [] }),
    lengths: { bins: between(LENGTHS, 0, null), counts: countsOf(all?.counts ?? [], LENGTHS) },
    entries: ends('entry'),
    exits: ends('exit'),
    periods: edges.slice(0, -1).map((start) => ({
      start: nameOf(start, question.period, clock.timezone),
      ...counted(byStart.get(start)),
      average_seconds: byStart.get(start)?.average ?? null,
    })),
    complete: periodsOver(edges, clock),
    as_of: new Date(clock.now).toISOString(),
  }
}

interface Read {
  reading: QuestionReading
  edges: Edges
  /** A row a visit: `c`, `p`, `entry`, `exit`, `events`, `seconds`. */
  rows: Sql
}

async function readSessions(ctx: Ctx, question: SessionsQuestion): Promise<Read> {
  const reading = await readQuestion(ctx, question.events ? [question.events] : [], question.who)
  const stretch = stretchOfRange(question, reading.clock)
  const edges = edgesOf(stretch, question.period, reading.clock.timezone)
  const node = nodeOf({ groups: [], split: question.split }, reading)
  const began = sql`fromUnixTimestamp64Milli(visit[1].1, 'UTC')`
  const rows = sql`
    select c, ${periodOf(edges, began)} as p, visit[1].3 as entry, visit[-1].3 as exit, length(visit) as events,
      (visit[-1].1 - visit[1].1) / 1000 as seconds
    from (select c, arrayJoin(${cutAtGaps(sql`rows`, question.minutes)}) as visit
      from (${deeds(question, node, reading, stretch)}))`
  return { reading, edges, rows }
}

/** @throws 404 figure for a place the answer does not have */
export async function behindSessions(
  ctx: Ctx,
  question: SessionsQuestion,
  cell: SessionsCell,
): Promise<Behind> {
  const { reading, edges, rows } = await readSessions(ctx, question)
  const { entry, exit, start, length, bounced } = cell
  if (length !== undefined && length > LENGTHS.length) throw notFound('figure')
  const holds = [
    sql`true`,
    ...(entry ? [sql`entry = ${as('String', writeNode(entry))}`] : []),
    ...(exit ? [sql`exit = ${as('String', writeNode(exit))}`] : []),
    ...(start === undefined
      ? []
      : [
          sql`p = ${as('Int64', startNamed(start, edges, question.period, reading.clock.timezone))}`,
        ]),
    ...(length === undefined
      ? []
      : [sql`${binOf(sql`seconds`, LENGTHS)} = ${as('UInt32', length)}`]),
    ...(bounced === undefined ? [] : [bounced ? sql`events = 1` : sql`events > 1`]),
  ]
  return { customers: setOf(rows, join(holds, ' and ')), reading }
}
