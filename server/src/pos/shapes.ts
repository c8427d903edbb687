// Shapes of what tills and desks say and are told.
import { z } from 'zod'
import { AppointmentOut } from '../appointments/index.ts'
import { OWN_STATES, QuoteWithGifts } from '../commerce/index.ts'
import { GivenSessionOut } from '../membership/index.ts'

const Fen = z.number().int()
const Sum = Fen.min(0).max(1_000_000_000)
const Code = z.string().trim().min(1).max(64)
export const Receipt = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/)
  .describe('The till’s own number, once a store; the same one again is the same')

export const Identified = z.object({
  customer_id: Fen.describe('To quote and commit with'),
  proof: z
    .string()
    .nullable()
    .describe(
      'That she showed her code: with it points and stored value may be spent, for 12 hours',
    ),
  member: z.object({ number: z.string() }).nullable(),
  level: z.object({ code: z.string(), name: z.string(), name_en: z.string() }).nullable(),
  benefits: z.array(
    z.object({ code: z.string(), name: z.string(), name_en: z.string(), left: Fen.nullable() }),
  ),
  points: z.object({
    spendable: Fen,
    worth_fen: Fen,
    least_points: Fen,
    most_bp: Fen.describe('The most of an order they pay, basis points'),
  }),
  stored_value: z.object({ principal_fen: Fen, bonus_fen: Fen }),
  coupons: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      offer_name: z.string(),
      valid_to: z.iso.datetime().nullable(),
    }),
  ),
})

export const Basket = z.object({
  store: Code.describe('Where it is sold, and whose stock goes'),
  storefront: Code.describe('Whose goods and prices'),
  customer_id: z.number().int().min(1).max(4_294_967_295).describe('As identified'),
  lines: z
    .array(
      z.object({ sku: z.string().min(1).max(255), quantity: z.number().int().min(1).max(100_000) }),
    )
    .min(1)
    .max(500),
  coupon_codes: z
    .array(z.string().min(1).max(100))
    .max(20)
    .nullable()
    .default(null)
    .describe('null: whatever saves most; none named: none'),
  proof: z.string().max(100).nullable().default(null).describe('As identified by her code'),
  points_wanted: Sum.default(0).describe('Needs the proof'),
  stored_value_wanted_fen: Sum.default(0).describe('Needs the proof'),
})
export const TillQuote = QuoteWithGifts.extend({
  coupon_codes: z.array(z.string()).describe('The coupons it rests on'),
})
export const Commit = Basket.extend({
  receipt: Receipt,
  coupon_codes: z.array(z.string().min(1).max(100)).max(20).describe('As the quote said'),
  expected_due_fen: Sum.describe('As the quote said'),
  taken_fen: Sum.nullable()
    .default(null)
    .describe('What the till has taken already: kept to the fen. null: it takes it once answered'),
  tender: z.string().trim().max(40).default('').describe('How it is paid, in the till’s words'),
  staff_id: Code.nullable().default(null).describe('Whose code was scanned: whom it counts for'),
})
export const Sold = z.object({
  order_id: z.uuid(),
  number: z.string(),
  state: z.string(),
  currency: z.string(),
  total_fen: Fen,
  stored_value_fen: Fen,
  due_fen: Fen.describe('What the till takes, or took'),
  priced_fen: Fen.nullable().describe('What it came to then; null: it could not be priced'),
  difference_fen: Fen.nullable().describe('Taken more than that, or less'),
  lost: z
    .string()
    .nullable()
    .describe('Why offers, coupons, points and stored value were left out'),
  tender: z.string(),
  at: z.iso.datetime(),
})
export const RefundAsked = z.object({
  store: Code,
  receipt: Receipt.describe('Of the sale'),
  refund_receipt: Receipt.describe(
    'The till’s own number of the refund; the same again is the same',
  ),
  lines: z
    .array(
      z.object({
        sku: z.string().min(1).max(255),
        quantity: z.number().int().min(0).max(100_000),
        fen: Sum.optional().describe('Absent: the paid share of so many pieces'),
      }),
    )
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe('null: all that is left'),
  goods_back: z.boolean().default(true).describe('Whether the pieces are on the shelf again'),
  reason: z.string().trim().min(1).max(500),
})
export const Refunded = z.object({
  id: z.uuid(),
  order_id: z.uuid(),
  receipt: z.string(),
  amount_fen: Fen,
  paid_out_fen: Fen.describe('What the till hands back; the rest is stored value again'),
  at: z.iso.datetime(),
})

export const Redeemable = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('appointment'), appointment: AppointmentOut }),
  z.object({
    kind: z.literal('pick_up'),
    number: z.string(),
    store: z.string(),
    state: z.enum(OWN_STATES).describe('to_pick_up: it waits'),
    note: z.string(),
    goods: z.array(z.object({ sku: z.string(), name: z.string(), quantity: Fen })),
    kept_back: z.string().nullable().describe('Why it is not handed over yet'),
    placed_at: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('session_card'),
    code: z.string(),
    name: z.string(),
    services: z.array(z.string()).describe('One of them each time'),
    sessions: Fen,
    used: Fen,
    state: z.enum(['active', 'used', 'returned', 'expired']),
    valid_until: z.iso.datetime().nullable(),
    given: z.array(GivenSessionOut).describe('Newest first'),
  }),
  z.object({
    kind: z.literal('coupon'),
    code: z.string(),
    name: z.string(),
    offer_name: z.string(),
    offer_kind: z.string(),
    terms: z.record(z.string(), z.unknown()),
    state: z.enum(['free', 'taken', 'held', 'used', 'void', 'expired']),
    valid_from: z.iso.datetime().nullable(),
    valid_to: z.iso.datetime().nullable(),
  }),
])
