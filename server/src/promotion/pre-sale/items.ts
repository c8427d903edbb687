// The articles of a pre-sale: prices, deposits, and how many pieces there are of each.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import type { PreSaleFields } from './pre-sales.ts'

export interface ItemFields {
  sku: string
  price_fen: number
  deposit_fen: number
  /** What the deposit counts for when the balance is paid. */
  worth_fen: number
  quota: number
}
export interface Item extends ItemFields {
  name: string
  held: number
  taken: number
}

/** What a piece costs in the end: the price less what the deposit counts for beyond itself. */
export const finalFen = (item: Pick<ItemFields, 'price_fen' | 'deposit_fen' | 'worth_fen'>) =>
  item.price_fen - (item.worth_fen - item.deposit_fen)

export async function itemsOf(ctx: Ctx, id: string): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select i.sku, coalesce(p.name, i.sku) as name, i.price_fen, i.deposit_fen, i.worth_fen, i.quota, i.held, i.taken
    from pre_sale_item i left join product p on p.tenant_id = i.tenant_id and p.sku = i.sku
    where i.tenant_id = ${ctx.tenantId} and i.pre_sale_id = ${id} order by i.position, i.sku`.execute(
    ctx.pg,
  )
  return rows
}

/** @throws 400 with what does not fit */
export async function demandSound(ctx: Ctx, fields: PreSaleFields): Promise<void> {
  const { items, deposit_kind } = fields
  const [from, until, balanceFrom, balanceUntil] = [
    fields.deposit_from,
    fields.deposit_until,
    fields.balance_from,
    fields.balance_until,
  ].map((time) => Date.parse(time)) as [number, number, number, number]
  if (!(from < until && until <= balanceFrom && balanceFrom < balanceUntil))
    throw invalid('pre_sale_windows', 'The balance is paid after the deposits, each in its time')
  if (Date.parse(`${fields.ships_by}T23:59:59.999Z`) < balanceFrom)
    throw invalid('pre_sale_ships_early', 'Goods are sent after the balance can be paid')
  if (items.length === 0) throw invalid('pre_sale_empty', 'It needs goods')
  if (new Set(items.map((item) => item.sku)).size < items.length)
    throw invalid('sku_twice', 'An SKU stands in two lines')
  for (const item of items) {
    const { sku } = item
    if (item.worth_fen < item.deposit_fen || item.worth_fen >= item.price_fen)
      throw invalid(
        'pre_sale_worth',
        'A deposit counts for itself at least, and less than the price',
        { sku },
      )
    // Civil Code, article 586: what is over a fifth is no earnest money.
    if (deposit_kind === 'earnest' && item.deposit_fen * 5 > finalFen(item))
      throw invalid('deposit_over_fifth', 'Earnest money is a fifth of the price at most', {
        sku,
        most_fen: Math.floor(finalFen(item) / 5),
      })
  }
  await demandGoods(ctx, items)
}

async function demandGoods(ctx: Ctx, items: readonly ItemFields[]): Promise<void> {
  const skus = items.map((item) => item.sku)
  const { rows } = await sql<{ sku: string; price_fen: number | null }>`
    select sku, price_fen from product
    where tenant_id = ${ctx.tenantId} and sku = any(${skus}::text[]) and kind = 'goods' and not is_retired`.execute(
    ctx.pg,
  )
  const known = new Map(rows.map((row) => [row.sku, row.price_fen]))
  const unknown = skus.filter((sku) => !known.has(sku))
  if (unknown.length > 0)
    throw invalid('unknown_sku', `There are no goods ${unknown.join(', ')}`, { skus: unknown })
  for (const { sku, price_fen } of items) {
    const usual = known.get(sku) ?? null
    if (usual !== null && price_fen > usual)
      throw invalid('pre_sale_above_price', 'The price is above what it costs anyway', {
        sku,
        most_fen: usual,
      })
  }
}

/** Pieces that are ordered stay counted. @throws 409 pre_sale_below_taken */
export async function writeItems(
  ctx: Ctx,
  id: string,
  items: readonly ItemFields[],
): Promise<void> {
  const skus = items.map((item) => item.sku)
  const u = unnest(
    items.map((item, position) => ({ ...item, position })),
    {
      sku: ['text', (i) => i.sku],
      price_fen: ['bigint', (i) => i.price_fen],
      deposit_fen: ['bigint', (i) => i.deposit_fen],
      worth_fen: ['bigint', (i) => i.worth_fen],
      quota: ['integer', (i) => i.quota],
      position: ['integer', (i) => i.position],
    },
  )
  const { rows } = await sql<{ sku: string }>`
    insert into pre_sale_item as i (tenant_id, pre_sale_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${u.names} from ${u.rows} order by sku
    on conflict (tenant_id, pre_sale_id, sku) do update
      set price_fen = excluded.price_fen, deposit_fen = excluded.deposit_fen, worth_fen = excluded.worth_fen,
        quota = excluded.quota, position = excluded.position
      where i.held + i.taken <= excluded.quota
    returning sku`.execute(ctx.pg)
  const written = new Set(rows.map((row) => row.sku))
  const below = skus.filter((sku) => !written.has(sku))
  if (below.length > 0)
    throw conflict('pre_sale_below_taken', 'More of it is ordered already', { skus: below })
  const { rows: kept } = await sql<{ sku: string }>`
    with gone as (
      delete from pre_sale_item i where i.tenant_id = ${ctx.tenantId} and i.pre_sale_id = ${id}
        and not (i.sku = any(${skus}::text[])) and not exists (
          select 1 from pre_sale_purchase p where p.tenant_id = i.tenant_id and p.pre_sale_id = i.pre_sale_id
            and p.sku = i.sku)
      returning i.sku)
    select i.sku from pre_sale_item i where i.tenant_id = ${ctx.tenantId} and i.pre_sale_id = ${id}
      and not (i.sku = any(${skus}::text[])) and not exists (select 1 from gone where gone.sku = i.sku)`.execute(
    ctx.pg,
  )
  if (kept.length > 0)
    throw conflict('pre_sale_below_taken', 'It was ordered already, and stays in the pre-sale', {
      skus: kept.map((row) => row.sku),
    })
}
