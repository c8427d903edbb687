import { z } from 'zod'
import { FlashSlots, shownSlots } from '../../../promotion/index.ts'
import { ShopProduct, shelfOf, shopProductsBySku } from '../../goods.ts'
import { blockKind, Title } from './kind.ts'

const Slot = FlashSlots.shape.items.element

/** 秒杀: the slot that runs now, else the next one; of chosen sales, or all. */
export const flashSales = blockKind({
  kind: 'flash_sales',
  settings: z.object({
    title: Title,
    flash_sales: z.array(z.guid()).max(20).default([]).describe('None: all that run or come'),
    most: z.number().int().min(1).max(20).default(6),
  }),
  data: z.object({
    now: z.string().describe('By which the countdown runs'),
    slot: z
      .object({
        ...Slot.omit({ items: true }).shape,
        items: z.array(Slot.shape.items.element.extend({ picture: ShopProduct.shape.picture })),
      })
      .nullable()
      .describe('null: none runs and none is to come'),
  }),
  names: ({ flash_sales }) => ({ flash_sales }),
  missing: () => [],
  async load({ ctx, storefront }, blocks) {
    const { now, items: slots } = await shownSlots(ctx, { storefront })
    const skus = slots.flatMap((slot) => slot.items.map(({ sku }) => sku))
    // What is not sold where the reader stands is left out.
    const bySku = await shopProductsBySku(ctx, await shelfOf(ctx), skus)
    const open = slots.flatMap((slot) => {
      const items = slot.items.flatMap((item) => {
        const product = bySku.get(item.sku)
        return product ? [{ ...item, picture: product.picture }] : []
      })
      return slot.time === 'over' || items.length === 0 ? [] : [{ ...slot, items }]
    })
    return blocks.map(({ flash_sales, most }) => {
      const chosen = open.filter(
        ({ flash_sale_id: id }) => flash_sales.length === 0 || flash_sales.includes(id),
      )
      const slot = chosen.find(({ time }) => time === 'now') ?? chosen[0]
      return { now, slot: slot ? { ...slot, items: slot.items.slice(0, most) } : null }
    })
  },
})
