// What PostgreSQL keeps of models: each fit, and whether a brand's is made anew each night.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Fitted } from '../calc/brand-clv.ts'

export interface StoredFit extends Fitted {
  id: string
  fittedAt: Date
  customers: number
  /** Days since 1970-01-01. */
  asOfDay: number
}

/** Of those that look back from the moment of `ctx` or before, the one that knows most. */
export async function latestFit(ctx: Ctx): Promise<StoredFit | undefined> {
  const { rows } = await sql<StoredFit>`
    select id, fitted_at as "fittedAt", customers, as_of_day as "asOfDay", fit, holdout from clv_fit
    where tenant_id = ${ctx.tenantId} and coalesce(as_of, fitted_at) <= ${ctx.now()}
    order by coalesce(as_of, fitted_at) desc, fitted_at desc, id desc limit 1`.execute(ctx.pg)
  return rows[0]
}

/**
 * In the caller's transaction. From now on it is fitted each night, unless it looks back from a past
 * moment.
 */
export async function putFit(
  ctx: Ctx,
  { fit, holdout }: Fitted,
  asOfDay: number,
  asOf: Date | undefined,
): Promise<string> {
  const id = randomUUIDv7()
  await sql`insert into clv_fit (tenant_id, id, fitted_at, fitted_by, customers, as_of_day, as_of, fit, holdout)
    values (${ctx.tenantId}, ${id}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${fit.orders.customers},
      ${asOfDay}, ${asOf ?? null}, ${JSON.stringify(fit)}::jsonb, ${holdout === null ? null : JSON.stringify(holdout)}::jsonb)`.execute(
    ctx.pg,
  )
  if (asOf) return id
  await sql`insert into clv_keeping (tenant_id) values (${ctx.tenantId})
    on conflict (tenant_id) do update set failure = null, failed_at = null`.execute(ctx.pg)
  return id
}

export interface Keeping {
  isScored: boolean
  scoredAt: Date | null
  scored: number | null
  failure: string | null
  failedAt: Date | null
}

/** Undefined: never fitted. */
export async function keepingOf(ctx: Ctx): Promise<Keeping | undefined> {
  const { rows } = await sql<Keeping>`
    select is_scored as "isScored", scored_at as "scoredAt", scored, failure, failed_at as "failedAt"
    from clv_keeping where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

/** Answers false when it was so already. */
export async function setScored(ctx: Ctx, isScored: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update clv_keeping set is_scored = ${isScored}, scored_at = null, scored = null
    where tenant_id = ${ctx.tenantId} and is_scored <> ${isScored}`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0) > 0
}

export async function noteScored(ctx: Ctx, at: Date, customers: number): Promise<void> {
  await sql`update clv_keeping set scored_at = ${at}, scored = ${customers}
    where tenant_id = ${ctx.tenantId} and is_scored`.execute(ctx.pg)
}

export async function noteFailure(ctx: Ctx, code: string): Promise<void> {
  await sql`update clv_keeping set failure = ${code}, failed_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
}

export async function brandsKept(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select tenant_id as id from clv_keeping order by tenant_id`.execute(ctx.pg)
  return rows.map((row) => row.id)
}
