// What `homefield check` asks of levels: what is kept is what the rows say.
import { sql } from 'kysely'
import { movingCustomers } from '../../audiences/index.ts'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { evaluateAll, rankable } from './keep.ts'
import { LADDERS } from './rules.ts'
import { replayed } from './stand.ts'
import { asVersions, versionsOf } from './versions.ts'

/** Whom time alone moves is looked at every hour: who is due for longer was forgotten. */
const HANDLED_WITHIN = 2 * 3_600_000

async function tenantsWithRules(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from level_rules order by tenant_id`.execute(ctx.pg)
  return rows.map((row) => row.tenant_id)
}

export const levelCheck: Check = {
  name: 'membership.levels',
  async compare(system): Promise<Compared> {
    const found = noteDifferences()
    let compared = 0
    for (const tenantId of await tenantsWithRules(system)) {
      const ctx = { ...system, tenantId }
      for (const ladder of LADDERS) {
        const versions = asVersions(await versionsOf(ctx, ladder))
        if (versions.length === 0) continue
        for await (const customers of rankable(ctx, ladder)) {
          const moving = new Set(await movingCustomers(ctx))
          const { rows } = await sql<{
            node_id: number
            level: string
            growth: number
            spend_fen: number
            is_due: boolean
          }>`
            select node_id, level, growth, spend_fen,
              coalesce(next_at > ${new Date(ctx.now().getTime() - HANDLED_WITHIN)} and next_at <= ${ctx.now()}, false) as is_due
            from level_standing
            where tenant_id = ${tenantId} and ladder = ${ladder} and node_id = any(${customers}::bigint[])`.execute(
            ctx.pg,
          )
          const kept = new Map(rows.map((row) => [row.node_id, row]))
          const told = await replayed(ctx, ladder, customers, versions, ctx.now().getTime())
          for (const customer of customers) {
            // Changed by time alone, and about to be looked at.
            if (moving.has(customer) || kept.get(customer)?.is_due) continue
            compared += 1
            const is = told.get(customer)?.standing
            const was = kept.get(customer)
            const same =
              is?.level === was?.level &&
              is?.figures.growth === was?.growth &&
              is?.figures.spend_fen === was?.spend_fen
            if (!same)
              found.add({
                tenant: tenantId,
                ladder,
                customer,
                kept: was?.level ?? '',
                replayed: is?.level ?? '',
              })
          }
        }
      }
    }
    return found.outOf(compared)
  },
  async repair(system) {
    for (const tenantId of await tenantsWithRules(system))
      for (const ladder of LADDERS) await evaluateAll({ ...system, tenantId }, ladder)
  },
}

export const levelChecks: readonly Check[] = [levelCheck]
