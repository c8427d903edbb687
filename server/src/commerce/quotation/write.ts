// Making a quotation and changing it, as long as nobody has been sent this version of it.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { codesInScope, storesByCode, storesInSight, whereStaffWork } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { scopeOf } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { invalid, notFound } from '../../platform/errors.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { actorOf, randomCode } from '../checkout/own-order.ts'
import { numberAt } from '../checkout/place.ts'
import type { DepositKind } from '../deposit/law.ts'
import { getStorefront } from '../storefront/storefronts.ts'
import { listPrices } from './list-prices.ts'
import {
  demandAct,
  demandRevision,
  getVersion,
  lockQuotation,
  move,
  type NewVersion,
  noteChange,
  writeVersion,
} from './store.ts'
import { type DepositAsked, type Totals, totalsOf } from './totals.ts'

export interface QuotationFields {
  storefront: string
  /** Whose stock it sells; null: the guide's store, else the storefront's. */
  store: string | null
  /** The guide it counts for; null: the guide who makes it, else nobody. */
  staff_id: string | null
  lines: readonly { sku: string; quantity: number; unit_fen: number }[]
  remarks: string
  valid_until: string
  delivery: 'ship' | 'pick_up'
  shipping_fen: number
  /** Null: paid at once. */
  deposit: (DepositAsked & { kind: DepositKind; balance_until: string; ships_by: string }) | null
}

/** @returns its id @throws 400, 404, 409 not_for_sale */
export function makeQuotation(
  ctx: Ctx,
  fields: QuotationFields & { customer_id: number },
): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const node = await canonicalInScope(ctx, fields.customer_id)
    const place = await placeOf(ctx, fields)
    const version = await versionOf(ctx, fields, 1)
    const id = randomUUIDv7()
    const at = ctx.now()
    await sql`insert into quotation (tenant_id, id, number, code, node_id, storefront, store, staff_code, state, version,
        valid_until, created_at, created_by, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${`Q${numberAt(at)}`}, ${randomCode(24)}, ${node}, ${fields.storefront},
        ${place.store}, ${place.staff}, 'draft', 1, ${version.valid_until}, ${at}, ${actorOf(ctx)}, ${at}, ${actorOf(ctx)})`.execute(
      ctx.pg,
    )
    await writeVersion(ctx, id, version)
    await noteChange(ctx, { id, version: 1 }, 'make', 'draft', '')
    await audit(ctx, 'quotation.made', { kind: 'quotation', id }, { total_fen: version.total_fen })
    return id
  })
}

/** A draft, whole. @throws 400, 404, 409 edited_meanwhile, quotation_state, quotation_waits, not_for_sale */
export function changeQuotation(
  ctx: Ctx,
  id: string,
  fields: QuotationFields,
  revision: number,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const quotation = await lockQuotation(ctx, id)
    demandAct(quotation, 'change')
    demandRevision(quotation, revision)
    const before = await getVersion(ctx, id, quotation.version)
    const place = await placeOf(ctx, fields)
    const version = await versionOf(ctx, fields, quotation.version)
    await writeVersion(ctx, id, version)
    await sql`update quotation set storefront = ${fields.storefront}, store = ${place.store}, staff_code = ${place.staff},
      valid_until = ${version.valid_until} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await move(ctx, quotation, 'change')
    const { total_fen } = version
    await audit(
      ctx,
      'quotation.changed',
      { kind: 'quotation', id },
      { before: { total_fen: before.total_fen }, after: { total_fen } },
    )
  })
}

/** A new version like the last one, to be changed and sent. @throws 404, 409 edited_meanwhile, quotation_state */
export function reviseQuotation(ctx: Ctx, id: string, revision: number): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const quotation = await lockQuotation(ctx, id)
    demandAct(quotation, 'revise')
    demandRevision(quotation, revision)
    const last = await getVersion(ctx, id, quotation.version)
    await move(ctx, quotation, 'revise')
    await writeVersion(ctx, id, { ...last, version: quotation.version + 1 })
    await audit(ctx, 'quotation.revised', { kind: 'quotation', id }, { from: quotation.version })
  })
}

/** @throws 404, 409 edited_meanwhile, quotation_state, quotation_waits */
export function withdrawQuotation(
  ctx: Ctx,
  id: string,
  { reason, revision }: { reason: string; revision?: number },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const quotation = await lockQuotation(ctx, id)
    demandAct(quotation, 'withdraw')
    if (revision !== undefined) demandRevision(quotation, revision)
    await move(ctx, quotation, 'withdraw', { reason })
    await audit(ctx, 'quotation.withdrawn', { kind: 'quotation', id })
  })
}

/** Whose stock, and whom it counts for. @throws 400 unknown_staff, unknown_store, 404 */
async function placeOf(
  ctx: Ctx,
  fields: Pick<QuotationFields, 'storefront' | 'store' | 'staff_id'>,
): Promise<{ store: string; staff: string | null }> {
  const storefront = await getStorefront(ctx, fields.storefront)
  const mine = await codesInScope(ctx)
  const isOwn = scopeOf(ctx.actor).kind === 'own'
  const staff = fields.staff_id ?? (isOwn ? (mine?.staff[0] ?? null) : null)
  const works = staff === null ? undefined : (await whereStaffWork(ctx, [staff])).get(staff)
  // A brand without a staff list still has guides: those that people answer for are known by that.
  const isKnown = mine ? mine.staff.includes(staff ?? '') : works !== undefined && !works.hasLeft
  if (staff !== null && !isKnown)
    throw invalid('unknown_staff', 'Nobody who works here has this number')
  if (fields.store !== null) {
    const seen = await storesInSight(ctx)
    if (seen && !seen.includes(fields.store)) throw notFound('store')
    if (!(await storesByCode(ctx, [fields.store])).has(fields.store))
      throw invalid('unknown_store', `There is no store ${fields.store}`, {
        stores: [fields.store],
      })
  }
  return { store: fields.store ?? works?.store ?? storefront.store, staff }
}

const DAY = 86_400_000
const MOST_DAYS = 366

/** @throws 400 with what does not fit, 409 not_for_sale */
async function versionOf(ctx: Ctx, fields: QuotationFields, version: number): Promise<NewVersion> {
  const { lines, deposit, delivery } = fields
  const skus = lines.map((line) => line.sku)
  if (new Set(skus).size < skus.length) throw invalid('sku_twice', 'An SKU stands in two lines')
  const valid_until = new Date(fields.valid_until)
  const now = ctx.now().getTime()
  if (valid_until.getTime() <= now || valid_until.getTime() > now + MOST_DAYS * DAY)
    throw invalid('quotation_valid_until', 'It is valid from now on, for a year at most')
  const listed = await listPrices(ctx, fields.storefront, skus)
  const priced = lines.map(({ sku, quantity, unit_fen }) => {
    const product = listed.get(sku)
    if (!product) throw new Error('a product without a price was let through')
    return {
      ...{ sku, quantity, unit_fen, name: product.name, list_fen: product.list_fen },
      ...{ ships: product.kind === 'goods', currency: product.currency },
    }
  })
  const isSent = delivery === 'ship' && priced.some((line) => line.ships)
  const totals = sumsOf(priced, isSent ? fields.shipping_fen : 0, deposit)
  if (deposit) demandDeposit(deposit, totals, valid_until)
  const { balance_fen: _, ...sums } = totals
  return {
    ...{ version, valid_until, delivery, remarks: fields.remarks, ...sums },
    currency: priced[0]?.currency ?? '',
    deposit_kind: deposit?.kind ?? null,
    deposit_bp: deposit && 'share_bp' in deposit ? deposit.share_bp : null,
    balance_until: deposit && new Date(deposit.balance_until),
    ships_by: deposit?.ships_by ?? null,
    lines: priced.map(({ currency: _, ...line }) => line),
  }
}

function sumsOf(...given: Parameters<typeof totalsOf>): Totals {
  try {
    return totalsOf(...given)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid('amount_too_large', 'Its sum is too large')
  }
}

function demandDeposit(
  deposit: NonNullable<QuotationFields['deposit']>,
  totals: Totals,
  validUntil: Date,
): void {
  const fen = totals.deposit_fen ?? 0
  if (fen >= totals.total_fen)
    throw invalid('deposit_not_below_price', 'The deposit is no part of this price', {
      ...{ deposit_fen: fen, due_fen: totals.total_fen },
    })
  // Civil Code, article 586: what is over a fifth is no earnest money.
  if (deposit.kind === 'earnest' && BigInt(fen) * 5n > BigInt(totals.goods_fen))
    throw invalid('deposit_over_fifth', 'Earnest money is a fifth of the price at most', {
      most_fen: Math.floor(totals.goods_fen / 5),
    })
  if (Date.parse(deposit.balance_until) <= validUntil.getTime())
    throw invalid('quotation_balance_until', 'The balance is due after the quotation’s validity')
  if (Date.parse(`${deposit.ships_by}T23:59:59.999Z`) < validUntil.getTime())
    throw invalid('quotation_ships_early', 'Goods are handed over after the quotation’s validity')
}
