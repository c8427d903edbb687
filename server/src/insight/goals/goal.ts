// Goals as they were set, a month each.
import { sql } from 'kysely'
import { audit, auditedUntil } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import type { GoalScope, GoalsSet } from './shape.ts'

const SET = 'goals.set'
export interface Goal {
  month: string
  customers: number | null
  gmv_fen: number | null
}

/** @throws 400 where a scope has no value, or the brand has one */
export function demandScope({ scope, scope_value }: GoalScope): void {
  if ((scope === 'brand') !== (scope_value === ''))
    throw invalid('bad_goal_scope', 'A pool, store or channel is named, the brand is not')
}

export async function goalsOf(
  ctx: Ctx,
  { scope, scope_value }: GoalScope,
  year: number,
): Promise<Goal[]> {
  if (ctx.until) return goalsAt(ctx, { scope, scope_value }, year, ctx.until)
  const { rows } = await sql<Goal>`
    select to_char(month, 'YYYY-MM-DD') as month, customers, gmv_fen from goal
    where tenant_id = ${ctx.tenantId} and scope = ${scope} and scope_value = ${scope_value}
      and extract(year from month) = ${year} order by month`.execute(ctx.pg)
  return rows
}

/** As they had been set by then. */
async function goalsAt(
  ctx: Ctx,
  { scope, scope_value }: GoalScope,
  year: number,
  until: Date,
): Promise<Goal[]> {
  const set = await auditedUntil<Omit<GoalsSet, 'scope_value'> & { scope_value?: string }>(
    ctx,
    SET,
    until,
  )
  const goals = new Map<string, Goal>()
  for (const { details } of set) {
    if (details.scope !== scope || (details.scope_value ?? '') !== scope_value) continue
    for (const { month, customers, gmv_fen } of details.months) {
      if (customers === null && gmv_fen === null) goals.delete(month)
      else goals.set(month, { month, customers, gmv_fen })
    }
  }
  return [...goals.values()]
    .filter(({ month }) => month.startsWith(`${year}-`))
    .sort((one, other) => (one.month < other.month ? -1 : 1))
}

export function setGoals(ctx: Ctx, { scope, scope_value, months }: GoalsSet): Promise<void> {
  demandScope({ scope, scope_value })
  const named = new Set(months.map(({ month }) => month))
  if (named.size < months.length) throw invalid('month_twice', 'Each month is named once')
  return inTx(ctx, async (ctx) => {
    const gone = months.filter(({ customers, gmv_fen }) => customers === null && gmv_fen === null)
    await sql`delete from goal where tenant_id = ${ctx.tenantId} and scope = ${scope}
      and scope_value = ${scope_value} and month = any(${gone.map(({ month }) => month)}::date[])`.execute(
      ctx.pg,
    )
    const u = unnest(
      months.filter((month) => !gone.includes(month)),
      {
        month: ['date', (m) => m.month],
        customers: ['integer', (m) => m.customers],
        gmv_fen: ['bigint', (m) => m.gmv_fen],
      },
    )
    await sql`insert into goal (tenant_id, scope, scope_value, updated_at, updated_by, ${u.names})
      select ${ctx.tenantId}::uuid, ${scope}::text, ${scope_value}::text, ${ctx.now()}::timestamptz,
        ${`${ctx.actor.kind}:${ctx.actor.id}`}::text, ${u.names} from ${u.rows}
      on conflict (tenant_id, scope, scope_value, month) do update set customers = excluded.customers,
        gmv_fen = excluded.gmv_fen, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      SET,
      { kind: 'goal', id: scope_value || scope },
      { scope, scope_value, months },
    )
  })
}
