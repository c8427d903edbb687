// How few customers bring how much: nobody is left out because she brought nothing.
import { compile, type Rule } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { broughtIn } from '../buyers/orders-sql.ts'
import { concentrationOf } from '../calc/concentration.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { type QuestionReading, readQuestion, stretchOfRange } from '../question/reading.ts'
import type { ConcentrationAnswer, ConcentrationCell, ConcentrationQuestion } from './shape.ts'

const SLOW = { maxSeconds: 60 }

export async function concentration(
  ctx: Ctx,
  question: ConcentrationQuestion,
): Promise<ConcentrationAnswer> {
  const { brought, base, reading } = await read(ctx, question)
  const rows = await ctx.ch.rows<{ x: number; n: string }>(
    ctx.tenantId,
    sql`select x, count() as n from (${brought}) group by x`,
    SLOW,
  )
  const values: number[] = []
  let [negative, zeros] = [0, 0]
  for (const { x, n } of rows) {
    if (x < 0) negative += Number(n)
    if (x <= 0) zeros += Number(n)
    else for (let i = 0; i < Number(n); i++) values.push(x)
  }
  const counted = base ? await countOf(ctx, sql`bitmapCardinality(${base})`) : 0
  const bringing = values.length
  const silent = base ? counted - bringing : zeros
  if (bringing + silent === 0)
    throw new AppError(422, 'nobody_to_count', 'There is nobody to share it out among')
  const { n, total, gini, top, fewest, lorenz } = concentrationOf(values, {
    ...{ top: question.top, share: question.share, zeros: silent },
  })
  return {
    ...{ customers: n, zeros: silent, negative, total, gini, top, fewest, lorenz },
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

async function countOf(ctx: Ctx, count: Sql): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(ctx.tenantId, sql`select ${count} as n`, SLOW)
  return Number(row?.n ?? 0)
}

/** `brought`: `c`, `x`, a row a buyer of the range; `base`: known customers and buyers, unless only buyers count. */
async function read(
  ctx: Ctx,
  question: ConcentrationQuestion,
): Promise<{ brought: Sql; base: Sql | undefined; reading: QuestionReading }> {
  const reading = await readQuestion(ctx, [], question.who)
  const { currency } = await brandOf(ctx)
  const stretch = stretchOfRange(question, reading.clock)
  const x = question.of === 'revenue' ? sql`fen` : sql`orders`
  const brought = sql`select c, toFloat64(${x}) as x from (${broughtIn({ reading, currency }, stretch)})`
  if (question.among === 'buyers') return { brought, base: undefined, reading }
  const known: Rule = question.who
    ? { kind: 'all', rules: [{ kind: 'known' }, question.who] }
    : { kind: 'known' }
  const seen = reading.narrow(compile(known, reading.reading).bitmap)
  const buyers = setOf(brought)
  return { brought, base: sql`bitmapOr(${seen}, ${buyers})`, reading }
}

export async function behindConcentration(
  ctx: Ctx,
  question: ConcentrationQuestion,
  cell: ConcentrationCell,
): Promise<Behind> {
  const { brought, base, reading } = await read(ctx, question)
  if ('top' in cell) {
    const most = sql`select c from (${brought}) where x > 0 order by x desc, c limit ${as('UInt32', cell.top)}`
    return { customers: setOf(most), reading }
  }
  if (!base) return { customers: setOf(brought, sql`x <= 0`), reading }
  return { customers: sql`bitmapAndnot(${base}, ${setOf(brought, sql`x > 0`)})`, reading }
}
