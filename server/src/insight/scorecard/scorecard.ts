// The operating scorecard of a stretch, beside as long before.
import { sql as pg } from 'kysely'
import { audit, auditedUntil } from '../../platform/audit.ts'
import { type Sql, sql } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { measure, modeSaid, readGmv } from '../gmv/gmv.ts'
import type { Counting } from '../gmv/sums-sql.ts'
import {
  type QuestionReading,
  readQuestion,
  type Stretch,
  stretchOfRange,
} from '../question/reading.ts'
import { ahaIn, costsIn, growthIn, nthOrders, serviceIn } from './figures.ts'
import {
  GROWTH,
  type GrowthFigure,
  type ScorecardAnswer,
  type ScorecardQuestion,
  STAGES,
  type Stage,
} from './shape.ts'
import { livesIn, STAGE_ROWS, stageRows } from './stages-sql.ts'

const DAY = 86_400_000

async function readScorecard(ctx: Ctx, question: ScorecardQuestion) {
  const { counting, mode, brand } = await readGmv(ctx, { by: 'none', who: question.who })
  const patterns = [question.receive, question.want, question.choose, question.share]
  const reading = await readQuestion(
    ctx,
    patterns.filter((one) => one !== undefined),
    question.who,
  )
  return { counting: { ...counting, reading } satisfies Counting, mode, brand }
}

export async function scorecard(ctx: Ctx, question: ScorecardQuestion): Promise<ScorecardAnswer> {
  const { counting, mode, brand } = await readScorecard(ctx, question)
  const { clock } = counting.reading
  const stretch = stretchOfRange(question, clock)
  const before = asLongBefore(stretch, clock.now)
  const [stages, now, then, steps, aha, service, whole, weight] = await Promise.all([
    stagesIn(ctx, question, stretch, counting),
    growthIn(ctx, counting, stretch),
    growthIn(ctx, counting, before),
    nthOrders(ctx, counting, stretch),
    ahaIn(ctx, counting, stretch),
    serviceIn(ctx, counting, stretch),
    measure(ctx, 'none', stretch, counting),
    operatingWeight(ctx),
  ])
  const day = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(clock.timezone)
      .toPlainDate()
      .toString()
  const growth = Object.fromEntries(
    GROWTH.map((name) => [name, { now: now[name], before: then[name] }]),
  ) as ScorecardAnswer['growth']
  return {
    mode: modeSaid(mode),
    currency: brand.currency,
    stages,
    growth,
    steps,
    aha,
    service,
    costs: await costsIn(
      ctx,
      counting,
      { from: day(stretch.from), to: day(stretch.to - 1) },
      { customer: whole.total.visitors, order: whole.total.orders },
    ),
    score: scoreOf(growth, weight),
    as_of: new Date(clock.now).toISOString(),
  }
}

function asLongBefore({ from, to }: Stretch, now: number): Stretch {
  const length = Math.max(DAY, to - from)
  return {
    from: from - length,
    to: Math.min(from, Math.max(from - length + 1, Math.min(to, now) - length)),
  }
}

async function stagesIn(
  ctx: Ctx,
  question: ScorecardQuestion,
  stretch: Stretch,
  counting: Counting,
): Promise<ScorecardAnswer['stages']> {
  const columns = STAGES.flatMap((stage) => [
    sql`countIf(${STAGE_ROWS[stage].entry})`,
    sql`countIf(${STAGE_ROWS[stage].exit})`,
  ])
  const list = columns.reduce((all, one) => sql`${all}, ${one}`)
  const [row] = await ctx.ch.rows<{ counts: string[] }>(
    ctx.tenantId,
    sql`select [${list}] as counts from (${livesIn(question, stretch, counting)})`,
  )
  const counts = (row?.counts ?? []).map(Number)
  return STAGES.map((stage, i) => {
    const [entry = 0, exit = 0] = [counts[2 * i], counts[2 * i + 1]]
    const is_told = question.choose !== undefined || (stage !== 'choose' && stage !== 'pay')
    return { stage, entry, exit, rate: entry > 0 && is_told ? exit / entry : null, is_told }
  })
}

const ACQUIRING: readonly GrowthFigure[] = ['new_customers', 'first_buyers', 'first_net_fen']
const OPERATING: readonly GrowthFigure[] = [
  ...(['existing_buyers', 'existing_net_fen', 'repeat_rate', 'fresh_rate', 'dearer_rate'] as const),
]

/** Now ÷ before, the geometric mean of several: no figure's scale outweighs another's. */
export function scoreOf(
  growth: ScorecardAnswer['growth'],
  operating_weight: number,
): ScorecardAnswer['score'] {
  const mean = (names: readonly GrowthFigure[]) => {
    const moved = names.flatMap((name) => {
      const { now, before } = growth[name]
      return now !== null && before !== null && now > 0 && before > 0
        ? [Math.log(now / before)]
        : []
    })
    return moved.length === 0 ? null : Math.exp(moved.reduce((sum, x) => sum + x, 0) / moved.length)
  }
  const [operating, acquiring] = [mean(OPERATING), mean(ACQUIRING)]
  const share = operating_weight / 100
  return {
    operating_weight,
    operating,
    acquiring,
    total:
      operating === null || acquiring === null
        ? (operating ?? acquiring)
        : share * operating + (1 - share) * acquiring,
  }
}

const USUAL_WEIGHT = 70
const WEIGHED = 'scorecard.weighed'

export async function operatingWeight(ctx: Ctx): Promise<number> {
  if (ctx.until) {
    const set = await auditedUntil<{ after: number }>(ctx, WEIGHED, ctx.until)
    return set.at(-1)?.details.after ?? USUAL_WEIGHT
  }
  const { rows } = await pg<{ operating_weight: number }>`
    select operating_weight from scorecard_setting where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0]?.operating_weight ?? USUAL_WEIGHT
}

export function setOperatingWeight(ctx: Ctx, weight: number): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await operatingWeight(ctx)
    await pg`insert into scorecard_setting (tenant_id, operating_weight, updated_at, updated_by)
      values (${ctx.tenantId}, ${weight}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set operating_weight = excluded.operating_weight,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(ctx.pg)
    await audit(ctx, WEIGHED, undefined, { before, after: weight })
  })
}

/** @throws 404 for a stage of which nothing was named */
export async function behindScorecard(
  ctx: Ctx,
  {
    question,
    cell,
  }: { question: ScorecardQuestion; cell: { stage: Stage; of: 'entry' | 'exit' | 'lost' } },
): Promise<{ customers: Sql; reading: QuestionReading }> {
  if (question.choose === undefined && (cell.stage === 'choose' || cell.stage === 'pay'))
    throw notFound('figure')
  const { counting } = await readScorecard(ctx, question)
  const stretch = stretchOfRange(question, counting.reading.clock)
  const rows = livesIn(question, stretch, counting)
  return {
    customers: sql`(select groupBitmapState(toUInt32(c)) from (${rows}) where ${stageRows(cell.stage, cell.of)})`,
    reading: counting.reading,
  }
}
