// What PostgreSQL knows of audiences: what they are, and how far their membership has come.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { Rule } from './rule.ts'

export type AudienceKind = 'rule' | 'static'
export type AudienceState = 'draft' | 'live' | 'paused' | 'archived'
/** Whether those who react are told of a change. */
export type Telling = 'silent' | 'told'

/** What a run needs of an audience. */
export interface Standing {
  id: string
  kind: AudienceKind
  state: AudienceState
  ruleVersion: number
  /** As it was worded; `ruleOf` says what is evaluated. */
  rule: unknown
  /** With the meaning of what it names written in; null where it names nothing. */
  compiled: Rule | null
  needsEvents: string[]
  needsKeys: string[]
  needsAudiences: string[]
  isWhole: boolean
  isClocked: boolean
  version: number
  size: number
  evaluatedAt: Date | null
  crossedAt: Date | null
  wakeAt: Date | null
  build: Telling | null
  isUnsettled: boolean
  heard: Record<string, number>
  failedAt: Date | null
  snapshotVersion: number
  snapshotOn: string | null
  changedSince: number
  timezone: string
}

/** What is evaluated. Written-out names are longer than any that may be sent, so those are not read again. */
export const ruleOf = ({ rule, compiled }: Pick<Standing, 'rule' | 'compiled'>): Rule =>
  compiled ?? Rule.parse(rule)

async function standings(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select a.id, a.kind, a.state, a.rule_version as "ruleVersion", r.rule, a.compiled, a.needs_events as "needsEvents",
      a.needs_keys as "needsKeys", a.needs_audiences::text[] as "needsAudiences", a.is_whole as "isWhole",
      a.is_clocked as "isClocked", a.version, a.size, a.evaluated_at as "evaluatedAt", a.crossed_at as "crossedAt", a.wake_at as "wakeAt",
      a.build, a.settles_after is not null as "isUnsettled", a.heard, a.failed_at as "failedAt", a.snapshot_version as "snapshotVersion",
      a.snapshot_on as "snapshotOn", a.changed_since as "changedSince", t.timezone
    from audience a join tenant t on t.id = a.tenant_id
    left join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
    where a.tenant_id = ${ctx.tenantId} and ${where} order by a.created_at, a.id`.execute(ctx.pg)
  return rows
}

export async function standingOf(ctx: Ctx, id: string): Promise<Standing> {
  const [found] = await standings(ctx, sql`a.id = ${id}`)
  if (!found) throw notFound('audience')
  return found
}

export const standingsOf = (ctx: Ctx, ids: readonly string[]): Promise<Standing[]> =>
  standings(ctx, sql`a.id = any(${[...ids]}::uuid[])`)

/** Those whose rule is kept true. */
export const liveRules = (ctx: Ctx): Promise<Standing[]> =>
  standings(ctx, sql`a.state = 'live' and a.kind = 'rule' and a.rule_version > 0`)

/** Those with anybody ever inside; merges concern them all. */
export const withMembers = (ctx: Ctx): Promise<Standing[]> =>
  standings(ctx, sql`a.version > 0 and a.state <> 'archived'`)

/**
 * One writer of an audience's versions at a time, in all processes. No row is locked: asking the
 * event store takes as long as it takes.
 */
export const lockAudience = (ctx: Ctx, id: string): Promise<void> => lockAudiences(ctx, [id])

/** In the order of their ids, so that two who lock several never wait for each other. */
export async function lockAudiences(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(ctx.pg)
  for (const id of [...ids].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`homefield.audience ${id}`}, 0))`.execute(
      ctx.pg,
    )
}
