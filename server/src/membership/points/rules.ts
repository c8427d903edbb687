// Rules of earning: drafted, published as versions that never change, stopped.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { hearOnly } from '../../collect/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { type EarnRule, eventsOf } from './rule.ts'

/** Who hears of events for them; see loops.ts. */
export const POINTS_CONSUMER = 'membership.points'

export interface StoredRule {
  id: string
  name: string
  state: 'draft' | 'live' | 'stopped'
  version: number | null
  draft: EarnRule
  /** As it is in force; null when it is not. */
  live: EarnRule | null
  updated_at: string
}

const COLUMNS = sql`r.id, r.name, r.state, r.version, r.draft, r.updated_at,
  (select v.rule from points_rule_version v where v.tenant_id = r.tenant_id and v.rule_id = r.id
    and v.version = r.version and r.state = 'live') as live`
type Row = Omit<StoredRule, 'updated_at'> & { updated_at: Date }
const present = (row: Row): StoredRule => ({ ...row, updated_at: row.updated_at.toISOString() })

export async function listRules(ctx: Ctx): Promise<StoredRule[]> {
  const { rows } = await sql<Row>`select ${COLUMNS} from points_rule r
    where r.tenant_id = ${ctx.tenantId} order by r.id desc`.execute(ctx.pg)
  return rows.map(present)
}

/** @throws 404 */
export async function getRule(ctx: Ctx, id: string): Promise<StoredRule> {
  const { rows } = await sql<Row>`select ${COLUMNS} from points_rule r
    where r.tenant_id = ${ctx.tenantId} and r.id = ${id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('points_rule')
  return present(row)
}

/** @throws 409 when another has the name */
export function draftRule(
  ctx: Ctx,
  given: { id?: string; name: string; rule: EarnRule },
): Promise<StoredRule> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const id = given.id ?? randomUUIDv7()
    if (given.id) await getRule(ctx, given.id)
    const { rows: taken } = await sql`select 1 from points_rule
      where tenant_id = ${ctx.tenantId} and name = ${given.name} and id <> ${id}`.execute(ctx.pg)
    if (taken.length > 0) throw conflict('rule_name_taken', 'Another rule has this name')
    await sql`insert into points_rule (tenant_id, id, name, state, draft, created_at, updated_at)
      values (${ctx.tenantId}, ${id}, ${given.name}, 'draft', ${JSON.stringify(given.rule)}, ${ctx.now()}, ${ctx.now()})
      on conflict (tenant_id, id) do update set name = excluded.name, draft = excluded.draft, updated_at = excluded.updated_at`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'points_rule.drafted',
      { kind: 'points_rule', id },
      { name: given.name, rule: given.rule },
    )
    return getRule(ctx, id)
  })
}

/** From now on it gives points as its draft says; what happened before is under the version of its time. */
export function publishRule(ctx: Ctx, id: string): Promise<StoredRule> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const rule = await getRule(ctx, id)
    const { rows } = await sql<{
      last: number
    }>`select coalesce(max(version), 0) as last from points_rule_version
      where tenant_id = ${ctx.tenantId} and rule_id = ${id}`.execute(ctx.pg)
    const version = (rows[0]?.last ?? 0) + 1
    await endVersion(ctx, id)
    await sql`insert into points_rule_version (tenant_id, rule_id, version, rule, from_at, actor)
      values (${ctx.tenantId}, ${id}, ${version}, ${JSON.stringify(rule.draft)}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
      ctx.pg,
    )
    await sql`update points_rule set state = 'live', version = ${version}, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await hearWhatCounts(ctx)
    await audit(
      ctx,
      'points_rule.published',
      { kind: 'points_rule', id },
      {
        version,
        before: rule.live,
        after: rule.draft,
      },
    )
    return getRule(ctx, id)
  })
}

/** @throws 409 when it is not live */
export function stopRule(ctx: Ctx, id: string): Promise<StoredRule> {
  return inTx(ctx, async (ctx) => {
    await lockRules(ctx)
    const { state } = await getRule(ctx, id)
    if (state !== 'live') throw conflict('rule_not_live', 'The rule is not in force')
    await endVersion(ctx, id)
    await sql`update points_rule set state = 'stopped', updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await hearWhatCounts(ctx)
    await audit(ctx, 'points_rule.stopped', { kind: 'points_rule', id })
    return getRule(ctx, id)
  })
}

const endVersion = (ctx: Ctx, id: string) =>
  sql`update points_rule_version set until_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and rule_id = ${id} and until_at is null`.execute(ctx.pg)

const lockRules = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`points rules of ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )

/** Refunds and receipts are heard of as long as anything was ever given for an order. */
async function hearWhatCounts(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ rule: EarnRule; is_live: boolean }>`
    select v.rule, v.until_at is null as is_live from points_rule_version v where v.tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  const names = new Set(rows.filter((r) => r.is_live).flatMap((r) => eventsOf(r.rule)))
  if (rows.some((r) => r.rule.on.kind === 'order'))
    for (const name of ['order_refunded', 'order_received', 'order_picked_up']) names.add(name)
  await hearOnly(ctx, POINTS_CONSUMER, [...names].sort())
}

export interface RuleInForce {
  id: string
  version: number
  rule: EarnRule
  from: Date
  until: Date | null
}

/** Every version that was in force at some moment since. */
export async function rulesSince(ctx: Ctx, since: Date): Promise<RuleInForce[]> {
  const { rows } = await sql<RuleInForce>`
    select rule_id as id, version, rule, from_at as from, until_at as until from points_rule_version
    where tenant_id = ${ctx.tenantId} and (until_at is null or until_at > ${since}) order by rule_id, version`.execute(
    ctx.pg,
  )
  return rows
}
