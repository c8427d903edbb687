// What is being bought, as offers see it.
import { z } from 'zod'

export const Code = z.string().min(1).max(200)
/** 1/100 of the currency; at most ten billion yuan. */
export const Fen = z.number().int().min(0).max(1_000_000_000_000)

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

const Line = z.object({
  key: Code.describe('Names the line; no two share it'),
  sku: Code,
  product: Code.optional(),
  categories: z.array(Code).max(20).default([]).describe('With those above them'),
  quantity: z.number().int().min(1).max(100_000),
  unit_fen: Fen.max(1_000_000_000).describe('Of a piece, after the member price'),
  no_offers: z.boolean().default(false).describe('Neither discounted nor counted'),
})

export const Basket = z.object({
  lines: z
    .array(Line)
    .min(1)
    .max(200)
    .refine((lines) => new Set(lines.map((l) => l.key)).size === lines.length, 'keys differ'),
  shipping_fen: Fen.default(0),
  at: z.iso.datetime({ offset: true }),
  timezone: z.string().refine(isZone, 'an IANA time zone').default('Asia/Shanghai'),
  storefront: Code.optional(),
  channel: Code.optional(),
  customer: z
    .object({
      audiences: z.array(Code).default([]),
      levels: z.array(Code).default([]),
      is_new: z.boolean().default(false).describe('Nothing was paid by any identity of hers'),
      added_at: z.iso.datetime({ offset: true }).nullable().default(null),
    })
    .nullable()
    .default(null)
    .describe('null: nobody has signed in'),
})
export type Basket = z.infer<typeof Basket>
export type BasketLine = Basket['lines'][number]
