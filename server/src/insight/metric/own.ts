// Metrics that a brand defines itself: counted by the statement of trends, shown wherever metrics are.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { withMeaning } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { sql as ch } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict, notFound } from '../../platform/errors.ts'
import { QuestionPattern } from '../question/pattern.ts'
import { readQuestion } from '../question/reading.ts'
import { seriesRows } from '../trends/series-sql.ts'
import { familyOf, type MetricFamily, type Parts } from './metric.ts'
import { askedOf, type MetricReading } from './reading.ts'

/** What adds up or is counted once; an average is a sum by a count. */
const Counted = z
  .object({
    of: QuestionPattern,
    measure: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.enum(['count', 'customers']) }).strict(),
        z
          .object({ kind: z.enum(['sum', 'distinct']), property: z.string().min(1).max(200) })
          .strict(),
      ])
      .default({ kind: 'count' }),
  })
  .strict()

export const OwnMetricInput = z
  .object({
    name: z.string().trim().min(1).max(60),
    definition: z.string().trim().min(1).max(1_000).describe('What it means, for whoever reads it'),
    unit: z.enum(['count', 'fen', 'share', 'ratio']),
    term: z.enum(['long', 'short']).default('short'),
    better: z.enum(['more', 'less', 'neither']).default('more'),
    of: Counted.describe('What is counted'),
    by: Counted.optional().describe('What it is divided by'),
  })
  .strict()
export type OwnMetricInput = z.infer<typeof OwnMetricInput>

const PREFIX = 'own:'
export const isOwn = (code: string): boolean => code.startsWith(PREFIX)

export interface OwnMetricRow {
  id: string
  content: OwnMetricInput
  owner_name: string | null
  updated_at: Date
  is_archived: boolean
}

export async function listOwnMetrics(ctx: Ctx): Promise<OwnMetricRow[]> {
  const { rows } = await sql<OwnMetricRow>`
    select m.id, m.content, u.name as owner_name, m.updated_at, m.archived_at is not null as is_archived
    from own_metric m left join app_user u on u.id = m.owner_id
    where m.tenant_id = ${ctx.tenantId} order by lower(m.content ->> 'name'), m.id`.execute(ctx.pg)
  return rows
}

export const codeOf = ({ id }: OwnMetricRow): string => `${PREFIX}${id}`

/** @throws 400 bad_rule for a pattern that makes no sense, 404, 409 name_taken */
export async function saveOwnMetric(
  ctx: Ctx,
  id: string | undefined,
  input: OwnMetricInput,
): Promise<OwnMetricRow> {
  await demandCounted(ctx, await withMeaning(ctx, input))
  const own = id ?? randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    const before = id === undefined ? undefined : await getOwnMetric(ctx, id)
    if (before?.is_archived)
      throw conflict('definition_archived', 'It is archived; take it back before you change it')
    const { rows } = await sql`
      insert into own_metric (tenant_id, id, content, owner_id, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${JSON.stringify(input)}::jsonb,
        ${ctx.actor.kind === 'user' ? ctx.actor.id : null}::uuid, ${ctx.now()}::timestamptz
      where not exists (select from own_metric where tenant_id = ${ctx.tenantId} and archived_at is null
        and lower(content ->> 'name') = lower(${input.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set content = excluded.content, updated_at = excluded.updated_at
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another metric has this name')
    await audit(
      ctx,
      before ? 'own_metric.changed' : 'own_metric.created',
      { kind: 'own_metric', id: own },
      { ...(before && { before: before.content }), after: input },
    )
    return getOwnMetric(ctx, own)
  })
}

/** @throws 404 */
export async function getOwnMetric(ctx: Ctx, id: string): Promise<OwnMetricRow> {
  const found = (await listOwnMetrics(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('own_metric')
  return found
}

/** Archived it is offered no more; boards and alerts that show it go on. @throws 404, 409 name_taken */
export function archiveOwnMetric(ctx: Ctx, id: string, isArchived = true): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { content, is_archived } = await getOwnMetric(ctx, id)
    if (is_archived === isArchived) return
    const { rows } = await sql`update own_metric set archived_at = ${isArchived ? ctx.now() : null}
      where tenant_id = ${ctx.tenantId} and id = ${id} and (${isArchived} or not exists (
        select from own_metric o where o.tenant_id = ${ctx.tenantId} and o.archived_at is null
          and lower(o.content ->> 'name') = lower(${content.name}) and o.id <> ${id})) returning id`.execute(
      ctx.pg,
    )
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another metric has this name')
    await audit(
      ctx,
      isArchived ? 'own_metric.archived' : 'own_metric.taken_back',
      { kind: 'own_metric', id },
      { before: content },
    )
  })
}

/** What is counted makes sense: sums are over numbers that exist under their names. */
export async function demandCounted(ctx: Ctx, { of, by }: OwnMetricInput): Promise<void> {
  await readQuestion(ctx, [of.of, ...(by ? [by.of] : [])])
}

/** As a metric of the catalogue; what it names has its meaning written in. */
export async function ownFamily(ctx: Ctx, row: OwnMetricRow): Promise<MetricFamily> {
  return familyFor(row, await withMeaning(ctx, row.content))
}

const said = ({ of, measure }: z.infer<typeof Counted>): string =>
  `${measure.kind}${'property' in measure ? ` ${measure.property}` : ''} (${of.any_of.map(({ event }) => event).join(' | ')})`

export function familyFor(row: OwnMetricRow, real: OwnMetricInput): MetricFamily {
  const { name, definition, unit, term, better, of, by } = row.content
  const both = (text: string) => ({ 'zh-CN': text, en: text })
  return {
    ...familyOf<'of' | 'by'>({
      code: codeOf(row),
      needs: ['events:read'],
      read: (ctx, reading, parts) => readOwn(ctx, reading, real, parts),
      metrics: [
        {
          ...{ code: codeOf(row), unit, term, better, of: 'of' },
          ...(by && { by: 'by' }),
          ...{ name: both(name), definition: both(definition) },
          formula: both(by ? `${said(of)} ÷ ${said(by)}` : said(of)),
        },
      ],
    }),
    // What it names may change and its own wording not.
    version: `${row.updated_at.toISOString()} ${real === row.content ? '' : JSON.stringify(real)}`,
  }
}

async function readOwn(
  ctx: Ctx,
  { edges, stretch, customers, known }: MetricReading,
  { of, by }: OwnMetricInput,
  parts: ReadonlySet<'of' | 'by'>,
) {
  const counted = { of, by }
  const question = await readQuestion(ctx, [of.of, ...(by ? [by.of] : [])])
  const reading = { ...question, whose: ch`${customers} and ${known}` }
  const periods = new Map<number, Record<string, number>>()
  const total: Record<string, number> = {}
  const queries: ReturnType<typeof askedOf>[] = []
  for (const part of parts) {
    const series = counted[part]
    if (!series) continue
    const statement = seriesRows(series, { edges, stretch }, undefined, undefined, reading, false)
    queries.push(askedOf(statement))
    const rows = await ctx.ch.rows<{ p: string; is_total: number; n: number | null }>(
      ctx.tenantId,
      statement,
    )
    for (const { p, is_total, n } of rows) {
      if (Number(is_total)) total[part] = Number(n ?? 0)
      else periods.set(Number(p), { ...periods.get(Number(p)), [part]: Number(n ?? 0) })
    }
  }
  return { periods: periods as ReadonlyMap<number, Parts>, total, queries }
}
