// Customers come to a store and a guide by themselves: by where they buy, by who adds them.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { whereStaffWork } from '../org/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { type AssignmentKind, assignmentSettings } from './assignment-settings.ts'
import {
  actorOf,
  type Changed,
  changeColumns,
  changedColumns,
  tellOfAssignments,
} from './assignment-store.ts'

/** A purchase at a store, or a staff member adding the customer. */
export interface AssignmentEvidence {
  node: number
  kind: AssignmentKind
  code: string
  source: 'order' | 'relation'
  at: Date
}

/**
 * Who belongs nowhere yet comes to where the first of these happened. What an operator said stays,
 * and so does anything under protection; beyond that the brand's setting says whether an earlier
 * (`first`) or a later (`latest`) evidence replaces another. Safe to repeat.
 */
export function assignByRules(
  ctx: Ctx,
  evidence: readonly AssignmentEvidence[],
  options: { importId?: string | null } = {},
): Promise<number> {
  if (evidence.length === 0) return Promise.resolve(0)
  return inTx(ctx, async (ctx) => {
    const settings = await assignmentSettings(ctx)
    const said = new Map<string, AssignmentEvidence>()
    for (const one of evidence) {
      const key = `${one.kind}\x1f${one.node}`
      const other = said.get(key)
      const isFirst = settings[one.kind].follow === 'first'
      if (!other || (isFirst ? one.at < other.at : one.at > other.at)) said.set(key, one)
    }
    const u = unnest([...said.values()], {
      change_id: ['uuid', () => randomUUIDv7()],
      node_id: ['bigint', (e) => e.node],
      kind: ['text', (e) => e.kind],
      code: ['text', (e) => e.code],
      source: ['text', (e) => e.source],
      since: ['timestamptz', (e) => e.at],
      protected_until: [
        'timestamptz',
        (e) => protectedUntil(e.at, settings[e.kind].protection_days),
      ],
      is_first: ['boolean', (e) => settings[e.kind].follow === 'first'],
    })
    const now = ctx.now()
    const { rows } = await sql<Changed>`
      with said as materialized (select * from ${u.rows}),
      written as (
        insert into assignment as old
          (tenant_id, node_id, kind, code, source, since, protected_until, actor, import_id)
        select ${ctx.tenantId}::uuid, s.node_id, s.kind, s.code, s.source, s.since, s.protected_until,
          ${actorOf(ctx)}::text, ${options.importId ?? null}::uuid
        from said s left join assignment p on p.tenant_id = ${ctx.tenantId} and p.node_id = s.node_id and p.kind = s.kind
        -- Most buy where they belong already: their row is left alone, not locked to no end.
        where p.node_id is null or coalesce(p.protected_until <= ${now}::timestamptz, true)
          and case when s.is_first then p.source in ('order', 'relation') and s.since < p.since
            else s.since > p.since and s.code is distinct from p.code end
        order by s.node_id, s.kind
        on conflict (tenant_id, node_id, kind) do update
          set code = excluded.code, previous_code = old.code, source = excluded.source, since = excluded.since,
            protected_until = excluded.protected_until, actor = excluded.actor,
            import_id = excluded.import_id, reason = '', revision = old.revision + 1
          where coalesce(old.protected_until <= ${now}::timestamptz, true)
            and case when (select s.is_first from said s
                where s.node_id = old.node_id and s.kind = old.kind)
              then old.source in ('order', 'relation') and excluded.since < old.since
              else excluded.since > old.since and excluded.code is distinct from old.code end
        returning node_id, kind, code, previous_code)
      insert into assignment_change (${changeColumns}, import_id)
      select ${ctx.tenantId}::uuid, said.change_id, said.node_id, said.kind, written.previous_code, said.code,
        said.source, said.since, ${now}::timestamptz, '', ${actorOf(ctx)}::text, ${ctx.actor.name}::text,
        ${options.importId ?? null}::uuid
      from written
      join said on said.node_id = written.node_id and said.kind = written.kind
      where written.previous_code is distinct from said.code
      returning ${changedColumns}`.execute(ctx.pg)
    await tellOfAssignments(ctx, rows)
    return rows.length
  })
}

export const protectedUntil = (from: Date, days: number) =>
  days === 0 ? null : new Date(from.getTime() + days * 86_400_000)

export interface Friendship {
  node: number
  staffId: string
  storeId: string | null
  addedAt: Date
}

/**
 * Whoever adds a customer is their guide, and the store is the one named or the one they work in.
 * Nobody is given to a guide who has left.
 */
export async function assignByFriendship(
  ctx: Ctx,
  friendships: readonly Friendship[],
  options: { importId?: string | null } = {},
): Promise<void> {
  if (friendships.length === 0) return
  const staff = await whereStaffWork(
    ctx,
    friendships.map((f) => f.staffId),
  )
  await assignByRules(
    ctx,
    friendships.flatMap(({ node, staffId, storeId, addedAt }): AssignmentEvidence[] => {
      const known = staff.get(staffId)
      const store = storeId || known?.store
      const evidence = { node, source: 'relation' as const, at: addedAt }
      return [
        ...(known?.hasLeft ? [] : [{ ...evidence, kind: 'guide' as const, code: staffId }]),
        ...(store ? [{ ...evidence, kind: 'store' as const, code: store }] : []),
      ]
    }),
    options,
  )
}
