// What the ledgers do by themselves.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { keepBalances, noteMovedBalances } from './attributes.ts'
import { releaseDue } from './ledger/credit.ts'
import { expireDue } from './ledger/expire.ts'
import { pointsForProfiles } from './points/earn.ts'

export const ledgerQueues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: 'membership.release',
    cron: '*/5 * * * *',
    run: () =>
      eachWith(
        system,
        make,
        sql<boolean>`active_from is null and releases_at <= ${system.now()}`,
        releaseDue,
      ),
  },
  {
    name: 'membership.expire',
    cron: '*/10 * * * *',
    expireInSeconds: 3_600,
    run: () =>
      eachWith(
        system,
        make,
        sql<boolean>`active_from is not null and expires_at <= ${system.now()}`,
        (ctx) => expireDue(ctx),
      ),
  },
  {
    name: 'membership.profiles',
    cron: '*/15 * * * *',
    run: () => giveForProfiles(system, make),
  },
  {
    name: 'membership.balances',
    cron: '* * * * *',
    run: () => keepBalances(system, make),
  },
  {
    name: 'membership.moved_balances',
    cron: '11 16 * * *',
    run: () => noteMovedBalances(system),
  },
]

/** Brands that give points for full profiles. */
async function giveForProfiles(system: Ctx, make: (tenantId: string) => Ctx): Promise<void> {
  const { rows } = await sql<{
    tenant_id: string
  }>`select distinct tenant_id from points_rule_version
    where until_at is null and rule -> 'on' ->> 'kind' = 'profile'`.execute(system.pg)
  for (const { tenant_id } of rows)
    await inTx({ ...make(tenant_id), now: system.now }, pointsForProfiles)
}

/** Brands with lots that wait for it, one after the other. */
async function eachWith(
  system: Ctx,
  make: (tenantId: string) => Ctx,
  waits: ReturnType<typeof sql<boolean>>,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<void> {
  const { rows } = await sql<{ tenant_id: string }>`
    select id as tenant_id from tenant t where exists (
      select 1 from ledger_lot l where l.tenant_id = t.id and l.remaining > 0 and ${waits})`.execute(
    system.pg,
  )
  for (const { tenant_id } of rows) await work({ ...make(tenant_id), now: system.now })
}
