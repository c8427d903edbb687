// What carriers reported, and everything else a set of customers can be reached by.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { Channel } from './consent-rules.ts'
import {
  isLive,
  type KnownOfCustomer,
  type Touchpoint,
  type TouchpointKind,
  type TouchpointReport,
  type TouchpointState,
  touchpointsOf,
} from './touchpoint-rules.ts'

export interface TouchpointWrite extends TouchpointReport {
  node: number
  at: Date
  source: string
}

/** The latest report a touchpoint is what it is; each is kept. Call in a transaction. */
export async function recordTouchpoints(
  ctx: Ctx,
  writes: readonly TouchpointWrite[],
): Promise<void> {
  if (writes.length === 0) return
  const u = unnest(
    writes.map((w) => ({ ...w, id: randomUUIDv7() })),
    {
      id: ['uuid', (w) => w.id],
      node_id: ['bigint', (w) => w.node],
      kind: ['text', (w) => w.kind],
      ref: ['text', (w) => w.ref],
      state: ['text', (w) => w.state],
      at: ['timestamptz', (w) => w.at],
      source: ['text', (w) => w.source],
      reason: ['text', (w) => w.reason],
    },
  )
  await sql`insert into touchpoint_change (tenant_id, recorded_at, actor, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
  await sql`insert into touchpoint as t (tenant_id, node_id, kind, ref, state, at, source, reason)
    select distinct on (r.node_id, r.kind, r.ref) ${ctx.tenantId}::uuid, r.node_id, r.kind, r.ref, r.state, r.at, r.source, r.reason
    from ${u.rows} order by r.node_id, r.kind, r.ref, r.at desc, (r.state = 'reachable')
    on conflict (tenant_id, node_id, kind, ref) do update
      set state = excluded.state, at = excluded.at, source = excluded.source, reason = excluded.reason
      where t.at < excluded.at or (t.at = excluded.at and excluded.state <> 'reachable')`.execute(
    ctx.pg,
  )
}

/** What a group's touchpoints follow from, and a little more of the same rows. */
export interface KnownOfGroup extends KnownOfCustomer {
  relations: readonly (KnownOfCustomer['relations'][number] & { channelId: string | null })[]
}

/** Every touchpoint of each group (canonical id → its nodes), in four statements however many. */
export async function touchpointsOfGroups(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, Touchpoint[]>> {
  const known = await knownOfGroups(ctx, groups)
  return new Map([...known].map(([id, one]) => [id, touchpointsOf(one)]))
}

/** The same before it is decided what of it can be reached; consents are on every purpose. */
export async function knownOfGroups(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, KnownOfGroup>> {
  const owner = new Map([...groups].flatMap(([id, nodes]) => nodes.map((n) => [n, id] as const)))
  const nodes = [...owner.keys()]
  type Kept = { [Part in keyof KnownOfGroup]: KnownOfGroup[Part][number][] }
  const known = new Map<number, Kept>(
    [...groups.keys()].map((id) => [
      id,
      { identifiers: [], relations: [], reports: [], consents: [] },
    ]),
  )
  const of = (node: number) => known.get(owner.get(node) ?? 0)
  // `offset 0` keeps each look-up a look-up on tables whose size the planner does not know yet.
  const each = (columns: string, table: string, condition = 'true') => sql`
    select f.* from unnest(${nodes}::bigint[]) as w (id), lateral (
      select node_id, ${sql.raw(columns)} from ${sql.table(table)}
      where tenant_id = ${ctx.tenantId} and node_id = w.id and ${sql.raw(condition)} offset 0) f`
  const identifiers = await each(
    'namespace, value, source, first_seen_at',
    'identifier',
    `namespace in ('phone', 'email')`,
  ).execute(ctx.pg)
  for (const row of identifiers.rows as IdentifierRow[])
    of(row.node_id)?.identifiers.push({ ...row, since: row.first_seen_at.getTime() })
  const relations = await each(
    'staff_id, state, channel_id, source, added_at, ended_at',
    'relation',
  ).execute(ctx.pg)
  for (const row of relations.rows as RelationRow[])
    of(row.node_id)?.relations.push({
      staffId: row.staff_id,
      isFriend: row.state === 'friend',
      since: (row.state === 'friend' ? row.added_at : (row.ended_at ?? row.added_at)).getTime(),
      source: row.source,
      state: row.state,
      channelId: row.channel_id,
    })
  const reports = await each('kind, ref, state, at, source, reason', 'touchpoint').execute(ctx.pg)
  for (const row of reports.rows as ReportRow[])
    of(row.node_id)?.reports.push({ ...row, at: row.at.getTime() })
  const consents = await each(
    'purpose, channel, withdrawn_at, given_at, given_for::float8[] as given_for, claimed_at',
    'consent',
  ).execute(ctx.pg)
  for (const row of consents.rows as ConsentRow[])
    of(row.node_id)?.consents.push({
      node: row.node_id,
      purpose: row.purpose,
      channel: row.channel,
      withdrawnAt: row.withdrawn_at?.getTime() ?? null,
      givenAt: row.given_at?.getTime() ?? null,
      givenFor: row.given_for,
      claimedAt: row.claimed_at?.getTime() ?? null,
    })
  return known
}

interface IdentifierRow {
  node_id: number
  namespace: string
  value: string
  source: string
  first_seen_at: Date
}
interface RelationRow {
  node_id: number
  staff_id: string
  state: string
  channel_id: string | null
  source: string
  added_at: Date
  ended_at: Date | null
}
interface ReportRow {
  node_id: number
  kind: TouchpointKind
  ref: string
  state: TouchpointState
  at: Date
  source: string
  reason: string
}
interface ConsentRow {
  node_id: number
  purpose: string
  channel: Channel
  withdrawn_at: Date | null
  given_at: Date | null
  given_for: number[]
  claimed_at: Date | null
}

/** How many of each group's touchpoints can be used now. */
export async function liveTouchpoints(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, number>> {
  const all = await touchpointsOfGroups(ctx, groups)
  return new Map([...all].map(([id, list]) => [id, list.filter(isLive).length]))
}

/** What one source reported, taken back: each touchpoint is what the others said last of it. */
export async function forgetTouchpoints(ctx: Ctx, source: string): Promise<void> {
  await sql`with gone as (
      delete from touchpoint_change where tenant_id = ${ctx.tenantId} and source = ${source} returning node_id, kind, ref),
    emptied as (
      delete from touchpoint t using (select distinct node_id, kind, ref from gone) g
      where t.tenant_id = ${ctx.tenantId} and t.source = ${source} and t.node_id = g.node_id and t.kind = g.kind and t.ref = g.ref
      returning t.node_id, t.kind, t.ref)
    select 1 from emptied`.execute(ctx.pg)
  await sql`insert into touchpoint (tenant_id, node_id, kind, ref, state, at, source, reason)
    select distinct on (c.node_id, c.kind, c.ref) c.tenant_id, c.node_id, c.kind, c.ref, c.state, c.at, c.source, c.reason
    from touchpoint_change c
    where c.tenant_id = ${ctx.tenantId} and not exists (
      select 1 from touchpoint t where t.tenant_id = c.tenant_id and t.node_id = c.node_id and t.kind = c.kind and t.ref = c.ref)
    order by c.node_id, c.kind, c.ref, c.at desc, (c.state = 'reachable')
    on conflict do nothing`.execute(ctx.pg)
}
