// What `homefield check` asks of the search tables: they are what they are made from.
import { sql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { type Check, type Compared, noteDifferences, ranges } from '../platform/check.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type Counted, countActivity, replaceActivity, sumsWhere } from './activity.ts'
import { describe } from './describe.ts'
import { projectCustomers, projectTenants } from './projection.ts'
import { lockProjection } from './projection-lock.ts'
import { compareState, rebuildState } from './state-check.ts'
import { customersOf, tenants } from './tenants.ts'

const NODES_AT_ONCE = 200_000

export const checks: readonly Check[] = [
  { name: 'profile.activity', compare: compareActivity, repair: rebuildActivity },
  { name: 'profile.search', compare: compareSearch, repair: rebuildSearch },
  { name: 'profile.state', compare: compareState, repair: rebuildState },
]

interface Sums {
  tenant_id: string
  node: number
  n: number
  first_ms: number
  last_ms: number
  platforms: string[]
}

/** Not the days of the last month: they fall out as it goes on, here and there at different moments. */
const textOf = (s: Sums | Counted) =>
  [s.n, s.first_ms, s.last_ms, ...s.platforms.filter((p) => p !== '').sort()].join(' ')

async function storedSums(ctx: Ctx, from: number, to: number): Promise<Map<string, Sums>> {
  const { rows } = await sql<Sums>`
    select tenant_id, node_id as node, event_count as n, (extract(epoch from first_at) * 1000)::bigint as first_ms,
      (extract(epoch from last_at) * 1000)::bigint as last_ms, platforms
    from customer_activity where node_id between ${from} and ${to}`.execute(ctx.pg)
  return new Map(rows.map((r) => [`${r.tenant_id} ${r.node}`, r]))
}

async function countedSums(ctx: Ctx, from: number, to: number): Promise<Map<string, Counted>> {
  const rows = await sumsWhere(
    ctx,
    ch`customer_id between ${as('UInt32', from)} and ${as('UInt32', to)}`,
  )
  return new Map(rows.map((r) => [`${r.tenant_id} ${r.node}`, r]))
}

async function lastNode(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select greatest((select max(id) from customer), (select max(node_id) from customer_activity)) as last`.execute(
    ctx.pg,
  )
  return rows[0]?.last ?? 0
}

async function compareActivity(ctx: Ctx): Promise<Compared> {
  await countActivity(ctx)
  const found = noteDifferences()
  let compared = 0
  for (const [from, to] of ranges(1, await lastNode(ctx), NODES_AT_ONCE)) {
    const [stored, counted] = [await storedSums(ctx, from, to), await countedSums(ctx, from, to)]
    compared += counted.size
    for (const key of new Set([...stored.keys(), ...counted.keys()])) {
      const [mine, theirs] = [stored.get(key), counted.get(key)]
      if (mine && theirs && textOf(mine) === textOf(theirs)) continue
      const node = mine?.node ?? theirs?.node ?? 0
      found.add({ node, counted: mine?.n ?? 0, events: Number(theirs?.n ?? 0) })
    }
  }
  return found.outOf(compared)
}

/** Also the way to fill it for a brand that was there before the projection. */
export async function rebuildActivity(ctx: Ctx): Promise<void> {
  await countActivity(ctx)
  for (const [from, to] of ranges(1, await lastNode(ctx), NODES_AT_ONCE)) {
    await inTx(ctx, async (ctx) => {
      await lockProjection(ctx)
      const [stored, counted] = [await storedSums(ctx, from, to), await countedSums(ctx, from, to)]
      const wrong = [...new Set([...stored.keys(), ...counted.keys()])].filter((key) => {
        const [mine, theirs] = [stored.get(key), counted.get(key)]
        return !mine || !theirs || textOf(mine) !== textOf(theirs)
      })
      const rows = wrong.flatMap((key) => counted.get(key) ?? stored.get(key) ?? [])
      for (const [tenantId, list] of Map.groupBy(rows, (r) => r.tenant_id))
        await replaceActivity(
          { ...ctx, tenantId },
          list.map((r) => r.node),
          list.flatMap((r) => counted.get(`${r.tenant_id} ${r.node}`) ?? []),
        )
    })
  }
}

interface StoredRow {
  customer_id: number
  words: string
}

/** Every customer of every brand made anew and compared with its rows. */
async function compareSearch(ctx: Ctx): Promise<Compared> {
  await projectCustomers(ctx)
  const found = noteDifferences()
  let compared = 0
  for (const tenantId of await tenants(ctx)) {
    const brand = { ...ctx, tenantId }
    for await (const ids of customersOf(brand)) {
      compared += ids.length
      for (const customer of await wrongRows(brand, ids)) found.add({ customer })
    }
  }
  for (const customer of await strayRows(ctx)) found.add({ customer, stray: 1 })
  return found.outOf(compared)
}

/** Of these customers, those whose rows are not what the tables say. */
export async function wrongRows(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const made = await describe(ctx, await nodesOf(ctx, ids))
  const { rows } = await sql<StoredRow>`
    select s.customer_id, jsonb_build_array(array_to_string(s.terms, ','), s.names, s.attributes, f.is_known, f.event_count,
      f.platforms, f.order_count, f.spent_fen, f.touchpoint_count)::text as words
    from customer_search s join customer_figure f using (tenant_id, customer_id)
    where s.tenant_id = ${ctx.tenantId} and s.customer_id = any(${[...ids]}::bigint[])`.execute(
    ctx.pg,
  )
  const stored = new Map(rows.map((r) => [r.customer_id, r.words]))
  const canonicalText = (value: unknown) => JSON.stringify(sortKeys(value))
  return made
    .filter((m) => {
      const text = stored.get(m.id)
      if (text === undefined) return true
      const should = [
        m.terms.join(','),
        m.names,
        m.attributes,
        m.isKnown,
        m.eventCount,
        m.platforms,
        m.orderCount,
        m.spentFen,
        m.touchpoints,
      ]
      return canonicalText(JSON.parse(text)) !== canonicalText(JSON.parse(JSON.stringify(should)))
    })
    .map((m) => m.id)
}

/** jsonb keeps keys in an order of its own. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sortKeys(v)]),
  )
}

/** Rows of customers that are none, or no longer. */
async function strayRows(ctx: Ctx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select s.customer_id as id from customer_search s
    where not exists (select 1 from customer c where c.tenant_id = s.tenant_id and c.id = s.customer_id and c.canonical_id = c.id)
    union
    select f.customer_id from customer_figure f
    where not exists (select 1 from customer_search s where s.tenant_id = f.tenant_id and s.customer_id = f.customer_id)`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.id)
}

/** Makes every row of a brand anew; those that are right stay unwritten. */
export async function rebuildBrand(ctx: Ctx): Promise<void> {
  for await (const ids of customersOf(ctx))
    await inTx(ctx, async (ctx) => {
      await lockProjection(ctx)
      await projectTenants(ctx, new Map([[ctx.tenantId, ids]]))
    })
}

async function rebuildSearch(ctx: Ctx): Promise<void> {
  // Every row is made anew: what was noted until now would make some of them twice.
  await sql`delete from customer_change`.execute(ctx.pg)
  for (const tenantId of await tenants(ctx)) await rebuildBrand({ ...ctx, tenantId })
  await sql`delete from customer_search s
    where not exists (select 1 from customer c where c.tenant_id = s.tenant_id and c.id = s.customer_id and c.canonical_id = c.id)`.execute(
    ctx.pg,
  )
  await sql`delete from customer_figure f
    where not exists (select 1 from customer_search s where s.tenant_id = f.tenant_id and s.customer_id = f.customer_id)`.execute(
    ctx.pg,
  )
}
