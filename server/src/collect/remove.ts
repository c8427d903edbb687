// Taking events out again: only for an import that is undone. Everything else is append-only.
import { sql } from 'kysely'
import { as, sql as ch, DATABASE } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { quoted } from '../platform/sql.ts'
import { recountActivity } from '../profile/index.ts'
import { noteRemoved } from './touched.ts'

const PAGE = 20_000
/** A statement has at most 256 KB; an id in it takes 40 bytes. */
const LISTED = 4_000

/**
 * Removes what `actor` did, but for the events of these message ids, and forgets that it was seen:
 * the same rows may come again. Safe to run again. Answers how many events went.
 */
export async function removeEventsOf(
  ctx: Ctx,
  actor: string,
  keep: readonly string[],
): Promise<number> {
  const kept = new Set(keep)
  let removed = 0
  const nodes = new Set<number>()
  const touched = new Map<string, { name: string; node: number }>()
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await ctx.ch.rows<{ id: string; message: string; node: number; name: string }>(
      ctx.tenantId,
      ch`select toString(event_id) as id, message_id as message, customer_id as node, name from event
         where actor = ${as('String', actor)} and event_id > ${as('UUID', after)}
         order by event_id limit ${as('UInt32', PAGE)}`,
      { maxSeconds: 300 },
    )
    for (const { node, name } of rows) {
      if (node === 0) continue
      nodes.add(node)
      touched.set(`${node} ${name}`, { name, node })
    }
    const going = rows.filter((r) => !kept.has(r.message)).map((r) => r.id)
    await sql`delete from seen_event where tenant_id = ${ctx.tenantId} and event_id = any(${going}::uuid[])`.execute(
      ctx.pg,
    )
    if (kept.size > LISTED) {
      for (let i = 0; i < going.length; i += LISTED) {
        const ids = going.slice(i, i + LISTED).map((id) => `toUUID('${id}')`)
        await deleteWhere(ctx, `actor = ${quoted(actor)} and event_id in (${ids.join(',')})`)
      }
    }
    removed += going.length
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) break
    after = last.id
  }
  if (removed > 0 && kept.size <= LISTED) {
    const but = kept.size === 0 ? '' : ` and message_id not in (${[...kept].map(quoted).join(',')})`
    await deleteWhere(ctx, `actor = ${quoted(actor)}${but}`)
  }
  await noteRemoved(ctx, [...touched.values()])
  await recountActivity(ctx, [...nodes])
  return removed
}

function deleteWhere(ctx: Ctx, condition: string): Promise<void> {
  const { cluster } = ctx.ch
  const table = cluster
    ? `${DATABASE}.event_local on cluster ${quoted(cluster)}`
    : `${DATABASE}.event`
  return ctx.ch.command(
    `delete from ${table} where tenant_id = toUUID(${quoted(ctx.tenantId)}) and ${condition}`,
  )
}

/** Of these nodes, those with any event. */
export async function nodesWithEvents(ctx: Ctx, nodes: readonly number[]): Promise<Set<number>> {
  if (nodes.length === 0) return new Set()
  const rows = await ctx.ch.rows<{ node: number }>(
    ctx.tenantId,
    ch`select distinct customer_id as node from event where customer_id in ${as('Array(UInt32)', [...nodes])}`,
    { maxSeconds: 300 },
  )
  return new Set(rows.map((r) => Number(r.node)))
}

/** Of the identifiers (`namespace\x1fvalue`) of these nodes, those that events carry. */
export async function identifiersInEvents(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<Set<string>> {
  if (nodes.length === 0) return new Set()
  const rows = await ctx.ch.rows<{ key: string }>(
    ctx.tenantId,
    ch`select distinct arrayJoin(identifiers) as key from event where customer_id in ${as('Array(UInt32)', [...nodes])}`,
    { maxSeconds: 300 },
  )
  return new Set(rows.map((r) => r.key))
}

/**
 * Waits until every group commit that is open now has been decided: what it stores can then be seen.
 * @throws 503 after two minutes, which a lost batch's lease and recovery take at most
 */
export async function openBatchesDecided(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{
    upto: number | null
  }>`select max(id) as upto from ingest_batch where state = 'open'`.execute(ctx.pg)
  const upto = rows[0]?.upto
  if (upto === null || upto === undefined) return
  for (let waited = 0; waited < 1500; waited++) {
    const open =
      await sql`select 1 from ingest_batch where state = 'open' and id <= ${upto} limit 1`.execute(
        ctx.pg,
      )
    if (open.rows.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw unavailable('batch_still_open', 'Events are on their way and not decided; try again', 10)
}
