// In which order principal and bonus are spent.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import type { Amounts } from '../ledger/spend.ts'

export const StoredValuePolicy = z.object({
  order: z
    .enum(['principal_first', 'bonus_first', 'pro_rata'])
    .describe('What is spent first; customers are told'),
})
export type StoredValuePolicy = z.infer<typeof StoredValuePolicy>
export interface StoredValuePolicyInForce {
  version: number
  policy: StoredValuePolicy
}

/** Until somebody sets another: principal first, which is the fairest when the rest is given back. */
export async function storedValuePolicy(ctx: Ctx): Promise<StoredValuePolicyInForce> {
  const { rows } =
    await sql<StoredValuePolicyInForce>`select version, policy from stored_value_policy
    where tenant_id = ${ctx.tenantId} order by version desc limit 1`.execute(ctx.pg)
  return rows[0] ?? { version: 0, policy: { order: 'principal_first' } }
}

/** @throws 409 when somebody set another meanwhile */
export function setStoredValuePolicy(
  ctx: Ctx,
  version: number,
  policy: StoredValuePolicy,
): Promise<StoredValuePolicyInForce> {
  return inTx(ctx, async (ctx) => {
    const before = await storedValuePolicy(ctx)
    const { numAffectedRows } = await sql`
      insert into stored_value_policy (tenant_id, version, policy, at, actor)
      select ${ctx.tenantId}::uuid, ${version + 1}, ${JSON.stringify(policy)}::jsonb, ${ctx.now()}::timestamptz,
        ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where ${before.version} = ${version}::int on conflict (tenant_id, version) do nothing`.execute(
      ctx.pg,
    )
    if (Number(numAffectedRows) === 0)
      throw conflict('changed_meanwhile', 'Somebody has changed this meanwhile; load it again')
    await audit(ctx, 'stored_value_policy.changed', undefined, {
      before: before.policy,
      after: policy,
    })
    return storedValuePolicy(ctx)
  })
}

/** Pure: so much of what there is, by the order; undefined: it does not suffice. */
export function divideBy(order: StoredValuePolicy['order'], fen: number) {
  return ({ principal = 0, bonus = 0 }: Amounts): Amounts | undefined => {
    if (principal + bonus < fen) return undefined
    if (fen === 0) return { principal: 0, bonus: 0 }
    if (order === 'principal_first') {
      const first = Math.min(principal, fen)
      return { principal: first, bonus: fen - first }
    }
    if (order === 'bonus_first') {
      const first = Math.min(bonus, fen)
      return { principal: fen - first, bonus: first }
    }
    const share = Number((BigInt(fen) * BigInt(principal)) / BigInt(principal + bonus))
    return { principal: share, bonus: fen - share }
  }
}
