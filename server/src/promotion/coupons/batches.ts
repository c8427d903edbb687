// Batches of coupons: of which offer, how many, for how long, and how many a person may take.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { demandFree } from '../experiments/guard.ts'
import { getOffer } from '../offers/queries.ts'
import { readCode } from './usable.ts'

export interface NewBatch {
  name: string
  offer_id: string
  kind: 'shared' | 'personal'
  code?: string | undefined
  quantity?: number | undefined
  prefix: string
  take_limit?: number | undefined
  is_transferable: boolean
  is_takeable?: boolean | undefined
  on_refund: 'give_back' | 'keep'
  valid_from?: string | undefined
  valid_to?: string | undefined
  valid_hours?: number | undefined
}
export interface Batch {
  id: string
  name: string
  offer_id: string
  offer_name: string
  offer_state: string
  kind: 'shared' | 'personal'
  code: string | null
  quantity: number | null
  made: number
  wanted: number
  issued: number
  prefix: string
  take_limit: number | null
  is_transferable: boolean
  /** Customers take one themselves, in the shop, while its activity runs. */
  is_takeable: boolean
  on_refund: 'give_back' | 'keep'
  valid_from: string | null
  valid_to: string | null
  valid_hours: number | null
  state: 'open' | 'closed'
  revision: number
  created_at: string
}
/** A batch with what became of its coupons. */
export interface BatchDetail extends Batch {
  counts: { free: number; taken: number; held: number; used: number; void: number; expired: number }
}

/** @throws 400, 404, 409 code_taken */
export function createBatch(ctx: Ctx, given: NewBatch): Promise<BatchDetail> {
  return inTx(ctx, async (ctx) => {
    const offer = await getOffer(ctx, given.offer_id)
    if (offer.source !== 'coupon')
      throw invalid('offer_needs_no_coupon', 'This offer applies without a coupon', {
        offer: offer.id,
      })
    if ((given.kind === 'shared') !== (given.code !== undefined))
      throw invalid('batch_code', 'A shared batch has a code, and only a shared one')
    if (given.kind === 'shared' && given.is_takeable)
      throw invalid('batch_shared_taken', 'A shared code is entered; nobody takes one')
    if (given.kind === 'shared' && (given.quantity ?? given.take_limit ?? given.valid_hours))
      throw invalid('batch_shared', 'How often a shared code is used is a limit of its offer')
    const { valid_from, valid_to } = given
    if (valid_from && valid_to && Date.parse(valid_from) >= Date.parse(valid_to))
      throw invalid('batch_validity', 'It ends before it begins')
    const id = randomUUIDv7()
    const code = given.code === undefined ? null : readCode(given.code)
    if (code !== null) await demandFreeCode(ctx, code)
    await sql`insert into coupon_batch (tenant_id, id, name, offer_id, kind, code, quantity, prefix, take_limit,
        is_transferable, is_takeable, on_refund, valid_from, valid_to, valid_hours, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.offer_id}, ${given.kind}, ${code}, ${given.quantity ?? null},
        ${readCode(given.prefix)}, ${given.take_limit ?? null}, ${given.is_transferable}, ${given.is_takeable ?? false}, ${given.on_refund},
        ${valid_from ?? null}::timestamptz, ${valid_to ?? null}::timestamptz, ${given.valid_hours ?? null},
        ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(ctx.pg)
    await audit(ctx, 'coupon_batch.created', { kind: 'coupon_batch', id }, { after: given })
    return getBatch(ctx, id)
  })
}

/** Two who want one code at once: the second waits here. */
async function demandFreeCode(ctx: Ctx, code: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`coupon code ${ctx.tenantId} ${code}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows } = await sql`
    select 1 from coupon_batch where tenant_id = ${ctx.tenantId} and code = ${code}
    union all select 1 from coupon where tenant_id = ${ctx.tenantId} and code = ${code}`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw conflict('code_taken', 'This code stands for something already')
}

/** Closed: nobody takes or is given one any more; what is taken stays good. @throws 404, 409 edited_meanwhile, offer_in_experiment */
export function setBatch(
  ctx: Ctx,
  id: string,
  change: {
    name?: string | undefined
    state?: 'open' | 'closed' | undefined
    is_takeable?: boolean | undefined
  },
  revision: number,
): Promise<BatchDetail> {
  return inTx(ctx, async (ctx) => {
    const before = await getBatch(ctx, id)
    if (before.kind === 'shared' && change.is_takeable)
      throw invalid('batch_shared_taken', 'A shared code is entered; nobody takes one')
    if (change.state !== undefined || change.is_takeable) await demandFree(ctx, before.offer_id)
    const { numAffectedRows } = await sql`update coupon_batch
      set name = ${change.name ?? before.name}, state = ${change.state ?? before.state},
        is_takeable = ${change.is_takeable ?? before.is_takeable}, revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = ${id} and revision = ${revision}`.execute(ctx.pg)
    if (numAffectedRows !== 1n)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        revision: before.revision,
      })
    await audit(
      ctx,
      'coupon_batch.changed',
      { kind: 'coupon_batch', id },
      { before, after: change },
    )
    return getBatch(ctx, id)
  })
}

type Row = Omit<Batch, 'valid_from' | 'valid_to' | 'created_at'> & {
  valid_from: Date | null
  valid_to: Date | null
  created_at: Date
}
const present = (row: Row): Batch => ({
  ...row,
  valid_from: row.valid_from?.toISOString() ?? null,
  valid_to: row.valid_to?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
})
const COLUMNS =
  sql.raw(`b.id, b.name, b.offer_id, o.name as offer_name, o.state as offer_state, b.kind, b.code,
  b.quantity, b.made, b.wanted, b.issued, b.prefix, b.take_limit, b.is_transferable, b.is_takeable, b.on_refund, b.valid_from,
  b.valid_to, b.valid_hours, b.state, b.revision, b.created_at`)

/** @throws 404 */
export async function getBatch(ctx: Ctx, id: string): Promise<BatchDetail> {
  const { rows } = await sql<Row & { counts: BatchDetail['counts'] }>`
    select ${COLUMNS}, n.counts from coupon_batch b join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id,
    lateral (select jsonb_build_object(
        'free', count(*) filter (where c.state = 'free'), 'held', count(*) filter (where c.state = 'held'),
        'taken', count(*) filter (where c.state = 'taken' and (c.valid_to is null or c.valid_to > ${ctx.now()})),
        'expired', count(*) filter (where c.state = 'taken' and c.valid_to <= ${ctx.now()}),
        'used', count(*) filter (where c.state = 'used'), 'void', count(*) filter (where c.state = 'void')) as counts
      from coupon c where c.tenant_id = b.tenant_id and c.batch_id = b.id) n
    where b.tenant_id = ${ctx.tenantId} and b.id = ${id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('coupon_batch')
  return { ...present(row), counts: row.counts }
}

/** Without what became of its coupons, which takes as long as there are many. @throws 404 */
export async function getBatchTerms(ctx: Ctx, id: string): Promise<Batch> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from coupon_batch b join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
    where b.tenant_id = ${ctx.tenantId} and b.id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('coupon_batch')
  return present(rows[0])
}

/** @throws 404 */
export async function demandBatches(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`select 1 from unnest(${[...ids]}::uuid[]) as w (id)
    where not exists (select 1 from coupon_batch b where b.tenant_id = ${ctx.tenantId} and b.id = w.id)`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw notFound('coupon_batch')
}

export interface BatchFilter {
  q?: string | undefined
  offer_id?: string | undefined
  limit: number
  cursor?: string | undefined
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** Newest first. */
export async function listBatches(ctx: Ctx, { q, offer_id, limit, cursor }: BatchFilter) {
  const after = readCursor(cursor, z.guid())
  const any = sql`true`
  const { rows } = await sql<Row>`
    select ${COLUMNS} from coupon_batch b join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
    where b.tenant_id = ${ctx.tenantId}
      and ${q ? sql`(b.name ilike ${containing(q)} or b.code = ${readCode(q)})` : any}
      and ${offer_id ? sql`b.offer_id = ${offer_id}` : any} and ${after ? sql`b.id < ${after}` : any}
    order by b.id desc limit ${limit + 1}`.execute(ctx.pg)
  return toPage(rows, limit, present, (row) => row.id)
}
