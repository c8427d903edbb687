// Where customers stand, replayed from their rows for a set of them: what is kept, explained and checked
// all comes from here.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { type Calendar, calendarOf } from './calendar.ts'
import type { Row } from './measure.ts'
import { type Replayed, replay, type Stay } from './replay.ts'
import { rowsOf } from './rows.ts'
import { eventsOf, type Ladder, type Version } from './rules.ts'

/** The calendar of the brand's zone. */
export async function brandCalendar(ctx: Ctx): Promise<Calendar> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return calendarOf(rows[0]?.timezone ?? 'UTC')
}

interface Whole {
  nodes: number[]
  rows: Map<number, Row[]>
  stays: Map<number, Stay[]>
}

interface NodeOf {
  id: number
  customer: number
}
async function nodesOf(ctx: Ctx, customers: readonly number[]): Promise<NodeOf[]> {
  const { rows } = await sql<NodeOf>`
    select id, canonical_id as customer from customer
    where tenant_id = ${ctx.tenantId} and canonical_id = any(${[...customers]}::bigint[]) order by id`.execute(
    ctx.pg,
  )
  return rows
}

/** Everything that counts for these nodes, by whose they are. */
async function wholesOf(
  ctx: Ctx,
  ladder: Ladder,
  nodes: readonly NodeOf[],
  versions: readonly Version[],
): Promise<Map<number, Whole>> {
  const ids = nodes.map((n) => n.id)
  const { rows: members } = await sql<{ node: number; joined_at: Date; left_at: Date | null }>`
    select node_id as node, joined_at, left_at from member
    where tenant_id = ${ctx.tenantId} and node_id = any(${ids}::bigint[]) order by joined_at, id`.execute(
    ctx.pg,
  )
  const rows = await rowsOf(ctx, ladder, ids, eventsOf(versions.map((v) => v.rules)))
  const wholes = new Map<number, Whole>()
  const whose = new Map(nodes.map((n) => [n.id, n.customer]))
  for (const { id, customer } of nodes) {
    const whole = wholes.get(customer)
    if (whole) whole.nodes.push(id)
    else wholes.set(customer, { nodes: [id], rows: new Map(), stays: new Map() })
  }
  const wholeOf = (node: number) => wholes.get(whose.get(node) ?? 0)
  for (const { node, ...row } of rows) {
    const kept = wholeOf(node)?.rows
    kept?.set(node, [...(kept.get(node) ?? []), row])
  }
  for (const { node, joined_at, left_at } of members) {
    const kept = wholeOf(node)?.stays
    const stay = { from: joined_at.getTime(), to: left_at?.getTime() ?? null }
    kept?.set(node, [...(kept.get(node) ?? []), stay])
  }
  return wholes
}

/** Stays of several nodes as one customer's: where they overlap she was in once. */
export function united(stays: readonly Stay[]): Stay[] {
  const all: Stay[] = []
  for (const stay of [...stays].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last && (last.to === null || last.to >= stay.from)) {
      if (last.to !== null) last.to = stay.to === null ? null : Math.max(last.to, stay.to)
    } else all.push({ ...stay })
  }
  return all
}

/** When she was a fan: whenever she was no member. */
export function outside(stays: readonly Stay[], since: number): Stay[] {
  const gaps: Stay[] = []
  let from: number | null = since
  for (const stay of united(stays)) {
    if (from !== null && stay.from > from) gaps.push({ from, to: stay.from })
    from = stay.to === null ? null : Math.max(from ?? since, stay.to)
  }
  if (from !== null) gaps.push({ from, to: null })
  return gaps
}

const NOBODY: Replayed = { standing: undefined, changes: [], entries: [] }

function told(
  whole: Whole,
  nodes: readonly number[],
  ladder: Ladder,
  versions: readonly Version[],
  calendar: Calendar,
  asOf: number,
): Replayed {
  const rows = nodes.flatMap((node) => whole.rows.get(node) ?? [])
  const stays = nodes.flatMap((node) => whole.stays.get(node) ?? [])
  const first = versions[0]
  if (!first) return NOBODY
  // A fan is who has done something that counts; everybody else is nobody's fan yet.
  if (ladder === 'fan')
    return rows.some((row) => row.at <= asOf)
      ? replay(rows, versions, outside(stays, first.from), calendar, asOf)
      : NOBODY
  const joined = united(stays)
  return joined.length === 0 ? NOBODY : replay(rows, versions, joined, calendar, asOf)
}

/**
 * Of each customer what her rows say. Several nodes count together; a merge never makes her less than the
 * best of them was alone.
 */
export async function replayed(
  ctx: Ctx,
  ladder: Ladder,
  customers: readonly number[],
  versions: readonly Version[],
  asOf: number,
): Promise<Map<number, Replayed>> {
  return replayedBy(ctx, ladder, await nodesOf(ctx, customers), versions, asOf)
}

/** What the rows of these nodes alone say of whoever they belong to; undefined: there are none of them. */
export async function replayedAlone(
  ctx: Ctx,
  ladder: Ladder,
  nodes: readonly number[],
  versions: readonly Version[],
  asOf: number,
): Promise<Replayed | undefined> {
  const mine = [...nodes].sort((a, b) => a - b).map((id) => ({ id, customer: 0 }))
  return (await replayedBy(ctx, ladder, mine, versions, asOf)).get(0)
}

async function replayedBy(
  ctx: Ctx,
  ladder: Ladder,
  nodes: readonly NodeOf[],
  versions: readonly Version[],
  asOf: number,
): Promise<Map<number, Replayed>> {
  const calendar = await brandCalendar(ctx)
  const answer = new Map<number, Replayed>()
  for (const [customer, whole] of await wholesOf(ctx, ladder, nodes, versions)) {
    const tell = (nodes: readonly number[]) => told(whole, nodes, ladder, versions, calendar, asOf)
    const ranked = [
      tell(whole.nodes),
      ...(whole.nodes.length > 1 ? whole.nodes.map((n) => tell([n])) : []),
    ]
    answer.set(
      customer,
      // A fan's node that never joined must not make a fan of a member.
      ladder === 'fan' && !ranked[0]?.standing
        ? (ranked[0] ?? NOBODY)
        : ranked.reduce((best, one) =>
            (one.standing?.rank ?? -1) > (best.standing?.rank ?? -1) ? one : best,
          ),
    )
  }
  return answer
}
