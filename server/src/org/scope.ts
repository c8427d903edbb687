// Whose customers somebody may see, as a condition for the SQL of those who list customers.
import { type RawBuilder, sql } from 'kysely'
import { scopeOf } from '../platform/auth.ts'
import type { Ctx, Scope } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'

/**
 * What decides between several words on one customer's store or guide, as an `order by`: an
 * operator's newest, else the strongest source, else the oldest. Sorted first is what counts.
 */
export const assignmentOrder = (row: string): RawBuilder<unknown> => {
  const column = (name: string) => sql.ref(`${row}.${name}`)
  return sql`${column('strength')} desc,
    case when ${column('source')} = 'operator' then -extract(epoch from ${column('since')})
      else extract(epoch from ${column('since')}) end, ${column('node_id')}`
}

/**
 * A condition on a column that holds canonical customer ids (e.g. `c.canonical_id`); undefined when
 * the actor sees everybody. Seen are the friends and exclusive customers of the guides in the
 * scope, and the customers who belong to its stores; whatever node that came in on.
 */
export function customerScope(
  ctx: Ctx,
  column: string,
  large: number = LARGE,
): RawBuilder<boolean> | undefined {
  const scope = scopeOf(ctx.actor)
  if (scope.kind === 'all') return undefined
  // A shop's or guide's customers are gathered once; those of a region with a fifth of a million are
  // not: a page of 50 took seconds, where looking each up until the page is full takes milliseconds.
  return sql<boolean>`case when ${isLarge(ctx, scope, large)}
    then ${seenBy(ctx, scope, column, 'each')} else ${seenBy(ctx, scope, column, 'gathered')} end`
}

/** Of so many customers on they are looked up one by one. */
const LARGE = 5_000

/** Evaluated once a statement, and reads no more than it must. */
const isLarge = (ctx: Ctx, scope: Scope, large: number) => sql<boolean>`(
  select count(*) = ${large}::int from (
    (select 1 from assignment where tenant_id = ${ctx.tenantId} and kind = 'store'
      and code = any(${storeCodes(ctx, scope)}) limit ${large})
    union all
    (select 1 from relation where tenant_id = ${ctx.tenantId} and state = 'friend'
      and staff_id = any(${staffCodes(ctx, scope)}) limit ${large})
    limit ${large}) found)`

function seenBy(
  ctx: Ctx,
  scope: Scope,
  column: string,
  way: 'each' | 'gathered',
): RawBuilder<boolean> {
  const customer = sql.ref(column)
  // PostgreSQL hashes a plain EXISTS; OFFSET keeps it from that. The empty text keeps it from going
  // through the friends of each of hundreds of guides instead of the few of one customer.
  const [how, friendOf] =
    way === 'each'
      ? [sql`offset 0`, sql`scope_friend.staff_id || ''`]
      : [sql``, sql`scope_friend.staff_id`]
  return sql<boolean>`(exists (
      select 1 from customer scope_node
      join relation scope_friend on scope_friend.tenant_id = scope_node.tenant_id
        and scope_friend.node_id = scope_node.id
      where scope_node.tenant_id = ${ctx.tenantId} and scope_node.canonical_id = ${customer}
        and scope_friend.state = 'friend' and ${friendOf} = any(${staffCodes(ctx, scope)}) ${how})
    or exists (
      select 1 from customer scope_node
      join assignment mine on mine.tenant_id = scope_node.tenant_id and mine.node_id = scope_node.id
      where scope_node.tenant_id = ${ctx.tenantId} and scope_node.canonical_id = ${customer}
        and ((mine.kind = 'store' and mine.code = any(${storeCodes(ctx, scope)}))
          or (mine.kind = 'guide' and mine.code = any(${staffCodes(ctx, scope)})))
        and ${countsForCustomer(ctx, 'mine', 'scope_node')} ${how}))`
}

/**
 * Of the rows of one customer's nodes, the one that counts: nothing in its group outranks it.
 * `assigned` and `node` name the row and its customer row in the statement around.
 */
export const countsForCustomer = (
  ctx: Ctx,
  assigned: string,
  node: string,
) => sql<boolean>`not exists (
  select 1 from customer twin
  join assignment other on other.tenant_id = twin.tenant_id and other.node_id = twin.id
  where twin.tenant_id = ${ctx.tenantId} and twin.canonical_id = ${sql.ref(`${node}.canonical_id`)}
    and twin.id <> ${sql.ref(`${node}.id`)} and other.kind = ${sql.ref(`${assigned}.kind`)}
    and ${outranks('other', assigned)})`

/** As `assignmentOrder`, between two rows. */
function outranks(one: string, other: string): RawBuilder<boolean> {
  const column = (row: string, name: string) => sql.ref(`${row}.${name}`)
  const age = (row: string) => sql`case when ${column(row, 'source')} = 'operator'
    then -extract(epoch from ${column(row, 'since')}) else extract(epoch from ${column(row, 'since')}) end`
  return sql<boolean>`(-${column(one, 'strength')}, ${age(one)}, ${column(one, 'node_id')})
    < (-${column(other, 'strength')}, ${age(other)}, ${column(other, 'node_id')})`
}

/** @throws 404, as for another tenant's customer */
export async function demandCustomerInScope(ctx: Ctx, canonicalId: number): Promise<void> {
  await demandCustomersInScope(ctx, [canonicalId])
}

/** @throws 404 when any of them is out of sight */
export async function demandCustomersInScope(ctx: Ctx, ids: readonly number[]): Promise<void> {
  const condition = customerScope(ctx, 'c.id')
  if (!condition || ids.length === 0) return
  const { rows } = await sql`
    select 1 from unnest(${[...ids]}::bigint[]) as c (id) where not ${condition} limit 1`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw notFound('customer')
}

/**
 * A condition on what happened at a store or with a guide (an order, a cost): it is seen by who
 * answers for that store or guide now. Undefined when the actor sees everything.
 */
export function happenedInScope(
  ctx: Ctx,
  columns: { store: string; staff: string },
): RawBuilder<boolean> | undefined {
  const scope = scopeOf(ctx.actor)
  if (scope.kind === 'all') return undefined
  return sql<boolean>`(${sql.ref(columns.store)} = any(${storeCodes(ctx, scope)})
    or ${sql.ref(columns.staff)} = any(${staffCodes(ctx, scope)}))`
}

/** What `customerScope` goes by, for who reads customers from elsewhere; undefined: everybody. */
export async function codesInScope(
  ctx: Ctx,
): Promise<{ stores: string[]; staff: string[] } | undefined> {
  const scope = scopeOf(ctx.actor)
  if (scope.kind === 'all') return undefined
  const { rows } = await sql<{ stores: string[]; staff: string[] }>`
    select ${storeCodes(ctx, scope)} as stores, ${staffCodes(ctx, scope)} as staff`.execute(ctx.pg)
  return rows[0] ?? { stores: [], staff: [] }
}

/** The codes of the stores a scope covers, as an array; evaluated once a statement. */
export function storeCodes(ctx: Ctx, scope: Scope): RawBuilder<string[]> {
  if (scope.kind === 'store') return sql`${[...scope.ids]}::text[]`
  if (scope.kind === 'region')
    return sql`array(select s.code from store s where s.tenant_id = ${ctx.tenantId}
      and s.region_id in (${regionsBelow(ctx, scope.ids)}))`
  return sql`'{}'::text[]`
}

/**
 * The codes of the guides a scope answers for: those named who have not left, or who is posted at
 * its stores and regions today. A named code that is in no staff list counts: a brand without one
 * still has guides.
 */
export function staffCodes(ctx: Ctx, scope: Scope): RawBuilder<string[]> {
  if (scope.kind === 'own')
    return sql`array(select unnest(${[...scope.ids]}::text[])
      except select f.code from staff f where f.tenant_id = ${ctx.tenantId} and f.state = 'left')`
  const here =
    scope.kind === 'region'
      ? sql`coalesce(s.region_id, p.region_id) in (${regionsBelow(ctx, scope.ids)})`
      : sql`s.code = any(${[...scope.ids]}::text[])`
  return sql`array(select f.code from staff_post p
    join staff f on f.tenant_id = p.tenant_id and f.id = p.staff_id
    left join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
    where p.tenant_id = ${ctx.tenantId} and p.to_at is null and ${here})`
}

/** Ids of the regions of these codes and of everything below them. */
export function regionsBelow(ctx: Ctx, codes: readonly string[]): RawBuilder<{ id: string }> {
  return sql`with recursive below as (
      select r.id from region r where r.tenant_id = ${ctx.tenantId} and r.code = any(${[...codes]}::text[])
      union
      select r.id from region r join below b on r.parent_id = b.id where r.tenant_id = ${ctx.tenantId})
    select id from below`
}

/**
 * A region that is not there would be a scope of nobody, for good. Stores and guides may be named
 * before they are declared: data speaks of them already.
 * @throws 400 unknown_region
 */
export async function demandKnownRegions(ctx: Ctx, scope: Scope): Promise<void> {
  if (scope.kind !== 'region') return
  const { rows } = await sql<{ code: string }>`
    select code from unnest(${[...scope.ids]}::text[]) as code
    except select code from region where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  if (rows.length > 0)
    throw invalid('unknown_region', `There is no region ${rows.map((r) => r.code).join(', ')}`)
}
