// Redemptions to look at.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'

export interface RedemptionShown {
  id: string
  reward_id: string
  reward: string
  reward_en: string
  kind: string
  customer_id: number | null
  state: 'held' | 'redeemed' | 'released' | 'returned'
  points: number
  cash_fen: number
  cost_fen: number
  order_id: string | null
  order_number: string | null
  order_state: string | null
  given: string | null
  refundable_until: string | null
  at: string
}
type Times = 'at' | 'refundable_until'
const Position = z.tuple([z.iso.datetime(), z.uuid()])

async function page(
  ctx: Ctx,
  which: ReturnType<typeof sql>,
  asked: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(asked.cursor, Position)
  type Row = Omit<RedemptionShown, Times> & { at: Date; refundable_until: Date | null }
  const { rows } = await sql<Row>`
    select r.id, r.reward_id, w.name as reward, w.name_en as reward_en, w.kind, c.canonical_id as customer_id, r.state, r.points,
      r.cash_fen, r.cost_fen, r.order_id, o.number as order_number, o.state as order_state, r.given,
      r.refundable_until,
      date_trunc('milliseconds', r.at) as at
    from reward_redemption r join reward w on w.tenant_id = r.tenant_id and w.id = r.reward_id
    left join customer c on c.tenant_id = r.tenant_id and c.id = r.node_id
    left join own_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
    where r.tenant_id = ${ctx.tenantId} and ${which}
      ${after ? sql`and (date_trunc('milliseconds', r.at), r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by date_trunc('milliseconds', r.at) desc, r.id desc limit ${asked.limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    rows,
    asked.limit,
    (row): RedemptionShown => ({
      ...row,
      at: row.at.toISOString(),
      refundable_until: row.refundable_until?.toISOString() ?? null,
    }),
    (row) => [row.at.toISOString(), row.id],
  )
}

/** Newest first. */
export const listRedemptions = (
  ctx: Ctx,
  asked: { reward?: string | undefined; limit: number; cursor?: string | undefined },
) =>
  page(
    ctx,
    asked.reward === undefined ? sql`true` : sql`r.reward_id = ${asked.reward}::uuid`,
    asked,
  )

/** Of the nodes that are proved to be hers; what she never paid for is left out. */
export const ownRedemptions = (
  ctx: Ctx,
  nodes: readonly number[],
  asked: { limit: number; cursor?: string | undefined },
) => page(ctx, sql`r.node_id = any(${[...nodes]}::bigint[]) and r.state <> 'released'`, asked)
