// 归属门店 and 专属导购: whose customer somebody is, on an operator's word.
import { sql } from 'kysely'
import { z } from 'zod'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import {
  countsForCustomer,
  demandCustomersInScope,
  getStaff,
  storesByCode,
  whereStaffWork,
} from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { protectedUntil } from './assignment-rules.ts'
import { type AssignmentKind, assignmentSettings } from './assignment-settings.ts'
import {
  type AssignmentRow,
  actorOf,
  assignmentsOf,
  type Changed,
  changeColumns,
  changedColumns,
  tellOfAssignments,
} from './assignment-store.ts'

/** Any node's id in, the customer's out. @throws 404, also when out of the actor's scope */
async function customersSeen(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const canonical = await canonicalOf(ctx, ids)
  const found = [...new Set(ids.map((id) => canonical.get(id)))]
  if (found.some((id) => id === undefined)) throw notFound('customer')
  const customers = found.filter((id) => id !== undefined)
  await demandCustomersInScope(ctx, customers)
  return customers
}

export async function assignmentOf(ctx: Ctx, id: number): Promise<AssignmentRow[]> {
  return assignmentsOf(ctx, await customersSeen(ctx, [id]))
}

export interface HistoryRow extends Changed {
  actor: string
  actor_name: string
  from_name: string | null
  to_name: string | null
}

/** Every change of every node of the customer, the newest first. */
export async function assignmentHistory(
  ctx: Ctx,
  id: number,
  page: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(page.cursor, z.tuple([z.iso.datetime(), z.guid()]))
  const customers = await customersSeen(ctx, [id])
  const nodes = [...(await nodesOf(ctx, customers)).values()].flat()
  const name = (code: string) => sql`coalesce(
    (select s.name from store s where s.tenant_id = h.tenant_id and h.kind = 'store' and s.code = ${sql.ref(code)}),
    (select f.name from staff f where f.tenant_id = h.tenant_id and h.kind = 'guide' and f.code = ${sql.ref(code)}))`
  const { rows } = await sql<HistoryRow>`
    select ${changedColumns}, h.actor, h.actor_name, ${name('h.from_code')} as from_name, ${name('h.to_code')} as to_name
    from assignment_change h
    where h.tenant_id = ${ctx.tenantId} and h.node_id = any(${nodes}::bigint[])
      and ${after ? sql`(h.at, h.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by h.at desc, h.id desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.at.toISOString(), row.id],
  )
}

export interface Assigning {
  kind: AssignmentKind
  /** Null: nobody, and no rule decides otherwise while it is protected. */
  code: string | null
  reason: string
  /** As last read; only for one customer. */
  version?: number | undefined
}

/**
 * An operator gives customers to a store or a guide. It stands until the protection ends and a rule
 * may speak again. Answers how many changed. @throws 409 edited_meanwhile with what it is now
 */
export function assignCustomers(
  ctx: Ctx,
  ids: readonly number[],
  given: Assigning,
): Promise<{ changed: number }> {
  return inTx(ctx, async (ctx) => {
    const customers = await customersSeen(ctx, ids)
    await demandTarget(ctx, given.kind, given.code)
    // Two operators at one customer take turns; so do an operator and a merge.
    await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = any(${customers}::bigint[])
      order by id for no key update`.execute(ctx.pg)
    const present = new Map(
      (await assignmentsOf(ctx, customers))
        .filter((row) => row.kind === given.kind)
        .map((row) => [row.customer_id, row]),
    )
    if (given.version !== undefined)
      for (const id of customers) {
        const now = present.get(id)
        if ((now?.version ?? 0) !== given.version)
          throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', {
            present: now ?? null,
          })
      }
    const changing = customers.filter((id) => {
      const now = present.get(id)
      return !(now?.source === 'operator' && now.code === given.code)
    })
    const changes = await writeWord(
      ctx,
      sql`select c.id as node_id, p.code as from_code from unnest(${changing}::bigint[]) as c (id)
        left join unnest(${changing}::bigint[], ${changing.map((id) => present.get(id)?.code ?? null)}::text[])
          as p (id, code) on p.id = c.id`,
      given,
    )
    await tellOfAssignments(ctx, changes)
    await audit(
      ctx,
      'customer.assigned',
      customers.length === 1 ? { kind: 'customer', id: String(customers[0]) } : undefined,
      {
        kind: given.kind,
        to: given.code,
        reason: given.reason,
        customers: changes.map((c) => ({ id: c.node_id, from: c.from_code })),
      },
    )
    return { changed: changes.length }
  })
}

/** @param who nodes and what they were, as `(node_id, from_code)` */
async function writeWord(
  ctx: Ctx,
  who: ReturnType<typeof sql>,
  given: Assigning,
): Promise<Changed[]> {
  const settings = await assignmentSettings(ctx)
  const now = ctx.now()
  const until = protectedUntil(now, settings[given.kind].protection_days)
  const { rows } = await sql<Changed>`
    with who as materialized (${who}),
    written as (
      insert into assignment as old
        (tenant_id, node_id, kind, code, source, since, protected_until, reason, actor)
      select ${ctx.tenantId}::uuid, node_id, ${given.kind}::text, ${given.code}::text, 'operator',
        ${now}::timestamptz, ${until}::timestamptz, ${given.reason}::text, ${actorOf(ctx)}::text
      from who order by node_id
      on conflict (tenant_id, node_id, kind) do update
        set code = excluded.code, previous_code = old.code, source = excluded.source, since = excluded.since,
          protected_until = excluded.protected_until, reason = excluded.reason, actor = excluded.actor,
          import_id = null, revision = old.revision + 1
      returning node_id)
    insert into assignment_change (${changeColumns})
    select ${ctx.tenantId}::uuid, gen_random_uuid(), who.node_id, ${given.kind}::text, who.from_code,
      ${given.code}::text, 'operator', ${now}::timestamptz, ${now}::timestamptz, ${given.reason}::text,
      ${actorOf(ctx)}::text, ${ctx.actor.name}::text
    from who join written on written.node_id = who.node_id
    returning ${changedColumns}`.execute(ctx.pg)
  return rows
}

async function demandTarget(ctx: Ctx, kind: AssignmentKind, code: string | null): Promise<void> {
  if (code === null) return
  if (kind === 'store') {
    const store = (await storesByCode(ctx, [code])).get(code)
    if (!store) throw invalid('unknown_store', 'There is no such store')
    if (!store.isOpen) throw invalid('store_closed', 'This store is closed')
    return
  }
  const staff = (await whereStaffWork(ctx, [code])).get(code)
  if (!staff) throw invalid('unknown_staff', 'There is no such staff member')
  if (staff.hasLeft) throw invalid('staff_left', 'This staff member has left')
}

/** Whose guide they are, and whose friend: what a transfer would move, and what it cannot. */
export async function customersOfStaff(
  ctx: Ctx,
  staffId: string,
): Promise<{ customers: number; friends: number }> {
  const { code } = await getStaff(ctx, staffId)
  const { rows } = await sql<{ customers: number; friends: number }>`
    select (select count(*)::int from assignment a
        join customer n on n.tenant_id = a.tenant_id and n.id = a.node_id
        where a.tenant_id = ${ctx.tenantId} and a.kind = 'guide' and a.code = ${code}
          and ${countsForCustomer(ctx, 'a', 'n')}) as customers,
      (select count(distinct n.canonical_id)::int from relation r
        join customer n on n.tenant_id = r.tenant_id and n.id = r.node_id
        where r.tenant_id = ${ctx.tenantId} and r.staff_id = ${code} and r.state = 'friend') as friends`.execute(
    ctx.pg,
  )
  return rows[0] ?? { customers: 0, friends: 0 }
}

export interface Transfer {
  /** Code of the next guide; null: from now on nobody's in particular. */
  toStaff: string | null
  /** Code of the store they all go to; absent: each stays where they belong. */
  toStore?: string | undefined
  reason: string
}

/**
 * All customers of one guide to another, or to a store. Rows that do not count for their customer
 * now (another node's word does) only change hands, so that undoing a merge gives nobody back to
 * who has gone.
 */
export function transferCustomers(
  ctx: Ctx,
  staffId: string,
  transfer: Transfer,
): Promise<{ customers: number }> {
  return inTx(ctx, async (ctx) => {
    const { code } = await getStaff(ctx, staffId)
    const { toStaff, toStore, reason } = transfer
    if (toStaff === null && toStore === undefined)
      throw invalid('nothing_to_transfer', 'Name a guide or a store')
    if (toStaff === code) throw invalid('same_staff', 'They are this guide’s already')
    await demandTarget(ctx, 'guide', toStaff)
    if (toStore !== undefined) await demandTarget(ctx, 'store', toStore)
    const { rows: counting } = await sql<{ node_id: number; customer_id: number }>`
      select a.node_id, n.canonical_id as customer_id from assignment a
      join customer n on n.tenant_id = a.tenant_id and n.id = a.node_id
      where a.tenant_id = ${ctx.tenantId} and a.kind = 'guide' and a.code = ${code}
        and ${countsForCustomer(ctx, 'a', 'n')}
      order by a.node_id for no key update of n`.execute(ctx.pg)
    const customers = counting.map((row) => row.customer_id)
    const changes = await writeWord(
      ctx,
      sql`select node_id, ${code}::text as from_code
        from unnest(${counting.map((row) => row.node_id)}::bigint[]) as node_id`,
      { kind: 'guide', code: toStaff, reason },
    )
    await sql`update assignment set code = ${toStaff}, previous_code = code, revision = revision + 1,
        source = case when ${toStaff}::text is null then 'operator' else source end
      where tenant_id = ${ctx.tenantId} and kind = 'guide' and code = ${code}`.execute(ctx.pg)
    if (toStore !== undefined) {
      const stores = new Map(
        (await assignmentsOf(ctx, customers))
          .filter((row) => row.kind === 'store')
          .map((row) => [row.customer_id, row.code]),
      )
      const moving = customers.filter((id) => stores.get(id) !== toStore)
      changes.push(
        ...(await writeWord(
          ctx,
          sql`select id as node_id, code as from_code
            from unnest(${moving}::bigint[], ${moving.map((id) => stores.get(id) ?? null)}::text[]) as c (id, code)`,
          { kind: 'store', code: toStore, reason },
        )),
      )
    }
    await tellOfAssignments(ctx, changes)
    await audit(
      ctx,
      'customers.transferred',
      { kind: 'staff', id: staffId },
      {
        from: code,
        to_staff: toStaff,
        to_store: toStore ?? null,
        customers: customers.length,
        reason,
      },
    )
    return { customers: customers.length }
  })
}
