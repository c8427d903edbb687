// The customer in lists of other things: found by her phone or name, and shown by both.
import { type RawBuilder, sql } from 'kysely'
import { phone } from '../identity/index.ts'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type ListedCustomer, listedByIds } from './listed.ts'

/**
 * A whole phone, its last four digits, or a part of her name, under any of her numbers.
 * @param canonical the customer of the row
 */
export function isMeant(
  ctx: Ctx,
  canonical: RawBuilder<unknown>,
  text: string,
): RawBuilder<unknown> {
  const ends = /^\d{4}$/.test(text) ? text : ''
  return sql`exists (
    select 1 from customer meant_o
    where meant_o.tenant_id = ${ctx.tenantId} and meant_o.canonical_id = ${canonical} and (
      exists (select 1 from identifier meant_i where meant_i.tenant_id = meant_o.tenant_id and meant_i.node_id = meant_o.id
        and meant_i.namespace = 'phone' and (meant_i.value = ${phone(text) ?? ''} or right(meant_i.value, 4) = ${ends}))
      or exists (select 1 from attribute meant_a where meant_a.tenant_id = meant_o.tenant_id and meant_a.node_id = meant_o.id
        and meant_a.name in ('name', 'nickname') and position(lower(${text}) in lower(meant_a.value #>> '{}')) > 0)))`
}

const listedOf = async (ctx: Ctx, rows: readonly { customer_id: number | null }[]) => {
  const ids = [...new Set(rows.flatMap((row) => row.customer_id ?? []))]
  return new Map((await listedByIds(ctx, ids)).map((c) => [c.id, c]))
}

/** Each row with its customer as lists show one; null of who was erased, and for who may not read customers. */
export async function withCustomers<Row extends { customer_id: number | null }>(
  ctx: Ctx,
  rows: readonly Row[],
): Promise<(Row & { customer: ListedCustomer | null })[]> {
  const customers = can(ctx.actor, 'customers:read') ? await listedOf(ctx, rows) : undefined
  return rows.map((row) => ({ ...row, customer: customers?.get(row.customer_id ?? 0) ?? null }))
}

/** By name and by phone, masked as the actor's role demands. */
export interface Called {
  name: string | null
  phone: string | null
}
const nobody: Called = { name: null, phone: null }

/** What to call each of these; nothing of who was erased. */
export async function calledOf(
  ctx: Ctx,
  ids: readonly (number | null)[],
): Promise<(id: number | null) => Called> {
  const customers = await listedOf(
    ctx,
    ids.map((customer_id) => ({ customer_id })),
  )
  return (id) => {
    const customer = id === null ? undefined : customers.get(id)
    if (!customer) return nobody
    const name = customer.attributes.name ?? customer.attributes.nickname
    return {
      name: typeof name === 'string' ? name : null,
      phone: customer.identifiers.find((i) => i.namespace === 'phone')?.value ?? null,
    }
  }
}

/** Each row with what to call its customer. */
export async function withNames<Row extends { customer_id: number | null }>(
  ctx: Ctx,
  rows: readonly Row[],
): Promise<(Row & Called)[]> {
  const called = await calledOf(
    ctx,
    rows.map((row) => row.customer_id),
  )
  return rows.map((row) => ({ ...row, ...called(row.customer_id) }))
}
