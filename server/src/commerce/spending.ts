// What was spent, as it is recorded: added up by day, month and what it was spent for.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { CostKind } from './catalogue.ts'

const BY = {
  channel_id: sql.ref('channel_id'),
  activity_id: sql.ref('activity_id'),
  store_id: sql.ref('store_id'),
  staff_id: sql.ref('staff_id'),
}
export type SpendingBy = keyof typeof BY

export interface Spent {
  /** What it was spent for; null: not said. */
  value: string | null
  /** Its first day. */
  month: string
  kind: CostKind
  /** Of the brand's currency, less what came back. */
  fen: number
  /** Of people's work, as far as they were told. */
  hours: number
  entries: number
}

/** As of a past moment, costs of later days have not come. */
export const spentBy = ({ until }: Ctx) =>
  until
    ? sql<boolean>`spent_on <= (select (${until}::timestamptz at time zone timezone)::date from tenant where id = tenant_id)`
    : sql<boolean>`true`

/** As `spendingBy`, day by day and without its kinds apart. */
export async function spendingByDay(
  ctx: Ctx,
  asked: { from: string; to: string; kinds: readonly CostKind[]; by: SpendingBy },
): Promise<{ value: string | null; day: string; fen: number }[]> {
  const { rows } = await sql<{ value: string | null; day: string; fen: number }>`
    select nullif(${BY[asked.by]}, '') as value, spent_on::text as day, sum(fen)::bigint as fen
    from cost c join tenant t on t.id = c.tenant_id and t.currency = c.currency
    where c.tenant_id = ${ctx.tenantId} and ${spentBy(ctx)} and spent_on between ${asked.from}::date and ${asked.to}::date
      and kind = any(${[...asked.kinds]}::text[])
    group by 1, 2 order by 2, 1`.execute(ctx.pg)
  return rows
}

/**
 * Only what is recorded, in the brand's currency: where there is no row nothing is known, which is
 * not the same as nothing spent.
 */
export async function spendingBy(
  ctx: Ctx,
  asked: { from: string; to: string; kinds: readonly CostKind[]; by: SpendingBy },
): Promise<Spent[]> {
  const { rows } = await sql<Spent>`
    select nullif(${BY[asked.by]}, '') as value, date_trunc('month', spent_on)::date as month, kind, sum(fen)::bigint as fen,
      coalesce(sum(hours), 0)::float8 as hours, count(*)::int as entries
    from cost c join tenant t on t.id = c.tenant_id and t.currency = c.currency
    where c.tenant_id = ${ctx.tenantId} and ${spentBy(ctx)} and spent_on between ${asked.from}::date and ${asked.to}::date
      and kind = any(${[...asked.kinds]}::text[])
    group by 1, 2, 3 order by 2, 1, 3`.execute(ctx.pg)
  return rows
}
