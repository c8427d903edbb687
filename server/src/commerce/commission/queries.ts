// What was earned by whom: line by line, by affiliate, and by month as the books say it.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, isMeant, withNames } from '../../profile/index.ts'
import type { CommissionState } from './rule.ts'

type Paged = { limit: number; cursor?: string | undefined }
const any = sql`true`

/** Of `commission c`: what is left of it. */
const KEPT = sql`case when c.state = 'void' then 0 else c.earned_fen - c.reversed_fen end`

export interface CommissionRow {
  order_id: string
  number: string
  sku: string
  name: string
  code: string
  basis_fen: number
  rate_bp: number
  earned_fen: number
  reversed_fen: number
  /** What is left of it. */
  kept_fen: number
  state: CommissionState
  rule_version: number
  earned_at: string
  decided_at: string | null
}
type Stored = Omit<CommissionRow, 'earned_at' | 'decided_at'> & {
  earned_at: Date
  decided_at: Date | null
}
export interface CommissionFilter {
  /** An affiliate's code or an order's number. */
  q?: string | undefined
  codes?: readonly string[] | undefined
  state?: CommissionState | undefined
}

/** Newest first. */
export async function listCommissions(ctx: Ctx, filter: CommissionFilter & Paged) {
  const { q, codes, state, limit } = filter
  const after = readCursor(
    filter.cursor,
    z.tuple([z.iso.datetime(), z.uuid(), z.string(), z.string()]),
  )
  const { rows } = await sql<Stored>`
    select c.order_id, w.number, c.sku, l.name, c.subject as code, c.basis_fen, c.rate_bp, c.earned_fen, c.reversed_fen,
      ${KEPT} as kept_fen, c.state, c.rule_version, c.earned_at, c.decided_at
    from commission c
    join own_order w on w.tenant_id = c.tenant_id and w.id = c.order_id
    join own_order_line l on l.tenant_id = c.tenant_id and l.order_id = c.order_id and l.sku = c.sku
    where c.tenant_id = ${ctx.tenantId} and c.kind = 'affiliate'
      and ${q ? sql`(c.subject = lower(${q}) or w.number = upper(${q}))` : any}
      and ${codes ? sql`c.subject = any(${[...codes]}::text[])` : any}
      and ${state ? sql`c.state = ${state}` : any}
      and ${
        after
          ? sql`(c.earned_at < ${after[0]}::timestamptz or c.earned_at = ${after[0]}::timestamptz
            and (c.order_id, c.sku collate "C", c.subject collate "C") > (${after[1]}::uuid, ${after[2]}, ${after[3]}))`
          : any
      }
    order by c.earned_at desc, c.order_id, c.sku collate "C", c.subject collate "C" limit ${limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    rows,
    limit,
    ({ earned_at, decided_at, ...plain }): CommissionRow => ({
      ...plain,
      ...{ earned_at: earned_at.toISOString(), decided_at: decided_at?.toISOString() ?? null },
    }),
    (row) => [row.earned_at.toISOString(), row.order_id, row.sku, row.code],
  )
}

export interface CommissionSums {
  pending_fen: number
  /** May be below zero: taken from what comes next. */
  due_fen: number
  paying_fen: number
  paid_fen: number
}
/** Of `affiliate f`. */
const SUMS = sql`
  coalesce((select sum(c.earned_fen - c.reversed_fen) from commission c where c.tenant_id = f.tenant_id
    and c.kind = 'affiliate' and c.subject = f.code and c.state = 'pending'), 0)::bigint as pending_fen,
  coalesce(b.due_fen, 0) as due_fen, coalesce(b.paying_fen, 0) as paying_fen, coalesce(b.paid_fen, 0) as paid_fen`
const BALANCE = sql`left join commission_balance b
  on b.tenant_id = f.tenant_id and b.kind = 'affiliate' and b.subject = f.code`

export interface CommissionAccount extends CommissionSums {
  code: string
  customer_id: number | null
  name: string | null
  phone: string | null
  state: 'active' | 'ended'
}

/** Every affiliate by code, with what she has. */
export async function listAccounts(
  ctx: Ctx,
  { q, limit, cursor }: { q?: string | undefined } & Paged,
) {
  const after = readCursor(cursor, z.string())
  const { rows } = await sql<Omit<CommissionAccount, 'name' | 'phone'>>`
    select f.code, o.canonical_id as customer_id, f.state, ${SUMS}
    from affiliate f left join customer o on o.tenant_id = f.tenant_id and o.id = f.node_id ${BALANCE}
    where f.tenant_id = ${ctx.tenantId}
      and ${q ? sql`(position(lower(${q}) in f.code) > 0 or ${isMeant(ctx, sql`o.canonical_id`, q)})` : any}
      and ${after === undefined ? any : sql`f.code collate "C" > ${after}`}
    order by f.code collate "C" limit ${limit + 1}`.execute(ctx.pg)
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => row.code,
  )
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}

export interface OwnCode extends CommissionSums {
  code: string
  state: 'active' | 'ended'
}
/** The codes of one customer's nodes, those that share first. */
export async function codesOf(ctx: Ctx, nodes: readonly number[]): Promise<OwnCode[]> {
  const { rows } = await sql<OwnCode>`select f.code, f.state, ${SUMS} from affiliate f ${BALANCE}
    where f.tenant_id = ${ctx.tenantId} and f.node_id = any(${[...nodes]}::bigint[])
    order by f.state, f.made_at, f.code`.execute(ctx.pg)
  return rows
}

export interface Statement {
  code: string
  customer_id: number | null
  name: string | null
  phone: string | null
  /** What was owed when the month began: due, or in a batch that is not settled. */
  opening_fen: number
  matured_fen: number
  /** Given back by buyers, or corrected, after it was due. */
  taken_back_fen: number
  paid_fen: number
  /** opening + matured − taken back − paid. */
  closing_fen: number
  /** Earned in the month, and what of anything pending was taken back in it. */
  earned_fen: number
  reversed_fen: number
}
export interface StatementFilter {
  /** YYYY-MM by the brand's clock. */
  month: string
  q?: string | undefined
}

const sumIf = (condition: RawBuilder<unknown>) =>
  sql`coalesce(sum(fen) filter (where ${condition}), 0)::bigint`
const OWED = sql`('due', 'paying')`

/** By code: what the books say of a month; entries never change, so a month that is over stays what it was. */
export async function listStatements(ctx: Ctx, filter: StatementFilter & Paged) {
  const { month, q, limit } = filter
  const after = readCursor(filter.cursor, z.string())
  const first = `${month}-01`
  const { rows } = await sql<Omit<Statement, 'name' | 'phone' | 'closing_fen'>>`
    with span as (
      select (${first}::timestamp at time zone t.timezone) as since,
        ((${first}::timestamp + interval '1 month') at time zone t.timezone) as until
      from tenant t where t.id = ${ctx.tenantId}),
    moved as (
      select e.subject, e.fen, e.from_book, e.to_book, e.at >= s.since as in_month
      from commission_entry e cross join span s
      where e.tenant_id = ${ctx.tenantId} and e.kind = 'affiliate' and e.at < s.until
        and ${after === undefined ? any : sql`e.subject collate "C" > ${after}`}),
    summed as (
      select subject as code,
        ${sumIf(sql`not in_month and to_book in ${OWED} and from_book not in ${OWED}`)}
          - ${sumIf(sql`not in_month and from_book in ${OWED} and to_book not in ${OWED}`)} as opening_fen,
        ${sumIf(sql`in_month and from_book = 'pending' and to_book = 'due'`)} as matured_fen,
        ${sumIf(sql`in_month and from_book = 'due' and to_book = 'cost'`)}
          - ${sumIf(sql`in_month and from_book = 'cost' and to_book = 'due'`)} as taken_back_fen,
        ${sumIf(sql`in_month and from_book = 'paying' and to_book = 'paid'`)}
          - ${sumIf(sql`in_month and from_book = 'paid' and to_book = 'paying'`)} as paid_fen,
        ${sumIf(sql`in_month and from_book = 'cost' and to_book = 'pending'`)} as earned_fen,
        ${sumIf(sql`in_month and from_book = 'pending' and to_book = 'cost'`)} as reversed_fen,
        bool_or(in_month) as moved
      from moved group by subject)
    select m.code, o.canonical_id as customer_id, m.opening_fen, m.matured_fen, m.taken_back_fen, m.paid_fen,
      m.earned_fen, m.reversed_fen
    from summed m
    left join affiliate f on f.tenant_id = ${ctx.tenantId} and f.code = m.code
    left join customer o on o.tenant_id = f.tenant_id and o.id = f.node_id
    where (m.moved or m.opening_fen <> 0)
      and ${q ? sql`(position(lower(${q}) in m.code) > 0 or ${isMeant(ctx, sql`o.canonical_id`, q)})` : any}
    order by m.code collate "C" limit ${limit + 1}`.execute(ctx.pg)
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => ({
      ...row,
      closing_fen: row.opening_fen + row.matured_fen - row.taken_back_fen - row.paid_fen,
    }),
    (row) => row.code,
  )
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}
