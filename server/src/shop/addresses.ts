// A customer's address book. The first one she keeps is the one she begins with; so is whichever she says.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { ownNodes, shopperOf } from './session.ts'

export const MOST_ADDRESSES = 20
export interface KeptAddress {
  id: string
  name: string
  phone: string
  region: string[]
  street: string
  is_default: boolean
}

/** The one she begins with first, then the newest. */
export const listAddresses = async (ctx: Ctx): Promise<KeptAddress[]> =>
  addressesOf(ctx, await ownNodes(ctx))

async function addressesOf(ctx: Ctx, nodes: readonly number[]): Promise<KeptAddress[]> {
  const { rows } = await sql<KeptAddress>`
    select id, name, phone, region, street, is_default from shop_address
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])
    order by is_default desc, created_at desc, id`.execute(ctx.pg)
  // Two of her records may each have brought one: the newest is the one.
  return rows.map((row, place) => ({ ...row, is_default: row.is_default && place === 0 }))
}

/** Two writes of hers wait for each other, on whichever of her devices. */
async function hold(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = any(${[...nodes]}::bigint[])
    order by id for no key update`.execute(ctx.pg)
}

/** Kept or changed; sent again it changes nothing more. @throws 404 somebody else's, 409 too_many_addresses */
export function keepAddress(
  ctx: Ctx,
  id: string,
  given: Omit<KeptAddress, 'id'>,
): Promise<KeptAddress[]> {
  return inTx(ctx, async (ctx) => {
    const nodes = await ownNodes(ctx)
    await hold(ctx, nodes)
    const mine = await addressesOf(ctx, nodes)
    const isKnown = mine.some((one) => one.id === id)
    if (!isKnown && mine.length >= MOST_ADDRESSES)
      throw conflict('too_many_addresses', `At most ${MOST_ADDRESSES} addresses are kept`)
    const isDefault = given.is_default || mine.every((one) => one.id === id)
    if (isDefault) await unsetDefault(ctx, nodes)
    const { numAffectedRows } = await sql`
      insert into shop_address as a (tenant_id, id, node_id, name, phone, region, street, is_default, created_at, updated_at)
      values (${ctx.tenantId}, ${id}, ${shopperOf(ctx)}, ${given.name}, ${given.phone}, ${given.region}::text[],
        ${given.street}, ${isDefault}, ${ctx.now()}, ${ctx.now()})
      on conflict (tenant_id, id) do update set name = excluded.name, phone = excluded.phone, region = excluded.region,
        street = excluded.street, is_default = excluded.is_default, updated_at = excluded.updated_at
      where a.node_id = any(${nodes}::bigint[])`.execute(ctx.pg)
    if (numAffectedRows !== 1n) throw notFound('address')
    await promote(ctx, nodes)
    return addressesOf(ctx, nodes)
  })
}

const unsetDefault = (ctx: Ctx, nodes: readonly number[]) =>
  sql`update shop_address set is_default = false
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and is_default`.execute(
    ctx.pg,
  )

/** While there is any, one is the one she begins with. */
const promote = (ctx: Ctx, nodes: readonly number[]) =>
  sql`update shop_address set is_default = true where tenant_id = ${ctx.tenantId} and id = (
      select id from shop_address where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])
      order by created_at desc, id limit 1)
    and not exists (select 1 from shop_address
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and is_default)`.execute(
    ctx.pg,
  )

/** What is gone is gone; orders keep theirs. @throws 404 somebody else's */
export function dropAddress(ctx: Ctx, id: string): Promise<KeptAddress[]> {
  return inTx(ctx, async (ctx) => {
    const nodes = await ownNodes(ctx)
    await hold(ctx, nodes)
    const { numAffectedRows } = await sql`delete from shop_address
      where tenant_id = ${ctx.tenantId} and id = ${id} and node_id = any(${nodes}::bigint[])`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n) throw notFound('address')
    await promote(ctx, nodes)
    return addressesOf(ctx, nodes)
  })
}
