// What a brand has set up, kept in this process for as long as nobody has changed it: the request that asks
// brings along which changes there had been when it began (0368_brand_change.sql), so a change that was
// committed before a request is seen by it in every process. Only for what those tables hold, and never for
// what orders themselves change.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from './ctx.ts'
import type { Pg } from './pg.ts'

/** Of a brand, and of brands: beyond so many what was kept is read again. */
const MOST_VALUES = 5_000
const MOST_BRANDS = 500

interface Kept {
  version: string
  values: Map<string, unknown>
}
const kept = new Map<string, Kept>()

/** What `ctx.brandVersion` is read by, beside whatever is read first. */
export const brandVersion = (tenantId: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`(select count(*) || '.' || coalesce(bit_xor(b.change), 0) from brand_change b where b.tenant_id = ${tenantId})`

function valuesOf({ tenantId, brandVersion: version }: Ctx): Map<string, unknown> | undefined {
  if (version === undefined) return undefined
  const mine = kept.get(tenantId)
  if (mine?.version === version) return mine.values
  if (kept.size >= MOST_BRANDS) kept.clear()
  const values = new Map<string, unknown>()
  kept.set(tenantId, { version, values })
  return values
}

function keep(values: Map<string, unknown>, name: string, value: unknown): void {
  if (values.size >= MOST_VALUES) values.clear()
  values.set(name, value)
}

/**
 * What `load` answers for this brand, which must be read whole and must not be changed by who gets it.
 * Without a version it is read anew each time.
 */
export async function brandCached<T>(ctx: Ctx, name: string, load: () => Promise<T>): Promise<T> {
  const values = valuesOf(ctx)
  if (values?.has(name)) return values.get(name) as T
  const value = await load()
  if (values) keep(values, name, value)
  return value
}

/** The same for some of many, by key; those that are not there are asked for each time. */
export async function brandCachedBy<T>(
  ctx: Ctx,
  name: string,
  keys: readonly string[],
  load: (missing: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<Map<string, T>> {
  const values = valuesOf(ctx)
  const nameOf = (key: string) => `${name}\x1f${key}`
  const found = new Map<string, T>()
  for (const key of keys) {
    const value = values?.get(nameOf(key)) as T | undefined
    if (value !== undefined) found.set(key, value)
  }
  const missing = keys.filter((key) => !found.has(key))
  if (missing.length === 0) return found
  for (const [key, value] of await load(missing)) {
    found.set(key, value)
    if (values) keep(values, nameOf(key), value)
  }
  return found
}

/** Changes that everybody knows of are told by one. @returns of how many brands */
export async function forgetBrandChanges(pg: Pg): Promise<number> {
  const { rows } = await sql`
    with many as materialized (
      select tenant_id from brand_change group by tenant_id having count(*) > 100),
    gone as (delete from brand_change b using many m where b.tenant_id = m.tenant_id)
    insert into brand_change (tenant_id) select tenant_id from many returning 1`.execute(pg)
  return rows.length
}
