// An offer tried on a basket before it is live, together with those that are: what it would do, or why not.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { Offer } from '../offer/offer.ts'
import { type Quote, quote } from '../offer/quote.ts'
import { basketOf as basketOfTerms } from '../pricing-terms.ts'
import { emptyTerms, loadTerms } from './load.ts'
import { type GivenTerms, readTerms } from './offers.ts'

export interface DryRun {
  lines: readonly { sku: string; quantity: number }[]
  customerId: number | null
  levels: readonly string[]
  storefront?: string | undefined
  couponCodes?: readonly string[] | undefined
  shippingFen: number
  /** Tried beside the live ones, in place of the live one with its id. */
  draft?: { id: string; source: 'offer' | 'coupon'; name: string; terms: GivenTerms } | undefined
  at?: string | undefined
}
export interface Tried {
  quote: Quote
  names: Map<string, string>
  refused: { id: string; code: string }[]
}

/** @throws 400 unknown_sku, invalid_terms */
export async function dryRun(ctx: Ctx, asked: DryRun): Promise<Tried> {
  const skus = asked.lines.map((line) => line.sku)
  if (new Set(skus).size < skus.length) throw invalid('sku_twice', 'An SKU stands in two lines')
  const { rows } = await sql<{
    sku: string
    price_fen: number | null
  }>`select sku, price_fen from product
    where tenant_id = ${ctx.tenantId} and sku = any(${skus}::text[])`.execute(ctx.pg)
  const prices = new Map(rows.map((row) => [row.sku, row.price_fen]))
  const unknown = skus.filter((sku) => prices.get(sku) == null)
  if (unknown.length > 0)
    throw invalid('unknown_sku', `No product with a price: ${unknown.join(', ')}`, {
      skus: unknown,
    })
  const lines = asked.lines.map(({ sku, quantity }) => ({
    ...{ sku, quantity, unitFen: prices.get(sku) ?? 0 },
  }))
  const { draft } = asked
  const given = {
    ...{ customerId: asked.customerId, lines },
    ...(asked.storefront !== undefined && { storefront: asked.storefront }),
    ...(asked.couponCodes !== undefined && { couponCodes: asked.couponCodes }),
  }
  const tried =
    draft &&
    Offer.parse({
      ...readTerms(draft.terms),
      ...{ id: draft.id, source: draft.source, name: draft.name },
    })
  const terms = (await loadTerms(ctx, given, tried)) ?? (await emptyTerms(ctx, given))
  if (asked.at !== undefined) terms.at = asked.at
  const basket = basketOfTerms(terms, {
    ...{ levels: asked.levels, shippingFen: asked.shippingFen },
    lines: lines.map(({ sku, quantity, unitFen }) => {
      const leftFen = unitFen * quantity
      return { sku, quantity, unitFen, leftFen, roomFen: leftFen }
    }),
  })
  const { offers, groups, limits, refused } = terms
  return {
    quote: quote({ basket, offers, groups, limits }),
    names: new Map(offers.map((offer) => [offer.id, offer.name])),
    refused,
  }
}
