// What customers do after something, or did before it, step by step.
import { as, join, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { Behind } from '../cells/behind.ts'
import { type QuestionReading, readQuestion, stretchOfRange } from '../question/reading.ts'
import { ENDED, GOES_ON, OTHER, readNode, writeNode } from './node-sql.ts'
import { stepRows } from './paths-sql.ts'
import type { PathsAnswer, PathsCell, PathsQuestion } from './shape.ts'

interface Row {
  /** 0: of all. */
  step: number
  node: string
  next: string
  is_step: number
  is_node: number
  visits: string
  customers: string
  values: string
}

/** @throws 400 for what makes no sense, with its place */
export async function paths(ctx: Ctx, question: PathsQuestion): Promise<PathsAnswer> {
  const reading = await readPaths(ctx, question)
  const stretch = stretchOfRange(question, reading.clock)
  const rows = await ctx.ch.rows<Row>(
    ctx.tenantId,
    sql`select step, node, next, toUInt8(grouping(node)) as is_step, toUInt8(grouping(next)) as is_node, sum(n) as visits,
        groupBitmapMerge(b) as customers, uniqExact(whole) as values
      from (${stepRows(question, reading, stretch)})
      group by grouping sets ((step, node, next), (step, node), (step))`,
  )
  const counted = ({ visits, customers }: Pick<Row, 'visits' | 'customers'>) => ({
    visits: Number(visits),
    customers: Number(customers),
  })
  const nobody = { visits: 0, customers: 0 }
  const links = rows.filter((row) => !row.is_node)
  const steps = rows
    .filter((row) => row.is_step)
    .toSorted((a, b) => a.step - b.step)
    .map((step) => ({
      all: step,
      nodes: rows
        .filter((row) => row.step === step.step && row.is_node && !row.is_step)
        .toSorted(
          (a, b) =>
            Number(a.node === OTHER) - Number(b.node === OTHER) ||
            Number(b.visits) - Number(a.visits) ||
            (a.node < b.node ? -1 : 1),
        ),
    }))
  const placeOf = (step: number, node: string) =>
    steps[step - 1]?.nodes.findIndex((row) => row.node === node) ?? -1
  return {
    ...(steps[0] ? counted(steps[0].all) : nobody),
    steps: steps.map(({ all, nodes }) => ({
      ...counted(all),
      nodes: nodes.map((row) => {
        const ended = links.find(
          ({ step, node, next }) => step === row.step && node === row.node && next === ENDED,
        )
        return {
          node: readNode(row.node),
          ...counted(row),
          values: Number(row.values),
          ended: ended ? counted(ended) : nobody,
        }
      }),
    })),
    links: links
      .filter(({ next }) => next !== ENDED && next !== GOES_ON)
      .map((row) => ({
        step: row.step,
        from: placeOf(row.step, row.node),
        to: placeOf(row.step + 1, row.next),
        ...counted(row),
      }))
      .toSorted((a, b) => a.step - b.step || a.from - b.from || a.to - b.to),
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

export const readPaths = (ctx: Ctx, question: PathsQuestion): Promise<QuestionReading> =>
  readQuestion(
    ctx,
    [
      ...(question.anchor ? [question.anchor] : []),
      ...(question.events ? [question.events] : []),
      ...question.groups.map(({ of }) => of),
    ],
    question.who,
  )

/** Of a node, of a link, or of a step. @throws 404 figure for a step that is not asked for */
export async function behindPaths(
  ctx: Ctx,
  question: PathsQuestion,
  { step, node, next }: PathsCell,
): Promise<Behind> {
  if (step > question.steps) throw notFound('figure')
  const reading = await readPaths(ctx, question)
  const rows = stepRows(question, reading, stretchOfRange(question, reading.clock))
  const there = [
    sql`step = ${as('UInt8', step)}`,
    ...(node ? [sql`node = ${as('String', writeNode(node))}`] : []),
    ...(next ? [sql`next = ${as('String', next === 'ended' ? ENDED : writeNode(next))}`] : []),
  ]
  return {
    customers: sql`(select groupBitmapOrState(b) from (${rows}) where ${join(there, ' and ')})`,
    reading,
  }
}
