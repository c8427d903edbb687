// What customers like, kept for them and told as what they did.
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { recordEvents } from '../platform/outbox.ts'
import { readCursor, toPage } from '../platform/page.ts'

export interface Wisher {
  node: number
  /** All that are proved to be hers, `node` among them. */
  nodes: readonly number[]
}

/** @param sku one that is sold. @returns whether she did not like it before */
export function addFavourite(ctx: Ctx, who: Wisher, sku: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql`
      insert into favourite (tenant_id, node_id, sku, at)
      select ${ctx.tenantId}::uuid, ${who.node}::bigint, ${sku}, ${ctx.now()}::timestamptz
      where not exists (select 1 from favourite where tenant_id = ${ctx.tenantId} and sku = ${sku}
        and node_id = any(${[...who.nodes]}::bigint[]))
      on conflict do nothing returning sku`.execute(ctx.pg)
    if (rows.length > 0) await tell(ctx, who, 'product_favoured', sku)
    return rows.length > 0
  })
}

/** @returns whether she liked it before */
export function removeFavourite(ctx: Ctx, who: Wisher, sku: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const { rows } =
      await sql`delete from favourite where tenant_id = ${ctx.tenantId} and sku = ${sku}
      and node_id = any(${[...who.nodes]}::bigint[]) returning sku`.execute(ctx.pg)
    if (rows.length > 0) await tell(ctx, who, 'product_unfavoured', sku)
    return rows.length > 0
  })
}

const tell = (ctx: Ctx, who: Wisher, name: string, sku: string) =>
  recordEvents(ctx, [
    { name, customerId: who.node, at: ctx.now(), source: 'wishes', props: { sku } },
  ])

export async function isFavourite(
  ctx: Ctx,
  nodes: readonly number[],
  sku: string,
): Promise<boolean> {
  const { rows } =
    await sql`select 1 from favourite where tenant_id = ${ctx.tenantId} and sku = ${sku}
    and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  return rows.length > 0
}

/** What she liked last comes first. */
export async function favouritesOf(
  ctx: Ctx,
  nodes: readonly number[],
  page: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(page.cursor, z.tuple([z.iso.datetime(), z.string()]))
  const { rows } = await sql<{ sku: string; name: string; at: Date }>`
    select f.sku, p.name, f.at from (
      select sku, date_trunc('milliseconds', max(at)) as at from favourite
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) group by sku) f
    join product p on p.tenant_id = ${ctx.tenantId} and p.sku = f.sku
    where ${after ? sql`(f.at, f.sku) < (${after[0]}::timestamptz, ${after[1]})` : sql`true`}
    order by f.at desc, f.sku desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    ({ at, ...row }) => ({ ...row, at: at.toISOString() }),
    (row) => [row.at.toISOString(), row.sku],
  )
}
