// The published figures and those a brand added, each beside what the brand itself measures.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Rule } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type MetricValue, readMetrics } from '../metric/read.ts'
import { OwnershipSettings } from '../ownership/settings.ts'
import { settingsOf } from '../settings/versions.ts'
import { SuperUserSettings } from '../super-users/settings.ts'
import { type Evidence, OWN_FIGURES, type OwnFigure, PUBLISHED } from './published.ts'
import type { BenchmarkShape, NewBenchmark } from './shape.ts'

const YEAR = { kind: 'last', span: { n: 1, unit: 'year' } } as const
const WEEKS = 4
type Window = Extract<Rule, { kind: 'did' }>['window']
/** With which somebody shows up by herself. */
const VISITS = [
  ...['page_viewed', 'product_viewed', '$MPViewScreen', '$AppViewScreen', '$pageview'],
  ...['app_opened', 'checked_in', 'wecom_message_received', 'order_paid'],
]
const did = (events: readonly string[], window: Window = { kind: 'ever' }): Rule => ({
  kind: 'did',
  event: { any_of: events.map((event) => ({ event, where: [] })) },
  window,
  times: { op: 'gte', value: 1 },
})
/** By what the own programme tells, or another system. */
const MEMBER = did(['membership_joined', 'member_joined'])
/** Who bought a card here, or paid elsewhere. */
const PAID_MEMBER: Rule = {
  kind: 'any',
  rules: [
    {
      kind: 'did',
      event: {
        any_of: [
          {
            event: 'benefit_card_changed',
            where: [{ property: 'reason', is: { op: 'is', value: 'bought' } }],
          },
        ],
      },
      window: { kind: 'ever' },
      times: { op: 'gte', value: 1 },
    },
    did(['membership_paid', 'subscription_started']),
  ],
}
const HABIT: Rule = {
  kind: 'regularly',
  event: { any_of: VISITS.map((event) => ({ event, where: [] })) },
  unit: 'week',
  ...{ periods: 3, of: WEEKS },
}
const not = (rule: Rule): Rule => ({ kind: 'not', rule })

export async function benchmarks(ctx: Ctx): Promise<BenchmarkShape[]> {
  const figures = await ownFigures(ctx)
  const published = PUBLISHED.map(({ own, url, isRead, missing, ...one }): BenchmarkShape => {
    const figure = own && figures[own.of]
    return {
      ...one,
      id: null,
      is_read: isRead,
      url: url ?? null,
      own: own
        ? {
            of: own.of,
            ...said(figure),
            name: OWN_FIGURES[own.of],
            differs: own.differs,
            beside: own.beside
              ? {
                  of: own.beside,
                  name: OWN_FIGURES[own.beside],
                  ...said(figures[own.beside]),
                }
              : null,
          }
        : null,
      missing: figure?.value == null ? (missing ?? null) : null,
    }
  })
  return [...published, ...(await addedBy(ctx))]
}

const said = (figure: Figure | undefined) => ({
  value: figure?.value ?? null,
  cases: figure?.n ?? figure?.denominator ?? null,
})

type Figure = Pick<MetricValue, 'value' | 'n' | 'denominator'>

async function ownFigures(ctx: Ctx): Promise<Record<OwnFigure, Figure | undefined>> {
  const { settings } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const today = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime())
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
  const range = { date_from: today.subtract({ years: 1 }).toString() }
  const weeks = { date_from: today.subtract({ days: 7 * WEEKS - 1 }).toString() }
  const { settings: levels } = await settingsOf(ctx, 'ownership', OwnershipSettings)
  const of = async (code: string, who?: Rule, asked = range): Promise<Figure | undefined> =>
    (await readMetrics(ctx, [code], { range: asked, ...(who && { who }) })).metrics.get(code)?.total
  const shareOf = async (events: readonly string[]) =>
    events.length > 0 ? ((await of('active_customers', did(events, YEAR)))?.value ?? null) : null
  const all = await readMetrics(
    ctx,
    [
      ...['reachable_share', 'paying_share', 'active_customers', 'repurchase_rate'],
      ...['sms_open_rate', 'social_reach_rate'],
    ],
    { range },
  )
  const whole = (code: string) => all.metrics.get(code)?.total
  const active = whole('active_customers')?.value ?? 0
  const [paidMembers, unpaid, members, others, shared, answered, lately, habit] = await Promise.all(
    [
      of('repurchase_rate', PAID_MEMBER),
      of('repurchase_rate', not(PAID_MEMBER)),
      of('repurchase_rate', MEMBER),
      of('repurchase_rate', not(MEMBER)),
      shareOf(settings.sharing),
      shareOf(levels.responses),
      of('active_customers', undefined, weeks),
      of('active_customers', HABIT, weeks),
    ],
  )
  const share = (part: number | null | undefined, of: number): Figure => ({
    value: of > 0 && part != null ? part / of : null,
    ...{ n: of, denominator: of },
  })
  return {
    paid_member_repurchase: paidMembers,
    unpaid_repurchase: unpaid,
    member_repurchase: members,
    other_repurchase: others,
    repurchase: whole('repurchase_rate'),
    reachable_share: whole('reachable_share'),
    paying_share: whole('paying_share'),
    sharing_share: share(shared, active),
    answering_share: share(answered, active),
    habit_share: share(habit?.value, lately?.value ?? 0),
    sms_open: whole('sms_open_rate'),
    social_reach: whole('social_reach_rate'),
  }
}

async function addedBy(ctx: Ctx): Promise<BenchmarkShape[]> {
  const { rows } = await sql<{
    id: string
    name: string
    unit: BenchmarkShape['unit']
    value: number
    evidence: Evidence
    source: string
    year: number
    url: string | null
    metric: string | null
  }>`select id, name, unit, value, evidence, source, year, url, metric from benchmark
    where tenant_id = ${ctx.tenantId} order by created_at, id`.execute(ctx.pg)
  const codes = [...new Set(rows.flatMap((r) => r.metric ?? []))]
  const answer = codes.length > 0 ? await readMetrics(ctx, codes, {}) : undefined
  return rows.map(({ name, source, metric, ...row }) => {
    const total = metric ? answer?.metrics.get(metric)?.total : undefined
    return {
      ...row,
      code: row.id,
      name: { 'zh-CN': name, en: name },
      source: { 'zh-CN': source, en: source },
      is_read: true,
      own:
        metric && total
          ? {
              ...{ of: metric, value: total.value, cases: total.n },
              ...{ name: null, differs: null, beside: null },
            }
          : null,
      missing: null,
    }
  })
}

/** @throws 400 for a metric that is not in the catalogue */
export async function addBenchmark(ctx: Ctx, given: NewBenchmark): Promise<string> {
  if (given.metric !== undefined) await readMetrics(ctx, [given.metric], {})
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    await sql`insert into benchmark (tenant_id, id, name, unit, value, evidence, source, year, url, metric, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.unit}, ${given.value}, ${given.evidence}, ${given.source},
        ${given.year}, ${given.url ?? null}, ${given.metric ?? null}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'benchmark.added', { kind: 'benchmark', id }, { ...given })
    return id
  })
}

/** @throws 404; published ones stay */
export function removeBenchmark(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ name: string }>`
      delete from benchmark where tenant_id = ${ctx.tenantId} and id = ${id} returning name`.execute(
      ctx.pg,
    )
    if (rows.length === 0) throw notFound('benchmark')
    await audit(ctx, 'benchmark.removed', { kind: 'benchmark', id }, { before: rows[0] })
  })
}
