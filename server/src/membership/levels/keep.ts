// When standings are looked at again: after what was noted of customers, when time alone changes something,
// and all of them after new rules.
import { sql } from 'kysely'
import { movingCustomers } from '../../audiences/index.ts'
import type { Signal } from '../../collect/index.ts'
import { canonicalOf } from '../../identity/index.ts'
import { as, sql as ch } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { joinByFirstOrder, joinMany } from '../programme/members.ts'
import { evaluate } from './evaluate.ts'
import { eventsOf, LADDERS, type Ladder } from './rules.ts'
import { versionsOf } from './versions.ts'

/** Customers in one transaction. */
const SET = 2_000

/** Events that rules look at: their customers are looked at anew. */
export async function touchBySignals(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  await touch(
    ctx,
    signals.map((signal) => signal.node),
  )
}

export async function touch(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  const u = unnest(
    [...new Set(nodes)].filter((node) => node !== 0),
    { node_id: ['bigint', (n) => n] },
  )
  await sql`insert into level_touch (tenant_id, node_id)
    select ${ctx.tenantId}::uuid, node_id from ${u.rows}`.execute(ctx.pg)
}

/** By the event that joins; only what a verified source says lets anybody in. */
export async function joinBySignals(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  await joinMany(
    ctx,
    'event',
    signals
      .filter((signal) => signal.isVerified && signal.node !== 0)
      .map(({ node, at, eventId }) => ({ node, at, evidence: `event:${eventId}` })),
  )
}

/** Looks at whoever was noted, of every brand. @returns how many notes were done */
export async function keepLevels(system: Ctx, ctxOf: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select t.id as tenant_id from tenant t
    where exists (select 1 from level_touch n where n.tenant_id = t.id)`.execute(system.pg)
  let done = 0
  for (const { tenant_id } of rows) done += await keepOf(ctxOf(tenant_id))
  return done
}

/** One set of notes of a brand. Notes of customers on their way through a merge stay until they are. */
export async function keepOf(ctx: Ctx): Promise<number> {
  const moving = await movingCustomers(ctx)
  const { rows } = await sql<{ position: number; node_id: number }>`
    select n.position, n.node_id from level_touch n
    left join customer c on c.tenant_id = n.tenant_id and c.id = n.node_id
    where n.tenant_id = ${ctx.tenantId} and n.node_id <> all(${moving}::bigint[])
      and (c.canonical_id is null or c.canonical_id <> all(${moving}::bigint[]))
    order by n.position limit ${SET}`.execute(ctx.pg)
  if (rows.length === 0) return 0
  return inTx(ctx, async (ctx) => {
    const nodes = [...new Set(rows.map((r) => r.node_id))]
    await joinByFirstOrder(ctx, nodes)
    const customers = [...new Set((await canonicalOf(ctx, nodes)).values())].sort((a, b) => a - b)
    for (const ladder of LADDERS) await evaluate(ctx, ladder, customers)
    await sql`delete from level_touch where tenant_id = ${ctx.tenantId}
      and position = any(${rows.map((r) => r.position)}::bigint[])`.execute(ctx.pg)
    return rows.length
  })
}

/** Those for whom time alone changes something: a term ends, a grace ends, something leaves the window. */
export async function keepDue(system: Ctx, ctxOf: (tenantId: string) => Ctx): Promise<number> {
  const now = system.now()
  let done = 0
  for (;;) {
    const { rows } = await sql<{ tenant_id: string; ladder: Ladder; nodes: number[] }>`
      select tenant_id, ladder, array_agg(node_id)::float8[] as nodes from (
        select tenant_id, ladder, node_id from level_standing
        where next_at <= ${now} order by next_at, tenant_id, ladder, node_id limit ${SET}) due
      group by tenant_id, ladder`.execute(system.pg)
    let moved = 0
    for (const { tenant_id, ladder, nodes } of rows) {
      const { looked } = await evaluate({ ...ctxOf(tenant_id), now: () => now }, ladder, nodes)
      moved += looked
    }
    done += moved
    // Who is passed over for a merge would come again and again: her note waits for the next turn.
    if (moved === 0) return done
  }
}

/** Everybody whom a ladder may rank, after new rules. */
export async function evaluateAll(ctx: Ctx, ladder: Ladder): Promise<number> {
  let looked = 0
  for await (const customers of rankable(ctx, ladder))
    looked += (await evaluate(ctx, ladder, customers)).looked
  return looked
}

/** In sets: members, and for fans whoever has done what counts. */
export async function* rankable(ctx: Ctx, ladder: Ladder): AsyncGenerator<number[]> {
  const names = eventsOf((await versionsOf(ctx, ladder)).map((v) => v.rules))
  for (let after = 0; ; ) {
    const nodes =
      ladder === 'growth' ? await memberNodes(ctx, after) : await doers(ctx, names, after)
    if (nodes.length === 0) return
    after = nodes.at(-1) ?? after
    yield [...new Set((await canonicalOf(ctx, nodes)).values())].sort((a, b) => a - b)
  }
}

async function memberNodes(ctx: Ctx, after: number): Promise<number[]> {
  const { rows } = await sql<{ node_id: number }>`
    select distinct node_id from (
      select node_id from member where tenant_id = ${ctx.tenantId} and node_id > ${after}
      union select node_id from level_standing where tenant_id = ${ctx.tenantId} and ladder = 'growth' and node_id > ${after}) n
    order by node_id limit ${SET}`.execute(ctx.pg)
  return rows.map((r) => r.node_id)
}

async function doers(ctx: Ctx, names: readonly string[], after: number): Promise<number[]> {
  if (names.length === 0) return []
  const rows = await ctx.ch.rows<{ node: number }>(
    ctx.tenantId,
    ch`select distinct customer_id as node from event where customer_id > ${as('UInt32', after)}
      and has(${as('Array(String)', [...names])}, toString(name)) order by node limit ${as('UInt32', SET)}`,
    { maxSeconds: 120 },
  )
  return rows.map((row) => Number(row.node))
}
