// Writing `customer_state`: what stands there already is known in PostgreSQL, so that only what
// differs is inserted. One transaction of the projection is one round, under one version.
import { sql } from 'kysely'
import { as, sql as ch, join } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { ProjectedRow } from './describe.ts'
import { lockProjection } from './projection-lock.ts'
import { digestOf, EVERY_KEY, type StateRow, stateKey, stateRows, valuesText } from './state.ts'

const COLUMNS = [
  'tenant_id',
  'kind',
  'key',
  'customer_id',
  'version',
  'gone',
  'type',
  'text',
  'number',
  'at',
  'list',
  'since',
] as const
/** Of a row that is gone nothing but its name is kept. */
const GONE = 'true,"","",0,null,[],"1970-01-01 00:00:00.000"]'
/** Rows of one insert: some 15 MB. */
const INSERTED = 100_000
/** The customer itself changed: she consists of other nodes. */
const CUSTOMER = stateKey('customer', '')

export interface StateRound {
  version: number
  lines: string[]
  /** Brands of which something was written. */
  written: Set<string>
  /** Nodes of whom there is more to say than history; absent: all. */
  news: ReadonlySet<number> | undefined
}

/**
 * Call under the projection's lock, before describing. Rows with a version later than their brand's
 * last round were inserted by a transaction that then did not commit: they may say what never was, or
 * is not any more. What PostgreSQL remembers of them is forgotten, and they are written again.
 * @returns the round, and customers who belong into it on that account
 */
export async function beginRound(
  ctx: Ctx,
  tenants: readonly string[],
  news?: ReadonlySet<number>,
): Promise<{ round: StateRound; also: Map<string, number[]> }> {
  const { rows } = await sql<{ tenant_id: string; version: number }>`
    select t.id as tenant_id, coalesce(r.version, 0) as version from unnest(${[...tenants]}::uuid[]) as t (id)
    left join customer_state_round r on r.tenant_id = t.id`.execute(ctx.pg)
  const left = await leftBehind(ctx, rows)
  for (const { tenant_id, customers } of left.brands)
    await forgetWritten({ ...ctx, tenantId: tenant_id }, customers)
  return {
    round: { version: await nextVersion(ctx, left.version), lines: [], written: new Set(), news },
    also: new Map(left.brands.map((b) => [b.tenant_id, [...b.customers.keys()]])),
  }
}

async function leftBehind(ctx: Ctx, rounds: readonly { tenant_id: string; version: number }[]) {
  const found = await ctx.ch.allRows<{
    tenant_id: string
    customer_id: number
    keys: string[]
    version: string
  }>(
    ch`select toString(s.tenant_id) as tenant_id, customer_id, groupUniqArray(concat(kind, char(31), key)) as keys,
         max(s.version) as version
       from customer_state s where ${join(
         rounds.map(
           (r) =>
             ch`(s.tenant_id = ${as('UUID', r.tenant_id)} and s.version > ${as('UInt64', r.version)})`,
         ),
         ' or ',
       )}
       group by s.tenant_id, customer_id`,
    { maxSeconds: 120 },
  )
  return {
    version: Math.max(0, ...found.map((f) => Number(f.version))),
    brands: [...Map.groupBy(found, (f) => f.tenant_id)].map(([tenant_id, list]) => ({
      tenant_id,
      customers: new Map(list.map((f) => [f.customer_id, f.keys])),
    })),
  }
}

/**
 * Later than anything the event store holds, also when the sequence was put back by a crash. From here
 * on the transaction has a number: an erasure waits for who has described the person before.
 */
async function nextVersion(ctx: Ctx, written: number): Promise<number> {
  const next = async () => {
    const { rows } = await sql<{ version: number }>`
      select nextval('customer_state_version') as version, pg_current_xact_id()::text as id`.execute(
      ctx.pg,
    )
    return rows[0]?.version ?? 0
  }
  const version = await next()
  if (version > written) return version
  await sql`select setval('customer_state_version', ${written})`.execute(ctx.pg)
  return next()
}

/** These rows are written again, or taken away, the next time their customers are looked at. */
export async function forgetWritten(
  ctx: Ctx,
  customers: ReadonlyMap<number, readonly string[]>,
): Promise<void> {
  const u = unnest([...customers], {
    customer_id: ['bigint', ([id]) => id],
    state: ['jsonb', ([, keys]) => JSON.stringify(Object.fromEntries(keys.map((key) => [key, 0])))],
  })
  await sql`insert into customer_state as s (tenant_id, customer_id, digest, nodes, state)
    select ${ctx.tenantId}::uuid, customer_id, 0, '{}', state from ${u.rows}
    on conflict (tenant_id, customer_id) do update set digest = 0, state = s.state || excluded.state`.execute(
    ctx.pg,
  )
}

interface Kept {
  customer_id: number
  nodes: string
  state: Record<string, number>
}

interface Made {
  id: number
  nodes: string
  rows: StateRow[]
  hashes: number[]
  digest: number
}

interface Changed {
  id: number
  digest: number
  nodes: string
  state: string
  keys: string[]
}

/** @param gone nodes that are no customers now: merged into others, or erased */
export async function writeStates(
  ctx: Ctx,
  round: StateRound,
  customers: readonly ProjectedRow[],
  gone: readonly number[],
): Promise<void> {
  const ids = [...customers.map((c) => c.id), ...gone]
  const { rows: digests } = await sql<{ customer_id: number; digest: number }>`
    select customer_id, digest from customer_state
    where tenant_id = ${ctx.tenantId} and customer_id = any(${ids}::bigint[])`.execute(ctx.pg)
  const digestBefore = new Map(digests.map((r) => [r.customer_id, r.digest]))
  const made: Made[] = []
  for (const { id, facts, nodes } of customers) {
    const rows = stateRows(facts)
    const { hashes, digest } = digestOf(rows, nodes)
    if (digestBefore.get(id) !== digest)
      made.push({ id, nodes: nodes.join(','), rows, hashes, digest })
  }
  const goneNow = gone.filter((id) => digestBefore.has(id))
  if (made.length === 0 && goneNow.length === 0) return
  const before = await keptOf(ctx, [...made.map((m) => m.id), ...goneNow])
  const write = lineWriter(ctx, round)
  const isNews = (nodes: readonly number[]) =>
    round.news === undefined || nodes.some((node) => round.news?.has(node))
  await save(
    ctx,
    made.map((one) => differing(one, before.get(one.id), write)),
    new Set(customers.flatMap(({ id, nodes }) => (isNews(nodes) ? [] : [id]))),
  )
  for (const id of goneNow) for (const key in before.get(id)?.state) write(key, id)
  await remove(
    ctx,
    goneNow,
    goneNow.filter((id) => !isNews([id])),
  )
  if (round.lines.length >= INSERTED) await insertLines(ctx, round)
}

async function keptOf(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Kept>> {
  const { rows } = await sql<Kept>`
    select customer_id, array_to_string(nodes, ',') as nodes, state from customer_state
    where tenant_id = ${ctx.tenantId} and customer_id = any(${[...ids]}::bigint[])`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.customer_id, r]))
}

/** Writes the rows that are not as they were. */
function differing(one: Made, before: Kept | undefined, write: LineWriter): Changed {
  const { id, digest, nodes, rows, hashes } = one
  const keys: string[] = []
  const state: Record<string, number> = {}
  for (const [i, row] of rows.entries()) {
    const hash = hashes[i] ?? 0
    state[row.name] = hash
    if (before?.state[row.name] === hash) continue
    write(row.name, id, row)
    keys.push(row.name)
  }
  for (const key in before?.state)
    if (!(key in state)) {
      write(key, id)
      keys.push(key)
    }
  if (before && before.nodes !== nodes && !keys.includes(CUSTOMER)) keys.push(CUSTOMER)
  return {
    id,
    digest,
    nodes: `{${nodes}}`,
    state: JSON.stringify(state),
    keys: before ? keys : [EVERY_KEY],
  }
}

/** Adds a row; without one, the key is gone. */
type LineWriter = (key: string, customer: number, row?: StateRow) => void

/** Lines of JSONCompactEachRow in the order of COLUMNS. */
function lineWriter(ctx: Ctx, round: StateRound): LineWriter {
  round.written.add(ctx.tenantId)
  return (name, customer, row) => {
    const cut = name.indexOf('\x1f')
    const [kind, key] = [name.slice(0, cut), JSON.stringify(name.slice(cut + 1))]
    const values = row ? `false,${valuesText(row).slice(1)}` : GONE
    round.lines.push(`["${ctx.tenantId}","${kind}",${key},${customer},${round.version},${values}\n`)
  }
}

async function save(
  ctx: Ctx,
  changed: readonly Changed[],
  historical: ReadonlySet<number>,
): Promise<void> {
  if (changed.length === 0) return
  const sorted = [...changed].sort((a, b) => a.id - b.id)
  const u = unnest(sorted, {
    customer_id: ['bigint', (c) => c.id],
    digest: ['bigint', (c) => c.digest],
    nodes: ['text', (c) => c.nodes],
    state: ['jsonb', (c) => c.state],
  })
  await sql`insert into customer_state (tenant_id, customer_id, digest, nodes, state)
    select ${ctx.tenantId}::uuid, customer_id, digest, nodes::bigint[], state from ${u.rows}
    on conflict (tenant_id, customer_id) do update
      set digest = excluded.digest, nodes = excluded.nodes, state = excluded.state`.execute(ctx.pg)
  const told = sorted.filter((c) => c.keys.length > 0)
  const t = unnest(told, {
    customer_id: ['bigint', (c) => c.id],
    keys: ['jsonb', (c) => JSON.stringify(c.keys)],
    is_historical: ['boolean', (c) => historical.has(c.id)],
  })
  if (told.length > 0)
    await sql`insert into customer_state_change (tenant_id, customer_id, keys, is_historical)
      select ${ctx.tenantId}::uuid, customer_id, array(select jsonb_array_elements_text(keys)), is_historical from ${t.rows}`.execute(
      ctx.pg,
    )
}

async function remove(
  ctx: Ctx,
  gone: readonly number[],
  historical: readonly number[],
): Promise<void> {
  if (gone.length === 0) return
  await sql`with removed as (
      delete from customer_state where tenant_id = ${ctx.tenantId} and customer_id = any(${[...gone]}::bigint[])
      returning customer_id)
    insert into customer_state_change (tenant_id, customer_id, keys, into_id, is_historical)
    select ${ctx.tenantId}::uuid, r.customer_id, ${[EVERY_KEY]}::text[], c.canonical_id,
      r.customer_id = any(${[...historical]}::bigint[]) from removed r
    left join customer c on c.tenant_id = ${ctx.tenantId} and c.id = r.customer_id`.execute(ctx.pg)
}

async function insertLines(ctx: Ctx, round: StateRound): Promise<void> {
  const body = Buffer.from(round.lines.join(''))
  round.lines = []
  await ctx.ch.insert({ table: 'customer_state', columns: COLUMNS, body })
}

/**
 * The last act of the transaction: if it fails after this, the next round finds what was inserted
 * under a version that nobody remembers.
 */
export async function endRound(ctx: Ctx, round: StateRound): Promise<void> {
  if (round.written.size === 0) return
  await sql`insert into customer_state_round (tenant_id, version)
    select t, ${round.version} from unnest(${[...round.written]}::uuid[]) as t order by t
    on conflict (tenant_id) do update set version = excluded.version`.execute(ctx.pg)
  if (round.lines.length > 0) await insertLines(ctx, round)
}

/**
 * The event store has no rows of it (they are not in backups): everybody is written anew, by whoever
 * projects next.
 */
export function forgetStates(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockProjection(ctx)
    await sql`delete from customer_state`.execute(ctx.pg)
    await sql`delete from customer_state_round`.execute(ctx.pg)
    await sql`insert into customer_change (tenant_id, node_id, is_listed)
      select tenant_id, id, true from customer where id = canonical_id`.execute(ctx.pg)
  })
}
