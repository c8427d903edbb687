// Tags of customers as people see and change them: one customer, or all that a filter finds.
import { type RawBuilder, sql } from 'kysely'
import { customerScope } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { OPERATOR } from './built-in.ts'
import { customerOf } from './customer-attributes.ts'
import type { CustomerFilter } from './filter.ts'
import { selectMatching } from './list.ts'
import { type HeldTag, liveTags } from './live-tags.ts'
import { presentNames, usableTags } from './tag-definitions.ts'
import { addTags, removeTags } from './tagging.ts'

/** @throws 404, also out of scope */
export async function tagsOfCustomer(ctx: Ctx, id: number): Promise<HeldTag[]> {
  const customerId = await customerOf(ctx, id)
  const { rows } = await sql<{ id: number }>`select id from customer
    where tenant_id = ${ctx.tenantId} and canonical_id = ${customerId}`.execute(ctx.pg)
  const tags = await liveTags(ctx, new Map([[customerId, rows.map((r) => r.id)]]))
  return tags.get(customerId) ?? []
}

export interface TagChange {
  add: readonly string[]
  remove: readonly string[]
  reason: string
  expiresAt: Date | null
}

export interface TagOutcome {
  /** Customers the filter found. */
  customers: number
  /** Tags that came to a customer who had them from nobody. */
  added: number
  /** Customers who lost a tag. */
  removed: number
}

/** @throws 404 for a tag nobody made; 409 for an archived one */
export function changeTagsOf(ctx: Ctx, id: number, change: TagChange): Promise<HeldTag[]> {
  return inTx(ctx, async (ctx) => {
    const customerId = await customerOf(ctx, id)
    await applyChange(ctx, sql`select ${customerId}::bigint as id`, change)
    await audit(
      ctx,
      'customer.tags_changed',
      { kind: 'customer', id: String(customerId) },
      said(change),
    )
    return tagsOfCustomer(ctx, customerId)
  })
}

/** One statement for what is added and one for what is removed, however many customers. */
export function changeTagsOfMany(
  ctx: Ctx,
  filter: CustomerFilter,
  change: TagChange,
): Promise<TagOutcome> {
  return inTx(ctx, async (ctx) => {
    // Kept apart first: who has just been tagged may not match the filter any more.
    await sql`create temporary table tagged_customer on commit drop as ${await wanted(ctx, filter)}`.execute(
      ctx.pg,
    )
    const { rows } = await sql<{ n: number }>`select count(*) as n from tagged_customer`.execute(
      ctx.pg,
    )
    const customers = rows[0]?.n ?? 0
    const outcome = await applyChange(ctx, sql`select id from tagged_customer`, change)
    await sql`drop table tagged_customer`.execute(ctx.pg)
    await audit(
      ctx,
      'customers.tags_changed',
      { kind: 'customers', id: 'filter' },
      { ...said(change), filter, customers },
    )
    return { customers, ...outcome }
  })
}

/** Numbers alone are asked of the customers themselves, who may be newer than what lists know. */
async function wanted(ctx: Ctx, filter: CustomerFilter): Promise<RawBuilder<unknown>> {
  const { ids, ...rest } = filter
  if (ids === undefined || Object.keys(rest).length > 0) return selectMatching(ctx, filter)
  const scope = customerScope(ctx, 'c.canonical_id')
  return sql`select distinct c.canonical_id as id from customer c
    where c.tenant_id = ${ctx.tenantId} and c.id = any(${ids}::bigint[]) ${scope ? sql`and ${scope}` : sql``}`
}

async function applyChange(
  ctx: Ctx,
  customers: RawBuilder<unknown>,
  change: TagChange,
): Promise<{ added: number; removed: number }> {
  if (change.add.length === 0 && change.remove.length === 0)
    throw invalid('no_tags_named', 'Say which tags to add or to remove')
  if (change.expiresAt !== null && change.expiresAt <= ctx.now())
    throw invalid('expiry_in_past', 'The tag would have expired already')
  const add = await usableTags(ctx, change.add)
  const names = await presentNames(ctx, change.remove)
  const removed =
    change.remove.length === 0
      ? 0
      : await removeTags(ctx, customers, [...names.values()], change.reason)
  if (add.length === 0) return { added: 0, removed }
  const { added } = await addTags(
    ctx,
    sql`select c.id as node_id, x.tag, ${OPERATOR}::text as source, ${ctx.now()}::timestamptz as at,
        ${`${ctx.actor.kind}:${ctx.actor.id}`}::text as actor, ${ctx.actor.name}::text as actor_name,
        ${change.reason}::text as reason, ${change.expiresAt}::timestamptz as expires_at, '{}'::jsonb as told
      from (${customers}) c, unnest(${[...new Set(add)]}::text[]) as x (tag)`,
    'replace',
  )
  return { added, removed }
}

const said = (change: TagChange) => ({
  added: change.add,
  removed: change.remove,
  reason: change.reason,
  expires_at: change.expiresAt?.toISOString() ?? null,
})
