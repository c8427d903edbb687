// Rules that put a tag on whoever does something: made and changed by people.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { loadHandlings } from './handling.ts'
import { usableTags } from './tag-definitions.ts'
import { type Condition, circleThrough } from './tag-rule-match.ts'

export const TAG_RULE_CONSUMER = 'profile.tag_rules'

export interface TagRule {
  id: string
  name: string
  eventName: string
  conditions: Condition[]
  tag: string
  days: number | null
  isOn: boolean
  fired: number
  lastFiredAt: Date | null
  stopped: number
  lastStoppedAt: Date | null
  lastStoppedNode: number | null
  version: number
  updatedAt: Date
  updatedBy: string
}

export type RuleFields = Pick<
  TagRule,
  'name' | 'eventName' | 'conditions' | 'tag' | 'days' | 'isOn'
>

/** How a brand says which events its rules want to hear of; `collect` knows, and it stands above. */
export type WantEvents = (ctx: Ctx, eventNames: readonly string[]) => Promise<void>
let wantEvents: WantEvents | undefined
export function useTagRuleSignals(given: WantEvents): void {
  wantEvents = given
}

export async function listTagRules(ctx: Ctx): Promise<TagRule[]> {
  const { rows } = await sql<TagRule>`
    select r.id, r.name, r.event_name as "eventName", r.conditions, t.name as tag, r.days, r.is_on as "isOn",
      r.fired, r.last_fired_at as "lastFiredAt", r.stopped, r.last_stopped_at as "lastStoppedAt",
      r.last_stopped_node as "lastStoppedNode", r.version, r.updated_at as "updatedAt", r.updated_by as "updatedBy"
    from tag_rule r join tag t on t.tenant_id = r.tenant_id and t.id = r.tag_id
    where r.tenant_id = ${ctx.tenantId} order by r.id desc`.execute(ctx.pg)
  return rows
}

/** Two rules saved at once could each close the other's circle unseen. */
export async function lockTagRules(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tag_rules:${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
}

/**
 * @param seen the version of the rule the change was made on; absent for a new one
 * @throws 409 rule_circle naming the rules that would set off each other; 409 edited_meanwhile
 */
export function saveTagRule(
  ctx: Ctx,
  given: RuleFields,
  seen?: { id: string; version: number },
): Promise<TagRule> {
  return inTx(ctx, async (ctx) => {
    await lockTagRules(ctx)
    await refuseSensitive(ctx, given)
    const rules = await listTagRules(ctx)
    if (seen && !rules.some((r) => r.id === seen.id)) throw notFound('tag_rule')
    const [tag = given.tag] = await usableTags(ctx, [given.tag])
    const id = seen?.id ?? randomUUIDv7()
    if (given.isOn) await refuseCircle(ctx, { ...given, tag, id }, rules)
    const values = sql`${given.name}, ${given.eventName}, ${JSON.stringify(given.conditions)}::jsonb,
      (select id from tag where tenant_id = ${ctx.tenantId} and name = ${tag}), ${given.days}::integer, ${given.isOn},
      ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}`
    const columns = sql`name, event_name, conditions, tag_id, days, is_on, updated_at, updated_by`
    const { numAffectedRows } = seen
      ? await sql`update tag_rule set (${columns}) = (${values}), version = version + 1
          where tenant_id = ${ctx.tenantId} and id = ${seen.id} and version = ${seen.version}`.execute(
          ctx.pg,
        )
      : await sql`insert into tag_rule (tenant_id, id, ${columns}) values (${ctx.tenantId}, ${id}, ${values})`.execute(
          ctx.pg,
        )
    const present = await listTagRules(ctx)
    const saved = present.find((r) => r.id === id)
    if (!saved) throw notFound('tag_rule')
    if (numAffectedRows === 0n)
      throw conflict('edited_meanwhile', 'Somebody changed this rule meanwhile', {
        version: saved.version,
      })
    await hear(ctx, present)
    await audit(ctx, 'tag_rule.saved', { kind: 'tag_rule', id }, { ...given })
    return saved
  })
}

export function deleteTagRule(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ name: string }>`delete from tag_rule
      where tenant_id = ${ctx.tenantId} and id = ${id} returning name`.execute(ctx.pg)
    if (!rows[0]) throw notFound('tag_rule')
    await hear(ctx, await listTagRules(ctx))
    await audit(ctx, 'tag_rule.deleted', { kind: 'tag_rule', id }, { name: rows[0].name })
  })
}

export async function hear(ctx: Ctx, rules: readonly TagRule[]): Promise<void> {
  if (!wantEvents) throw new Error('nobody hears events: call useTagRuleSignals at start')
  await wantEvents(ctx, [...new Set(rules.filter((r) => r.isOn).map((r) => r.eventName))].sort())
}

/** The other tags of a tag's group, where a customer holds one of them only. */
export async function rivalsOf(ctx: Ctx): Promise<(tag: string) => string[]> {
  const { rows } = await sql<{ tag: string; rival: string }>`
    select a.name as tag, b.name as rival from tag a
    join tag_group g on g.tenant_id = a.tenant_id and g.id = a.group_id and g.is_exclusive
    join tag b on b.tenant_id = a.tenant_id and b.group_id = a.group_id and b.id <> a.id
    where a.tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const rivals = Map.groupBy(rows, (r) => r.tag)
  return (tag) => (rivals.get(tag) ?? []).map((r) => r.rival)
}

async function refuseCircle(
  ctx: Ctx,
  changed: RuleFields & { id: string },
  rules: readonly TagRule[],
): Promise<void> {
  const circle = circleThrough(
    changed,
    rules.filter((r) => r.isOn),
    await rivalsOf(ctx),
  )
  if (circle)
    throw conflict('rule_circle', 'This rule would set itself off again', {
      rules: circle.map((r) => r.name),
    })
}

/** What is sensitive is taken out of events before rules see them: such a rule would never act. */
async function refuseSensitive(ctx: Ctx, given: RuleFields): Promise<void> {
  const handlings = await loadHandlings(ctx)
  const sensitive = given.conditions.find((c) => handlings.isSensitive(c.property))
  if (sensitive)
    throw invalid('condition_sensitive', 'Rules do not see sensitive properties', {
      property: sensitive.property,
    })
}
