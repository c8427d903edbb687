// The same change of many tags, groups or rules at once; and the order of groups.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, BatchIds, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { demandGroup, listTagGroups, listTags, type TagGroup } from './tag-definitions.ts'
import { circleThrough } from './tag-rule-match.ts'
import { hear, listTagRules, lockTagRules, rivalsOf, type TagRule } from './tag-rules.ts'

export const TagsBatch = z.object({
  ids: BatchIds,
  set: z
    .object({ group_id: z.guid().nullable(), archived: z.boolean() })
    .partial()
    .refine((set) => set.group_id !== undefined || set.archived !== undefined, 'nothing to change'),
})

/** To another group, away, or back. Customers keep them. */
export function changeTags(
  ctx: Ctx,
  { ids, set }: z.infer<typeof TagsBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await demandGroup(ctx, set.group_id ?? null)
    const { taken, refused } = sortOut(ids, await listTags(ctx), (t) => t.id, 'tag')
    const next = sql`(${set.group_id === undefined ? sql`group_id` : sql`${set.group_id}::uuid`},
      ${set.archived === undefined ? sql`is_archived` : sql`${set.archived}::boolean`})`
    const { rows } = await sql<{ id: string }>`
      update tag set (group_id, is_archived) = ${next}
      where tenant_id = ${ctx.tenantId} and id = any(${taken.map((t) => t.id)}::uuid[])
        and (group_id, is_archived) is distinct from ${next} returning id`.execute(ctx.pg)
    const before = new Map(taken.map((t) => [t.id, t]))
    await auditAll(
      ctx,
      rows.map(({ id }) => ({
        action: 'tag.changed',
        object: { kind: 'tag', id },
        details: {
          before: { name: before.get(id)?.name, groupId: before.get(id)?.groupId },
          after: set,
          together: rows.length,
        },
      })),
    )
    return { changed: rows.length, refused }
  })
}

export const GroupsBatch = z.object({ ids: BatchIds, set: z.object({ archived: z.boolean() }) })

export function changeTagGroups(
  ctx: Ctx,
  { ids, set }: z.infer<typeof GroupsBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { taken, refused } = sortOut(ids, await listTagGroups(ctx), (g) => g.id, 'tag_group')
    const { rows } = await sql<{ id: string }>`
      update tag_group set is_archived = ${set.archived}, updated_at = ${ctx.now()}, updated_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where tenant_id = ${ctx.tenantId} and id = any(${taken.map((g) => g.id)}::uuid[])
        and is_archived <> ${set.archived} returning id`.execute(ctx.pg)
    await auditAll(
      ctx,
      rows.map(({ id }) => ({
        action: 'tag_group.saved',
        object: { kind: 'tag_group', id },
        details: { after: set, together: rows.length },
      })),
    )
    return { changed: rows.length, refused }
  })
}

/** @throws 409 edited_meanwhile when these are not all the groups there are */
export function orderTagGroups(ctx: Ctx, ids: readonly string[]): Promise<TagGroup[]> {
  return inTx(ctx, async (ctx) => {
    const before = await listTagGroups(ctx)
    const known = new Set(before.map((g) => g.id))
    if (ids.some((id) => !known.has(id))) throw notFound('tag_group')
    if (new Set(ids).size !== known.size)
      throw conflict('edited_meanwhile', 'There are other groups now; read them again')
    await sql`update tag_group g set position = o.place
      from unnest(${[...ids]}::uuid[]) with ordinality as o (id, place)
      where g.tenant_id = ${ctx.tenantId} and g.id = o.id and g.position <> o.place`.execute(ctx.pg)
    const after = await listTagGroups(ctx)
    await audit(ctx, 'tag_group.ordered', undefined, { names: after.map((g) => g.name) })
    return after
  })
}

export const RulesBatch = z.object({ ids: BatchIds, set: z.object({ on: z.boolean() }) })

/** One that would close a circle, with those switched on before it, stays off and is said. */
export function switchTagRules(
  ctx: Ctx,
  { ids, set }: z.infer<typeof RulesBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockTagRules(ctx)
    const rules = await listTagRules(ctx)
    const rivals = await rivalsOf(ctx)
    const on = rules.filter((r) => r.isOn)
    const { taken, refused } = sortOut(
      ids,
      rules,
      (r) => r.id,
      'tag_rule',
      (rule) => {
        if (!set.on || rule.isOn) return undefined
        if (circleThrough(rule, on, rivals)) return 'rule_circle'
        on.push(rule)
        return undefined
      },
    )
    const differing = taken.filter((r) => r.isOn !== set.on)
    await sql`update tag_rule set is_on = ${set.on}, version = version + 1, updated_at = ${ctx.now()},
        updated_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where tenant_id = ${ctx.tenantId} and id = any(${differing.map((r) => r.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await hear(ctx, await listTagRules(ctx))
    await auditAll(ctx, entries('tag_rule.saved', differing, { after: set }))
    return { changed: differing.length, refused }
  })
}

/** The tags they put on stay. */
export function deleteTagRules(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockTagRules(ctx)
    const { taken, refused } = sortOut(ids, await listTagRules(ctx), (r) => r.id, 'tag_rule')
    await sql`delete from tag_rule where tenant_id = ${ctx.tenantId} and id = any(${taken.map((r) => r.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await hear(ctx, await listTagRules(ctx))
    await auditAll(ctx, entries('tag_rule.deleted', taken, {}))
    return { changed: taken.length, refused }
  })
}

const entries = (action: string, rules: readonly TagRule[], details: Record<string, unknown>) =>
  rules.map(({ id, name }) => ({
    action,
    object: { kind: 'tag_rule', id },
    details: { name, ...details, together: rules.length },
  }))
