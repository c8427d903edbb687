// One decision for many conflicts: those that were chosen, or all of a kind.
import { sql } from 'kysely'
import { auditAll } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { type ConflictAction, resolveConflict } from './merges.ts'
import { lockIdentity, raiseEpoch } from './store.ts'

export interface ConflictChoice {
  ids?: readonly string[] | undefined
  kind?: string | undefined
  namespace?: string | undefined
  /** Those that came up before the list was looked at; what came since has been seen by nobody. */
  before?: Date | undefined
}

const chosen = (
  ctx: Ctx,
  choice: ConflictChoice,
) => sql`tenant_id = ${ctx.tenantId} and state = 'open'
  ${choice.ids ? sql`and id = any(${[...choice.ids]}::uuid[])` : sql``}
  ${choice.kind ? sql`and kind = ${choice.kind}` : sql``}
  ${choice.namespace === undefined ? sql`` : sql`and namespace = ${choice.namespace}`}
  ${choice.before ? sql`and last_at < ${choice.before}` : sql``}`

/** How many of each kind wait, most first. */
export async function conflictKinds(
  ctx: Ctx,
): Promise<{ kind: string; namespace: string; open: number }[]> {
  const { rows } = await sql<{ kind: string; namespace: string; open: number }>`
    select kind, namespace, count(*)::int as open from identity_conflict
    where tenant_id = ${ctx.tenantId} and state = 'open'
    group by kind, namespace order by open desc, kind, namespace`.execute(ctx.pg)
  return rows
}

/** Neither changes who is whom, so however many they are, it is a few statements. @returns how many */
export function settleConflicts(
  ctx: Ctx,
  choice: ConflictChoice,
  action: Exclude<ConflictAction, 'merge'>,
): Promise<number> {
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const by = `${ctx.actor.kind}:${ctx.actor.id}`
    const { rows } = await sql<{ id: string; node_a: number; node_b: number }>`
      update identity_conflict set state = ${action === 'dismiss' ? 'dismissed' : 'kept_apart'},
        resolved_at = ${ctx.now()}, resolved_by = ${by}
      where ${chosen(ctx, choice)} returning id, node_a, node_b`.execute(ctx.pg)
    const pairs = rows.filter((row) => row.node_a !== row.node_b)
    if (action === 'keep_apart' && pairs.length > 0) {
      await sql`insert into kept_apart (tenant_id, node_a, node_b, reason, actor, at)
        select distinct ${ctx.tenantId}::uuid, least(a, b), greatest(a, b), 'conflict review', ${by}, ${ctx.now()}::timestamptz
        from unnest(${pairs.map((p) => p.node_a)}::bigint[], ${pairs.map((p) => p.node_b)}::bigint[]) as p (a, b)
        on conflict do nothing`.execute(ctx.pg)
      await raiseEpoch(ctx)
    }
    await auditAll(
      ctx,
      rows.map(({ id }) => ({
        action: 'conflict.resolved',
        object: { kind: 'conflict', id },
        details: { action, together: rows.length },
      })),
    )
    return rows.length
  })
}

/**
 * Merges are decided one by one, for each changes what the next one finds: what cannot be merged any
 * more is answered with its reason and stays open.
 */
export async function mergeConflicts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ merged: number; refused: { id: string; code: string; message: string }[] }> {
  const refused: { id: string; code: string; message: string }[] = []
  const wanted = [...new Set(ids)]
  for (const id of wanted) {
    try {
      await resolveConflict(ctx, id, 'merge')
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      refused.push({ id, code: error.code, message: error.message })
    }
  }
  return { merged: wanted.length - refused.length, refused }
}
