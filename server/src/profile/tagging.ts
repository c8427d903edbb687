// Putting tags on customers and taking them off: one statement however many customers, with the
// events that tell of it.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { insertOwnEvents } from '../platform/outbox-rows.ts'

/**
 * What happens to a tag that the same source had put on before: `replace` its time, reason and
 * expiry (a person), `prolong` it (a rule: never shortens), `keep` it (a source that repeats itself).
 */
export type Repeat = 'replace' | 'prolong' | 'keep'

export interface Tagged {
  /** Customers who did not hold the tag before, from nobody. */
  added: number
  /** Rows written. */
  written: number
}

const live = (table: string, ctx: Ctx) =>
  sql`(${sql.ref(`${table}.expires_at`)} is null or ${sql.ref(`${table}.expires_at`)} > ${ctx.now()}::timestamptz)`

const AGAIN: Record<Repeat, RawBuilder<unknown>> = {
  keep: sql`do nothing`,
  replace: sql`do update set at = excluded.at, actor = excluded.actor, actor_name = excluded.actor_name,
    reason = excluded.reason, expires_at = excluded.expires_at`,
  prolong: sql`do update set expires_at = case when t.expires_at is null or excluded.expires_at is null then null
    else greatest(t.expires_at, excluded.expires_at) end`,
}

/**
 * `wanted` yields node_id, tag (a present name), source, at, actor, actor_name, reason, expires_at
 * and told (jsonb: what the event says besides), one row a node, tag and source. Nodes that are gone
 * are passed over. A tag of an exclusive group pushes the others of its group off the customer;
 * not with `keep`: what sources say comes in any order, so there the newest shows.
 */
export async function addTags(
  ctx: Ctx,
  wanted: RawBuilder<unknown>,
  repeat: Repeat,
): Promise<Tagged> {
  const tenant = sql`${ctx.tenantId}::uuid`
  const pushed =
    repeat === 'keep'
      ? sql`select null::bigint as canonical_id, null::text as tag, null::text as by_tag where false`
      : sql`delete from customer_tag o
        using named m, tag mine, tag_group g, tag other, customer n
        where mine.tenant_id = ${tenant} and mine.name = m.tag
          and g.tenant_id = ${tenant} and g.id = mine.group_id and g.is_exclusive
          and other.tenant_id = ${tenant} and other.group_id = mine.group_id and other.name <> m.tag
          and n.tenant_id = ${tenant} and n.canonical_id = m.canonical_id
          and o.tenant_id = ${tenant} and o.node_id = n.id and o.tag = other.name
          and not exists (select 1 from named also where also.canonical_id = m.canonical_id and also.tag = o.tag)
        returning m.canonical_id, o.tag, m.tag as by_tag, m.told`
  const { rows } = await sql<Tagged>`
    with wanted as materialized (${wanted}),
    named as materialized (
      select w.*, n.canonical_id from wanted w join customer n on n.tenant_id = ${tenant} and n.id = w.node_id),
    held as materialized (
      select distinct m.canonical_id, m.tag from named m
      join customer g on g.tenant_id = ${tenant} and g.canonical_id = m.canonical_id
      join customer_tag t on t.tenant_id = ${tenant} and t.node_id = g.id and t.tag = m.tag and ${live('t', ctx)}),
    written as (
      insert into customer_tag as t (tenant_id, node_id, tag, source, at, actor, actor_name, reason, expires_at)
      select ${tenant}, node_id, tag, source, at, actor, actor_name, reason, expires_at from named
      order by node_id, tag, source
      on conflict (tenant_id, node_id, tag, source) ${AGAIN[repeat]}
      returning t.node_id, t.tag, t.source, t.xmax = 0 as is_inserted),
    pushed as (${pushed}),
    fresh as (
      select distinct on (m.canonical_id, m.tag) m.* from written w
      join named m on m.node_id = w.node_id and m.tag = w.tag and m.source = w.source
      where w.is_inserted and not exists (
        select 1 from held h where h.canonical_id = m.canonical_id and h.tag = m.tag)
      order by m.canonical_id, m.tag),
    told as (${insertOwnEvents(
      ctx,
      sql`select 'tag_added' as name, f.node_id, f.at, 'profile' as source,
          f.told || jsonb_build_object('tag', f.tag, 'group', (select g.name from tag x join tag_group g
            on g.tenant_id = x.tenant_id and g.id = x.group_id where x.tenant_id = ${tenant} and x.name = f.tag),
            'from', f.source, 'by', f.actor_name, 'reason', f.reason) as props
        from fresh f
        union all
        select 'tag_removed', p.canonical_id, ${ctx.now()}::timestamptz, 'profile',
          ${repeat === 'keep' ? sql`'{}'::jsonb` : sql`p.told`} || jsonb_build_object('tag', p.tag, 'reason', 'exclusive', 'replaced_by', p.by_tag)
        from pushed p`,
    )})
    select (select count(*) from fresh) as added, (select count(*) from written) as written`.execute(
    ctx.pg,
  )
  return rows[0] ?? { added: 0, written: 0 }
}

/**
 * Takes these tags off the customers that `customers` yields (canonical ids, column `id`), whoever
 * put them on. Answers how many customers lost one.
 */
export async function removeTags(
  ctx: Ctx,
  customers: RawBuilder<unknown>,
  tags: readonly string[],
  reason: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with going as materialized (${customers}),
    gone as (
      delete from customer_tag t using customer n
      where t.tenant_id = ${ctx.tenantId} and t.tag = any(${[...tags]}::text[])
        and n.tenant_id = t.tenant_id and n.id = t.node_id and n.canonical_id in (select id from going)
      returning n.canonical_id, t.tag, ${live('t', ctx)} as is_live),
    lost as (select distinct canonical_id, tag from gone where is_live),
    told as (${insertOwnEvents(
      ctx,
      sql`select 'tag_removed' as name, l.canonical_id as node_id, ${ctx.now()}::timestamptz as at, 'profile' as source,
          jsonb_build_object('tag', l.tag, 'reason', ${reason}::text, 'by', ${ctx.actor.name}::text) as props
        from lost l`,
    )})
    select count(distinct canonical_id) as n from lost`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

/**
 * One source takes its word back: the tag goes from the customers that `customers` yields (canonical
 * ids, column `id`), unless another source says it too. Answers how many customers lost it.
 */
export async function withdrawTag(
  ctx: Ctx,
  customers: RawBuilder<unknown>,
  tag: string,
  source: string,
  reason: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with going as materialized (${customers}),
    gone as (
      delete from customer_tag t using customer n
      where t.tenant_id = ${ctx.tenantId} and t.tag = ${tag} and t.source = ${source}
        and n.tenant_id = t.tenant_id and n.id = t.node_id and n.canonical_id in (select id from going)
      returning n.canonical_id, ${live('t', ctx)} as is_live),
    lost as (
      select distinct g.canonical_id from gone g where g.is_live and not exists (
        select 1 from customer n join customer_tag t on t.tenant_id = n.tenant_id and t.node_id = n.id
        where n.tenant_id = ${ctx.tenantId} and n.canonical_id = g.canonical_id and t.tag = ${tag}
          and t.source <> ${source} and ${live('t', ctx)})),
    told as (${insertOwnEvents(
      ctx,
      sql`select 'tag_removed' as name, l.canonical_id as node_id, ${ctx.now()}::timestamptz as at, 'profile' as source,
          jsonb_build_object('tag', ${tag}::text, 'reason', ${reason}::text, 'by', ${ctx.actor.name}::text) as props
        from lost l`,
    )})
    select count(*) as n from lost`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

const EXPIRED_AT_ONCE = 10_000

/** Clears what has expired, in every brand; whoever holds the tag from another source keeps it. */
export async function clearExpiredTags(make: (tenantId: string) => Ctx, system: Ctx) {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from customer_tag where expires_at <= ${system.now()}`.execute(
    system.pg,
  )
  let cleared = 0
  for (const { tenant_id } of rows) {
    for (let more = EXPIRED_AT_ONCE; more === EXPIRED_AT_ONCE; cleared += more)
      more = await clearSome(make(tenant_id))
  }
  return cleared
}

async function clearSome(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with expired as (
      select node_id, tag, source from customer_tag
      where tenant_id = ${ctx.tenantId} and expires_at <= ${ctx.now()}
      order by expires_at limit ${EXPIRED_AT_ONCE} for update skip locked),
    gone as (
      delete from customer_tag t using expired e, customer n
      where t.tenant_id = ${ctx.tenantId} and t.node_id = e.node_id and t.tag = e.tag and t.source = e.source
        and n.tenant_id = t.tenant_id and n.id = t.node_id
      returning n.canonical_id, t.tag, t.source, t.expires_at),
    lost as (
      select g.canonical_id, g.tag, max(g.expires_at) as at from gone g
      where not exists (
        select 1 from customer n join customer_tag t on t.tenant_id = n.tenant_id and t.node_id = n.id and t.tag = g.tag
        where n.tenant_id = ${ctx.tenantId} and n.canonical_id = g.canonical_id and ${live('t', ctx)})
      group by 1, 2),
    told as (${insertOwnEvents(
      ctx,
      sql`select 'tag_removed' as name, l.canonical_id as node_id, l.at, 'profile' as source,
          jsonb_build_object('tag', l.tag, 'reason', 'expired') as props from lost l`,
    )})
    select count(*) as n from gone`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
