// What a pre-sale brings into a price: its own fixed price alone, and the deposit that is paid first.
import { sql } from 'kysely'
import type {
  Asked,
  DepositKind,
  DepositTerms,
  Json,
  PreSaleAsked,
  QuoteInput,
} from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { Offer } from '../offer/offer.ts'
import { termsOf } from '../pricing-terms.ts'
import { finalFen } from './items.ts'

/** As the order keeps it, in its price's terms. */
export interface PreSaleTerms {
  pre_sale: string
  activity: string
  sku: string
  deposit: DepositTerms
}
export const preSaleTermsOf = (input: Pick<QuoteInput, 'terms'>): PreSaleTerms | undefined => {
  const json = input.terms.offers
  return json === undefined ? undefined : termsOf(json).pre_sale
}

export type DepositTime = 'before' | 'now' | 'over'
export interface Running {
  id: string
  activity_id: string
  name: string
  deposit_kind: DepositKind
  deposit_from: Date
  deposit_until: Date
  balance_from: Date
  balance_until: Date
  ships_by: string
  per_customer: number | null
  storefronts: string[]
  sku: string
  price_fen: number
  deposit_fen: number
  worth_fen: number
  /** Live itself, and within the period of its live activity. */
  is_live: boolean
  time: DepositTime
}

/** @throws 404, 400 not_in_pre_sale */
export async function getRunning(ctx: Ctx, id: string, sku: string): Promise<Running> {
  const now = ctx.now()
  const { rows } = await sql<Omit<Running, 'price_fen'> & { price_fen: number | null }>`
    select p.id, p.activity_id, p.name, p.deposit_kind, p.deposit_from, p.deposit_until, p.balance_from, p.balance_until,
      p.ships_by::text as ships_by, p.per_customer, a.storefronts, ${sku}::text as sku, i.price_fen, i.deposit_fen,
      i.worth_fen, p.state = 'live' and a.state = 'live' and a.starts_at <= ${now} and a.ends_at > ${now} as is_live,
      case when p.deposit_from > ${now} then 'before' when p.deposit_until > ${now} then 'now' else 'over' end as time
    from pre_sale p join activity a on a.tenant_id = p.tenant_id and a.id = p.activity_id
    left join pre_sale_item i on i.tenant_id = p.tenant_id and i.pre_sale_id = p.id and i.sku = ${sku}
    where p.tenant_id = ${ctx.tenantId} and p.id = ${id} and p.state <> 'draft'`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw notFound('pre_sale')
  if (row.price_fen === null)
    throw invalid('not_in_pre_sale', 'This article is not part of the pre-sale')
  return { ...row, price_fen: row.price_fen }
}

/** Why it cannot be ordered now. */
export const closedFor = ({ is_live, time }: Pick<Running, 'is_live' | 'time'>) =>
  time === 'before'
    ? { code: 'pre_sale_not_begun', message: 'Deposits are not taken yet' }
    : time === 'over'
      ? { code: 'pre_sale_over', message: 'No more deposits are taken' }
      : is_live
        ? undefined
        : { code: 'pre_sale_closed', message: 'This pre-sale is not open now' }

/** @throws 400, 404, 409 with the reason it cannot be ordered like this */
export async function loadPreSaleTerms(
  ctx: Ctx,
  asked: Asked,
  wanted: PreSaleAsked,
): Promise<Json> {
  const { storefront = null } = asked
  const [line] = asked.lines
  const more = (asked.couponCodes ?? []).length + (asked.pointsWanted ?? 0)
  if (!line || asked.lines.length > 1 || more + (asked.storedValueWanted ?? 0) > 0)
    throw invalid(
      'pre_sale_basket',
      'What is ordered ahead is one article, without coupons, points and stored value',
    )
  const running = await getRunning(ctx, wanted.id, line.sku)
  if (running.storefronts.length > 0 && !running.storefronts.includes(storefront ?? ''))
    throw conflict('pre_sale_closed', 'This pre-sale is not open here')
  const no = closedFor(running)
  if (no) throw conflict(no.code, no.message)
  const offer = Offer.parse({
    ...{ id: running.id, name: running.name, kind: 'fixed_price' },
    args: { price_fen: finalFen(running) },
  })
  const pre_sale: PreSaleTerms = {
    ...{ pre_sale: running.id, activity: running.activity_id, sku: line.sku },
    deposit: {
      ...{ kind: running.deposit_kind, fen: running.deposit_fen * line.quantity },
      balance_from: running.balance_from.toISOString(),
      balance_until: running.balance_until.toISOString(),
      ...{ ships_by: running.ships_by, agreed: wanted.agreed },
    },
  }
  return {
    ...{ at: ctx.now().toISOString(), timezone: 'UTC', storefront, customer: null, products: {} },
    ...{ offers: [offer], of: {}, groups: [], limits: {}, refused: [], pre_sale },
  } as unknown as Json
}
