// The alias dictionary: PostgreSQL's groups as ClickHouse reads them, a projection.
import { sql } from 'kysely'
import { as, type Ch, sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { metrics } from '../platform/metrics.ts'

const BATCH = 20_000

/** Moves waiting changes into the dictionary. Running twice does no harm: the newest version wins. */
export async function projectAliases(ctx: Ctx): Promise<number> {
  let moved = 0
  for (;;) {
    const { rows: waiting } = await sql`select 1 from identity_alias_change limit 1`.execute(ctx.pg)
    if (waiting.length === 0) {
      metrics.aliasBehind.set(0)
      return moved
    }
    moved += await inTx(ctx, async (ctx) => {
      await lockAliases(ctx)
      return projectSome(ctx)
    })
  }
}

async function projectSome(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ version: number; node_id: number; canonical_id: number }>`
    select version, node_id, canonical_id from identity_alias_change order by version limit ${BATCH}`.execute(
    ctx.pg,
  )
  metrics.aliasBehind.set(rows.length)
  if (rows.length === 0) return 0
  await raiseLimit(ctx.ch, Math.max(...rows.map((r) => r.node_id)))
  await insertAliases(ctx.ch, rows)
  await reload(ctx.ch)
  await sql`delete from identity_alias_change where version = any(${rows.map((r) => r.version)}::bigint[])`.execute(
    ctx.pg,
  )
  return rows.length
}

/** Until the transaction ends the dictionary is this one's to change; the event store takes its time. */
async function lockAliases(ctx: Ctx): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(ctx.pg)
  await sql`select pg_advisory_xact_lock(hashtext('homefield.aliases'))`.execute(ctx.pg)
}

/** Until the transaction ends the dictionary stays as it is, whatever is merged meanwhile. */
export async function holdAliases(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('homefield.aliases'))`.execute(ctx.pg)
}

async function insertAliases(
  store: Ch,
  rows: { version: number; node_id: number; canonical_id: number }[],
) {
  const body = Buffer.from(
    rows.map((r) => `[${r.node_id},${r.canonical_id},${r.version}]\n`).join(''),
  )
  await store.insert({ table: 'alias', columns: ['node', 'canonical', 'version'], body })
}

const onCluster = (store: Ch) => (store.cluster ? ` on cluster '${store.cluster}'` : '')

export async function reload(store: Ch): Promise<void> {
  await store.command(`system reload dictionary${onCluster(store)} homefield.alias_map`)
}

/** A key past the array's size fails the reload and is silently unmapped; so the size grows first. */
async function raiseLimit(store: Ch, node: number): Promise<void> {
  const [row] = await store.allRows<{ text: string }>(
    ch`select create_table_query as text from system.tables where database = 'homefield' and name = 'alias_map'`,
  )
  const limit = Number(/max_array_size\s+(\d+)/i.exec(row?.text ?? '')?.[1] ?? 0)
  if (limit === 0) throw new Error('the alias dictionary is missing')
  if (node < limit * 0.8) return
  const wanted = Math.min(4_294_967_295, Math.max(limit * 2, Math.ceil(node * 1.5)))
  await store.command(
    `create or replace dictionary homefield.alias_map${onCluster(store)} (node UInt64, canonical UInt32 default 0) primary key node
     source(clickhouse(${store.dictionaryLogin}query 'select node, canonical from homefield.alias final'))
     layout(flat(initial_array_size 65536 max_array_size ${wanted})) lifetime(0)`,
  )
}

/** Rebuilds the projection from PostgreSQL; for repair. */
export async function rebuildAliases(ctx: Ctx): Promise<number> {
  await sql`insert into identity_alias_change (tenant_id, node_id, canonical_id)
    select tenant_id, id, canonical_id from customer where id <> canonical_id`.execute(ctx.pg)
  const wrong = await strayAliases(ctx)
  for (let i = 0; i < wrong.length; i += BATCH) {
    const part = wrong.slice(i, i + BATCH)
    await sql`insert into identity_alias_change (tenant_id, node_id, canonical_id)
      select tenant_id, id, canonical_id from customer where id = any(${part}::bigint[])`.execute(
      ctx.pg,
    )
  }
  return projectAliases(ctx)
}

/** Nodes the dictionary maps that are their own customers in PostgreSQL. */
async function strayAliases(ctx: Ctx): Promise<number[]> {
  const mapped = await ctx.ch.allRows<{ node: number }>(
    ch`select node from alias final where node != canonical`,
    { maxSeconds: 60 },
  )
  const { rows } = await sql<{ id: number }>`
    select id from customer where id = canonical_id and id = any(${mapped.map((m) => m.node)}::bigint[])`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.id)
}

/** Rows in which dictionary and groups differ, at most `limit`. Empty while nothing is wrong. */
export async function compareAliases(
  ctx: Ctx,
  limit = 100,
): Promise<{ node: number; canonical: number; mapped: number }[]> {
  await projectAliases(ctx)
  const { rows } = await sql<{ id: number; canonical_id: number }>`
    select id, canonical_id from customer where id <> canonical_id`.execute(ctx.pg)
  const wrong: { node: number; canonical: number; mapped: number }[] = []
  for (let i = 0; i < rows.length; i += 10_000) {
    const part = rows.slice(i, i + 10_000)
    const mapped = await ctx.ch.allRows<{ node: number; mapped: number }>(
      ch`select arrayJoin(${as(
        'Array(UInt32)',
        part.map((r) => r.id),
      )}) as node,
         dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(node), node) as mapped`,
      { maxSeconds: 60 },
    )
    const byNode = new Map(mapped.map((m) => [m.node, m.mapped]))
    for (const r of part) {
      if (byNode.get(r.id) !== r.canonical_id)
        wrong.push({ node: r.id, canonical: r.canonical_id, mapped: byNode.get(r.id) ?? r.id })
    }
  }
  for (const id of await strayAliases(ctx)) wrong.push({ node: id, canonical: id, mapped: 0 })
  return wrong.slice(0, limit)
}

/** Takes nodes that are no more out of the dictionary. Running twice does no harm. */
export async function forgetAliases(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  await sql`delete from identity_alias_change where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  const [row] = await ctx.ch.allRows<{ n: string }>(
    ch`select count() as n from alias where node in ${as('Array(UInt32)', [...nodes])}`,
  )
  if (Number(row?.n ?? 0) === 0) return
  await ctx.ch.command(
    `delete from homefield.alias${onCluster(ctx.ch)} where node in (${nodes.map(Number).join(',')})`,
  )
  await reload(ctx.ch)
}
