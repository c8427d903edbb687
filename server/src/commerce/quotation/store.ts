// Quotations in PostgreSQL: whole documents read, locked, and moved on by a write that leaves its trace.
import { type RawBuilder, sql } from 'kysely'
import { customerScope, happenedInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import { actorOf } from '../checkout/own-order.ts'
import type { DepositKind } from '../deposit/law.ts'
import { OWN_SOURCE } from '../order.ts'
import { eventIdOf } from '../order-events.ts'
import { ACTS, mayHappen, type QuotationAct, type QuotationState } from './states.ts'

export interface Quotation {
  id: string
  number: string
  code: string
  node_id: number | null
  storefront: string
  store: string
  staff_code: string | null
  state: QuotationState
  version: number
  valid_until: Date
  approval_id: string | null
  order_id: string | null
  reason: string
  revision: number
  sent_by: string | null
}
export interface QuotationVersion {
  version: number
  valid_until: Date
  delivery: 'ship' | 'pick_up'
  remarks: string
  currency: string
  list_fen: number
  goods_fen: number
  shipping_fen: number
  total_fen: number
  deepest_bp: number
  deposit_kind: DepositKind | null
  deposit_fen: number | null
  deposit_bp: number | null
  balance_until: Date | null
  /** A day. */
  ships_by: string | null
  made_at: Date
  made_by: string
  approved_at: Date | null
  approved_by: string | null
  sent_at: Date | null
}
export interface QuotationLine {
  sku: string
  name: string
  quantity: number
  list_fen: number
  unit_fen: number
  ships: boolean
}
export type WholeVersion = QuotationVersion & { lines: QuotationLine[] }

/** Of `quotation q` and its `customer c`: whoever answers for its guide or store, or may see the customer. */
export function quotationScope(ctx: Ctx): RawBuilder<boolean> {
  const owned = happenedInScope(ctx, { store: 'q.store', staff: 'q.staff_code' })
  const seen = customerScope(ctx, 'c.canonical_id')
  return owned && seen ? sql<boolean>`(coalesce(${owned}, false) or ${seen})` : sql<boolean>`true`
}

/** Whoever decides about it holds its row; the others wait. Call in a transaction. @throws 404, also out of sight */
export async function lockQuotation(ctx: Ctx, id: string): Promise<Quotation> {
  const { rows } = await sql<Quotation>`
    select q.id, q.number, q.code, q.node_id, q.storefront, q.store, q.staff_code, q.state, q.version, q.valid_until,
      q.approval_id, q.order_id, q.reason, q.revision, q.sent_by
    from quotation q left join customer c on c.tenant_id = q.tenant_id and c.id = q.node_id
    where q.tenant_id = ${ctx.tenantId} and q.id = ${id}::uuid and ${quotationScope(ctx)} for update of q`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('quotation')
  return rows[0]
}

/** @throws 409 with the state in which it is */
export function demandAct(quotation: Quotation, act: QuotationAct): void {
  if (mayHappen(quotation.state, act)) return
  if (quotation.state === 'waiting')
    throw conflict('quotation_waits', 'Somebody is deciding on it as it is; take that back first')
  throw conflict('quotation_state', 'It is in no state for this', { state: quotation.state })
}

export const demandRevision = (quotation: Quotation, revision: number): void => {
  if (quotation.revision !== revision)
    throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
      revision: quotation.revision,
    })
}

export interface Moving {
  note?: string
  reason?: string
  approvalId?: string
  orderId?: string
}

/** Of a quotation whose row is held: what an act sets, and its history. */
export async function move(
  ctx: Ctx,
  quotation: Quotation,
  act: QuotationAct,
  given: Moving = {},
): Promise<void> {
  demandAct(quotation, act)
  const { to } = ACTS[act]
  const by = actorOf(ctx)
  const at = ctx.now()
  const set = [
    ...[sql`state = ${to}`, sql`revision = revision + 1`, sql`updated_at = ${at}`],
    ...[sql`updated_by = ${by}`, sql`approval_id = ${given.approvalId ?? null}::uuid`],
  ]
  if (act === 'ask') set.push(sql`sent_by = ${by}`)
  // Who asked for it is its sender, not who agreed.
  const sender = quotation.state === 'waiting' ? (quotation.sent_by ?? by) : by
  if (act === 'send') set.push(sql`sent_at = ${at}`, sql`sent_by = ${sender}`)
  if (act === 'revise')
    set.push(sql`decided_at = null`, sql`reason = ''`, sql`version = version + 1`)
  if (['accept', 'decline', 'expire', 'withdraw'].includes(act)) set.push(sql`decided_at = ${at}`)
  if (given.reason !== undefined) set.push(sql`reason = ${given.reason}`)
  if (given.orderId !== undefined) set.push(sql`order_id = ${given.orderId}::uuid`)
  await sql`update quotation set ${sql.join(set)} where tenant_id = ${ctx.tenantId} and id = ${quotation.id}`.execute(
    ctx.pg,
  )
  const version = quotation.version + (act === 'revise' ? 1 : 0)
  await noteChange(ctx, { id: quotation.id, version }, act, to, given.note ?? given.reason ?? '')
}

export const noteChange = (
  ctx: Ctx,
  { id, version }: Pick<Quotation, 'id' | 'version'>,
  act: QuotationAct | 'make',
  to: QuotationState,
  note: string,
) =>
  sql`insert into quotation_change (tenant_id, quotation_id, at, act, version, to_state, actor, actor_name, note)
  values (${ctx.tenantId}, ${id}, ${ctx.now()}, ${act}, ${version}, ${to}, ${actorOf(ctx)}, ${ctx.actor.name}, ${note})`.execute(
    ctx.pg,
  )

type Told = 'quotation_sent' | 'quotation_accepted' | 'quotation_declined' | 'quotation_expired'
/** On the customer's timeline; once for each version. */
export const tellOf = (
  ctx: Ctx,
  name: Told,
  told: readonly (Pick<
    Quotation,
    'id' | 'number' | 'version' | 'node_id' | 'store' | 'staff_code'
  > & {
    total_fen: number
    currency: string
  })[],
): Promise<void> =>
  recordEvents(
    ctx,
    told.map(({ id, number, version, node_id, store, staff_code, total_fen, currency }) => ({
      ...{ id: eventIdOf(name, id, `${version}`), name, customerId: node_id, at: ctx.now() },
      ...{
        source: OWN_SOURCE,
        platform: OWN_SOURCE,
        storeId: store,
        staffId: staff_code,
        currency,
      },
      props: { quotation: number, version, total_fen },
    })),
  )

const VERSION = sql`v.version, v.valid_until, v.delivery, v.remarks, v.currency, v.list_fen, v.goods_fen, v.shipping_fen,
  v.total_fen, v.deepest_bp, v.deposit_kind, v.deposit_fen, v.deposit_bp, v.balance_until, v.ships_by::text as ships_by,
  v.made_at, v.made_by, v.approved_at, v.approved_by, v.sent_at, (
    select jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'list_fen', l.list_fen,
      'unit_fen', l.unit_fen, 'ships', l.ships) order by l.position)
    from quotation_line l where l.tenant_id = v.tenant_id and l.quotation_id = v.quotation_id and l.version = v.version) as lines`

/** The newest first. */
export async function versionsOf(ctx: Ctx, id: string): Promise<WholeVersion[]> {
  const { rows } = await sql<WholeVersion>`select ${VERSION} from quotation_version v
    where v.tenant_id = ${ctx.tenantId} and v.quotation_id = ${id}::uuid order by v.version desc`.execute(
    ctx.pg,
  )
  return rows
}

export async function getVersion(ctx: Ctx, id: string, version: number): Promise<WholeVersion> {
  const { rows } = await sql<WholeVersion>`select ${VERSION} from quotation_version v
    where v.tenant_id = ${ctx.tenantId} and v.quotation_id = ${id}::uuid and v.version = ${version}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw new Error(`quotation ${id} has no version ${version}`)
  return rows[0]
}

export type NewVersion = Omit<
  QuotationVersion,
  'made_at' | 'made_by' | 'approved_at' | 'approved_by' | 'sent_at'
> & { lines: readonly QuotationLine[] }

/** In place of what was written of this version before, which was not sent. */
export async function writeVersion(ctx: Ctx, id: string, v: NewVersion): Promise<void> {
  await sql`delete from quotation_version where tenant_id = ${ctx.tenantId} and quotation_id = ${id}
    and version = ${v.version} and sent_at is null`.execute(ctx.pg)
  await sql`insert into quotation_version (tenant_id, quotation_id, version, valid_until, delivery, remarks, currency,
      list_fen, goods_fen, shipping_fen, total_fen, deepest_bp, deposit_kind, deposit_fen, deposit_bp, balance_until,
      ships_by, made_at, made_by)
    values (${ctx.tenantId}, ${id}, ${v.version}, ${v.valid_until}, ${v.delivery}, ${v.remarks}, ${v.currency},
      ${v.list_fen}, ${v.goods_fen}, ${v.shipping_fen}, ${v.total_fen}, ${v.deepest_bp}, ${v.deposit_kind},
      ${v.deposit_fen}, ${v.deposit_bp}, ${v.balance_until}, ${v.ships_by}::date, ${ctx.now()}, ${actorOf(ctx)})`.execute(
    ctx.pg,
  )
  const u = unnest(
    v.lines.map((line, position) => ({ ...line, position })),
    {
      position: ['integer', (l) => l.position],
      sku: ['text', (l) => l.sku],
      name: ['text', (l) => l.name],
      quantity: ['integer', (l) => l.quantity],
      list_fen: ['bigint', (l) => l.list_fen],
      unit_fen: ['bigint', (l) => l.unit_fen],
      ships: ['boolean', (l) => l.ships],
    },
  )
  await sql`insert into quotation_line (tenant_id, quotation_id, version, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${v.version}::int, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
}
