// How one customer's score came about, and how it moved.
import { sql } from 'kysely'
import { canonicalOf } from '../../identity/index.ts'
import { demandCustomerInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { attributeHistory } from '../../profile/index.ts'
import { brandOf } from '../brand.ts'
import type { Measured, Scored, Signal, Suspicion } from './score.ts'
import { MEASURES } from './settings.ts'
import type { SuperUserEvidence } from './shape.ts'

const MOST_DRIFT = 100

interface Row {
  evidence: Scored & {
    measures: Measured[]
    payments: number
    signals: Signal[]
    suspicions: Suspicion[]
  }
  at: Date
  settings_version: number
}

/** @throws 404 for a customer who is not there, not seen, or was not active in the window */
export async function evidenceOf(ctx: Ctx, id: number): Promise<SuperUserEvidence> {
  const customer = (await canonicalOf(ctx, [id])).get(id)
  if (customer === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, customer)
  const { rows } = await sql<Row>`
    select e.evidence, r.started_at as at, r.settings_version from super_user_evidence e
    join super_user_run r on r.tenant_id = e.tenant_id and r.id = e.run_id
    join customer c on c.tenant_id = e.tenant_id and c.id = e.node_id
    where e.tenant_id = ${ctx.tenantId} and c.canonical_id = ${customer}
    order by c.id = c.canonical_id desc, r.started_at desc limit 1`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('super_user_evidence')
  const { evidence } = row
  const { currency } = await brandOf(ctx)
  return {
    customer_id: customer,
    ...evidence,
    // Reckoned before there was one.
    value: evidence.value ?? null,
    currency,
    measures: evidence.measures.map((m) => ({ ...m, dimension: MEASURES[m.code] })),
    reckoned_at: row.at.toISOString(),
    settings_version: row.settings_version,
    drift: await driftOf(ctx, customer, evidence, row.at),
  }
}

async function driftOf(
  ctx: Ctx,
  customer: number,
  now: Scored,
  at: Date,
): Promise<SuperUserEvidence['drift']> {
  const page = { limit: MOST_DRIFT }
  const [scores, statuses] = await Promise.all([
    attributeHistory(ctx, customer, 'super_user_score', page),
    attributeHistory(ctx, customer, 'super_user_status', page),
  ])
  const moments = [...new Set([...scores, ...statuses].map((w) => w.at.getTime()))].sort(
    (a, b) => a - b,
  )
  const held = (words: typeof scores, moment: number) =>
    words.find((w) => w.at.getTime() <= moment && w.replacedAt.getTime() > moment)?.value
  const past = moments.map((moment) => ({
    at: new Date(moment).toISOString(),
    score: (held(scores, moment) as number | null | undefined) ?? null,
    status: (held(statuses, moment) as string | null | undefined) ?? null,
  }))
  return [{ at: at.toISOString(), score: now.score, status: now.status }, ...past.toReversed()]
}
