// How much each node did, since when and where: added up from the event store batch by batch, so that
// lists can be sorted by it and a customer's page needs no walk through the events. A tag that an
// operator puts on is no sign of the customer's life: acts on her record are left out.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { as, sql as ch, join, type Sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { ACTS_ON_RECORDS } from '../platform/outbox.ts'
import { unnest } from '../platform/unnest.ts'
import { asHistory } from './history.ts'
import { lockProjection } from './projection-lock.ts'

export interface Counted {
  /** Nothing but imported history. */
  is_past: boolean
  tenant_id: string
  node: number
  n: string
  first_ms: string
  last_ms: string
  platforms: string[]
  /** '2026-11-22 5': events of a day, of the last ones only. */
  recent: string[]
}

export const RECENT_DAYS = 30
const DAY = 86_400_000
/** One more than is shown: the brand's day may have begun before UTC's. */
const recentSince = (ctx: Ctx) =>
  new Date(ctx.now().getTime() - (RECENT_DAYS + 1) * DAY).toISOString().slice(0, 10)

const dayBefore = (day: string) => new Date(Date.parse(day) - DAY).toISOString().slice(0, 10)

/** Sums a node of the events that `where` holds for, a query for each zone that brands live in. */
export async function sumsWhere(ctx: Ctx, where: Sql, onlyTenant?: string): Promise<Counted[]> {
  const { rows: tenants } = await sql<{ id: string; timezone: string }>`
    select id, timezone from tenant where ${onlyTenant ? sql`id = ${onlyTenant}` : sql`true`}`.execute(
    ctx.pg,
  )
  const zones = Map.groupBy(tenants, (t) => t.timezone)
  const since = recentSince(ctx)
  const sums: Counted[][] = []
  for (const [timezone, brands] of zones) {
    const ofZone =
      zones.size === 1 && !onlyTenant
        ? where
        : ch`${where} and tenant_id in (${join(
            brands.map((b) => ch`${as('UUID', b.id)}`),
            ', ',
          )})`
    sums.push(
      await ctx.ch.allRows<Counted>(
        ch`select toString(tenant_id) as tenant_id, node, sum(a_day) as n, toUnixTimestamp64Milli(min(first)) as first_ms,
             toUnixTimestamp64Milli(max(last)) as last_ms, arraySort(groupUniqArrayArray(places)) as platforms,
             groupArrayIf(concat(toString(day), ' ', toString(a_day)), day >= ${as('Date', since)}) as recent,
             min(past) as is_past
           from (
             select tenant_id, customer_id as node,
               -- Older days together: a group a day of the past would be most of the work.
               greatest(toDate(at, ${as('String', timezone)}), ${as('Date', dayBefore(since))}) as day, count() as a_day,
               min(at) as first, max(at) as last, groupUniqArray(toString(platform)) as places,
               min(historical) as past
             from event where ${ofZone} and customer_id != 0 and name not in ${as('Array(String)', ACTS_ON_RECORDS)}
             group by tenant_id, customer_id, day)
           group by tenant_id, node`,
        { maxSeconds: 300 },
      ),
    )
  }
  return sums.flat()
}

interface DoneBatch {
  id: number
  /** yyyymm of its events. */
  months: readonly number[]
}

const BATCHES = 200
/** More than ever wait: under full load a round of counting and its rest leave some 500. */
const WAITING = 5_000

/** Adds what batches brought that are in the event store since; each counts once. Answers how many. */
export async function countActivity(ctx: Ctx): Promise<number> {
  let done = 0
  for (;;) {
    const taken = await inTx(ctx, async (ctx) => {
      await lockProjection(ctx)
      const { rows } = await sql<DoneBatch>`
        update ingest_batch b set is_counted = true
        where b.id in (
          select id from ingest_batch where state = 'done' and not is_counted order by id limit ${BATCHES})
        returning id, months`.execute(ctx.pg)
      await addActivity(ctx, rows)
      return rows.length
    })
    done += taken
    if (taken < BATCHES) return done
  }
}

async function addActivity(ctx: Ctx, batches: readonly DoneBatch[]): Promise<void> {
  if (batches.length === 0) return
  const rows = await sumsWhere(ctx, within(batches))
  for (const [tenantId, counted] of Map.groupBy(rows, (r) => r.tenant_id))
    for (let i = 0; i < counted.length; i += ADDED) {
      const began = performance.now()
      await addOfTenant({ ...ctx, tenantId }, counted.slice(i, i + ADDED))
      // Whoever sends events waits behind these writes: 20,000 customers in one go made p99 of an
      // answer 870 ms where it is 230 without them.
      if (i + ADDED < counted.length) await sleep(performance.now() - began)
    }
}

/** Months first: they leave out whole partitions, which the batches' index cannot once parts are merged. */
const within = (batches: readonly DoneBatch[]) =>
  ch`toYYYYMM(at) in (${join(
    [...new Set(batches.flatMap((b) => b.months))].map((m) => ch`${as('UInt32', m)}`),
    ', ',
  )}) and batch_id in (${join(
    batches.map((b) => ch`${as('UInt64', b.id)}`),
    ', ',
  )})`

export interface Activity {
  node: number
  events: number
  firstAt: Date
  lastAt: Date
  platforms: string[]
  /** Events a day of the brand's zone, of the last month. */
  recent: Record<string, number>
}

/** Exact to the last answered request: what is not added up yet is counted in the event store. */
export async function activityOf(ctx: Ctx, nodes: readonly number[]): Promise<Activity[]> {
  if (nodes.length === 0) return []
  // One statement, so that no batch is both in the sums and among those waiting, or in neither.
  const { rows } = await sql<{ waiting: DoneBatch[] | null; sums: StoredActivity[] | null }>`
    select
      (select jsonb_agg(jsonb_build_object('id', w.id, 'months', w.months)) from (
        select id, months from ingest_batch where state = 'done' and not is_counted order by id desc limit ${WAITING}) w
      ) as waiting,
      (select jsonb_agg(a) from customer_activity a
        where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${[...nodes]}::bigint[])) as sums`.execute(
    ctx.pg,
  )
  const stored = (rows[0]?.sums ?? []).map((a) => ({
    node: a.node_id,
    events: a.event_count,
    firstAt: new Date(a.first_at),
    lastAt: new Date(a.last_at),
    platforms: a.platforms,
    recent: a.recent,
  }))
  const waiting = rows[0]?.waiting ?? []
  if (waiting.length === 0) return stored
  const late = await sumsWhere(
    ctx,
    ch`${within(waiting)} and customer_id in ${as('Array(UInt32)', [...nodes])}`,
    ctx.tenantId,
  )
  return [...stored, ...late.map(activityFrom)]
}

interface StoredActivity {
  node_id: number
  event_count: number
  first_at: string
  last_at: string
  platforms: string[]
  recent: Record<string, number>
}

const activityFrom = (row: Counted): Activity => ({
  node: row.node,
  events: Number(row.n),
  firstAt: new Date(Number(row.first_ms)),
  lastAt: new Date(Number(row.last_ms)),
  platforms: row.platforms.filter((p) => p !== ''),
  recent: recentOf(row),
})

const recentOf = (row: Counted) =>
  Object.fromEntries(
    row.recent.map((entry) => {
      const [day = '', n] = entry.split(' ')
      return [day, Number(n)] as const
    }),
  )

const STEP = 5_000
const ADDED = 1_000

async function addOfTenant(ctx: Ctx, counted: Counted[]): Promise<void> {
  const u = columns(counted)
  const { rows } = await sql<{ node: number; is_told: boolean }>`
    with before as (
      select a.node_id, a.platforms, a.first_at from customer_activity a
      where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${counted.map((c) => c.node)}::bigint[])),
    added as (
      insert into customer_activity as a (tenant_id, ${NAMES})
      select ${ctx.tenantId}::uuid, ${WRITTEN} from ${u.rows}
      on conflict (tenant_id, node_id) do update set event_count = a.event_count + excluded.event_count,
        first_at = least(a.first_at, excluded.first_at), last_at = greatest(a.last_at, excluded.last_at),
        platforms = case when a.platforms @> excluded.platforms then a.platforms
          else array(select distinct p from unnest(a.platforms || excluded.platforms) as p order by p) end,
        recent = (select coalesce(jsonb_object_agg(day, n), '{}') from (
          select key as day, sum(value::bigint) as n
          from (select * from jsonb_each_text(a.recent) union all select * from jsonb_each_text(excluded.recent)) d
          where key >= ${recentSince(ctx)} group by key) s)
      returning a.node_id, a.platforms, a.first_at)
    select n.node_id as node,
      n.platforms is distinct from b.platforms or n.first_at is distinct from b.first_at as is_told
    from added n left join before b using (node_id)`.execute(ctx.pg)
  const moved = rows.filter((r) => r.is_told).map((r) => r.node)
  const past = new Set(counted.flatMap((c) => (c.is_past ? [c.node] : [])))
  for (const [isPast, nodes] of Map.groupBy(moved, (node) => past.has(node)))
    await asHistory(ctx, () => noteChanges(ctx, nodes), isPast)
  await sql`update customer_figure f set event_count = s.event_count, first_at = s.first_at, last_at = s.last_at
    from (
      select g.canonical_id, sum(a.event_count)::bigint as event_count, min(a.first_at) as first_at, max(a.last_at) as last_at
      from (select distinct canonical_id from customer
        where tenant_id = ${ctx.tenantId} and id = any(${rows.map((r) => r.node)}::bigint[])) g
      join customer n on n.tenant_id = ${ctx.tenantId} and n.canonical_id = g.canonical_id
      join customer_activity a on a.tenant_id = n.tenant_id and a.node_id = n.id
      group by g.canonical_id) s
    where f.tenant_id = ${ctx.tenantId} and f.customer_id = s.canonical_id`.execute(ctx.pg)
}

const NAMES = sql.raw('node_id, event_count, first_at, last_at, platforms, recent')
const WRITTEN = sql.raw(
  'node_id, event_count, first_at, last_at, array(select jsonb_array_elements_text(platforms)), recent',
)
const columns = (counted: readonly Counted[]) =>
  unnest(counted, {
    node_id: ['bigint', (c) => c.node],
    event_count: ['bigint', (c) => c.n],
    first_at: ['timestamptz', (c) => new Date(Number(c.first_ms))],
    last_at: ['timestamptz', (c) => new Date(Number(c.last_ms))],
    platforms: ['jsonb', (c) => JSON.stringify(c.platforms.filter((p) => p !== ''))],
    recent: ['jsonb', (c) => JSON.stringify(recentOf(c))],
  })

/** These nodes' customers are looked at anew, as the triggers would have it. */
export async function noteChanges(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  if (nodes.length === 0) return
  await sql`insert into customer_change (tenant_id, node_id)
    select ${ctx.tenantId}::uuid, n from unnest(${[...nodes]}::bigint[]) as n`.execute(ctx.pg)
}

/** Counts these nodes' events anew, for whoever took events out again. */
export async function recountActivity(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  for (let i = 0; i < nodes.length; i += STEP) {
    const part = nodes.slice(i, i + STEP)
    await inTx(ctx, async (ctx) => {
      await lockProjection(ctx)
      const counted = await sumsWhere(
        ctx,
        ch`customer_id in ${as('Array(UInt32)', [...part])}`,
        ctx.tenantId,
      )
      await replaceActivity(ctx, part, counted)
    })
  }
}

export async function replaceActivity(
  ctx: Ctx,
  nodes: readonly number[],
  counted: readonly Counted[],
): Promise<void> {
  await sql`delete from customer_activity where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  if (counted.length > 0) {
    const u = columns(counted)
    await sql`insert into customer_activity (tenant_id, ${NAMES})
      select ${ctx.tenantId}::uuid, ${WRITTEN} from ${u.rows}`.execute(ctx.pg)
  }
  await noteChanges(ctx, nodes)
}
