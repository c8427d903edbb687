// Customers who were there before their store or guide was: what is on record decides now.
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { assignAnew } from './assignment-forget.ts'
import { orderBook } from './order-figures.ts'

/** Also the queue's name, so it never changes. */
export const BACKFILL = 'profile.backfill_assignments'
const CHUNK = 2_000
interface BackfillJob {
  tenantId: string
  /** Who asked for it: their name stands in the audit log. */
  actor: Ctx['actor']
}

/** Started here, done in the background; asking again while it runs does no harm. */
export function startBackfill(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await audit(ctx, 'assignments.backfill_started')
    const { kind, id, name, role } = ctx.actor
    await ctx.jobs.send(ctx.pg, BACKFILL, {
      tenantId: ctx.tenantId,
      actor: { kind, id, name, role },
    } satisfies BackfillJob)
  })
}

export const assignmentQueues = (ctxOf: (tenantId: string) => Ctx): Queue[] => [
  {
    name: BACKFILL,
    run: async ({ tenantId, actor }: BackfillJob) => {
      await backfillAssignments({ ...ctxOf(tenantId), actor })
    },
    expireInSeconds: 3600,
  },
]

/**
 * Everybody without a store or without a guide, by their purchases and friendships on record. Who
 * belongs somewhere stays there, so it may run again from the beginning. Answers how many now belong
 * somewhere who did not.
 */
export async function backfillAssignments(ctx: Ctx): Promise<number> {
  const before = await belongings(ctx)
  let after = 0
  for (;;) {
    const { rows } = await sql<{ id: number }>`
      select c.id from customer c where c.tenant_id = ${ctx.tenantId} and c.id > ${after}
        and (select count(*) from assignment a where a.tenant_id = c.tenant_id and a.node_id = c.id) < 2
      order by c.id limit ${CHUNK}`.execute(ctx.pg)
    const nodes = rows.map((row) => row.id)
    const last = nodes.at(-1)
    if (last === undefined) break
    await assignAnew(ctx, nodes, await orderBook().purchasesOf(ctx, nodes))
    after = last
  }
  const added = (await belongings(ctx)) - before
  await audit(ctx, 'assignments.backfilled', undefined, { added })
  return added
}

async function belongings(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from assignment where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
