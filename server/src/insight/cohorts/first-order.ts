// From the first contact to the first order: how many within so many hours, and what it was helped with.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { discountsOf, ordersOf } from '../buyers/orders-sql.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { textOf } from '../question/breakdown.ts'
import { type QuestionReading, readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import type { FirstOrderAnswer, FirstOrderCell, FirstOrderQuestion } from './shape.ts'

const SLOW = { maxSeconds: 60 }
const HOUR_MS = 3_600_000

/** `rows`: a row a customer, `c`, `v` of her first contact, and what came of it. */
async function read(
  ctx: Ctx,
  question: FirstOrderQuestion,
): Promise<{ rows: Sql; reading: QuestionReading }> {
  const { contact, hours, by } = question
  const reading = await readQuestion(ctx, contact ? [contact] : [], question.who)
  const { currency } = await brandOf(ctx)
  const means = contact ? reading.means(contact) : sql`true`
  const window = as('Int64', hours * HOUR_MS)
  const stretch = stretchOfRange(question, reading.clock)
  const first = sql`select ${CUSTOMER} as c, toInt64(toUnixTimestamp64Milli(min(at))) as met,
      argMin(${textOf(by)}, (at, event_id)) as v
    from event where ${reading.whose} and ${means} group by c having ${rowsIn(stretch, sql`min(at)`)}`
  const kept = sql`select c, toInt64(min(paid_at)) as paid from (${ordersOf({ reading, currency })}) where net > 0 group by c`
  const bought = sql`select k.c as c, k.paid as paid, d.discount as discount
    from (${kept}) as k left join (${discountsOf({ reading, currency })}) as d on d.c = k.c and d.paid_at = k.paid`
  const rows = sql`select c, v, has_bought and paid < met as is_already,
      not is_already and has_bought and paid - met <= ${window} as is_within,
      ${as('Int64', reading.clock.now)} - met < ${window} as is_open,
      if(is_within and not is_open, discount, 0) as given
    from (select f.c as c, f.met as met, f.v as v, b.paid as paid, b.discount as discount, b.c != 0 as has_bought
      from (${first}) as f left join (${bought}) as b on b.c = f.c)`
  return { rows, reading }
}

const IS: Record<FirstOrderCell['is'], Sql> = {
  added: sql`true`,
  already: sql`(is_already and not is_open)`,
  open: sql`is_open`,
  converted: sql`(is_within and not is_open)`,
  not_converted: sql`(not is_open and not is_within)`,
}

interface Row {
  v: string
  added: string
  already: string
  open: string
  converted: string
  given: string
}

export async function firstOrder(
  ctx: Ctx,
  question: FirstOrderQuestion,
): Promise<FirstOrderAnswer> {
  const { rows, reading } = await read(ctx, question)
  const found = await ctx.ch.rows<Row>(
    ctx.tenantId,
    sql`select v, count() as added, countIf(${IS.already}) as already, countIf(${IS.open}) as open,
        countIf(${IS.converted}) as converted, sum(given) as given
      from (${rows}) group by v order by added desc, v`,
    SLOW,
  )
  const shown = found.slice(0, question.limit)
  const others = found.slice(question.limit)
  return {
    all: figuresOf(found),
    values: [
      ...shown.map((row) => ({ value: row.v || null, is_other: false, ...figuresOf([row]) })),
      ...(others.length > 0 ? [{ value: null, is_other: true, ...figuresOf(others) }] : []),
    ],
    further_values: others.length,
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

function figuresOf(rows: readonly Row[]): FirstOrderAnswer['all'] {
  const sum = (of: Exclude<keyof Row, 'v'>) => rows.reduce((all, row) => all + Number(row[of]), 0)
  const [added, already, open, converted] = [
    sum('added'),
    sum('already'),
    sum('open'),
    sum('converted'),
  ]
  const seen = added - open
  return {
    ...{ added, already, open, seen, converted, discount_fen: sum('given') },
    rate: seen > 0 ? converted / seen : null,
    subsidy_fen: converted > 0 ? sum('given') / converted : null,
  }
}

export async function behindFirstOrder(
  ctx: Ctx,
  question: FirstOrderQuestion,
  { value, is }: FirstOrderCell,
): Promise<Behind> {
  const { rows, reading } = await read(ctx, question)
  const hers = value === undefined ? sql`true` : sql`v = ${as('String', value ?? '')}`
  return {
    customers: setOf(rows, sql`${IS[is]} and ${hers}`),
    reading,
  }
}
