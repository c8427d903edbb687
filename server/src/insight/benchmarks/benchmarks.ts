// The published figures and those a brand added, each beside what the brand itself measures.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Rule } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type MetricValue, readMetrics } from '../metric/read.ts'
import { settingsOf } from '../settings/versions.ts'
import { SuperUserSettings } from '../super-users/settings.ts'
import { type Evidence, type OwnFigure, PUBLISHED } from './published.ts'
import type { BenchmarkShape, NewBenchmark } from './shape.ts'

const YEAR = { kind: 'last', span: { n: 1, unit: 'year' } } as const
const MEMBER: Rule = {
  kind: 'did',
  event: { any_of: [{ event: 'member_joined', where: [] }] },
  window: { kind: 'ever' },
  times: { op: 'gte', value: 1 },
}

export async function benchmarks(ctx: Ctx): Promise<BenchmarkShape[]> {
  const figures = await ownFigures(ctx)
  const published = PUBLISHED.map(({ own, url, isRead, ...one }): BenchmarkShape => {
    const figure = own && figures[own.of]
    return {
      ...one,
      id: null,
      is_read: isRead,
      url: url ?? null,
      own: own
        ? {
            of: own.of,
            value: figure?.value ?? null,
            cases: figure?.n ?? figure?.denominator ?? null,
            differs: own.differs,
          }
        : null,
    }
  })
  return [...published, ...(await addedBy(ctx))]
}

type Figure = Pick<MetricValue, 'value' | 'n' | 'denominator'>

async function ownFigures(ctx: Ctx): Promise<Record<OwnFigure, Figure | undefined>> {
  const { settings } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const today = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime())
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
  const range = { date_from: today.subtract({ years: 1 }).toString() }
  const sharing: Rule = {
    kind: 'did',
    event: { any_of: settings.sharing.map((event) => ({ event, where: [] })) },
    window: YEAR,
    times: { op: 'gte', value: 1 },
  }
  const [members, others, all, sharers] = await Promise.all([
    readMetrics(ctx, ['repurchase_rate'], { range, who: MEMBER }),
    readMetrics(ctx, ['repurchase_rate'], { range, who: { kind: 'not', rule: MEMBER } }),
    readMetrics(ctx, ['reachable_share', 'paying_share', 'active_customers'], { range }),
    settings.sharing.length > 0
      ? readMetrics(ctx, ['active_customers'], { range, who: sharing })
      : undefined,
  ])
  const active = all.metrics.get('active_customers')?.total.value ?? 0
  const shared = sharers?.metrics.get('active_customers')?.total.value ?? null
  return {
    member_repurchase: members.metrics.get('repurchase_rate')?.total,
    other_repurchase: others.metrics.get('repurchase_rate')?.total,
    reachable_share: all.metrics.get('reachable_share')?.total,
    paying_share: all.metrics.get('paying_share')?.total,
    sharing_share: {
      value: active > 0 && shared !== null ? shared / active : null,
      n: active,
      denominator: active,
    },
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
        metric && total ? { of: metric, value: total.value, cases: total.n, differs: null } : null,
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
