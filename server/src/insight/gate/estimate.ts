// How long a question will take, before it runs: rows that the index leaves, by what a row has cost.
import type { Sql } from '../../platform/ch.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'

/** Below so many events of the brand nothing takes long, and nothing is asked beforehand. */
const NEVER_LONG = 3_000_000
/** The brand's events are counted again after so long. */
const KEPT_MS = 60_000
/** How much a new measurement moves the cost. */
const WEIGHT = 0.2
/** Measured from so many rows on: fewer tell of everything else but rows. */
const TELLING = 500_000

export interface Estimate {
  rows: number
  seconds: number
}

export interface Costs {
  estimate(ctx: Ctx, rowsToRead: () => Promise<number>): Promise<Estimate>
  learn(rows: number, seconds: number): void
}

/** @param perMillion seconds a million rows take, until something was measured */
export function measuredCosts(perMillion = 0.1, neverLong = NEVER_LONG): Costs {
  let cost = perMillion
  const sizes = new Map<string, { rows: number; until: number }>()
  const sizeOf = async (ctx: Ctx) => {
    const now = performance.now()
    const known = sizes.get(ctx.tenantId)
    if (known && known.until > now) return known.rows
    const rows = await rowsLeft(ctx, sql`select count() from event`)
    for (const [tenant, { until }] of sizes) if (until <= now) sizes.delete(tenant)
    sizes.set(ctx.tenantId, { rows, until: now + KEPT_MS })
    return rows
  }
  return {
    async estimate(ctx, rowsToRead) {
      const all = await sizeOf(ctx)
      if (all < neverLong) return { rows: all, seconds: (all / 1e6) * cost }
      const rows = await rowsToRead()
      return { rows, seconds: (rows / 1e6) * cost }
    },
    learn(rows, seconds) {
      if (rows < TELLING) return
      cost += WEIGHT * (seconds / (rows / 1e6) - cost)
    },
  }
}

/** As the index leaves them, of all tables together. */
export async function rowsLeft(ctx: Ctx, statement: Sql): Promise<number> {
  const tables = await ctx.ch.rows<{ rows: string }>(
    ctx.tenantId,
    sql`explain estimate ${statement}`,
  )
  return tables.reduce((sum, { rows }) => sum + Number(rows), 0)
}
