// What a customer asks to be told of: that an article is there again, or costs no more than she says.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { onShelf } from '../commerce/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import type { Wisher } from './favourites.ts'

export const WISH_KINDS = ['stock', 'price'] as const
export type WishKind = (typeof WISH_KINDS)[number]
/** More than that waits for nobody in earnest. */
export const MOST_WAITING = 200

export interface Wish {
  id: string
  sku: string
  name: string
  kind: WishKind
  at_most_fen: number | null
  state: 'waiting' | 'told' | 'withdrawn'
  added_at: string
  ended_at: string | null
}
export interface NewWish {
  storefront: string
  sku: string
  kind: WishKind
  /** Of a price: told when it is this or less. */
  atMostFen: number | null
}

type Row = Omit<Wish, 'added_at' | 'ended_at'> & { added_at: Date; ended_at: Date | null }
const COLUMNS = sql`id, sku, (select p.name from product p
  where p.tenant_id = wish.tenant_id and p.sku = wish.sku) as name, kind, at_most_fen, state, added_at, ended_at`
const present = (row: Row): Wish => ({
  ...row,
  ...{ added_at: row.added_at.toISOString(), ended_at: row.ended_at?.toISOString() ?? null },
})

/**
 * One waits for a person and article; asked again with another price, that price counts.
 * @throws 404 for what is not sold there, 409 product_there, price_reached, too_many_wishes
 */
export function addWish(ctx: Ctx, who: Wisher, given: NewWish): Promise<Wish> {
  return inTx(ctx, async (ctx) => {
    const [offered] = await onShelf(ctx, given.storefront, [given.sku])
    if (!offered) throw notFound('product')
    if (given.kind === 'stock' && offered.is_there)
      throw conflict('product_there', 'It can be bought now')
    if (given.atMostFen !== null && offered.price_fen <= given.atMostFen)
      throw conflict('price_reached', 'It costs no more than that now', {
        price_fen: offered.price_fen,
      })
    // Several requests of one person are one after the other, whichever of her nodes they come by.
    const person = Math.min(...who.nodes)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`wishes of ${ctx.tenantId} ${person}`}, 0))`.execute(
      ctx.pg,
    )
    const hers = sql`tenant_id = ${ctx.tenantId} and node_id = any(${[...who.nodes]}::bigint[]) and state = 'waiting'`
    const { rows: changed } = await sql<Row>`update wish set at_most_fen = ${given.atMostFen}
      where ${hers} and storefront = ${given.storefront} and sku = ${given.sku} and kind = ${given.kind}
      returning ${COLUMNS}`.execute(ctx.pg)
    if (changed[0]) return present(changed[0])
    const id = randomUUIDv7()
    const { rows } = await sql<Row>`
      insert into wish (tenant_id, id, node_id, storefront, sku, kind, at_most_fen, added_at)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${who.node}::bigint, ${given.storefront}, ${given.sku}, ${given.kind},
        ${given.atMostFen}::bigint, ${ctx.now()}::timestamptz
      where (select count(*) from wish where ${hers}) < ${MOST_WAITING}
      returning ${COLUMNS}`.execute(ctx.pg)
    if (!rows[0]) throw conflict('too_many_wishes', 'Take some of those that wait back first')
    await recordEvents(ctx, [
      {
        ...{ id, name: 'wish_added', customerId: who.node, at: ctx.now(), source: 'wishes' },
        props: {
          ...{ wish: id, kind: given.kind, sku: given.sku, product: offered.name },
          ...(given.atMostFen !== null && { at_most_fen: given.atMostFen }),
        },
      },
    ])
    return present(rows[0])
  })
}

/** What was told or taken back already stays as it is. @throws 404 for what is not hers */
export async function withdrawWish(ctx: Ctx, nodes: readonly number[], id: string): Promise<void> {
  const mine = sql`tenant_id = ${ctx.tenantId} and id = ${id} and node_id = any(${[...nodes]}::bigint[])`
  const { rows } = await sql`select 1 from wish where ${mine}`.execute(ctx.pg)
  if (rows.length === 0) throw notFound('wish')
  await sql`update wish set state = 'withdrawn', ended_at = ${ctx.now()}
    where ${mine} and state = 'waiting'`.execute(ctx.pg)
}

/** Those that wait, of one article or of all; newest first. */
export async function waitingWishes(
  ctx: Ctx,
  nodes: readonly number[],
  sku?: string,
): Promise<Wish[]> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wish
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and state = 'waiting'
      and ${sku === undefined ? sql`true` : sql`sku = ${sku}`}
    order by id desc`.execute(ctx.pg)
  return rows.map(present)
}
