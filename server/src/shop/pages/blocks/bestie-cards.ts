import { z } from 'zod'
import { offeredBestiePlans } from '../../../promotion/index.ts'
import { gainsOf, OfferedBestieCard } from '../../bestie-shapes.ts'
import { blockKind, Title } from './kind.ts'

/** 闺蜜卡: those that can be had now; of chosen plans, or all. */
export const bestieCards = blockKind({
  kind: 'bestie_cards',
  settings: z.object({
    title: Title,
    plans: z.array(z.guid()).max(10).default([]).describe('None: all that can be had'),
    most: z.number().int().min(1).max(10).default(2),
  }),
  data: z.object({ items: z.array(OfferedBestieCard) }),
  names: ({ plans }) => ({ bestie_plans: plans }),
  missing: () => [],
  async load({ ctx, customer, storefront }, blocks) {
    const offered = (await offeredBestiePlans(ctx, customer, storefront))
      // What nobody can have any more, and what is not for her, is not advertised to her.
      .filter(({ is_gone, refused }) => !is_gone && refused === null)
      .map((plan) => ({ ...plan, ...gainsOf(plan) }))
    return blocks.map(({ plans, most }) => ({
      items: (plans.length === 0
        ? offered
        : plans.flatMap((id) => offered.find((plan) => plan.id === id) ?? [])
      ).slice(0, most),
    }))
  },
})
