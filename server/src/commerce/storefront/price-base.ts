// What a reduced price may be compared with where nothing else is said: 规范促销行为暂行规定（市场监管总局令第 32 号）
// 第二十一条, the lowest price at which the same place sold it in the seven days before the promotion, and where
// nobody bought then, the price of the last sale before. The list price may be higher; struck out it would mislead.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { OWN_SOURCE } from '../order.ts'

const DAYS = 7
/** What was sold earlier is no price that anybody remembers. */
const LAST_SALE_DAYS = 90
/** Sales before a promotion change no more once it has begun, but for those that are just being paid. */
const KEPT_MS = 10 * 60_000
const MOST_KEPT = 10_000

/** A promotion of an article, at a storefront. */
export interface Promoted {
  sku: string
  begins: Date
}

const kept = new Map<string, { fen: number | null; until: number }>()

/**
 * Of each, in the same order; null: nothing was sold there that it could be compared with. A price is what one piece
 * came to after every discount; what points paid of it was paid. What came for nothing was not sold.
 */
export async function priceBases(
  ctx: Ctx,
  storefront: string,
  promoted: readonly Promoted[],
): Promise<(number | null)[]> {
  const now = ctx.now()
  const asked = promoted.map(({ sku, begins }) => ({
    sku,
    before: new Date(Math.min(begins.getTime(), now.getTime())),
    name: [ctx.tenantId, storefront, sku, begins < now ? begins.getTime() : 'ahead'].join('\x1f'),
  }))
  const missing = asked.filter(({ name }) => (kept.get(name)?.until ?? 0) <= now.getTime())
  if (missing.length > 0) {
    const found = await read(ctx, storefront, missing)
    if (kept.size > MOST_KEPT) kept.clear()
    for (const [i, { name }] of missing.entries())
      kept.set(name, { fen: found.get(i) ?? null, until: now.getTime() + KEPT_MS })
  }
  return asked.map(({ name }) => kept.get(name)?.fen ?? null)
}

async function read(
  ctx: Ctx,
  storefront: string,
  asked: readonly { sku: string; before: Date }[],
): Promise<Map<number, number>> {
  const sold = (days: number) => sql`from own_order o
    join own_order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.sku = r.sku
    where o.tenant_id = ${ctx.tenantId} and o.storefront = ${storefront} and o.platform = ${OWN_SOURCE}
      and o.state in ('to_ship', 'partly_shipped', 'shipped', 'to_pick_up', 'picked_up', 'received', 'closed')
      and o.placed_at >= r.before - make_interval(days => ${days}) and o.placed_at < r.before
      and l.total_fen + l.points_fen > 0`
  const each = sql`(l.total_fen + l.points_fen) / l.quantity`
  const places = unnest(
    asked.map((one, place) => ({ ...one, place })),
    {
      place: ['integer', (one) => one.place],
      sku: ['text', (one) => one.sku],
      before: ['timestamptz', (one) => one.before],
    },
  )
  const { rows } = await sql<{ place: number; fen: number | null }>`
    select r.place, coalesce(low.fen, last.fen)::bigint as fen from ${places.rows}
    left join lateral (select min(${each}) as fen ${sold(DAYS)}) low on true
    left join lateral (
      select ${each} as fen ${sold(LAST_SALE_DAYS)} order by o.placed_at desc, o.id desc limit 1) last on low.fen is null`.execute(
    ctx.pg,
  )
  return new Map(rows.flatMap(({ place, fen }) => (fen === null ? [] : [[place, fen]])))
}
