// Which benefits a customer has now: those of what she holds, of each kind the best and what stacks on it.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Benefit } from './benefits.ts'
import { KINDS, type KindCode } from './kinds/index.ts'

export interface Entitled
  extends Pick<
    Benefit,
    | 'code'
    | 'kind'
    | 'name'
    | 'name_en'
    | 'args'
    | 'stacks'
    | 'per_customer'
    | 'period'
    | 'unit_cost_fen'
  > {
  /** What is left in this period; null: no end. */
  left: number | null
  /** By what she has it. */
  by: { holder: string; holder_code: string }[]
}

/** The period a moment lies in, in the brand's zone. */
export const periodSql = (at: Date) => sql<string>`case b.period
  when 'day' then to_char(${at}::timestamptz at time zone t.timezone, 'YYYY-MM-DD')
  when 'month' then to_char(${at}::timestamptz at time zone t.timezone, 'YYYY-MM')
  when 'year' then to_char(${at}::timestamptz at time zone t.timezone, 'YYYY')
  else '' end`

/** All of them, used up or not. `customer` may be any of her nodes. */
export const entitledTo = async (ctx: Ctx, customer: number): Promise<Entitled[]> =>
  (await standingOf(ctx, customer)).entitled

/** Her levels of growth, whose grace runs included, and what they and her cards bring. */
export async function standingOf(
  ctx: Ctx,
  customer: number,
): Promise<{ levels: string[]; entitled: Entitled[] }> {
  const now = ctx.now()
  const { rows } = await sql<{ levels: string[]; entitled: Entitled[] }>`
    with mine as materialized (
      select o.id, o.canonical_id from customer c
      join customer o on o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id
      where c.tenant_id = ${ctx.tenantId} and c.id = ${customer}),
    held as materialized (
      select case s.ladder when 'growth' then 'level' else 'fan' end as holder, s.level as holder_code
      from level_standing s where s.tenant_id = ${ctx.tenantId} and s.node_id in (select canonical_id from mine)
      union
      select 'card', d.plan_code from card d
      where d.tenant_id = ${ctx.tenantId} and d.node_id in (select id from mine)
        and d.state in ('active', 'cancelled') and d.starts_at <= ${now} and d.ends_at > ${now}),
    entitled as (select b.code, b.kind, b.name, b.name_en, b.args, b.stacks, b.per_customer, b.period, b.unit_cost_fen,
      least(b.uses_limit - b.used, b.per_customer - coalesce((
        select sum(a.used) from benefit_allowance a where a.tenant_id = b.tenant_id and a.benefit_code = b.code
          and a.node_id in (select id from mine) and a.period = ${periodSql(now)}), 0))::int as left,
      jsonb_agg(jsonb_build_object('holder', h.holder, 'holder_code', h.holder_code) order by h.holder, h.holder_code) as by
    from held join benefit_holder h on h.tenant_id = ${ctx.tenantId} and h.holder = held.holder and h.holder_code = held.holder_code
    join benefit b on b.tenant_id = h.tenant_id and b.code = h.benefit_code and not b.is_retired
    join tenant t on t.id = b.tenant_id
    group by b.tenant_id, b.code, t.timezone)
    select array(select holder_code from held where holder = 'level' order by 1) as levels,
      coalesce((select jsonb_agg(to_jsonb(e) order by e.kind, e.code) from entitled e), '[]') as entitled`.execute(
    ctx.pg,
  )
  return rows[0] ?? { levels: [], entitled: [] }
}

export const strengthOf = (benefit: Pick<Benefit, 'kind' | 'args'>): number =>
  (KINDS[benefit.kind].strength as (args: unknown) => number)(benefit.args)

/** Pure: of a kind the best one that does not stack, and every one that does. */
export function bestOf<B extends Pick<Benefit, 'kind' | 'args' | 'stacks' | 'code'>>(
  kind: KindCode,
  benefits: readonly B[],
): B[] {
  const mine = benefits.filter((benefit) => benefit.kind === kind)
  const [best] = mine
    .filter((benefit) => !benefit.stacks)
    .sort((a, b) => strengthOf(b) - strengthOf(a) || (a.code < b.code ? -1 : 1))
  return [...(best ? [best] : []), ...mine.filter((benefit) => benefit.stacks)]
}

export const isLeft = ({ left }: Pick<Entitled, 'left'>) => left === null || left > 0
