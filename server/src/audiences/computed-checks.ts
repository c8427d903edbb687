// What `homefield check` asks of computed attributes: what stands is what a whole reckoning gives.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { differencesOf } from './computed-run.ts'
import { keptComputed } from './computed-store.ts'
import { roundOf } from './round.ts'

export const computedChecks: readonly Check[] = [
  { name: 'audiences.computed', compare: compareComputed, repair: rebuild },
]

async function tenantsWithComputed(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from computed_attribute where state = 'live' order by tenant_id`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.tenant_id)
}

async function compareComputed(base: Ctx): Promise<Compared> {
  const found = noteDifferences()
  let compared = 0
  for (const tenantId of await tenantsWithComputed(base)) {
    const ctx = { ...base, tenantId }
    // What waits is no difference.
    await roundOf(ctx)
    for (const one of await keptComputed(ctx)) {
      compared += 1
      for await (const node of differencesOf(ctx, one))
        found.add({ tenant: tenantId, attribute: one.name, customer: node })
    }
  }
  return found.outOf(compared)
}

async function rebuild(base: Ctx): Promise<void> {
  for (const tenantId of await tenantsWithComputed(base)) {
    const ctx = { ...base, tenantId }
    await sql`update computed_attribute set build = 'silent' where tenant_id = ${tenantId} and state = 'live'`.execute(
      ctx.pg,
    )
    await roundOf(ctx)
  }
}
