// Who changed or exported what. Called by the change itself, in its transaction, so that no change
// is without its entry and no entry without its change.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from './ctx.ts'

/** What it was done to, e.g. `{ kind: 'customer', id: '42' }`. */
export interface AuditObject {
  kind: string
  id: string
}

export interface AuditEntry {
  /** noun.verb-ed, stable: `write_key.created`, `customer.merged`, `audit_log.exported`. */
  action: string
  object?: AuditObject | undefined
  /** What changed: `before` and `after` where there are such, else what describes it. No secrets. */
  details?: Record<string, unknown> | undefined
}

export function audit(
  ctx: Ctx,
  action: string,
  object?: AuditObject,
  details?: Record<string, unknown>,
): Promise<void> {
  return auditAll(ctx, [{ action, object, details }])
}

/** One statement, however many entries. */
export async function auditAll(ctx: Ctx, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const { actor } = ctx
  await sql`
    insert into audit_log
      (tenant_id, id, at, actor_kind, actor_id, actor_name, ip, action, object_kind, object_id, details)
    select ${ctx.tenantId}::uuid, e.id, ${ctx.now()}::timestamptz,
      ${actor.kind}::text, ${actor.id}::text, ${actor.name}::text, ${actor.ip ?? null}::text,
      e.action, e.object_kind, e.object_id, e.details
    from unnest(
      ${entries.map(() => randomUUIDv7())}::uuid[],
      ${entries.map((e) => e.action)}::text[],
      ${entries.map((e) => e.object?.kind ?? null)}::text[],
      ${entries.map((e) => e.object?.id ?? null)}::text[],
      ${entries.map((e) => (e.details ? JSON.stringify(e.details) : null))}::jsonb[]
    ) as e (id, action, object_kind, object_id, details)`.execute(ctx.pg)
}

/** What was done by then, in its order: the past of a setting that is kept as it is now only. */
export async function auditedUntil<Details>(
  ctx: Ctx,
  action: string,
  until: Date,
): Promise<{ at: Date; details: Details }[]> {
  const { rows } = await sql<{ at: Date; details: Details }>`
    select at, details from audit_log
    where tenant_id = ${ctx.tenantId} and action = ${action} and at <= ${until}
    order by at, position`.execute(ctx.pg)
  return rows
}

/**
 * The entries about erased objects stay, what they say of the person goes; so does the detail of any
 * other entry that holds one of `texts`. Answers how many were emptied.
 */
export async function forgetDetails(
  ctx: Ctx,
  objects: { kind: string; ids: readonly string[] },
  texts: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    update audit_log a set details = '{"erased": true}'::jsonb
    where a.tenant_id = ${ctx.tenantId} and a.details is not null and a.details <> '{"erased": true}'::jsonb and (
      (a.object_kind = ${objects.kind} and a.object_id = any(${[...objects.ids]}::text[]))
      or exists (select 1 from unnest(${[...texts]}::text[]) as t where position(t in a.details::text) > 0))`.execute(
    ctx.pg,
  )
  return Number(numAffectedRows ?? 0)
}
