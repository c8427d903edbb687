// What customers see of gift cards: those they bought, and the one whose link they were sent.
import type { Ctx } from '../../platform/ctx.ts'
import { claimGiftCard } from './gift-cards.ts'
import { type GiftCard, type GiftState, giftCardByCode, giftCardsBoughtBy } from './queries.ts'

export interface ShownGift {
  fen: number
  greeting: string
  state: GiftState
  /** She claimed it herself. */
  is_mine: boolean
}
const shown = ({ fen, greeting, state, claimer_id }: GiftCard, nodes: readonly number[]) => ({
  ...{ fen, greeting, state },
  is_mine: claimer_id !== null && nodes.includes(claimer_id),
})

export const ownGifts = async (ctx: Ctx, nodes: readonly number[]) =>
  (await giftCardsBoughtBy(ctx, nodes)).map(
    ({ id: _, buyer_id: __, claimer_id: ___, ...own }) => own,
  )

/** @throws 404 */
export const shownGift = async (
  ctx: Ctx,
  code: string,
  nodes: readonly number[],
): Promise<ShownGift> => shown(await giftCardByCode(ctx, code), nodes)

/** @throws as claimGiftCard */
export const claimGift = async (
  ctx: Ctx,
  code: string,
  node: number,
  nodes: readonly number[],
): Promise<ShownGift> => shown(await claimGiftCard(ctx, code, node), nodes)
