// Pay-outs as they are shown, and whom each of them pays.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, isMeant, withNames } from '../../profile/index.ts'

export const PAYEE_STATES = ['paying', 'paid', 'failed'] as const
export type PayeeState = (typeof PAYEE_STATES)[number]

export interface Payout {
  id: string
  note: string
  made_by: string
  made_at: string
  payees: number
  fen: number
  paying_fen: number
  paid_fen: number
  failed_fen: number
}
type Row = Omit<Payout, 'made_at'> & { made_at: Date }
const shown = ({ made_at, ...plain }: Row): Payout => ({
  ...plain,
  made_at: made_at.toISOString(),
})

const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select o.id, o.note, o.made_by, o.made_at, p.payees, p.fen, p.paying_fen, p.paid_fen, p.failed_fen
  from commission_payout o
  cross join lateral (
    select count(*)::int as payees, coalesce(sum(fen), 0)::bigint as fen,
      coalesce(sum(fen) filter (where state = 'paying'), 0)::bigint as paying_fen,
      coalesce(sum(fen) filter (where state = 'paid'), 0)::bigint as paid_fen,
      coalesce(sum(fen) filter (where state = 'failed'), 0)::bigint as failed_fen
    from commission_payee e where e.tenant_id = o.tenant_id and e.payout_id = o.id) p
  where o.tenant_id = ${ctx.tenantId} and ${where}`

/** @throws 404 */
export async function getPayout(ctx: Ctx, id: string): Promise<Payout> {
  const { rows } = await selected(ctx, sql`o.id = ${id}::uuid`).execute(ctx.pg)
  if (!rows[0]) throw notFound('commission_payout')
  return shown(rows[0])
}

/** Newest first. */
export async function listPayouts(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await selected(
    ctx,
    sql`${after ? sql`(o.made_at, o.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
      order by o.made_at desc, o.id desc limit ${limit + 1}`,
  ).execute(ctx.pg)
  return toPage(rows, limit, shown, (row) => [row.made_at.toISOString(), row.id])
}

export interface Payee {
  number: number
  /** Null: she was erased. */
  customer_id: number | null
  name: string | null
  phone: string | null
  codes: string[]
  fen: number
  state: PayeeState
  note: string
  decided_at: string | null
}
export interface PayeeFilter {
  payout_id: string
  /** A code, or whom a customer's phone or name means. */
  q?: string | undefined
  state?: PayeeState | undefined
}

/** By number. @throws 404 */
export async function listPayees(
  ctx: Ctx,
  {
    payout_id,
    q,
    state,
    limit,
    cursor,
  }: PayeeFilter & { limit: number; cursor?: string | undefined },
) {
  await getPayout(ctx, payout_id)
  const after = readCursor(cursor, z.int())
  const { rows } = await sql<
    Omit<Payee, 'name' | 'phone' | 'decided_at'> & { decided_at: Date | null }
  >`
    select p.number, c.canonical_id as customer_id, p.fen, p.state, p.note, p.decided_at, k.codes
    from commission_payee p left join customer c on c.tenant_id = p.tenant_id and c.id = p.node_id
    cross join lateral (select array_agg(t.subject order by t.subject collate "C") as codes
      from commission_payee_part t
      where t.tenant_id = p.tenant_id and t.payout_id = p.payout_id and t.number = p.number) k
    where p.tenant_id = ${ctx.tenantId} and p.payout_id = ${payout_id}::uuid
      and ${state ? sql`p.state = ${state}` : sql`true`}
      and ${q ? sql`(lower(${q}) = any(k.codes) or ${isMeant(ctx, sql`c.canonical_id`, q)})` : sql`true`}
      and p.number > ${after ?? 0} order by p.number limit ${limit + 1}`.execute(ctx.pg)
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => ({ ...row, decided_at: row.decided_at?.toISOString() ?? null }),
    (row) => row.number,
  )
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}
