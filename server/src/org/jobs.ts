// Forgetting what no longer means anything.
import { sql } from 'kysely'
import { forgetBrandChanges } from '../platform/brand-cache.ts'
import type { Ctx } from '../platform/ctx.ts'
import { forgetOldAnswers } from '../platform/idempotency.ts'
import type { Queue } from '../platform/jobs.ts'
import type { Base } from './base.ts'

/** Of all brands at once. */
export async function sweep(base: Base): Promise<void> {
  const now = base.now()
  await sql`delete from session where expires_at < ${now}`.execute(base.pg)
  await sql`delete from sign_in_guess
    where last_at < ${now}::timestamptz - interval '1 day'`.execute(base.pg)
  await sql`delete from one_time_link
    where expires_at < ${now}::timestamptz - interval '30 days'`.execute(base.pg)
  await forgetOldAnswers(base.pg)
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000'

export const queues = (make: (tenantId: string) => Ctx): Queue[] => [
  { name: 'org.sweep', cron: '17 * * * *', run: () => sweep(make(NO_TENANT)) },
  {
    name: 'org.forget_brand_changes',
    cron: '*/5 * * * *',
    run: () => forgetBrandChanges(make(NO_TENANT).pg),
  },
]
