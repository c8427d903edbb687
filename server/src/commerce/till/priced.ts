// What a sale at a till costs: as the checkout prices it, and, where the till has the money already, as it took it.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, conflict, invalid } from '../../platform/errors.ts'
import { type CheckoutPrice, priceCheckout } from '../checkout/basket.ts'
import { rulesNow } from '../quote/ports.ts'
import type { PricedBasket } from '../quote/price.ts'
import { PRICING_VERSION, quote } from '../quote/quote.ts'
import { demandStores } from '../stock/documents.ts'
import { isNotVisible } from '../storefront/visibility.ts'

export interface TillBasket {
  /** Where it is sold, and whose stock goes. */
  store: string
  /** Whose goods and prices. */
  storefront: string
  /** The buyer, by a node that is hers. */
  customerId: number
  lines: readonly { sku: string; quantity: number }[]
  /** null: whatever saves most of her wallet; none named: none. */
  couponCodes: readonly string[] | null
  pointsWanted: number
  storedValueWanted: number
  /** She showed her code: points and stored value may be spent. */
  isShown: boolean
}

/** Through the checkout's own pipeline. @throws 400, 404, 409 also proof_needed */
export async function priceAtTill(ctx: Ctx, basket: TillBasket): Promise<CheckoutPrice> {
  await demandStores(ctx, [basket.store])
  const { store: _, isShown, ...wanted } = basket
  if (!isShown && wanted.pointsWanted + wanted.storedValueWanted > 0)
    throw conflict(
      'proof_needed',
      'Points and stored value are spent only after she has shown the code on her phone',
    )
  return priceCheckout(ctx, { ...wanted, address: null })
}

export interface TakenPrice extends PricedBasket {
  /** What it came to before; null: it could not be priced. */
  pricedFen: number | null
  lost: string | null
}

/** The price of the moment, brought to what the till took. @throws as priceAtTill, but for what is not sold to her */
export async function priceTaken(
  ctx: Ctx,
  basket: TillBasket,
  takenFen: number,
): Promise<TakenPrice> {
  try {
    const { input, quoted, names } = await priceAtTill(ctx, basket)
    const taken = { ...input, takenFen }
    return { ...asTaken(taken), names, pricedFen: quoted.dueFen, lost: null }
  } catch (error) {
    if (!(error instanceof AppError) || (error.status !== 409 && !isNotVisible(error))) throw error
    return plainTaken(ctx, basket, takenFen, { pricedFen: null, lost: error.code })
  }
}

/** The sum alone, over what was sold: without offers, coupons, points and stored value. @throws 400 */
export async function plainTaken(
  ctx: Ctx,
  basket: TillBasket,
  takenFen: number,
  why: Pick<TakenPrice, 'pricedFen' | 'lost'>,
): Promise<TakenPrice> {
  const { rows } = await sql<{
    sku: string
    name: string
    category: string | null
    kind: string
    unit_fen: number
    weight_g: number | null
    currency: string
  }>`
    select p.sku, p.name, nullif(array_to_string(p.category, ' / '), '') as category, p.kind, p.weight_g, t.currency,
      case when p.currency = t.currency then coalesce(p.price_fen, 0) else 0 end as unit_fen
    from product p join tenant t on t.id = p.tenant_id
    where p.tenant_id = ${ctx.tenantId} and p.sku = any(${basket.lines.map((l) => l.sku)}::text[])`.execute(
    ctx.pg,
  )
  const names = new Map(rows.map((row) => [row.sku, row]))
  const lines = basket.lines.map(({ sku, quantity }) => {
    const product = names.get(sku)
    if (!product) throw invalid('unknown_sku', `There is no product ${sku}`, { skus: [sku] })
    return {
      ...{ sku, quantity, unitFen: product.unit_fen, memberFen: {} },
      ...{ weightG: product.weight_g, ships: product.kind === 'goods' },
    }
  })
  const input = {
    ...{ version: PRICING_VERSION, currency: rows[0]?.currency ?? '', lines, levels: [] },
    ...{ deepestBp: null, terms: {}, place: null, freight: null, takenFen },
  }
  return { ...asTaken(input), names, ...why }
}

function asTaken(input: PricedBasket['input']): Pick<PricedBasket, 'input' | 'quoted'> {
  const quoted = quote(input, rulesNow())
  if (!quoted.ok) throw invalid(quoted.code, quoted.message)
  return { input, quoted }
}
