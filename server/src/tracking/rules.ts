// Rules as people write them: kept with their version, tried on what came in before they refuse.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, BatchIds, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, conflict, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { loadHandlings } from '../profile/index.ts'
import { tryOnRows } from './queries.ts'
import { checkRule, RuleBody, type RuleSetting } from './rule.ts'

export const ACTIONS = ['off', 'warn', 'reject'] as const
const Name = z.string().min(1).max(255)

export const RuleItem = z.object({
  id: z.uuid(),
  event_name: z.string(),
  property: z.string().describe('Empty for rules about the event as a whole'),
  setting: RuleBody,
  action: z.enum(ACTIONS),
  version: z.number().int(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
  warned: z.number().int().describe('Events of the last seven days that broke it and were taken'),
  refused: z.number().int().describe('Events of the last seven days that it refused'),
  samples: z.array(z.guid()).describe('Ids of events that broke it and were taken'),
})

export const NewRule = z.object({
  event_name: Name,
  property: z.string().max(255).default(''),
  setting: RuleBody,
  action: z.enum(ACTIONS).default('warn'),
})
export const RuleEdit = z.object({
  version: z.number().int().describe('The version that was read'),
  setting: RuleBody.optional(),
  action: z.enum(ACTIONS).optional(),
})
export const RuleTrial = NewRule.omit({ action: true })

interface Row {
  id: string
  event_name: string
  property: string
  kind: string
  setting: RuleSetting
  action: (typeof ACTIONS)[number]
  version: number
  updated_at: Date
  updated_by: string
  warned: number
  refused: number
  samples: string[]
}
const present = ({ kind: _, updated_at, ...row }: Row): z.infer<typeof RuleItem> => ({
  ...row,
  updated_at: updated_at.toISOString(),
})

const columns = (ctx: Ctx) => {
  const since = sql`(${ctx.now()}::timestamptz - interval '7 days')`
  return sql`r.id, r.event_name, r.property, r.kind, r.setting, r.action, r.version, r.updated_at, r.updated_by,
    coalesce((select sum(h.hits) from event_rule_hit h where h.tenant_id = r.tenant_id and h.rule_id = r.id and h.day >= ${since}::date), 0)::int as warned,
    (select count(*) from dead_letter d where d.tenant_id = r.tenant_id and d.rule_id = r.id and d.received_at >= ${since})::int as refused,
    coalesce((select h.samples from event_rule_hit h where h.tenant_id = r.tenant_id and h.rule_id = r.id order by h.day desc limit 1), '{}') as samples`
}

const Position = z.tuple([z.string(), z.string(), z.string()])

export async function listRules(
  ctx: Ctx,
  query: { event?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, Position)
  const { rows } = await sql<Row>`
    select ${columns(ctx)} from event_rule r where r.tenant_id = ${ctx.tenantId}
      ${query.event === undefined ? sql`` : sql`and r.event_name = ${query.event}`}
      ${after ? sql`and (r.event_name, r.property, r.kind) > (${after[0]}, ${after[1]}, ${after[2]})` : sql``}
    order by r.event_name, r.property, r.kind limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(rows, query.limit, present, (r) => [r.event_name, r.property, r.kind])
}

async function getRule(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select ${columns(ctx)} from event_rule r where r.tenant_id = ${ctx.tenantId} and r.id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('rule')
  return rows[0]
}

/** @throws 409 when this property has a rule of this kind already */
export function addRule(ctx: Ctx, given: z.infer<typeof NewRule>) {
  checkRule({ eventName: given.event_name, property: given.property, setting: given.setting })
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    const { numAffectedRows } = await sql`
      insert into event_rule (tenant_id, id, event_name, property, kind, setting, action, version, created_at, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${given.event_name}, ${given.property}, ${given.setting.kind},
        ${JSON.stringify(given.setting)}, ${given.action}, 1, ${ctx.now()}, ${ctx.now()}, ${ctx.actor.name})
      on conflict do nothing`.execute(ctx.pg)
    if (numAffectedRows === 0n)
      throw conflict('rule_exists', 'There is a rule of this kind already; change that one')
    await audit(ctx, 'event_rule.created', { kind: 'event_rule', id }, given)
    return present(await getRule(ctx, id))
  })
}

export function editRule(ctx: Ctx, id: string, edit: z.infer<typeof RuleEdit>) {
  return inTx(ctx, async (ctx) => {
    const before = await getRule(ctx, id)
    const setting = edit.setting ?? before.setting
    if (setting.kind !== before.kind)
      throw new AppError(400, 'bad_rule', 'A rule keeps its kind; make another one')
    checkRule({ eventName: before.event_name, property: before.property, setting })
    const action = edit.action ?? before.action
    const { numAffectedRows } = await sql`
      update event_rule set setting = ${JSON.stringify(setting)}, action = ${action}, version = version + 1,
        updated_at = ${ctx.now()}, updated_by = ${ctx.actor.name}
      where tenant_id = ${ctx.tenantId} and id = ${id} and version = ${edit.version}`.execute(
      ctx.pg,
    )
    if (numAffectedRows === 0n) throw editedMeanwhile(present(await getRule(ctx, id)))
    await audit(
      ctx,
      'event_rule.changed',
      { kind: 'event_rule', id },
      {
        event: before.event_name,
        property: before.property,
        before: { setting: before.setting, action: before.action },
        after: { setting, action },
      },
    )
    return present(await getRule(ctx, id))
  })
}

export async function removeRule(ctx: Ctx, id: string): Promise<void> {
  const { refused } = await removeRules(ctx, [id])
  if (refused.length > 0) throw notFound('rule')
}

export function removeRules(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Row>`delete from event_rule
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) returning *`.execute(
      ctx.pg,
    )
    const { taken, refused } = sortOut(ids, rows, (r) => r.id, 'rule')
    await sql`delete from event_rule_hit
      where tenant_id = ${ctx.tenantId} and rule_id = any(${taken.map((r) => r.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await auditAll(ctx, entries('event_rule.removed', taken))
    return { changed: taken.length, refused }
  })
}

export const RulesBatch = z.object({ ids: BatchIds, set: z.object({ action: z.enum(ACTIONS) }) })

/** What happens to events that break them, for many rules at once. */
export function changeRules(
  ctx: Ctx,
  { ids, set }: z.infer<typeof RulesBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Row>`select * from event_rule
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) order by id for update`.execute(
      ctx.pg,
    )
    const { taken, refused } = sortOut(ids, rows, (r) => r.id, 'rule')
    const differing = taken.filter((r) => r.action !== set.action)
    await sql`update event_rule set action = ${set.action}, version = version + 1,
        updated_at = ${ctx.now()}, updated_by = ${ctx.actor.name}
      where tenant_id = ${ctx.tenantId} and id = any(${differing.map((r) => r.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await auditAll(ctx, entries('event_rule.changed', differing, { after: set }))
    return { changed: differing.length, refused }
  })
}

const entries = (action: string, rules: readonly Row[], details: Record<string, unknown> = {}) =>
  rules.map((r) => ({
    action,
    object: { kind: 'event_rule', id: r.id },
    details: {
      event: r.event_name,
      property: r.property,
      before: { setting: r.setting, action: r.action },
      ...details,
    },
  }))

const TRIAL_DAYS = 7

/** What the rule would have caught of the events of the last seven days. Changes nothing. */
export async function tryRule(ctx: Ctx, given: z.infer<typeof RuleTrial>) {
  const rule = { eventName: given.event_name, property: given.property, setting: given.setting }
  checkRule(rule)
  const { rows } = await sql<{ name: string }>`select name from tracked_property
    where tenant_id = ${ctx.tenantId} and event_name = ${given.event_name}`.execute(ctx.pg)
  const from = new Date(ctx.now().getTime() - TRIAL_DAYS * 86_400_000)
  const isBlind = (await loadHandlings(ctx)).isSensitive(given.property)
  const tried = await tryOnRows(
    ctx,
    rule,
    rows.map((r) => r.name),
    from,
  )
  return { ...tried, is_blind: isBlind && given.setting.kind !== 'required' }
}

export const editedMeanwhile = (present: unknown) =>
  conflict('edited_meanwhile', 'Somebody else has changed it since you read it', { present })
