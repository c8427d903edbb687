// Standings kept true: what the replay says is written where it differs, a set of customers at a time, with
// every move, what entry gives, and the attributes.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { customersThere, movingCustomers } from '../../audiences/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import { putStandings } from './attributes.ts'
import type { Replayed, Standing } from './replay.ts'
import type { Ladder } from './rules.ts'
import { brandCalendar, replayed } from './stand.ts'
import { asVersions, versionsOf } from './versions.ts'

export interface Evaluated {
  looked: number
  moved: number
}
/** Told of levels entered for the first time of an episode, in the transaction that finds it. */
export type OnEntry = (ctx: Ctx, entries: readonly Entered[]) => Promise<void>
export interface Entered {
  ladder: Ladder
  customer: number
  level: string
  episode: number
}
let onEntry: OnEntry | undefined
export function useLevelEntries(given: OnEntry): void {
  onEntry = given
}

interface Kept {
  node_id: number
  level: string
  since: Date
}

/** @param customers canonical ones; whoever is on the way through a merge is passed over */
export function evaluate(
  ctx: Ctx,
  ladder: Ladder,
  customers: readonly number[],
): Promise<Evaluated> {
  return inTx(ctx, async (ctx) => {
    // One at a time a brand: two that found the same move would both tell of it.
    await sql`select pg_advisory_xact_lock(hashtext(${`membership ${ladder}`}), hashtext(${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    const versions = asVersions(await versionsOf(ctx, ladder))
    if (versions.length === 0) return { looked: 0, moved: 0 }
    const now = ctx.now()
    const moving = new Set(await movingCustomers(ctx))
    const there = await customersThere(ctx, customers)
    const mine = [...there].filter((customer) => !moving.has(customer))
    const found = await replayed(ctx, ladder, mine, versions, now.getTime())
    const kept = await keptOf(ctx, ladder, mine)
    const moves = mine.flatMap((customer) =>
      moveOf(customer, kept.get(customer), found.get(customer), now),
    )
    await writeStandings(ctx, ladder, found, kept, now)
    await writeMoves(ctx, ladder, moves)
    await giveEntries(ctx, ladder, found, now)
    const standings = new Map(mine.map((customer) => [customer, found.get(customer)?.standing]))
    await putStandings(ctx, ladder, now, await brandCalendar(ctx), standings)
    return { looked: mine.length, moved: moves.length }
  })
}

/** By the customer; what stands with a node that was merged away goes. */
async function keptOf(
  ctx: Ctx,
  ladder: Ladder,
  customers: readonly number[],
): Promise<Map<number, Kept>> {
  await sql`delete from level_standing s using customer c
    where s.tenant_id = ${ctx.tenantId} and s.ladder = ${ladder} and c.tenant_id = s.tenant_id and c.id = s.node_id
      and c.canonical_id <> c.id and c.canonical_id = any(${[...customers]}::bigint[])`.execute(
    ctx.pg,
  )
  const { rows } = await sql<Kept>`
    select node_id, level, since from level_standing
    where tenant_id = ${ctx.tenantId} and ladder = ${ladder} and node_id = any(${[...customers]}::bigint[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.node_id, row]))
}

interface Move {
  id: string
  customer: number
  from: string | null
  to: string | null
  reason: string
  at: Date
  foundAt: Date
  version: number | null
  figures: unknown
}

function moveOf(
  customer: number,
  was: Kept | undefined,
  is: Replayed | undefined,
  now: Date,
): Move[] {
  const [from, to] = [was?.level ?? null, is?.standing?.level ?? null]
  if (from === to) return []
  const last = is?.changes.findLast((change) => change.from !== change.to)
  return [
    {
      ...{ id: randomUUIDv7(), customer, from, to, foundAt: now },
      reason: last?.reason ?? 'left',
      at: last ? new Date(last.at) : now,
      version: last?.version ?? null,
      figures: last?.figures ?? {},
    },
  ]
}

const dateOf = (at: number | null) => (at === null ? null : new Date(at))

async function writeStandings(
  ctx: Ctx,
  ladder: Ladder,
  found: ReadonlyMap<number, Replayed>,
  kept: ReadonlyMap<number, Kept>,
  now: Date,
): Promise<void> {
  const gone = [...kept.keys()].filter((customer) => !found.get(customer)?.standing)
  await sql`delete from level_standing where tenant_id = ${ctx.tenantId} and ladder = ${ladder}
    and node_id = any(${gone}::bigint[])`.execute(ctx.pg)
  const standings = [...found].flatMap(([customer, { standing }]) =>
    standing ? [{ customer, standing }] : [],
  )
  if (standings.length === 0) return
  type One = { customer: number; standing: Standing }
  const u = unnest(standings, {
    node_id: ['bigint', (s: One) => s.customer],
    level: ['text', (s) => s.standing.level],
    since: ['timestamptz', (s) => new Date(s.standing.since)],
    term_ends_at: ['timestamptz', (s) => dateOf(s.standing.termEndsAt)],
    grace_until: ['timestamptz', (s) => dateOf(s.standing.graceUntil)],
    growth: ['bigint', (s) => s.standing.figures.growth],
    spend_fen: ['bigint', (s) => s.standing.figures.spend_fen],
    orders: ['integer', (s) => s.standing.figures.orders],
    progress: ['jsonb', (s) => JSON.stringify(s.standing.progress)],
    rules_version: ['integer', (s) => s.standing.version],
    next_at: ['timestamptz', (s) => dateOf(s.standing.nextAt)],
  })
  await sql`insert into level_standing (tenant_id, ladder, evaluated_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ladder}, ${now}::timestamptz, ${u.names} from ${u.rows}
    on conflict (tenant_id, ladder, node_id) do update set level = excluded.level, since = excluded.since,
      term_ends_at = excluded.term_ends_at, grace_until = excluded.grace_until, growth = excluded.growth,
      spend_fen = excluded.spend_fen, orders = excluded.orders, progress = excluded.progress,
      rules_version = excluded.rules_version, next_at = excluded.next_at, evaluated_at = excluded.evaluated_at`.execute(
    ctx.pg,
  )
}

async function writeMoves(ctx: Ctx, ladder: Ladder, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return
  const u = unnest(moves, {
    id: ['uuid', (m) => m.id],
    node_id: ['bigint', (m) => m.customer],
    from_level: ['text', (m) => m.from],
    to_level: ['text', (m) => m.to],
    reason: ['text', (m) => m.reason],
    at: ['timestamptz', (m) => m.at],
    found_at: ['timestamptz', (m) => m.foundAt],
    rules_version: ['integer', (m) => m.version],
    figures: ['jsonb', (m) => JSON.stringify(m.figures)],
  })
  await sql`insert into level_change (tenant_id, ladder, ${u.names})
    select ${ctx.tenantId}::uuid, ${ladder}, ${u.names} from ${u.rows}`.execute(ctx.pg)
  const name = ladder === 'growth' ? 'member_level_changed' : 'fan_level_changed'
  await recordEvents(
    ctx,
    moves.map(({ id, customer, from, to, reason, at }) => ({
      ...{ id, name, customerId: customer, at, source: 'membership', props: { from, to, reason } },
    })),
  )
}

/** What entry gives, once an episode for all that is one customer; only of levels she holds still. */
async function giveEntries(
  ctx: Ctx,
  ladder: Ladder,
  found: ReadonlyMap<number, Replayed>,
  now: Date,
): Promise<void> {
  const due = [...found].flatMap(([customer, { standing, entries }]) =>
    standing ? entries.map((entry) => ({ customer, ...entry, held: standing.level })) : [],
  )
  const latest = new Map(due.map((entry) => [`${entry.customer} ${entry.level}`, entry]))
  const rules =
    (await versionsOf(ctx, ladder)).at(-1)?.rules.levels.map((level) => level.code) ?? []
  const held = [...latest.values()].filter(
    (e) => rules.indexOf(e.level) <= rules.indexOf(e.held) && rules.includes(e.level),
  )
  if (held.length === 0) return
  const u = unnest(held, {
    node_id: ['bigint', (e) => e.customer],
    level: ['text', (e) => e.level],
    episode: ['integer', (e) => e.episode],
    at: ['timestamptz', (e) => new Date(e.at)],
  })
  const { rows } = await sql<{ node_id: number; level: string; episode: number }>`
    insert into level_entry (tenant_id, ladder, given_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ladder}, ${now}::timestamptz, ${u.names} from ${u.rows}
    where not exists (
      select 1 from level_entry e join customer c on c.tenant_id = e.tenant_id and c.id = e.node_id
      where e.tenant_id = ${ctx.tenantId} and e.ladder = ${ladder} and c.canonical_id = r.node_id
        and e.level = r.level and e.episode = r.episode)
    on conflict do nothing returning node_id, level, episode`.execute(ctx.pg)
  await onEntry?.(
    ctx,
    rows.map(({ node_id, level, episode }) => ({ ladder, customer: node_id, level, episode })),
  )
}
