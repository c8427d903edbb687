// Everything identity knows of a person, taken away. The nodes themselves go last, by `removeNodes`:
// a table that still names one refuses it.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { raiseEpoch } from './store.ts'

export interface HeldIdentifier {
  namespace: string
  value: string
}

export async function identifiersOfNodes(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<HeldIdentifier[]> {
  const { rows } = await sql<HeldIdentifier>`
    select namespace, value from identifier where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])
    order by namespace, value`.execute(ctx.pg)
  return rows
}

/** Rows of identity for the copy a person asks for. */
export async function identityRecords(ctx: Ctx, nodes: readonly number[]) {
  const ids = [...nodes]
  const identifiers = await sql<Record<string, unknown>>`
    select namespace, value, source, is_verified as verified, first_seen_at as first_seen from identifier
    where tenant_id = ${ctx.tenantId} and node_id = any(${ids}::bigint[]) order by namespace, value`.execute(
    ctx.pg,
  )
  const merges = await sql<Record<string, unknown>>`
    select node_a as customer_a, node_b as customer_b, evidence, reason, at, undone_at from identity_merge
    where tenant_id = ${ctx.tenantId} and (node_a = any(${ids}::bigint[]) or node_b = any(${ids}::bigint[])) order by at, id`.execute(
    ctx.pg,
  )
  return { identifiers: identifiers.rows, merges: merges.rows }
}

/**
 * Call under `lockIdentity`. Raises the epoch: caches of every process forget, so that whoever shows
 * one of these identifiers later is somebody new. Answers how many rows went.
 */
export async function forgetIdentity(
  ctx: Ctx,
  nodes: readonly number[],
  identifiers: readonly HeldIdentifier[],
): Promise<number> {
  const ids = [...nodes]
  const held = sql`unnest(${identifiers.map((i) => i.namespace)}::text[], ${identifiers.map((i) => i.value)}::text[]) as h (namespace, value)`
  const statements = [
    sql`delete from identity_conflict k where k.tenant_id = ${ctx.tenantId} and (
      k.node_a = any(${ids}::bigint[]) or k.node_b = any(${ids}::bigint[])
      or exists (select 1 from ${held} where (h.namespace = k.namespace and h.value = k.value)
        or k.evidence @> jsonb_build_array(jsonb_build_object('namespace', h.namespace, 'value', h.value))))`,
    sql`delete from identity_claim k where k.tenant_id = ${ctx.tenantId} and (k.node_id = any(${ids}::bigint[])
      or exists (select 1 from ${held} where h.namespace = k.namespace and h.value = k.value))`,
    sql`delete from kept_apart where tenant_id = ${ctx.tenantId} and (node_a = any(${ids}::bigint[]) or node_b = any(${ids}::bigint[]))`,
    sql`delete from identity_merge where tenant_id = ${ctx.tenantId} and (node_a = any(${ids}::bigint[]) or node_b = any(${ids}::bigint[]))`,
    sql`delete from identifier where tenant_id = ${ctx.tenantId} and (node_id = any(${ids}::bigint[]) or customer_id = any(${ids}::bigint[]))`,
    sql`delete from identity_alias_change where tenant_id = ${ctx.tenantId} and node_id = any(${ids}::bigint[])`,
  ]
  let gone = 0
  for (const statement of statements) {
    const { numAffectedRows } = await statement.execute(ctx.pg)
    gone += Number(numAffectedRows ?? 0)
  }
  await raiseEpoch(ctx)
  return gone
}

/** @throws the database's refusal when any row anywhere still names one of them */
export async function removeNodes(ctx: Ctx, nodes: readonly number[]): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from customer where tenant_id = ${ctx.tenantId} and id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  return Number(numAffectedRows ?? 0)
}
