// A merge is not a leaving: whoever the customer is from now on inherits where she was before, and is
// then looked at like anybody. Taking a merge apart likewise: each part inherits.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { as, sql as ch } from '../platform/sql.ts'
import { bitmapOf } from './crowd.ts'
import { membersOf } from './history-sql.ts'
import { CONSUMER } from './keeping.ts'
import { lockAudiences, type Standing, standingOf, withMembers } from './store.ts'
import { advance } from './versions.ts'

interface Moved {
  position: number
  node: number
  from: number
  to: number
}

const AT_ONCE = 5_000

/**
 * Takes up the merges that the event store's dictionary knows, in their order. One transaction for all
 * audiences: inheriting twice would bring back who has been looked at since.
 */
export async function inheritMemberships(ctx: Ctx): Promise<void> {
  for (;;) {
    const taken = await inTx(ctx, async (ctx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`homefield.audiences.merges ${ctx.tenantId}`}, 0))`.execute(
        ctx.pg,
      )
      const moved = await movedNodes(ctx)
      if (moved.length === 0) return 0
      const involved = [...new Set(moved.flatMap((m) => [m.node, m.from, m.to]))]
      const customers = await customersAmong(ctx, involved)
      const audiences = (await withMembers(ctx)).map((a) => a.id).sort()
      await lockAudiences(ctx, audiences)
      for (const id of audiences)
        await inherit(ctx, await standingOf(ctx, id), moved, involved, customers)
      await sql`insert into touched_node (tenant_id, consumer, event_name, historical, nodes)
        values (${ctx.tenantId}, ${CONSUMER}, '', false, ${involved}::bigint[])`.execute(ctx.pg)
      await sql`delete from regrouped_node where position = any(${moved.map((m) => m.position)}::bigint[])`.execute(
        ctx.pg,
      )
      return moved.length
    })
    if (taken < AT_ONCE) return
  }
}

/** The oldest, as far as the dictionary has come: it moves in their order too. */
async function movedNodes(ctx: Ctx): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    select r.position, r.node_id as node, r.from_id as from, r.to_id as to from regrouped_node r
    where r.tenant_id = ${ctx.tenantId} and r.position < coalesce((
      select min(w.position) from regrouped_node w
      join identity_alias_change c on c.tenant_id = w.tenant_id and c.node_id = w.node_id
      where w.tenant_id = ${ctx.tenantId}), 9223372036854775807)
    order by r.position limit ${AT_ONCE}`.execute(ctx.pg)
  return rows
}

async function customersAmong(ctx: Ctx, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::bigint[]) and canonical_id = id`.execute(
    ctx.pg,
  )
  return new Set(rows.map((r) => r.id))
}

async function inherit(
  ctx: Ctx,
  audience: Standing,
  moved: readonly Moved[],
  involved: readonly number[],
  customers: ReadonlySet<number>,
): Promise<void> {
  const at = new Date(Math.max(ctx.now().getTime(), audience.evaluatedAt?.getTime() ?? 0))
  await advance(ctx, audience, at, true, async () => {
    const before = await insideAmong(ctx, audience.id, involved)
    const after = inherited(before, moved, customers)
    if (after.size === before.size && after.isSubsetOf(before)) return undefined
    return {
      entered: bitmapOf(after.difference(before)),
      left: bitmapOf(before.difference(after)),
    }
  })
}

/** Who is inside after these moves, of those involved. Pure. */
export function inherited(
  before: ReadonlySet<number>,
  moved: readonly Pick<Moved, 'from' | 'to'>[],
  customers: ReadonlySet<number>,
): Set<number> {
  const inside = new Set(before)
  for (const { from, to } of moved) if (inside.has(from)) inside.add(to)
  return new Set([...inside].filter((c) => customers.has(c)))
}

async function insideAmong(
  ctx: Ctx,
  audienceId: string,
  ids: readonly number[],
): Promise<Set<number>> {
  const [row] = await ctx.ch.rows<{ inside: number[] }>(
    ctx.tenantId,
    ch`select bitmapToArray(bitmapAnd(${membersOf(audienceId)}, bitmapBuild(${as('Array(UInt32)', [...ids])}))) as inside`,
  )
  return new Set(row?.inside.map(Number))
}
