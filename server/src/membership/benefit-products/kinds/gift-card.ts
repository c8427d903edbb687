import { z } from 'zod'
import { conflict } from '../../../platform/errors.ts'
import { leftInGiftCards, mayBuyGiftCards, takeBackGiftCard } from '../../gift-cards/bought.ts'
import { sellGiftCard } from '../../gift-cards/gift-cards.ts'
import { BEARER_MOST_FEN, CLAUSES } from '../../stored-value/law.ts'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  fen: z
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .describe('What the card is worth, and costs: the price of the product'),
})

export const giftCard: BenefitKind<z.infer<typeof Args>> = {
  args: Args,
  async demandSound(_ctx, { fen }, product) {
    if (product.price_fen !== fen)
      throw conflict('price_is_not_its_worth', 'A gift card costs what it is worth', {
        price_fen: product.price_fen,
      })
    if (fen > BEARER_MOST_FEN)
      throw conflict(
        'gift_card_too_dear',
        'It is whoever’s holds it, which may not be worth so much',
        {
          ...{ most_fen: BEARER_MOST_FEN, clause: CLAUSES.bearer_limit },
        },
      )
  },
  async mayPromise(ctx, { fen }, { node, quantity, totalFen }) {
    // What is paid for it becomes somebody's principal, so it is paid in full, and with money.
    if (totalFen !== fen * quantity)
      return {
        code: 'paid_differs',
        message: 'A gift card costs what it is worth',
        details: { fen },
      }
    return mayBuyGiftCards(ctx, node, totalFen)
  },
  async give(ctx, { fen }, { orderId, sku, unit, node }) {
    const { id } = await sellGiftCard(ctx, {
      ...{ key: `order:${orderId}:${sku}:${unit}`, fen, buyer: node },
      ...{ greeting: '', isRealName: false },
    })
    return id
  },
  left: (ctx, _args, units, lock) =>
    leftInGiftCards(
      ctx,
      units.map((unit) => unit.given),
      lock,
    ),
  takeBack: (ctx, { given }) => takeBackGiftCard(ctx, given, 'its order was refunded'),
}
