// A tag that follows an audience. The tag is brought from one version of the membership to another in
// steps, each a transaction that says how far it has come: whoever is killed in between, or comes at
// the same time, goes on from there, and nobody is tagged twice.
import { sql as pgSql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { as, sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { addTags, listTags, usableTags, withdrawTag } from '../profile/index.ts'
import { membersOf } from './history-sql.ts'
import { keyOf } from './needs.ts'

export const TAG_QUEUE = 'audiences.tags'
export interface TagJob {
  tenantId: string
  audienceId: string
}

/** `add`: whoever comes in gets the tag and keeps it. `mirror`: it goes when they go. */
export type TagMode = 'add' | 'mirror'
interface Sync {
  tag_id: string
  mode: TagMode
}

const AT_ONCE = 5_000
export const sourceOf = (audienceId: string) => `audience:${audienceId}`

/**
 * null: nothing follows any more; who has the tag keeps it.
 * @throws 404 audience, tag; 409 tag_archived, audience_archived, tag_circle
 */
export function setTagSync(
  ctx: Ctx,
  id: string,
  given: { tag: string; mode: TagMode } | null,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await pgSql<{ state: string; tag_sync: Sync | null }>`
      select state, tag_sync from audience where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const held = rows[0]
    if (!held) throw notFound('audience')
    if (held.state === 'archived')
      throw conflict(
        'audience_archived',
        'The audience is archived; take it back before you change it',
      )
    const next = given ? await syncOf(ctx, id, given) : null
    // What went with the old tag is done once more with the new one, from nobody on.
    const isSame = held.tag_sync?.tag_id === next?.tag_id
    await pgSql`update audience set tag_sync = ${next ? JSON.stringify(next) : null}::jsonb,
        tag_synced_version = case when ${isSame} then tag_synced_version else 0 end,
        tag_target_version = case when ${isSame} then tag_target_version end,
        tag_done_id = case when ${isSame} then tag_done_id else 0 end,
        revision = revision + 1, updated_at = ${ctx.now()}, updated_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'audience.tag_sync_changed', { kind: 'audience', id }, { after: given })
    if (next)
      await ctx.jobs.send(ctx.pg, TAG_QUEUE, {
        tenantId: ctx.tenantId,
        audienceId: id,
      } satisfies TagJob)
  })
}

async function syncOf(
  ctx: Ctx,
  id: string,
  { tag, mode }: { tag: string; mode: TagMode },
): Promise<Sync> {
  const [name = tag] = await usableTags(ctx, [tag])
  const found = (await listTags(ctx)).find((t) => t.name === name)
  if (!found) throw notFound('tag')
  if (mode === 'mirror') await refuseCircle(ctx, { id, tag: name })
  return { tag_id: found.id, mode }
}

/**
 * An audience whose rule asks for the very tag that mirrors it would come and go for ever; so would
 * two that ask for each other's tags.
 * @param changed what is about to be so of one audience
 */
export async function refuseCircle(
  ctx: Ctx,
  changed: { id: string; tag?: string; keys?: readonly string[]; audiences?: readonly string[] },
): Promise<void> {
  const { rows } = await pgSql<{
    id: string
    keys: string[]
    audiences: string[]
    tag: string | null
  }>`
    select a.id, a.needs_keys as keys, a.needs_audiences::text[] as audiences,
      case when a.tag_sync ->> 'mode' = 'mirror' then t.name end as tag
    from audience a left join tag t on t.tenant_id = a.tenant_id and t.id = (a.tag_sync ->> 'tag_id')::uuid
    where a.tenant_id = ${ctx.tenantId} and a.state <> 'archived'`.execute(ctx.pg)
  const all = rows.map((row) => ({ ...row, ...(row.id === changed.id && changed) }))
  const byId = new Map(all.map((a) => [a.id, a]))
  const seen = new Set<string>()
  const leadsBack = (id: string): boolean => {
    const one = byId.get(id)
    if (!one || seen.has(id)) return false
    seen.add(id)
    const next = [
      ...one.audiences,
      ...all
        .filter((a) => a.tag !== null && one.keys.includes(keyOf('tag', a.tag)))
        .map((a) => a.id),
    ]
    return next.some((other) => other === changed.id || leadsBack(other))
  }
  if (leadsBack(changed.id))
    throw conflict('tag_circle', 'The rule asks, by way of others too, for the tag that mirrors it')
}

/** Brings the tag to where the membership is. Answers how many customers got it and lost it. */
export async function followTag(
  ctx: Ctx,
  audienceId: string,
  atOnce = AT_ONCE,
): Promise<{ added: number; removed: number }> {
  const done = { added: 0, removed: 0 }
  for (;;) {
    const step = await inTx(ctx, (ctx) => oneStep(ctx, audienceId, atOnce))
    if (!step) return done
    done.added += step.added
    done.removed += step.removed
  }
}

interface Progress {
  tag: string
  mode: TagMode
  synced: number
  target: number
  done: number
}

/** @returns undefined when there is nothing left to do */
async function oneStep(ctx: Ctx, id: string, atOnce: number) {
  const at = await progressOf(ctx, id)
  if (!at) return undefined
  const before = membersOf(id, { version: at.synced })
  const after = membersOf(id, { version: at.target })
  const [row] = await ctx.ch.rows<{ changed: number[]; inside: number[] }>(
    ctx.tenantId,
    sql`with bitmapSubsetLimit(bitmapXor(${before}, ${after}), ${as('UInt32', at.done + 1)}, ${as('UInt32', atOnce)}) as some
      select bitmapToArray(some) as changed, bitmapToArray(bitmapAnd(some, ${after})) as inside`,
  )
  const changed = (row?.changed ?? []).map(Number)
  const inside = new Set((row?.inside ?? []).map(Number))
  const gone = changed.filter((c) => !inside.has(c))
  const source = sourceOf(id)
  const { added } = await addTags(
    ctx,
    pgSql`select c as node_id, ${at.tag}::text as tag, ${source}::text as source, ${ctx.now()}::timestamptz as at,
        ${`audience:${id}`}::text as actor, a.name as actor_name, ''::text as reason, null::timestamptz as expires_at,
        ${JSON.stringify({ audience_id: id })}::jsonb as told
      from unnest(${[...inside]}::bigint[]) as c, audience a where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`,
    'replace',
  )
  const removed =
    at.mode === 'mirror' && gone.length > 0
      ? await withdrawTag(
          ctx,
          pgSql`select unnest(${gone}::bigint[]) as id`,
          at.tag,
          source,
          'audience',
        )
      : 0
  const isLast = changed.length < atOnce
  await pgSql`update audience set
      tag_done_id = ${isLast ? 0 : (changed.at(-1) ?? at.done)},
      tag_synced_version = ${isLast ? at.target : at.synced},
      tag_target_version = ${isLast ? null : at.target}::bigint
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  return { added, removed }
}

/** Held until the step ends: one at a time. */
async function progressOf(ctx: Ctx, id: string): Promise<Progress | undefined> {
  const { rows } = await pgSql<Progress>`
    select t.name as tag, a.tag_sync ->> 'mode' as mode, a.tag_synced_version as synced,
      coalesce(a.tag_target_version, a.version) as target, a.tag_done_id as done
    from audience a join tag t on t.tenant_id = a.tenant_id and t.id = (a.tag_sync ->> 'tag_id')::uuid
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id} for update of a`.execute(ctx.pg)
  const found = rows[0]
  return found && found.synced < found.target ? found : undefined
}
