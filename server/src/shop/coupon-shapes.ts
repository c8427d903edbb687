// Coupons as customers see them: what they are worth, not for whom the brand means them.
import { z } from 'zod'
import type { Coupon, OfferedCoupon } from '../promotion/index.ts'

const Time = z.iso.datetime()
const Count = z.number().int()
export const Worth = z.object({
  kind: z.string(),
  args: z.record(z.string(), z.unknown()),
  needs: z.object({ fen: Count.optional(), pieces: Count.optional() }),
  most_fen: Count.nullable(),
})
export const WalletCoupon = z.object({
  code: z.string(),
  name: z.string(),
  offer_name: z.string(),
  worth: Worth,
  state: z.enum(['taken', 'held', 'used', 'void', 'expired', 'free']),
  valid_from: Time.nullable(),
  valid_to: Time.nullable(),
  is_transferable: z.boolean().describe('She may pass it on while it is hers and unused'),
  gift: z
    .string()
    .nullable()
    .describe('Of the link by which a friend may claim it; null: she has not passed it on'),
})
export const Offered = z.object({
  batch_id: z.uuid(),
  name: z.string(),
  offer_name: z.string(),
  activity_name: z.string(),
  worth: Worth,
  ends_at: Time.describe('When its activity ends'),
  valid_to: Time.nullable(),
  valid_hours: Count.nullable().describe('From being taken'),
  take_limit: Count.nullable(),
  mine: Count.describe('How many of it she has or had'),
  is_gone: z.boolean(),
  refused: z.string().nullable().describe('Why it is not for her; null: it is'),
  window_ends_at: Time.nullable().describe('When her own time for it is over'),
})
export const ForNewcomers = z.object({
  now: Time,
  items: z.array(
    z.object({
      id: z.uuid(),
      offer_name: z.string(),
      worth: Worth,
      until: Time.nullable().describe('When her own time for it, or the offer, is over'),
    }),
  ),
})

/** What of an offer's terms is a customer's business: not for which audiences it is meant. */
export const worthOf = ({ kind, terms }: { kind: string; terms: Record<string, unknown> }) =>
  ({
    kind,
    args: (terms.args as Record<string, unknown> | undefined) ?? {},
    needs: (terms.needs as z.infer<typeof Worth>['needs'] | undefined) ?? {},
    most_fen: (terms.most_fen as number | undefined) ?? null,
  }) satisfies z.infer<typeof Worth>

export const shownCoupon = (
  coupon: Coupon,
  gift: string | null = null,
): z.infer<typeof WalletCoupon> => ({
  ...{ is_transferable: coupon.is_transferable, gift },
  ...{ code: coupon.code, name: coupon.batch_name, offer_name: coupon.offer_name },
  ...{ state: coupon.state, valid_from: coupon.valid_from, valid_to: coupon.valid_to },
  worth: worthOf(coupon),
})
export const shownOffered = ({
  activity_id: _,
  kind,
  terms,
  ...rest
}: OfferedCoupon): z.infer<typeof Offered> => ({ ...rest, worth: worthOf({ kind, terms }) })
