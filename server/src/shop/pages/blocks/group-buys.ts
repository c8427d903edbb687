import { z } from 'zod'
import { priceBases } from '../../../commerce/index.ts'
import { runningGroupBuys } from '../../../promotion/index.ts'
import { ShopProduct, shelfOf, shopProductsBySku } from '../../goods.ts'
import { blockKind, Title } from './kind.ts'

/** 拼团: what is running now, with true numbers; chosen ones, or all. */
export const groupBuys = blockKind({
  kind: 'group_buys',
  settings: z.object({
    title: Title,
    group_buys: z.array(z.guid()).max(20).default([]).describe('None: all that are running'),
    most: z.number().int().min(1).max(20).default(6),
  }),
  data: z.object({
    items: z.array(
      z.object({
        group_buy_id: z.string(),
        size: z.number().int(),
        price_fen: z.number().int(),
        base_fen: z
          .number()
          .int()
          .nullable()
          .describe('What it may be compared with: sold here before; null: nothing'),
        ends_at: z.iso.datetime(),
        groups: z.number().int().describe('Groups that miss somebody now'),
        product: ShopProduct,
      }),
    ),
  }),
  names: ({ group_buys }) => ({ group_buys }),
  missing: () => [],
  async load({ ctx, storefront }, blocks) {
    const running = await runningGroupBuys(ctx)
    const shelf = await shelfOf(ctx)
    const bySku = await shopProductsBySku(
      ctx,
      shelf,
      running.map(({ sku }) => sku),
    )
    const bases =
      storefront === null
        ? []
        : await priceBases(
            ctx,
            storefront,
            running.map(({ sku, begins_at }) => ({ sku, begins: begins_at })),
          )
    const items = running.flatMap(({ sku, begins_at: _, ...rest }, i) => {
      const product = bySku.get(sku)
      return product ? [{ ...rest, base_fen: bases[i] ?? null, product }] : []
    })
    return blocks.map(({ group_buys, most }) => ({
      items: (group_buys.length === 0
        ? items
        : group_buys.flatMap((id) => items.filter((item) => item.group_buy_id === id))
      ).slice(0, most),
    }))
  },
})
