// Tags and the groups they stand in: made, renamed, merged, archived.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'

export interface TagGroup {
  id: string
  name: string
  isExclusive: boolean
  isArchived: boolean
}
export interface Tag {
  id: string
  name: string
  groupId: string | null
  description: string
  isArchived: boolean
  createdAt: Date
  createdBy: string
  /** Names that lead to it, since sources go on sending them. */
  aliases: string[]
}

const by = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`

export async function listTagGroups(ctx: Ctx): Promise<TagGroup[]> {
  const { rows } = await sql<TagGroup>`
    select id, name, is_exclusive as "isExclusive", is_archived as "isArchived" from tag_group
    where tenant_id = ${ctx.tenantId} order by position, name`.execute(ctx.pg)
  return rows
}

export async function listTags(ctx: Ctx): Promise<Tag[]> {
  const { rows } = await sql<Tag>`
    select t.id, t.name, t.group_id as "groupId", t.description, t.is_archived as "isArchived",
      t.created_at as "createdAt", t.created_by as "createdBy",
      array(select a.alias from tag_alias a where a.tenant_id = t.tenant_id and a.tag_id = t.id order by 1) as aliases
    from tag t where t.tenant_id = ${ctx.tenantId} order by t.name`.execute(ctx.pg)
  return rows
}

async function tagOf(ctx: Ctx, id: string): Promise<Tag> {
  const tag = (await listTags(ctx)).find((t) => t.id === id)
  if (!tag) throw notFound('tag')
  return tag
}

export function saveTagGroup(
  ctx: Ctx,
  id: string | undefined,
  group: { name: string; isExclusive: boolean; isArchived: boolean },
): Promise<TagGroup> {
  return inTx(ctx, async (ctx) => {
    const values = sql`${group.name}, ${group.isExclusive}, ${group.isArchived}, ${ctx.now()}, ${by(ctx)}`
    const { rows } = await refuseTaken('tag_group_name_taken', () =>
      id === undefined
        ? sql<{
            id: string
          }>`insert into tag_group (tenant_id, id, position, name, is_exclusive, is_archived, updated_at, updated_by)
            values (${ctx.tenantId}, ${randomUUIDv7()},
              (select coalesce(max(position), 0) + 1 from tag_group where tenant_id = ${ctx.tenantId}), ${values}) returning id`.execute(
            ctx.pg,
          )
        : sql<{
            id: string
          }>`update tag_group set (name, is_exclusive, is_archived, updated_at, updated_by) = (${values})
            where tenant_id = ${ctx.tenantId} and id = ${id} returning id`.execute(ctx.pg),
    )
    const saved = rows[0]
    if (!saved) throw notFound('tag_group')
    await audit(ctx, 'tag_group.saved', { kind: 'tag_group', id: saved.id }, group)
    return { id: saved.id, ...group }
  })
}

interface TagFields {
  name: string
  groupId: string | null
  description: string
}

export function createTag(ctx: Ctx, tag: TagFields): Promise<Tag> {
  return inTx(ctx, async (ctx) => {
    await demandGroup(ctx, tag.groupId)
    const id = randomUUIDv7()
    await refuseTaken('tag_name_taken', () =>
      sql`insert into tag (tenant_id, id, name, group_id, description, created_by)
        values (${ctx.tenantId}, ${id}, ${tag.name}, ${tag.groupId}, ${tag.description}, ${by(ctx)})`.execute(
        ctx.pg,
      ),
    )
    await dropAlias(ctx, tag.name)
    await audit(ctx, 'tag.created', { kind: 'tag', id }, { ...tag })
    return tagOf(ctx, id)
  })
}

/** A renamed tag keeps its customers, and its old name goes on leading to it. */
export function changeTag(
  ctx: Ctx,
  id: string,
  change: TagFields & { isArchived: boolean },
): Promise<Tag> {
  return inTx(ctx, async (ctx) => {
    const before = await tagOf(ctx, id)
    await demandGroup(ctx, change.groupId)
    await refuseTaken('tag_name_taken', () =>
      sql`update tag set name = ${change.name}, group_id = ${change.groupId}, description = ${change.description},
        is_archived = ${change.isArchived} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
        ctx.pg,
      ),
    )
    if (before.name !== change.name)
      await moveCustomers(ctx, [before.name], { id, name: change.name })
    await audit(
      ctx,
      'tag.changed',
      { kind: 'tag', id },
      { before: { name: before.name, groupId: before.groupId }, after: change },
    )
    return tagOf(ctx, id)
  })
}

/** Whoever holds one of `ids` holds `into` from now on; rules and names of them follow. */
export function mergeTags(ctx: Ctx, ids: readonly string[], into: string): Promise<Tag> {
  return inTx(ctx, async (ctx) => {
    if (ids.includes(into)) throw conflict('same_tag', 'A tag is not merged with itself')
    // One merge at a time: two of them crosswise would each take the other's tag away.
    await sql`select 1 from tag where tenant_id = ${ctx.tenantId} and id = any(${[...ids, into]}::uuid[]) order by id for update`.execute(
      ctx.pg,
    )
    const all = new Map((await listTags(ctx)).map((t) => [t.id, t]))
    const staying = all.get(into)
    const going = ids.map((id) => all.get(id)?.name)
    if (!staying || going.includes(undefined)) throw notFound('tag')
    const names = going.filter((name) => name !== undefined)
    await sql`update tag_rule set tag_id = ${into}, version = version + 1 where tenant_id = ${ctx.tenantId} and tag_id = any(${[...ids]}::uuid[])`.execute(
      ctx.pg,
    )
    await sql`update tag_alias set tag_id = ${into} where tenant_id = ${ctx.tenantId} and tag_id = any(${[...ids]}::uuid[])`.execute(
      ctx.pg,
    )
    await sql`delete from tag where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(
      ctx.pg,
    )
    const customers = await moveCustomers(ctx, names, staying)
    await audit(
      ctx,
      'tag.merged',
      { kind: 'tag', id: into },
      { from: names.length === 1 ? names[0] : names, into: staying.name, rows: customers },
    )
    return tagOf(ctx, into)
  })
}

/** Who holds several keeps the earlier time and the later end. Rules that name the tags follow. */
async function moveCustomers(
  ctx: Ctx,
  from: readonly string[],
  to: { id: string; name: string },
): Promise<number> {
  const names = sql`${[...from]}::text[]`
  const { rows } = await sql<{ n: number }>`
    with gone as (delete from customer_tag where tenant_id = ${ctx.tenantId} and tag = any(${names}) returning *),
    each as (
      select distinct on (node_id, source) tenant_id, node_id, source, at, actor, actor_name, reason,
        case when bool_or(expires_at is null) over held then null else max(expires_at) over held end as expires_at
      from gone window held as (partition by node_id, source)
      order by node_id, source, at, tag),
    moved as (
      insert into customer_tag as t (tenant_id, node_id, tag, source, at, actor, actor_name, reason, expires_at)
      select tenant_id, node_id, ${to.name}, source, at, actor, actor_name, reason, expires_at from each
      on conflict (tenant_id, node_id, tag, source) do update set at = least(t.at, excluded.at),
        expires_at = case when t.expires_at is null or excluded.expires_at is null then null
          else greatest(t.expires_at, excluded.expires_at) end)
    select count(*) as n from gone`.execute(ctx.pg)
  await dropAlias(ctx, to.name)
  await sql`insert into tag_alias (tenant_id, alias, tag_id)
    select ${ctx.tenantId}::uuid, name, ${to.id}::uuid from unnest(${names}) as name
    on conflict (tenant_id, alias) do update set tag_id = excluded.tag_id`.execute(ctx.pg)
  await sql`update tag_rule set version = version + 1, conditions = (
      select jsonb_agg(case when c ->> 'property' = 'tag' and c ->> 'value' = any(${names})
        then jsonb_set(c, '{value}', to_jsonb(${to.name}::text)) else c end order by place)
      from jsonb_array_elements(conditions) with ordinality as x (c, place))
    where tenant_id = ${ctx.tenantId} and event_name in ('tag_added', 'tag_removed')
      and exists (select 1 from jsonb_array_elements(conditions) as c
        where c ->> 'property' = 'tag' and c ->> 'value' = any(${names}))`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

const dropAlias = (ctx: Ctx, alias: string) =>
  sql`delete from tag_alias where tenant_id = ${ctx.tenantId} and alias = ${alias}`.execute(ctx.pg)

export async function demandGroup(ctx: Ctx, groupId: string | null): Promise<void> {
  if (groupId === null) return
  const { rows } =
    await sql`select 1 from tag_group where tenant_id = ${ctx.tenantId} and id = ${groupId}`.execute(
      ctx.pg,
    )
  if (rows.length === 0) throw notFound('tag_group')
}

async function refuseTaken<T>(code: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: string }).code === '23505')
      throw conflict(code, 'There is one of this name already')
    throw error
  }
}

/**
 * The present names of tags as sources send them: renamed and merged ones lead to what they became,
 * names nobody knows become tags of no group.
 */
export async function presentNames(
  ctx: Ctx,
  sent: readonly string[],
): Promise<Map<string, string>> {
  const names = [...new Set(sent)].sort()
  if (names.length === 0) return new Map()
  const { rows } = await sql<{ sent: string; name: string | null }>`
    select s.sent, coalesce(t.name, l.name) as name from unnest(${names}::text[]) as s (sent)
    left join tag t on t.tenant_id = ${ctx.tenantId} and t.name = s.sent
    left join tag_alias a on a.tenant_id = ${ctx.tenantId} and a.alias = s.sent
    left join tag l on l.tenant_id = a.tenant_id and l.id = a.tag_id`.execute(ctx.pg)
  const unknown = rows.filter((r) => r.name === null).map((r) => r.sent)
  if (unknown.length > 0)
    await sql`insert into tag (tenant_id, id, name, created_by)
      select ${ctx.tenantId}::uuid, n.id, n.name, ${by(ctx)}
      from unnest(${unknown.map(() => randomUUIDv7())}::uuid[], ${unknown}::text[]) as n (id, name)
      on conflict do nothing`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.sent, r.name ?? r.sent]))
}

/** Of these names, those a person may put on. @throws 404 unknown, 409 archived */
export async function usableTags(ctx: Ctx, names: readonly string[]): Promise<string[]> {
  const tags = await listTags(ctx)
  return names.map((name) => {
    const tag = tags.find((t) => t.name === name) ?? tags.find((t) => t.aliases.includes(name))
    if (!tag) throw notFound('tag')
    if (tag.isArchived)
      throw conflict('tag_archived', 'This tag is archived; it is put on nobody', { tag: tag.name })
    return tag.name
  })
}
