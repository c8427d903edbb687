// Whose events arrived, for consumers who look at the customer anew and not at the event: a row a
// batch and name in place of one an event.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'

export interface Touch {
  name: string
  node: number
  historical: boolean
}
interface Asked {
  event_name: string
  consumer: string
  wants_historical: boolean
}

/** @param batchId they show when it is done; null: at once */
export async function noteTouched(
  ctx: Ctx,
  batchId: number | null,
  asked: readonly Asked[],
  touches: readonly Touch[],
): Promise<void> {
  const byName = Map.groupBy(asked, (a) => a.event_name)
  const notes = new Map<string, { asked: Asked; historical: boolean; nodes: Set<number> }>()
  for (const { name, node, historical } of touches) {
    if (node === 0) continue
    for (const one of byName.get(name) ?? []) {
      if (historical && !one.wants_historical) continue
      const key = JSON.stringify([one.consumer, name, historical])
      const note = notes.get(key)
      if (note) note.nodes.add(node)
      else notes.set(key, { asked: one, historical, nodes: new Set([node]) })
    }
  }
  if (notes.size === 0) return
  const r = unnest([...notes.values()], {
    consumer: ['text', (n) => n.asked.consumer],
    event_name: ['text', (n) => n.asked.event_name],
    historical: ['boolean', (n) => n.historical],
    nodes: ['text', (n) => `{${[...n.nodes].join(',')}}`],
  })
  await sql`insert into touched_node (tenant_id, batch_id, consumer, event_name, historical, nodes)
    select ${ctx.tenantId}::uuid, ${batchId}, consumer, event_name, historical, nodes::bigint[] from ${r.rows}`.execute(
    ctx.pg,
  )
}

/** Events of these names were taken out again: whoever asked for them looks at the nodes anew. */
export async function noteRemoved(
  ctx: Ctx,
  touches: readonly Omit<Touch, 'historical'>[],
): Promise<void> {
  const names = [...new Set(touches.map((t) => t.name))]
  const { rows } = await sql<Asked>`
    select event_name, consumer, wants_historical from signal_interest
    where tenant_id = ${ctx.tenantId} and event_name = any(${names}::text[]) and nodes_only`.execute(
    ctx.pg,
  )
  await noteTouched(
    ctx,
    null,
    rows,
    touches.map((t) => ({ ...t, historical: true })),
  )
}

export interface Touched {
  position: number
  event: string
  historical: boolean
  nodes: number[]
}

/**
 * What waits for a consumer in the events of a tenant, oldest first, up to about so many nodes;
 * `forgetTouched` when it is dealt with.
 */
export async function touchedNodes(ctx: Ctx, consumer: string, most: number): Promise<Touched[]> {
  const { rows } = await sql<Touched>`
    select position, event, historical, nodes::float8[] as nodes from (
      select t.position, t.event_name as event, t.historical, t.nodes,
        sum(cardinality(t.nodes)) over (order by t.position) - cardinality(t.nodes) as before
      from touched_node t
      where t.consumer = ${consumer} and t.tenant_id = ${ctx.tenantId}
        and (t.batch_id is null or not exists (select 1 from ingest_batch b where b.id = t.batch_id and b.state = 'open'))
    ) w where before < ${most} order by position`.execute(ctx.pg)
  return rows
}

export async function forgetTouched(ctx: Ctx, touched: readonly Touched[]): Promise<void> {
  if (touched.length === 0) return
  await sql`delete from touched_node where position = any(${touched.map((t) => t.position)}::bigint[])`.execute(
    ctx.pg,
  )
}
