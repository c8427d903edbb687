// What counts for whom over a stretch of days, and by month.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { storesByCode, whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { CreditKind } from './rule.ts'

export interface Credited {
  subject: string
  name: string | null
  orders: number
  fen: number
  reversed_fen: number
  net_fen: number
}

/** By what was credited in the stretch, refunds of any later day taken off; most first. */
export async function creditedTo(
  ctx: Ctx,
  kind: CreditKind,
  from: Date,
  to: Date,
): Promise<Credited[]> {
  const { rows } = await sql<Omit<Credited, 'name'>>`
    select subject, count(distinct order_id) as orders, sum(fen)::bigint as fen,
      sum(reversed_fen)::bigint as reversed_fen, sum(fen - reversed_fen)::bigint as net_fen
    from order_credit where tenant_id = ${ctx.tenantId} and kind = ${kind}
      and fixed_at >= ${from} and fixed_at < ${to}
    group by subject order by net_fen desc, subject collate "C"`.execute(ctx.pg)
  return named(ctx, kind, rows)
}

export interface CreditedMonth extends Credited {
  /** The brand's own, YYYY-MM. */
  month: string
}
export interface CreditFilter {
  kind: CreditKind
  /** YYYY-MM. */
  month?: string | undefined
  /** In the code. */
  q?: string | undefined
}

/** An order's credit is of the month in which it was paid, by the brand's clock. */
const MONTH = sql`to_char(c.fixed_at at time zone t.timezone, 'YYYY-MM')`

const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** Newest month first, within it who has most; refunds of any later day are taken off. */
export async function creditedByMonth(
  ctx: Ctx,
  filter: CreditFilter & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(filter.cursor, z.tuple([z.string(), z.number(), z.string()]))
  const { kind, month, q } = filter
  const { rows } = await sql<Omit<CreditedMonth, 'name'>>`
    select * from (
      select ${MONTH} as month, c.subject, count(distinct c.order_id) as orders, sum(c.fen)::bigint as fen,
        sum(c.reversed_fen)::bigint as reversed_fen, sum(c.fen - c.reversed_fen)::bigint as net_fen
      from order_credit c join tenant t on t.id = c.tenant_id
      where c.tenant_id = ${ctx.tenantId} and c.kind = ${kind}
        and ${month === undefined ? sql`true` : inMonth(month)}
        and ${q ? sql`c.subject ilike ${containing(q)}` : sql`true`}
      group by 1, 2) summed
    where ${
      after
        ? sql`(month, net_fen) < (${after[0]}, ${after[1]}::bigint)
          or month = ${after[0]} and net_fen = ${after[1]}::bigint and subject collate "C" > ${after[2]}`
        : sql`true`
    }
    order by month desc, net_fen desc, subject collate "C" limit ${filter.limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    await named(ctx, kind, rows),
    filter.limit,
    (row): CreditedMonth => row,
    (row) => [row.month, row.net_fen, row.subject],
  )
}

/** Of `order_credit c` and `tenant t`. */
const inMonth = (month: string): RawBuilder<boolean> =>
  sql<boolean>`c.fixed_at >= (${`${month}-01`}::timestamp at time zone t.timezone)
    and c.fixed_at < ((${`${month}-01`}::timestamp + interval '1 month') at time zone t.timezone)`

/** Own orders (`own_order w`) that count for somebody, in a month. */
export const creditedOrders = (
  ctx: Ctx,
  { kind, subject, month }: { kind: CreditKind; subject: string; month?: string | undefined },
): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from order_credit c join tenant t on t.id = c.tenant_id
  where c.tenant_id = ${ctx.tenantId} and c.order_id = w.id and c.kind = ${kind} and c.subject = ${subject}
    and ${month === undefined ? sql`true` : inMonth(month)})`

async function named<Row extends { subject: string }>(
  ctx: Ctx,
  kind: CreditKind,
  rows: readonly Row[],
): Promise<(Row & { name: string | null })[]> {
  const names = await namesOf(
    ctx,
    kind,
    rows.map((row) => row.subject),
  )
  return rows.map((row) => ({ ...row, name: names.get(row.subject)?.name ?? null }))
}

/** Of stores and staff; what other domains name is theirs to tell. */
export function namesOf(
  ctx: Ctx,
  kind: CreditKind,
  codes: readonly string[],
): Promise<ReadonlyMap<string, { name: string }>> {
  if (codes.length === 0) return Promise.resolve(new Map())
  if (kind === 'store') return storesByCode(ctx, codes)
  if (kind === 'staff') return whereStaffWork(ctx, codes)
  return Promise.resolve(new Map())
}
