// Benefits as the brand states them, and who has them.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { KINDS, type KindCode } from './kinds/index.ts'

/** stored_value: of who topped up and has some of it left; the code is a plan's id, or `any`. */
export const HOLDERS = ['level', 'fan', 'card', 'stored_value'] as const
export const PERIODS = ['day', 'month', 'year', 'ever'] as const
export interface Holder {
  holder: (typeof HOLDERS)[number]
  holder_code: string
}
export interface Benefit {
  code: string
  kind: KindCode
  name: string
  name_en: string
  args: Record<string, unknown>
  stacks: boolean
  behaviour: string | null
  unit_cost_fen: number
  per_customer: number | null
  period: (typeof PERIODS)[number]
  uses_limit: number | null
  used: number
  is_retired: boolean
  /** The experiment that tries it now. */
  tried_by: string | null
  /** null: none tries it. */
  is_control: boolean | null
  revision: number
  holders: Holder[]
}

export async function listBenefits(ctx: Ctx): Promise<Benefit[]> {
  const { rows } = await sql<Benefit>`
    select b.code, b.kind, b.name, b.name_en, b.args, b.stacks, b.behaviour, b.unit_cost_fen, b.per_customer, b.period,
      b.uses_limit, b.used, b.is_retired, b.tried_by, b.is_control, b.revision, coalesce((
        select jsonb_agg(jsonb_build_object('holder', h.holder, 'holder_code', h.holder_code) order by h.holder, h.holder_code)
        from benefit_holder h where h.tenant_id = b.tenant_id and h.benefit_code = b.code), '[]') as holders
    from benefit b where b.tenant_id = ${ctx.tenantId} order by b.is_retired, b.kind, b.code`.execute(
    ctx.pg,
  )
  return rows
}

/** @throws 404 */
export async function getBenefit(ctx: Ctx, code: string): Promise<Benefit> {
  const found = (await listBenefits(ctx)).find((benefit) => benefit.code === code)
  if (!found) throw notFound('benefit')
  return found
}

/** @throws 409 benefit_in_experiment */
function demandUntried({ code, tried_by }: Benefit): void {
  if (tried_by !== null)
    throw conflict('benefit_in_experiment', 'An experiment tries this benefit: decide it first', {
      ...{ benefit: code, experiment: tried_by },
    })
}

/** To be tried. @throws 404, 409 benefit_retired, benefit_in_experiment */
export async function getFreeBenefit(ctx: Ctx, code: string): Promise<Benefit> {
  const benefit = await getBenefit(ctx, code)
  if (benefit.is_retired)
    throw conflict('benefit_retired', 'This benefit is retired', { benefit: code })
  demandUntried(benefit)
  return benefit
}

/** As the brand states it. */
export type NewBenefit = Omit<Benefit, 'used' | 'revision' | 'tried_by' | 'is_control'>

/**
 * Makes one or changes it; its kind stays, and all of it while an experiment tries it. What was used stays as it
 * was told.
 * @throws 400 benefit_args, pack_on_entry, 409 benefit_in_experiment, when somebody else changed it meanwhile or more is used than the new limit
 */
export function setBenefit(ctx: Ctx, given: NewBenefit, revision: number): Promise<Benefit> {
  return inTx(ctx, async (ctx) => {
    const args = KINDS[given.kind].args.safeParse(given.args)
    if (!args.success)
      throw invalid(
        'benefit_args',
        args.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      )
    if (given.kind === 'coupon_pack' && given.holders.some((h) => h.holder === 'stored_value'))
      throw invalid('pack_on_entry', 'Coupon packs come with entering a level or getting a card')
    const before = (await listBenefits(ctx)).find((one) => one.code === given.code) ?? null
    if (before) demandUntried(before)
    if (before && before.kind !== given.kind)
      throw conflict(
        'benefit_kind_fixed',
        'A benefit stays of its kind; retire it and make another',
      )
    if (before && given.uses_limit !== null && before.used > given.uses_limit)
      throw conflict('benefit_limit_passed', 'More is used than this limit', { used: before.used })
    const { code, kind, name, name_en, stacks, behaviour, unit_cost_fen } = given
    const { per_customer, period, uses_limit, is_retired } = given
    const { rows } = await sql`
      insert into benefit as b (tenant_id, code, kind, name, name_en, args, stacks, behaviour, unit_cost_fen, per_customer,
        period, uses_limit, is_retired, revision, updated_at)
      select ${ctx.tenantId}::uuid, ${code}, ${kind}, ${name}, ${name_en}, ${JSON.stringify(args.data)}::jsonb, ${stacks}::boolean,
        ${behaviour}::text, ${unit_cost_fen}::bigint, ${per_customer}::int, ${period}, ${uses_limit}::bigint, ${is_retired}::boolean, 1, ${ctx.now()}::timestamptz
      where ${revision}::int = 0 or exists (select 1 from benefit where tenant_id = ${ctx.tenantId} and code = ${code})
      on conflict (tenant_id, code) do update set name = excluded.name, name_en = excluded.name_en, args = excluded.args,
        stacks = excluded.stacks, behaviour = excluded.behaviour, unit_cost_fen = excluded.unit_cost_fen,
        per_customer = excluded.per_customer, period = excluded.period, uses_limit = excluded.uses_limit,
        is_retired = excluded.is_retired, revision = b.revision + 1, updated_at = excluded.updated_at
      where b.revision = ${revision} and b.tried_by is null
      returning code`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    await sql`delete from benefit_holder where tenant_id = ${ctx.tenantId} and benefit_code = ${code}`.execute(
      ctx.pg,
    )
    const u = unnest(given.holders, {
      holder: ['text', (h) => h.holder],
      holder_code: ['text', (h) => h.holder_code],
    })
    await sql`insert into benefit_holder (tenant_id, benefit_code, ${u.names})
      select ${ctx.tenantId}::uuid, ${code}, ${u.names} from ${u.rows} on conflict do nothing`.execute(
      ctx.pg,
    )
    const after = await getBenefit(ctx, code)
    await audit(ctx, 'benefit.changed', { kind: 'benefit', id: code }, { before, after })
    return after
  })
}
