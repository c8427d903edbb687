// One row a customer for finding and listing: made from what the tables of the customer's nodes say,
// a set at a time, after the transactions that changed them.
import { sql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { unnest } from '../platform/unnest.ts'
import { describe, type ProjectedRow } from './describe.ts'
import { lockProjection, tryLockProjection } from './projection-lock.ts'
import { beginRound, endRound, type StateRound, writeStates } from './state-store.ts'

const SET = 2_000
/** Noted changes at once: one customer is often among them many times. */
const NOTED = 20_000
/** A reader brings up to date what few changes concern; a flood is the loop's. */
const READER_SET = 200
/** Longest a reader waits for who is bringing in the very change it wants to see. */
const READER_WAIT_MS = 500

/**
 * Brings every customer with a noted change up to date, in both stores. Answers how many rows were
 * looked at. Lists and search are brought up to date even while the event store cannot answer.
 */
export async function projectCustomers(ctx: Ctx): Promise<number> {
  let done = 0
  try {
    for (;;) {
      const taken = await inTx(ctx, projectNoted)
      done += taken
      if (taken < NOTED) return done
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'event_store_unavailable')
      await inTx(ctx, (ctx) => listNoted(ctx))
    throw error
  }
}

interface Noted {
  tenant_id: string
  node_id: number
  is_historical: boolean
}

async function projectNoted(ctx: Ctx): Promise<number> {
  await lockProjection(ctx)
  const { rows } = await sql<Noted>`
    with taken as (
      delete from customer_change where position in (
        select position from customer_change order by position limit ${NOTED}) returning tenant_id, node_id, is_historical)
    select tenant_id, node_id, is_historical from taken`.execute(ctx.pg)
  if (rows.length > 0)
    await projectTenants(
      ctx,
      nodesByTenant(rows),
      new Set(rows.filter((r) => !r.is_historical).map((r) => r.node_id)),
    )
  return rows.length
}

const nodesByTenant = (rows: readonly Noted[]) =>
  new Map(
    [...Map.groupBy(rows, (r) => r.tenant_id)].map(([tenantId, list]) => [
      tenantId,
      list.map((r) => r.node_id),
    ]),
  )

/**
 * Under the projection's lock, in both stores. Call it last in a transaction.
 * @param news of whom there is more to say than history; absent: of everybody
 */
export async function projectTenants(
  ctx: Ctx,
  nodes: ReadonlyMap<string, readonly number[]>,
  news?: ReadonlySet<number>,
): Promise<void> {
  const { round, also } = await beginRound(ctx, [...nodes.keys()], news)
  for (const [tenantId, list] of nodes)
    await projectNodes({ ...ctx, tenantId }, [...list, ...(also.get(tenantId) ?? [])], round)
  await endRound(ctx, round)
}

/**
 * Whoever just changed a customer finds it changed: the few noted changes of this brand are brought
 * in before a list is read. When there are many, or others are long at it, the list may be seconds
 * old. The event store is the loop's: nobody waits for it to see a list.
 */
export async function catchUp(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select 1 from customer_change where tenant_id = ${ctx.tenantId} and not is_listed limit ${READER_SET + 1}) c`.execute(
    ctx.pg,
  )
  const waiting = rows[0]?.n ?? 0
  if (waiting === 0 || waiting > READER_SET) return
  await inTx({ ...ctx, fence: undefined }, async (ctx) => {
    if (await tryLockProjection(ctx, READER_WAIT_MS)) await listNoted(ctx, ctx.tenantId)
  })
}

/** Brings what is noted into lists and search only; it stays noted for the event store. */
async function listNoted(ctx: Ctx, tenantId?: string): Promise<void> {
  if (!tenantId) await lockProjection(ctx)
  const { rows } = await sql<Noted>`
    update customer_change set is_listed = true where position in (
      select position from customer_change
      where not is_listed and ${tenantId ? sql`tenant_id = ${tenantId}` : sql`true`} limit ${NOTED})
    returning tenant_id, node_id, is_historical`.execute(ctx.pg)
  for (const [tenantId, nodes] of nodesByTenant(rows))
    await projectNodes({ ...ctx, tenantId }, nodes)
}

/**
 * Under the projection's lock: writes the customers of these nodes, removes those that are none; into
 * the event store too when a round is given.
 */
async function projectNodes(ctx: Ctx, nodes: readonly number[], round?: StateRound): Promise<void> {
  const all = [...new Set(nodes)]
  for (let i = 0; i < all.length; i += SET) await projectSet(ctx, all.slice(i, i + SET), round)
}

async function projectSet(
  ctx: Ctx,
  nodes: readonly number[],
  round: StateRound | undefined,
): Promise<void> {
  const groups = await nodesOf(ctx, nodes)
  const gone = nodes.filter((node) => !groups.has(node))
  for (const table of ['customer_search', 'customer_figure'])
    if (gone.length > 0)
      await sql`delete from ${sql.table(table)}
        where tenant_id = ${ctx.tenantId} and customer_id = any(${gone}::bigint[])`.execute(ctx.pg)
  const customers = groups.size === 0 ? [] : await describe(ctx, groups)
  if (customers.length > 0) await write(ctx, customers)
  if (round) await writeStates(ctx, round, customers, gone)
}

async function write(ctx: Ctx, rows: ProjectedRow[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => a.id - b.id)
  const words = unnest(sorted, {
    customer_id: ['bigint', (r) => r.id],
    terms: ['jsonb', (r) => JSON.stringify(r.terms)],
    names: ['text', (r) => r.names],
    attributes: ['jsonb', (r) => JSON.stringify(r.attributes)],
  })
  // A row that is as it was is not written: the index of terms would take all of them again.
  await sql`insert into customer_search as s (tenant_id, customer_id, terms, names, attributes)
    select ${ctx.tenantId}::uuid, customer_id, array(select jsonb_array_elements(terms)::bigint), names, attributes
    from ${words.rows}
    on conflict (tenant_id, customer_id) do update
      set terms = excluded.terms, names = excluded.names, attributes = excluded.attributes
      where s.terms <> excluded.terms or s.names <> excluded.names or s.attributes <> excluded.attributes`.execute(
    ctx.pg,
  )
  const figures = unnest(sorted, {
    customer_id: ['bigint', (r) => r.id],
    is_known: ['boolean', (r) => r.isKnown],
    first_at: ['timestamptz', (r) => r.firstAt],
    last_at: ['timestamptz', (r) => r.lastAt],
    event_count: ['bigint', (r) => r.eventCount],
    platforms: ['jsonb', (r) => JSON.stringify(r.platforms)],
    order_count: ['integer', (r) => r.orderCount],
    spent_fen: ['bigint', (r) => r.spentFen],
    last_order_at: ['timestamptz', (r) => r.lastOrderAt],
    touchpoint_count: ['integer', (r) => r.touchpoints],
  })
  const names = sql.raw(
    'is_known, first_at, last_at, event_count, platforms, order_count, spent_fen, last_order_at, touchpoint_count',
  )
  await sql`insert into customer_figure as f (tenant_id, customer_id, ${names})
    select ${ctx.tenantId}::uuid, customer_id, is_known, first_at, last_at, event_count,
      array(select jsonb_array_elements_text(platforms)), order_count, spent_fen, last_order_at, touchpoint_count
    from ${figures.rows}
    on conflict (tenant_id, customer_id) do update set (${names}) = (
      excluded.is_known, excluded.first_at, excluded.last_at, excluded.event_count, excluded.platforms,
      excluded.order_count, excluded.spent_fen, excluded.last_order_at, excluded.touchpoint_count)
    where (f.is_known, f.first_at, f.last_at, f.event_count, f.platforms, f.order_count, f.spent_fen, f.last_order_at,
        f.touchpoint_count) is distinct from
      (excluded.is_known, excluded.first_at, excluded.last_at, excluded.event_count, excluded.platforms,
        excluded.order_count, excluded.spent_fen, excluded.last_order_at, excluded.touchpoint_count)`.execute(
    ctx.pg,
  )
}
