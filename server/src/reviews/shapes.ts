// Reviews as the API shows them.
import { z } from 'zod'
import { pageOf } from '../platform/page.ts'
import { ListedCustomerShape } from '../profile/index.ts'
import {
  HIDING_REASONS,
  MOST_AUTHOR,
  MOST_REVIEW_PICTURES,
  MOST_WORDS,
  REVIEW_STATES,
} from './rules.ts'

const Int = z.number().int()
export const StarCount = z.number().int().min(1).max(5)
export const StarsQuery = z.coerce.number().int().min(1).max(5)

export const Summary = z.object({
  count: Int.describe('All that count: also those that wait or are hidden'),
  average_centi: Int.nullable().describe('Hundredths of a star over all that count'),
  by_stars: z.array(Int).length(5).describe('From one star to five'),
  unseen: Int.describe('Of those that count, how many wait or are hidden'),
})
export const ShownReviews = pageOf(
  z.object({
    id: z.uuid(),
    sku: z.string(),
    stars: Int,
    words: z.string(),
    author: z.string().describe('Empty: anonymous'),
    posted_at: z.iso.datetime(),
    pictures: z.array(z.uuid()),
    reply: z.string(),
  }),
).extend({ summary: Summary })

export const NewReviewBody = z.object({
  sku: z.string().min(1).max(255),
  stars: StarCount,
  words: z.string().trim().max(MOST_WORDS).default(''),
  author: z.string().trim().max(MOST_AUTHOR).default('').describe('Empty: anonymous'),
  pictures: z.array(z.uuid()).max(MOST_REVIEW_PICTURES).default([]),
})
export const OwnReviewOut = z.object({
  id: z.uuid(),
  sku: z.string(),
  stars: Int,
  words: z.string(),
  author: z.string(),
  state: z.enum(REVIEW_STATES),
  reply: z.string(),
  pictures: z.array(z.uuid()),
})
export const Reviewables = z.object({
  items: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      can: z.enum(['open', 'not_received', 'too_late']),
      until: z.iso.datetime().nullable(),
      review: OwnReviewOut.nullable(),
    }),
  ),
})

export const ReviewOut = z.object({
  id: z.uuid(),
  order_id: z.uuid(),
  order_number: z.string(),
  sku: z.string(),
  product: z.string(),
  customer_id: Int.nullable().describe('Null once she was erased'),
  stars: Int,
  words: z.string(),
  author: z.string().describe('Empty: anonymous'),
  pictures: z.array(z.uuid()),
  state: z.enum(REVIEW_STATES),
  hidden_for: z.enum(HIDING_REASONS).nullable(),
  hidden_note: z.string(),
  reply: z.string(),
  replied_at: z.iso.datetime().nullable(),
  posted_at: z.iso.datetime(),
  decided_at: z.iso.datetime().nullable(),
  is_refunded: z.boolean().describe('All of the line was given back: it earns no points'),
  revision: Int,
})
/** As the brand's list shows it. */
export const ListedReview = ReviewOut.extend({ customer: ListedCustomerShape.nullable() })
export const Figures = Summary.extend({
  pending: Int,
  shown: Int,
  hidden: Int,
  hidden_low: Int.describe('Hidden ones of one or two stars'),
  unanswered_low: Int.describe('Of one or two stars, not hidden, without an answer'),
})
export const Setting = z.object({
  needs_approval: z.boolean().describe('Whether a review waits until somebody has read it'),
  within_days: z.number().int().min(1).max(365).describe('After the goods have arrived'),
  revision: z.number().int().min(0),
})
