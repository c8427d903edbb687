// A brand's classes as every group commit needs them: kept in memory as long as their version holds.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { BUILT_IN } from './built-in.ts'
import { type Handling, type Handlings, handlingsOf } from './data-class.ts'

const kept = new Map<string, { version: number; handlings: Handlings }>()

/** One small read. It must be in the transaction that writes: see `whenOldWritersAreGone`. */
export async function loadHandlings(ctx: Ctx): Promise<Handlings> {
  const { rows } = await sql<{ version: number }>`
    select version from attribute_policy where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const version = rows[0]?.version ?? 0
  const known = kept.get(ctx.tenantId)
  if (known && known.version === version) return known.handlings
  const handlings = await readHandlings(ctx)
  if (kept.size > 1_000) kept.clear()
  // Read inside a transaction that may see its own uncommitted change: only what is committed is kept.
  if (!(ctx.pg.isTransaction && changedHere.has(ctx.pg))) {
    kept.set(ctx.tenantId, { version, handlings })
  }
  return handlings
}

/** Transactions that have changed a class themselves. */
const changedHere = new WeakSet<object>()

async function readHandlings(ctx: Ctx): Promise<Handlings> {
  const { rows } = await sql<Handling & { name: string; isComputed: boolean }>`
    select name, data_class as "dataClass", is_masked as "isMasked", is_computed as "isComputed" from attribute_definition
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return handlingsOf([...BUILT_IN, ...rows])
}

/** Every copy in every process is stale from this transaction's commit on. */
export async function raiseHandlings(ctx: Ctx): Promise<void> {
  changedHere.add(ctx.pg)
  await sql`insert into attribute_policy (tenant_id) values (${ctx.tenantId})
    on conflict (tenant_id) do update set version = attribute_policy.version + 1`.execute(ctx.pg)
}
