import { z } from 'zod'
import { offeredCoupons } from '../../../promotion/index.ts'
import { Offered, shownOffered } from '../../coupon-shapes.ts'
import { blockKind, Title } from './kind.ts'

/** 券: what can be taken now; of chosen batches, or all. */
export const coupons = blockKind({
  kind: 'coupons',
  settings: z.object({
    title: Title,
    batches: z.array(z.guid()).max(10).default([]).describe('None: all that can be taken'),
    most: z.number().int().min(1).max(10).default(4),
  }),
  data: z.object({ coupons: z.array(Offered) }),
  names: ({ batches }) => ({ batches }),
  missing: () => [],
  async load({ ctx, customer, storefront }, blocks) {
    const offered = (await offeredCoupons(ctx, customer, storefront)).map(shownOffered)
    return blocks.map(({ batches, most }) => {
      const chosen =
        batches.length === 0
          ? // What nobody can take any more is not advertised.
            offered.filter(({ is_gone }) => !is_gone)
          : batches.flatMap((id) => offered.find(({ batch_id }) => batch_id === id) ?? [])
      // What is not for her is not shown to her as if it were.
      return { coupons: chosen.filter(({ refused }) => refused === null).slice(0, most) }
    })
  },
})
