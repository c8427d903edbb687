// How an SKU's stock at a store is kept: in how many buckets, and from when on it is told as low.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { split } from '../../platform/money.ts'
import { unnest } from '../../platform/unnest.ts'
import { demandGoods, demandStores } from './documents.ts'
import { lockLevels, spotKey } from './levels.ts'

export interface StockSetting {
  store: string
  sku: string
  buckets: number
  low_at: number | null
}

/** What is free is dealt over the buckets anew; what is held stays where it is held. */
export function setStockSetting(ctx: Ctx, setting: StockSetting): Promise<StockSetting> {
  return inTx(ctx, async (ctx) => {
    const { store, sku, buckets } = setting
    await demandStores(ctx, [store])
    await demandGoods(ctx, [sku])
    const { rows } = await sql<StockSetting>`
      select store, sku, buckets, low_at from stock_setting
      where tenant_id = ${ctx.tenantId} and store = ${store} and sku = ${sku}`.execute(ctx.pg)
    await sql`insert into stock_setting (tenant_id, store, sku, buckets, low_at)
      values (${ctx.tenantId}, ${store}, ${sku}, ${buckets}, ${setting.low_at})
      on conflict (tenant_id, store, sku) do update set buckets = excluded.buckets, low_at = excluded.low_at`.execute(
      ctx.pg,
    )
    const levels = (await lockLevels(ctx, [setting])).get(spotKey(setting)) ?? []
    const free = levels.reduce((sum, l) => sum + l.on_hand - l.reserved, 0)
    const shares = split(free, new Array<number>(buckets).fill(1))
    const u = unnest(levels, {
      bucket: ['smallint', (l) => l.bucket],
      on_hand: ['bigint', (l) => l.reserved + (shares[l.bucket] ?? 0)],
    })
    await sql`update stock_level l set on_hand = r.on_hand from ${u.rows}
      where l.tenant_id = ${ctx.tenantId} and l.store = ${store} and l.sku = ${sku} and l.bucket = r.bucket`.execute(
      ctx.pg,
    )
    const details = { before: rows[0] ?? null, after: setting }
    await audit(ctx, 'stock_setting.changed', { kind: 'product', id: sku }, details)
    return setting
  })
}
