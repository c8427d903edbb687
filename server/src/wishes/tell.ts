// Whose wish has come true is told so, once: the wish is spent in the transaction that writes the message.
import { sql } from 'kysely'
import { type OnShelf, onShelf } from '../commerce/index.ts'
import { type NewMessage, sendMessages } from '../messages/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { WishKind } from './wishes.ts'

const ARTICLES = 1_000
const WISHES = 2_000

/** Articles that somebody waits for, judged as their storefront sells them now. @returns how many were told */
export async function tellWishes(ctx: Ctx): Promise<number> {
  let told = 0
  let after = { storefront: '', sku: '' }
  for (;;) {
    const { rows } = await sql<{ storefront: string; sku: string }>`
      select distinct storefront, sku from wish
      where tenant_id = ${ctx.tenantId} and state = 'waiting' and (storefront, sku) > (${after.storefront}, ${after.sku})
      order by storefront, sku limit ${ARTICLES}`.execute(ctx.pg)
    const last = rows.at(-1)
    if (!last) return told
    after = last
    for (const [storefront, wanted] of Map.groupBy(rows, (row) => row.storefront)) {
      const skus = wanted.map((row) => row.sku)
      const offered = (await onShelf(ctx, storefront, skus)).filter((one) => one.is_there)
      if (offered.length > 0) told += await tellThose(ctx, storefront, offered)
    }
  }
}

interface Told {
  id: string
  node_id: number
  kind: WishKind
  sku: string
  name: string
  price_fen: number
}

async function tellThose(
  ctx: Ctx,
  storefront: string,
  offered: readonly OnShelf[],
): Promise<number> {
  const u = unnest(offered, {
    sku: ['text', (o) => o.sku],
    name: ['text', (o) => o.name],
    price_fen: ['bigint', (o) => o.price_fen],
  })
  let told = 0
  for (;;) {
    const taken = await inTx(ctx, async (ctx) => {
      // What another server is at is left to it.
      const { rows } = await sql<Told>`
        with due as (
          select w.id, r.name, r.price_fen from wish w join ${u.rows} on r.sku = w.sku
          where w.tenant_id = ${ctx.tenantId} and w.storefront = ${storefront} and w.state = 'waiting'
            and (w.kind = 'stock' or r.price_fen <= w.at_most_fen)
          order by w.id limit ${WISHES} for update of w skip locked)
        update wish w set state = 'told', ended_at = ${ctx.now()}, told_fen = d.price_fen
        from due d where w.tenant_id = ${ctx.tenantId} and w.id = d.id and w.state = 'waiting'
        returning w.id, w.node_id, w.kind, w.sku, d.name, d.price_fen`.execute(ctx.pg)
      await sendMessages(ctx, rows.map(messageOf))
      return rows.length
    })
    told += taken
    if (taken < WISHES) return told
  }
}

/** Words have room for so much of a name. */
const named = (name: string) => (name.length > 100 ? `${name.slice(0, 99)}…` : name)

function messageOf({ id, node_id, kind, sku, name, price_fen }: Told): NewMessage {
  const about = { key: `wish:${id}`, node: node_id, link: `/p/${encodeURIComponent(sku)}` }
  return kind === 'stock'
    ? { ...about, kind: 'back_in_stock', params: { product: named(name) } }
    : { ...about, kind: 'price_dropped', params: { product: named(name), fen: price_fen } }
}

export async function tellEverywhere(system: Ctx, make: (tenantId: string) => Ctx): Promise<void> {
  const { rows } = await sql<{ tenant_id: string }>`
    select id as tenant_id from tenant t where exists (
      select 1 from wish w where w.tenant_id = t.id and w.state = 'waiting')`.execute(system.pg)
  for (const { tenant_id } of rows) await tellWishes({ ...make(tenant_id), now: system.now })
}
