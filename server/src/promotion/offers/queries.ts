// Offers as they are shown, with what was used of them.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { OfferLimits } from '../budget/limits.ts'
import type { OfferSource, OfferState } from './offers.ts'

export interface StoredOffer {
  id: string
  name: string
  activity_id: string | null
  activity_name: string | null
  source: OfferSource
  state: OfferState
  version: number
  kind: string
  terms: Record<string, unknown>
  limits: OfferLimits
  starts_at: string | null
  ends_at: string | null
  /** Held or spent. */
  uses: number
  fen: number
  updated_at: string
}
type Row = Omit<StoredOffer, 'starts_at' | 'ends_at' | 'updated_at'> & {
  starts_at: Date | null
  ends_at: Date | null
  updated_at: Date
}
const present = (row: Row): StoredOffer => ({
  ...row,
  starts_at: row.starts_at?.toISOString() ?? null,
  ends_at: row.ends_at?.toISOString() ?? null,
  updated_at: row.updated_at.toISOString(),
})

const selected = (ctx: Ctx, where: ReturnType<typeof sql>) => sql<Row>`
  select o.id, o.name, o.activity_id, a.name as activity_name, o.source, o.state, o.version, o.kind, o.terms, o.limits,
    o.starts_at, o.ends_at, o.updated_at, used.uses, used.fen
  from offer o left join activity a on a.tenant_id = o.tenant_id and a.id = o.activity_id,
  lateral (select count(*)::bigint as uses, coalesce(sum(r.fen), 0)::bigint as fen from redemption r
    where r.tenant_id = o.tenant_id and r.offer_id = o.id and r.state in ('held', 'spent')) used
  where o.tenant_id = ${ctx.tenantId} and ${where}`

/** @throws 404 */
export async function getOffer(ctx: Ctx, id: string): Promise<StoredOffer> {
  const { rows } = await selected(ctx, sql`o.id = ${id}`).execute(ctx.pg)
  if (!rows[0]) throw notFound('offer')
  return present(rows[0])
}

export interface OfferFilter {
  q?: string | undefined
  state?: OfferState | undefined
  source?: OfferSource | undefined
  kind?: string | undefined
  activity_id?: string | undefined
  limit: number
  cursor?: string | undefined
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** Newest first. */
export async function listOffers(ctx: Ctx, filter: OfferFilter) {
  const { q, state, source, kind, activity_id, limit } = filter
  const after = readCursor(filter.cursor, z.guid())
  const any = sql`true`
  const where = sql`${q ? sql`o.name ilike ${containing(q)}` : any}
    and ${state ? sql`o.state = ${state}` : any} and ${source ? sql`o.source = ${source}` : any}
    and ${kind ? sql`o.kind = ${kind}` : any} and ${activity_id ? sql`o.activity_id = ${activity_id}` : any}
    and ${after ? sql`o.id < ${after}` : any} order by o.id desc limit ${limit + 1}`
  const { rows } = await selected(ctx, where).execute(ctx.pg)
  return toPage(rows, limit, present, (row) => row.id)
}

export interface OfferVersion {
  version: number
  name: string
  terms: Record<string, unknown>
  limits: OfferLimits
  at: string
  actor: string
}
/** Newest first. @throws 404 */
export async function versionsOf(ctx: Ctx, id: string): Promise<OfferVersion[]> {
  await getOffer(ctx, id)
  const { rows } = await sql<Omit<OfferVersion, 'at'> & { at: Date }>`
    select version, name, terms, limits, at, actor from offer_version
    where tenant_id = ${ctx.tenantId} and offer_id = ${id} order by version desc`.execute(ctx.pg)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

export interface OfferGroup {
  code: string
  name: string
  mode: 'best' | 'all' | 'first' | 'highest' | 'lowest'
}
export async function listGroups(ctx: Ctx): Promise<OfferGroup[]> {
  const { rows } = await sql<OfferGroup>`select code, name, mode from offer_group
    where tenant_id = ${ctx.tenantId} order by code`.execute(ctx.pg)
  return rows
}
