// Identifiers and customers that one source brought and nobody else has touched, taken away again.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { lockIdentity, raiseEpoch } from './store.ts'

export interface Traces {
  /** Of these nodes, those with events. */
  nodesWithEvents(nodes: readonly number[]): Promise<Set<number>>
  /** `namespace\x1fvalue` of these nodes that events carry. */
  identifiersInEvents(nodes: readonly number[]): Promise<Set<string>>
  /** Resolves when what is on its way to the event store has arrived there. */
  settled(): Promise<void>
}
export interface Forgotten {
  customers: number
  identifiers: number
  customersStay: number
  identifiersStay: number
}

/** Nodes a transaction. */
const CHUNK = 2_000

interface Identifier {
  namespace: string
  value: string
  node_id: number
}

/** Safe to run again: what stayed is looked at anew. Not in a transaction: it asks the event store in between. */
export async function forgetUntouched(
  ctx: Ctx,
  source: string,
  traces: Traces,
): Promise<Forgotten> {
  const report: Forgotten = { customers: 0, identifiers: 0, customersStay: 0, identifiersStay: 0 }
  await traces.settled()
  for (let after = 0; ; ) {
    const nodes = await nodesOfSource(ctx, source, after)
    const last = nodes.at(-1)
    if (last === undefined) return report
    after = last
    const [own, withEvents] = await Promise.all([
      ownNodes(ctx, source, nodes),
      traces.nodesWithEvents(nodes),
    ])
    const free = own.filter((n) => !withEvents.has(n))
    const gone = await removeNodes(ctx, source, free)
    // An event that found the customer a moment before brings it back.
    await traces.settled()
    const late = await traces.nodesWithEvents(gone.nodes)
    await bringBack(ctx, source, gone, late)
    const removed = new Set(gone.nodes.filter((n) => !late.has(n)))
    report.customers += removed.size
    report.identifiers += gone.identifiers.filter((i) => removed.has(i.node_id)).length
    report.customersStay += own.filter((n) => !removed.has(n)).length
    const others = nodes.filter((n) => !own.includes(n))
    const used = await traces.identifiersInEvents(others)
    const loosened = await removeIdentifiers(ctx, source, others, used)
    report.identifiers += loosened
    report.identifiersStay += (
      await identifiersOf(
        ctx,
        source,
        nodes.filter((n) => !removed.has(n)),
      )
    ).length
  }
}

async function nodesOfSource(ctx: Ctx, source: string, after: number): Promise<number[]> {
  const { rows } = await sql<{ node: number }>`select distinct node_id as node from identifier
    where tenant_id = ${ctx.tenantId} and source = ${source} and node_id > ${after} order by node_id limit ${CHUNK}`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.node)
}

/** Nodes that hold nothing but what this source brought. */
async function ownNodes(ctx: Ctx, source: string, nodes: number[]): Promise<number[]> {
  const { rows } = await sql<{ node: number }>`select node_id as node from identifier
    where tenant_id = ${ctx.tenantId} and node_id = any(${nodes}::bigint[])
    group by node_id having bool_and(source = ${source}) order by node_id`.execute(ctx.pg)
  return rows.map((r) => r.node)
}

/** Every table that refers to a customer, whoever owns it: a row there is somebody's touch. */
async function referring(ctx: Ctx): Promise<{ table: string; column: string }[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.conrelid::regclass::text as "table", a.attname as "column"
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
    where c.contype = 'f' and c.confrelid = 'customer'::regclass and cardinality(c.conkey) = 2
      and c.conrelid <> 'identifier'::regclass`.execute(ctx.pg)
  return rows
}

async function removeNodes(
  ctx: Ctx,
  source: string,
  nodes: number[],
): Promise<{ nodes: number[]; identifiers: Identifier[]; stored: string[] }> {
  if (nodes.length === 0) return { nodes: [], identifiers: [], stored: [] }
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const tables = await referring(ctx)
    const untouched = tables.map(
      ({ table, column }) => sql`and not exists (
      select 1 from ${sql.table(table)} t where t.tenant_id = c.tenant_id and t.${sql.ref(column)} = c.id)`,
    )
    const { rows } = await sql<{ id: number }>`select c.id from customer c
      where c.tenant_id = ${ctx.tenantId} and c.id = any(${nodes}::bigint[]) and c.canonical_id = c.id
        and not exists (select 1 from customer m where m.tenant_id = c.tenant_id and m.canonical_id = c.id and m.id <> c.id)
        and not exists (select 1 from identity_conflict k where k.tenant_id = c.tenant_id and c.id in (k.node_a, k.node_b))
        and not exists (select 1 from identifier i where i.tenant_id = c.tenant_id and i.node_id = c.id and i.source <> ${source})
        and not exists (select 1 from identifier i where i.tenant_id = c.tenant_id and i.customer_id = c.id and i.node_id <> c.id)
        ${sql.join(untouched, sql` `)}
      for update of c`.execute(ctx.pg)
    const going = rows.map((r) => r.id)
    if (going.length === 0) return { nodes: [], identifiers: [], stored: [] }
    const gone = await sql<Identifier & { stored: string }>`with gone as (
        delete from identifier where tenant_id = ${ctx.tenantId} and node_id = any(${going}::bigint[]) returning *)
      select namespace, value, node_id, to_jsonb(gone)::text as stored from gone`.execute(ctx.pg)
    await sql`delete from identity_claim where tenant_id = ${ctx.tenantId} and node_id = any(${going}::bigint[])`.execute(
      ctx.pg,
    )
    await sql`delete from customer where tenant_id = ${ctx.tenantId} and id = any(${going}::bigint[])`.execute(
      ctx.pg,
    )
    await raiseEpoch(ctx)
    return { nodes: going, identifiers: gone.rows, stored: gone.rows.map((r) => r.stored) }
  })
}

async function bringBack(
  ctx: Ctx,
  source: string,
  gone: { identifiers: Identifier[]; stored: string[] },
  late: Set<number>,
): Promise<void> {
  if (late.size === 0) return
  const rows = gone.stored.filter((_, i) => late.has(gone.identifiers[i]?.node_id ?? 0))
  ctx.log.warn(
    { source, customers: late.size },
    'customers were used while they were being forgotten, and stay',
  )
  await inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    await sql`insert into customer (tenant_id, id, canonical_id)
      select ${ctx.tenantId}::uuid, n, n from unnest(${[...late]}::bigint[]) as n on conflict do nothing`.execute(
      ctx.pg,
    )
    await sql`insert into identifier select (jsonb_populate_record(null::identifier, r)).* from unnest(${rows}::jsonb[]) as r
      on conflict do nothing`.execute(ctx.pg)
    await raiseEpoch(ctx)
  })
}

/** What the source attached to customers of others: taken off where no event has used it and another value remains. */
async function removeIdentifiers(
  ctx: Ctx,
  source: string,
  nodes: number[],
  used: Set<string>,
): Promise<number> {
  const loose = (await identifiersOf(ctx, source, nodes)).filter(
    (i) => !used.has(`${i.namespace}\x1f${i.value}`),
  )
  if (loose.length === 0) return 0
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const u = unnest(loose, {
      namespace: ['text', (i) => i.namespace],
      value: ['text', (i) => i.value],
    })
    const { numAffectedRows } = await sql`delete from identifier i using ${u.rows}
      where i.tenant_id = ${ctx.tenantId} and i.namespace = r.namespace and i.value = r.value and i.source = ${source}
        and exists (select 1 from identifier o where o.tenant_id = i.tenant_id and o.customer_id = i.customer_id and o.source <> ${source})`.execute(
      ctx.pg,
    )
    await raiseEpoch(ctx)
    return Number(numAffectedRows ?? 0)
  })
}

async function identifiersOf(ctx: Ctx, source: string, nodes: number[]): Promise<Identifier[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<Identifier>`select namespace, value, node_id from identifier
    where tenant_id = ${ctx.tenantId} and source = ${source} and node_id = any(${nodes}::bigint[])`.execute(
    ctx.pg,
  )
  return rows
}
