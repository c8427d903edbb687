// Bestie cards as customers see them, in the API.
import { z } from 'zod'
import type { ShownGain } from '../promotion/index.ts'
import { Worth, worthOf } from './coupon-shapes.ts'

const Int = z.number().int()
const Time = z.iso.datetime()
const Gain = z.object({ name: z.string(), worth: Worth })
const Terms = {
  friend: z.enum(['anyone', 'new']).describe('new: who has bought nothing here before'),
  friend_gets: Gain.describe('The friend’s coupon'),
  holder_gets: Gain.nullable().describe('The coupon of who gives the card'),
  holder_when: z.enum(['accepted', 'first_order']),
}
const Card = z.object({
  code: z.string().describe('Of the link'),
  plan: z.string(),
  state: z.enum(['waiting', 'accepted', 'expired', 'revoked']),
  ...{ expires_at: Time, accepted_at: Time.nullable() },
  ...Terms,
})
export const OwnBestieCard = Card.extend({
  is_earned: z.boolean().describe('Her own coupon has come'),
})
export const BestieCardForFriend = Card.extend({
  is_own: z.boolean().describe('She gives it herself'),
  is_mine: z.boolean().describe('She has accepted it'),
})
export const OfferedBestieCard = z.object({
  id: z.uuid(),
  name: z.string(),
  sku: z.string().nullable().describe('The product that buys one; null: she takes one'),
  accept_hours: Int,
  per_holder: Int,
  mine: Int.describe('How many of it she has that count'),
  is_gone: z.boolean(),
  ends_at: Time,
  refused: z.string().nullable().describe('Why it is not for her to take; null: it is'),
  ...Terms,
})

const gain = ({ name, ...of }: ShownGain) => ({ name, worth: worthOf(of) })
export const gainsOf = (of: { friend_gets: ShownGain; holder_gets: ShownGain | null }) => ({
  friend_gets: gain(of.friend_gets),
  holder_gets: of.holder_gets && gain(of.holder_gets),
})
