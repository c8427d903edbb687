// Benefits that are tried on some of those who hold them. Whose they are says whoever keeps experiments; this
// domain knows that a benefit is tried, keeps it as it is meanwhile, and says what it was worth and cost.
import { type RawBuilder, sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { getFreeBenefit } from './benefits.ts'

/** A canonical customer holds a benefit that this experiment tries. */
export interface TrialMet {
  customer: number
  experiment: string
}
/** The benefits of these experiments that are not theirs, by customer. Whoever is asked about meets it now. */
export type MeetTrials = (
  ctx: Ctx,
  met: readonly TrialMet[],
) => Promise<ReadonlyMap<number, ReadonlySet<string>>>

let meetTrials: MeetTrials | undefined
/** Called at start by who keeps experiments. */
export function useBenefitTrials(given: MeetTrials): void {
  meetTrials = given
}

/** Canonical customers, each with the benefits she holds by level, card or stored value. */
export interface Holding {
  customer: number
  benefits: readonly { code: string; tried_by: string | null }[]
}

/**
 * Whether a benefit that is tried is not hers. Everybody who holds one of an experiment's benefits meets it, in
 * whichever arm, so that the arms stay alike.
 */
export async function closedTo(
  ctx: Ctx,
  holdings: readonly Holding[],
): Promise<(customer: number, code: string) => boolean> {
  const met = new Map<string, TrialMet>()
  for (const { customer, benefits } of holdings)
    for (const { tried_by } of benefits)
      if (tried_by !== null) met.set(`${customer} ${tried_by}`, { customer, experiment: tried_by })
  if (met.size === 0) return () => false
  if (!meetTrials) throw new Error('nobody keeps experiments on benefits')
  const closed = await meetTrials(ctx, [...met.values()])
  return (customer, code) => closed.get(customer)?.has(code) ?? false
}

interface TriedBenefit {
  code: string
  isControl: boolean
}

/**
 * From here on the benefits stay as they are, and are of this experiment alone.
 * @throws 404, 409 benefit_retired, benefit_in_experiment
 */
export function beginTrial(
  ctx: Ctx,
  experiment: string,
  benefits: readonly TriedBenefit[],
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const codes = benefits.map(({ code }) => code)
    await sql`select 1 from benefit where tenant_id = ${ctx.tenantId} and code = any(${codes}::text[])
      order by code for update`.execute(ctx.pg)
    for (const code of codes) await getFreeBenefit(ctx, code)
    const u = unnest(benefits, {
      code: ['text', (b) => b.code],
      is_control: ['boolean', (b) => b.isControl],
    })
    await sql`update benefit b set tried_by = ${experiment}::uuid, is_control = r.is_control,
        revision = b.revision + 1, updated_at = ${ctx.now()}
      from ${u.rows} where b.tenant_id = ${ctx.tenantId} and b.code = r.code`.execute(ctx.pg)
  })
}

/** A person has decided: of the benefits that were tried this one goes on, the others are retired. */
export async function endTrial(ctx: Ctx, experiment: string, kept: string | null): Promise<void> {
  const { rows } = await sql<{ code: string; is_retired: boolean }>`
    update benefit set tried_by = null, is_control = null, is_retired = code is distinct from ${kept}::text,
      revision = revision + 1, updated_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and tried_by = ${experiment}::uuid returning code, is_retired`.execute(
    ctx.pg,
  )
  for (const { code, is_retired } of rows)
    if (is_retired)
      await audit(ctx, 'benefit.changed', { kind: 'benefit', id: code }, { is_retired, experiment })
}

/** What uses of benefits took off prices and cost since then, and whether any is left. */
export async function benefitsGiven(
  ctx: Ctx,
  codes: readonly string[],
  since: string | null,
): Promise<Map<string, { fen: number; is_used_up: boolean }>> {
  const { rows } = await sql<{ code: string; fen: number; is_used_up: boolean }>`
    select b.code, coalesce(b.used >= b.uses_limit, false) as is_used_up,
      (select coalesce(sum(u.worth_fen + u.cost_fen), 0)::bigint from benefit_use u
        where u.tenant_id = b.tenant_id and u.benefit_code = b.code and u.state in ('held', 'used')
          and u.at >= ${since}::timestamptz) as fen
    from benefit b where b.tenant_id = ${ctx.tenantId} and b.code = any(${[...codes]}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map(({ code, ...given }) => [code, given]))
}

/** Rows (node_id, at, cost_fen): what uses that were not given back cost beyond what they took off prices. */
export const benefitCosts = (ctx: Ctx, codes: readonly string[]): RawBuilder<unknown> => sql`
  select u.node_id, u.at, u.cost_fen from benefit_use u
  where u.tenant_id = ${ctx.tenantId} and u.benefit_code = any(${[...codes]}::text[]) and u.state = 'used'
    and u.node_id is not null and u.cost_fen > 0`
