// What `homefield check` asks of audiences: whoever is inside is whom the rule holds of, when everybody
// is looked at.
import { sql } from 'kysely'
import { sql as ch } from '../platform/ch.ts'
import { type Check, type Compared, noteDifferences } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { compile } from './compile.ts'
import { computedChecks } from './computed-checks.ts'
import { membersOf } from './history-sql.ts'
import { roundOf } from './round.ts'
import { liveRules, ruleOf, type Standing } from './store.ts'

export const checks: readonly Check[] = [
  ...computedChecks,
  { name: 'audiences.membership', compare: compareMemberships, repair: rebuild },
]

async function compareMemberships(base: Ctx): Promise<Compared> {
  return compareTenants(base, await tenantsWithAudiences(base))
}

export async function compareTenants(base: Ctx, tenants: readonly string[]): Promise<Compared> {
  const found = noteDifferences()
  let compared = 0
  for (const tenantId of tenants) {
    const ctx = { ...base, tenantId }
    // What waits is no difference.
    await roundOf(ctx)
    for (const audience of await liveRules(ctx)) {
      compared += 1
      for (const customer of await strangers(ctx, audience))
        found.add({ tenant: tenantId, audience: audience.id, customer })
    }
  }
  return found.outOf(compared)
}

async function tenantsWithAudiences(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from audience where state = 'live' and kind = 'rule' order by tenant_id`.execute(
    ctx.pg,
  )
  return rows.map((r) => r.tenant_id)
}

/** Inside against the rule, or outside against it. */
async function strangers(ctx: Ctx, audience: Standing): Promise<number[]> {
  const clock = { now: ctx.now().getTime(), timezone: audience.timezone }
  const { bitmap } = compile(ruleOf(audience), { clock, membersOf })
  const [row] = await ctx.ch.rows<{ customers: number[] }>(
    ctx.tenantId,
    ch`select bitmapToArray(bitmapXor(${bitmap}, ${membersOf(audience.id)})) as customers`,
    { maxSeconds: 900 },
  )
  return row?.customers.map(Number) ?? []
}

/** Those that differ are built anew, and whoever reacts is told what came of it. */
async function rebuild(base: Ctx): Promise<void> {
  for (const tenantId of await tenantsWithAudiences(base)) {
    const ctx = { ...base, tenantId }
    for (const audience of await liveRules(ctx))
      if ((await strangers(ctx, audience)).length > 0)
        await sql`update audience set build = 'told' where tenant_id = ${tenantId} and id = ${audience.id}`.execute(
          ctx.pg,
        )
    await roundOf(ctx)
  }
}
