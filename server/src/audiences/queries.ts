// Audiences as they are shown: what they are, how many are inside, what came and went.
import { sql as pgSql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { namesOfActors } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { somebodyWaits, trueAsOf } from './freshness.ts'
import type { Rule } from './rule.ts'
import { NO_SIZES, sizesOf } from './sizes.ts'
import type { AudienceKind, AudienceState } from './store.ts'

export const SORTS = ['name', 'size', 'updated', 'created'] as const
export interface AudienceQuery {
  q?: string | undefined
  state?: AudienceState | undefined
  kind?: AudienceKind | undefined
  folder?: string | undefined
  sort: (typeof SORTS)[number]
  limit: number
  cursor?: string | undefined
}

interface Row {
  id: string
  name: string
  description: string
  folder: string
  labels: string[]
  kind: AudienceKind
  state: AudienceState
  rule: Rule | null
  rule_version: number
  version: number
  size: number
  revision: number
  evaluated_at: Date | null
  wake_at: Date | null
  is_unsettled: boolean
  changed_at: Date | null
  is_building: boolean
  failed_at: Date | null
  failure: string | null
  tag: string | null
  tag_mode: 'add' | 'mirror' | null
  used_by: number
  created_at: Date
  created_by: string
  updated_at: Date
  updated_by: string
  key: string
}

const COLUMNS = pgSql`a.id, a.name, a.description, a.folder, a.labels, a.kind, a.state, r.rule, a.rule_version, a.version,
  a.size, a.revision, a.evaluated_at, a.changed_at, a.wake_at, a.state = 'live' and a.build is not null as is_building,
  a.settles_after is not null as is_unsettled,
  a.failed_at, a.failure, t.name as tag, a.tag_sync ->> 'mode' as tag_mode,
  (select count(*) from audience u where u.tenant_id = a.tenant_id and u.state <> 'archived'
    and u.needs_audiences @> array[a.id])::int + (a.tag_sync is not null)::int
    + (select count(*) from computed_attribute c where c.tenant_id = a.tenant_id and c.state <> 'deleted'
      and c.needs_audiences @> array[a.id])
    + (select count(*) from pool p where p.tenant_id = a.tenant_id and p.audience_id = a.id and p.state <> 'archived')::int as used_by,
  a.created_at, a.created_by, a.updated_at, a.updated_by`
const FROM = pgSql`from audience a
  left join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
  left join tag t on t.tenant_id = a.tenant_id and t.id = (a.tag_sync ->> 'tag_id')::uuid`

/** What a list is sorted by, as text that sorts alike, and whether the greatest comes first. */
const ORDER: Record<AudienceQuery['sort'], { key: RawBuilder<unknown>; down: boolean }> = {
  name: { key: pgSql`lower(a.name)`, down: false },
  size: { key: pgSql`lpad(a.size::text, 12, '0')`, down: true },
  updated: {
    key: pgSql`to_char(a.updated_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`,
    down: true,
  },
  created: {
    key: pgSql`to_char(a.created_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`,
    down: true,
  },
}
const Position = z.object({ sort: z.enum(SORTS), key: z.string().max(300), id: z.uuid() })

/** Archived ones only when they are asked for. */
export async function listAudiences(ctx: Ctx, query: AudienceQuery) {
  const read = readCursor(query.cursor, Position)
  const after = read?.sort === query.sort ? read : undefined
  const { key, down } = ORDER[query.sort]
  const beyond = down ? pgSql`<` : pgSql`>`
  const direction = down ? pgSql`desc` : pgSql`asc`
  const sought = query.q?.trim()
  const { rows } = await pgSql<Row>`select ${COLUMNS}, ${key} as key ${FROM}
    where a.tenant_id = ${ctx.tenantId}
      and ${query.state ? pgSql`a.state = ${query.state}` : pgSql`a.state <> 'archived'`}
      and ${query.kind ? pgSql`a.kind = ${query.kind}` : pgSql`true`}
      and ${query.folder === undefined ? pgSql`true` : pgSql`a.folder = ${query.folder}`}
      and ${sought ? pgSql`position(${sought.toLowerCase()} in lower(concat_ws(' ', a.name, a.description, array_to_string(a.labels, ' ')))) > 0` : pgSql`true`}
      and ${after ? pgSql`(${key}, a.id) ${beyond} (${after.key}, ${after.id}::uuid)` : pgSql`true`}
    order by ${key} ${direction}, a.id ${direction} limit ${query.limit + 1}`.execute(ctx.pg)
  const page = toPage(
    rows,
    query.limit,
    (row) => row,
    (row) => ({ sort: query.sort, key: row.key, id: row.id }),
  )
  return { ...page, items: await shown(ctx, page.items) }
}

/** @throws 404, also for another tenant's */
export async function getAudience(ctx: Ctx, id: string) {
  const { rows } = await pgSql<Row>`select ${COLUMNS}, '' as key ${FROM}
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`.execute(ctx.pg)
  const [found] = await shown(ctx, rows)
  if (!found) throw notFound('audience')
  return found
}

/** @throws 404 when any of them is not there */
export async function demandAudiences(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await pgSql<{ id: string }>`
    select w.id from unnest(${[...ids]}::uuid[]) as w (id)
    where not exists (select 1 from audience a where a.tenant_id = ${ctx.tenantId} and a.id = w.id)`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw notFound('audience')
}

async function shown(ctx: Ctx, rows: readonly Row[]) {
  const [names, sizes, isTouched] = await Promise.all([
    namesOfActors(
      ctx,
      rows.flatMap((r) => [r.created_by, r.updated_by]),
    ),
    sizesOf(ctx, rows),
    somebodyWaits(ctx),
  ])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    folder: row.folder,
    labels: row.labels,
    kind: row.kind,
    state: row.state,
    rule: row.rule,
    rule_version: row.rule_version,
    version: row.version,
    ...(sizes.get(row.id) ?? NO_SIZES),
    revision: row.revision,
    evaluated_at:
      trueAsOf(ctx, row, isTouched || row.kind !== 'rule' || row.is_unsettled)?.toISOString() ??
      null,
    changed_at: row.changed_at?.toISOString() ?? null,
    building: row.is_building,
    failure: row.failed_at ? { at: row.failed_at.toISOString(), message: row.failure ?? '' } : null,
    tag_sync: row.tag && row.tag_mode ? { tag: row.tag, mode: row.tag_mode } : null,
    used_by: row.used_by,
    created_at: row.created_at.toISOString(),
    created_by: names.get(row.created_by) ?? row.created_by,
    updated_at: row.updated_at.toISOString(),
    updated_by: names.get(row.updated_by) ?? row.updated_by,
  }))
}

/** Every wording, the newest first. */
export async function listRules(ctx: Ctx, id: string) {
  await demandAudiences(ctx, [id])
  const { rows } = await pgSql<{
    version: number
    rule: Rule
    note: string
    at: Date
    by_name: string
    in_force: boolean
  }>`select r.version, r.rule, r.note, r.at, r.by_name, r.version = a.rule_version as in_force
    from audience_rule r join audience a on a.tenant_id = r.tenant_id and a.id = r.audience_id
    where r.tenant_id = ${ctx.tenantId} and r.audience_id = ${id} order by r.version desc`.execute(
    ctx.pg,
  )
  return rows.map((r) => ({ ...r, at: r.at.toISOString() }))
}

/** Where it is used: by other audiences' rules, by a tag that follows it. */
export async function usesOf(ctx: Ctx, id: string) {
  const { tag_sync } = await getAudience(ctx, id)
  const { rows } = await pgSql<{ id: string; name: string; state: AudienceState }>`
    select id, name, state from audience where tenant_id = ${ctx.tenantId} and state <> 'archived'
      and needs_audiences @> array[${id}::uuid] order by name`.execute(ctx.pg)
  const { rows: computed } = await pgSql<{ id: string; name: string; state: string }>`
    select c.id, d.label as name, c.state from computed_attribute c
    join attribute_definition d on d.tenant_id = c.tenant_id and d.name = c.name
    where c.tenant_id = ${ctx.tenantId} and c.state <> 'deleted' and c.needs_audiences @> array[${id}::uuid]
    order by d.label`.execute(ctx.pg)
  const { rows: pools } = await pgSql<{ id: string; name: string; state: string }>`
    select id, name, state from pool where tenant_id = ${ctx.tenantId} and audience_id = ${id} and state <> 'archived'
    order by name`.execute(ctx.pg)
  return [
    ...rows.map((r) => ({ kind: 'audience' as const, id: r.id, name: r.name, state: r.state })),
    ...computed.map((c) => ({
      kind: 'computed_attribute' as const,
      id: c.id,
      name: c.name,
      state: c.state,
    })),
    ...pools.map((p) => ({ kind: 'pool' as const, id: p.id, name: p.name, state: p.state })),
    ...(tag_sync
      ? [{ kind: 'tag' as const, id: tag_sync.tag, name: tag_sync.tag, state: tag_sync.mode }]
      : []),
  ]
}

export type AudienceAsShown = Awaited<ReturnType<typeof getAudience>>
