// An offer as data: a kind with its arguments, for whom, when, where, on which goods, and with what.
import { z } from 'zod'
import { Code, Fen } from './basket.ts'
import { KINDS, type KindCode } from './kinds/index.ts'

const Codes = z.array(Code).max(5000)
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const Moment = z.iso.datetime({ offset: true })

/** Which goods; nothing named: all of them. What is named under `not` never belongs to it. */
const Goods = z.object({
  skus: Codes.optional(),
  products: Codes.optional(),
  categories: Codes.optional(),
  not: z
    .object({ skus: Codes.optional(), products: Codes.optional(), categories: Codes.optional() })
    .optional(),
})
const Who = z.object({
  audiences: Codes.min(1).max(100).optional().describe('Audience ids; in any of them'),
  not_audiences: Codes.min(1).max(100).optional(),
  levels: z.array(Code).min(1).max(100).optional(),
  new_only: z.boolean().default(false),
  hours_from_added: z
    .number()
    .int()
    .min(1)
    .max(8760)
    .optional()
    .describe('Within so many hours of being added; 72 is the usual window of a first order'),
})
const When = z.object({
  from: Moment.optional(),
  to: Moment.optional().describe('Not included'),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).optional().describe('1 is Monday'),
  month_days: z
    .array(z.number().int().min(1).max(31))
    .min(1)
    .max(31)
    .optional()
    .describe(
      '会员日: days of every month where the customer buys; a month without the day has none',
    ),
  slots: z
    .array(
      z
        .object({ from: Clock, to: Clock.describe('Not included; 24:00 is the end of the day') })
        .refine((s) => s.from < s.to, 'a slot ends after it begins'),
    )
    .min(1)
    .max(24)
    .optional()
    .describe('场次: hours of the day in the zone of the basket'),
})

const Terms = z.object({
  id: Code,
  name: z.string().max(200).default(''),
  source: z.enum(['offer', 'coupon']).default('offer'),
  priority: z.number().int().min(-1000).max(1000).default(0).describe('The higher goes first'),
  group: Code.optional(),
  goods: Goods.default({}),
  needs: z
    .object({ fen: Fen.min(1).optional(), pieces: z.number().int().min(1).optional() })
    .default({})
    .describe('Of its goods: what they cost when its turn comes, and how many pieces'),
  who: Who.default({ new_only: false }),
  when: When.default({}),
  where: z
    .object({ storefronts: Codes.min(1).optional(), channels: Codes.min(1).optional() })
    .default({}),
  exclusive: z.boolean().default(false).describe('With no other offer or coupon'),
  not_with: Codes.default([]).describe('Offers it does not go with; either may name the other'),
  most_fen: Fen.min(1).optional().describe('最高优惠: worth at most so much of an order'),
  left: z
    .object({ uses: z.number().int().min(0).optional(), fen: Fen.optional() })
    .default({})
    .describe('Of its budgets; without a number there is no limit'),
})

const form = <K extends KindCode>(kind: K) =>
  Terms.extend({
    kind: z.literal(kind),
    args: KINDS[kind].args as (typeof KINDS)[K]['args'],
  })
export const Offer = z
  .discriminatedUnion('kind', [
    form('percentage'),
    form('amount'),
    form('steps'),
    form('fixed_price'),
    form('buy_get'),
    form('bundle'),
    form('free_shipping'),
    form('gift'),
  ])
  .refine(({ kind, most_fen }) => kind !== 'gift' || most_fen === undefined, {
    message: 'a gift is given whole or not at all',
    path: ['most_fen'],
  })
export type Offer = z.infer<typeof Offer>

/**
 * What of a group applies. `best`: whatever combination is worth most to the customer; `all`: every
 * one; `first`: by priority; `highest`, `lowest`: the one that alone is worth most or least.
 */
export const GROUP_MODES = ['best', 'all', 'first', 'highest', 'lowest'] as const
export const Group = z.object({ code: Code, mode: z.enum(GROUP_MODES) })
export type Group = z.infer<typeof Group>
