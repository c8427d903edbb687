// What a quote is asked and answers over the API.
import { z } from 'zod'
import { Asked, type Quote } from './offer/quote.ts'

const EXAMPLE: z.input<typeof Asked> = {
  basket: {
    at: '2026-11-11T10:30:00+08:00',
    lines: [
      { key: '1', sku: 'tea', categories: ['drinks'], quantity: 2, unit_fen: 9990 },
      { key: '2', sku: 'cup', quantity: 1, unit_fen: 4501 },
    ],
    shipping_fen: 800,
  },
  offers: [
    {
      id: 'full',
      kind: 'steps',
      args: { steps: [{ from_fen: 20000, off_fen: 3000 }] },
      priority: 10,
    },
    { id: 'coupon', source: 'coupon', kind: 'amount', args: { off_fen: 500 } },
    { id: 'ship', kind: 'free_shipping', args: {}, needs: { fen: 30000 } },
  ],
  limits: { coupons: 1 },
}
export const QuoteAsked = Asked.meta({ example: EXAMPLE })

const Fen = z.number().int()
export const QuoteAnswer = z.object({
  lines: z.array(
    z.object({
      key: z.string(),
      amount_fen: Fen.describe('Before offers'),
      off_fen: Fen,
      total_fen: Fen,
      by: z.array(z.object({ offer: z.string(), off_fen: Fen })),
    }),
  ),
  shipping_fen: Fen.describe('Before offers'),
  shipping_off_fen: Fen,
  gifts: z.array(
    z.object({ offer: z.string(), sku: z.string(), quantity: z.number().int(), value_fen: Fen }),
  ),
  off_fen: Fen.describe('Off goods and shipping'),
  total_fen: Fen,
  told: z
    .array(
      z.object({
        offer: z.string(),
        applied: z.boolean(),
        worth_fen: Fen.optional().describe('With the value of gifts'),
        reason: z
          .object({
            code: z.string(),
            needed: z.number().int().optional(),
            have: z.number().int().optional(),
            offer: z.string().optional(),
          })
          .optional()
          .describe('Why it does not count'),
      }),
    )
    .describe('Each offer that was asked about, in the order of their turns'),
  search: z.object({
    proven: z.boolean().describe('Nothing is worth more; always so up to 12 offers that may apply'),
    worth_fen: Fen,
    bound_fen: Fen.describe('No combination is worth more than this'),
  }),
})

export const presentQuote = (q: Quote): z.infer<typeof QuoteAnswer> => ({
  lines: q.lines.map((l) => ({
    key: l.key,
    amount_fen: l.amountFen,
    off_fen: l.offFen,
    total_fen: l.totalFen,
    by: l.by.map(({ offer, fen }) => ({ offer, off_fen: fen })),
  })),
  shipping_fen: q.shippingFen,
  shipping_off_fen: q.shippingOffFen,
  gifts: q.gifts.map(({ offer, sku, quantity, valueFen }) => ({
    offer,
    sku,
    quantity,
    value_fen: valueFen,
  })),
  off_fen: q.offFen,
  total_fen: q.totalFen,
  told: q.told.map((t) =>
    t.applied
      ? { offer: t.offer, applied: true, worth_fen: t.worthFen }
      : { offer: t.offer, applied: false, reason: t.reason },
  ),
  search: {
    proven: q.search.isProven,
    worth_fen: q.search.worthFen,
    bound_fen: q.search.boundFen,
  },
})
export const OfferKinds = z.object({
  kinds: z.array(
    z.object({
      code: z.string(),
      stage: z.string(),
      args: z.record(z.string(), z.unknown()).describe('A JSON schema; forms are drawn from it'),
    }),
  ),
})
