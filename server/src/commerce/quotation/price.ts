// What an accepted quotation costs: through the one pipeline, resting on nothing but the quotation itself.
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import type { CheckoutPrice } from '../checkout/basket.ts'
import { namesOf } from '../checkout/own-order.ts'
import { rulesNow } from '../quote/ports.ts'
import { PRICING_VERSION, type QuoteInput, quote } from '../quote/quote.ts'
import type { Accepting } from './accept.ts'
import type { Quotation, WholeVersion } from './store.ts'

type Whose = Pick<Quotation, 'id' | 'number'>

/** The agreed prices are the last word: no levels, offers, coupons, points or stored value. Pure but for the clock's time. */
export function inputOf(
  { id, number }: Whose,
  version: WholeVersion,
  given: Pick<Accepting, 'address' | 'agreed'>,
  at: Date,
): QuoteInput {
  const { deposit_kind: kind, deposit_fen: fen, balance_until, ships_by } = version
  const isWhole = kind === null || fen === null || balance_until === null || ships_by === null
  return {
    ...{ version: PRICING_VERSION, currency: version.currency, levels: [], deepestBp: null },
    lines: version.lines.map((line) => ({
      ...{ sku: line.sku, quantity: line.quantity, unitFen: line.list_fen, memberFen: {} },
      ...{ weightG: null, ships: line.ships },
    })),
    ...{ terms: {}, place: version.delivery === 'ship' ? (given.address?.region ?? null) : null },
    freight: null,
    agreed: {
      ...{ quotation: id, number, version: version.version, shippingFen: version.shipping_fen },
      unitFen: Object.fromEntries(version.lines.map((line) => [line.sku, line.unit_fen])),
      deposit: isWhole
        ? null
        : {
            ...{ kind, fen, balance_from: at.toISOString(), ships_by, agreed: given.agreed },
            balance_until: balance_until.toISOString(),
          },
    },
  }
}

/** @throws 400 for what no order can be */
export async function priceAgreed(
  ctx: Ctx,
  quotation: Quotation,
  version: WholeVersion,
  given: Pick<Accepting, 'address' | 'agreed'>,
): Promise<CheckoutPrice> {
  const input = inputOf(quotation, version, given, ctx.now())
  const quoted = quote(input, rulesNow())
  if (!quoted.ok) throw invalid(quoted.code, quoted.message)
  if (quoted.totalFen !== version.total_fen)
    throw new Error(
      `quotation ${quotation.number} comes to ${quoted.totalFen}, not ${version.total_fen}`,
    )
  const known = await namesOf(
    ctx,
    version.lines.map((line) => line.sku),
  )
  const { storefront: code, store } = quotation
  return {
    ...{ input, quoted },
    names: new Map(
      version.lines.map(({ sku, name }) => [
        sku,
        { name, category: known.get(sku)?.category ?? null },
      ]),
    ),
    shelf: { code, store, freight: null, deepestBp: null, ownFen: new Map() },
    delivery: version.lines.some((line) => line.ships) ? version.delivery : 'none',
  }
}
