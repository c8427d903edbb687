// What makes a super user of a brand: whatever differs between brands is a setting.
import { z } from 'zod'

export const DIMENSIONS = ['recognition', 'participation', 'stability', 'diffusion'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What each dimension is made of. */
export const MEASURES = {
  payments: 'recognition',
  attitude: 'recognition',
  feedback: 'recognition',
  active_days: 'participation',
  paying_months: 'participation',
  completeness: 'stability',
  active_weeks: 'stability',
  shares: 'diffusion',
  reached: 'diffusion',
  recruits: 'diffusion',
} as const satisfies Record<string, Dimension>
export type Measure = keyof typeof MEASURES
export const MEASURE_CODES = Object.keys(MEASURES) as [Measure, ...Measure[]]
export const isMeasure = (code: string): code is Measure => code in MEASURES

const Event = z.string().min(1).max(200)
const Events = z.array(Event).max(20)
const Percent = z.number().min(0).max(100)

export const SuperUserSettings = z
  .object({
    window_days: z
      .number()
      .int()
      .min(14)
      .max(730)
      .default(180)
      .describe('What lies longer ago does not count'),
    payments_needed: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(2)
      .describe('Kept payments, at any time, from which a customer has recognised the brand'),
    enter: Percent.default(60).describe('A score from here on makes a super user'),
    leave: Percent.default(50).describe('A super user stays one down to here'),
    candidate: Percent.default(40).describe('A score from here on makes a candidate'),
    evidence_needed: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(3)
      .describe('With fewer facts about a customer the three signals decide'),
    doubt: z
      .number()
      .min(0)
      .max(50)
      .default(2)
      .describe('A dimension with n facts counts n ÷ (n + doubt) of itself'),
    peers: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .default(null)
      .describe('An attribute: customers are compared with those of the same value only'),
    attributes: z
      .array(Event)
      .max(50)
      .default(['name', 'phone', 'gender', 'birthday', 'city'])
      .describe('What a whole profile holds'),
    sharing: Events.default(['page_shared']),
    feedback: Events.default([
      ...['survey_answered', 'review_posted', 'feedback_given', 'idea_posted', 'activity_joined'],
    ]),
    content: Events.default(['content_posted', 'review_posted', 'idea_posted']).describe(
      'With which a customer produces content',
    ),
    content_quality: z
      .object({ property: Event, at_least: z.number() })
      .strict()
      .nullable()
      .default(null)
      .describe('Content is valuable from here on; null: all of it'),
    attitude: z
      .object({ event: Event, property: Event })
      .strict()
      .default({ event: 'nps_answered', property: 'score' })
      .describe('An answer from 0 to 10'),
    value_weight: Percent.default(50).describe(
      'Of the customer value index: how much the lifetime value counts, the four dimensions count the rest',
    ),
    intent: Events.default(['deposit_paid', 'wish_added', 'preorder_placed', 'reservation_made']),
    outside: z
      .object({
        platforms: Events.default(['xiaohongshu', 'douyin', 'kuaishou']).describe(
          'Namespaces of identifiers: accounts on public platforms, brought by lists',
        ),
        score: Event.default('outside_score').describe('An attribute of the list, 0 to 100'),
        at_least: Percent.default(60).describe(
          'From here on somebody found there is worth inviting',
        ),
      })
      .strict()
      .default({
        platforms: ['xiaohongshu', 'douyin', 'kuaishou'],
        score: 'outside_score',
        at_least: 60,
      }),
    benefit: Events.default([
      ...['coupon_used', 'benefit_used', 'member_benefit_used', 'gift_received'],
    ]),
    suspect: z
      .object({
        discount_share: Percent.default(50).describe(
          'A first order so much discounted was bought for the benefit',
        ),
        silent_days: z.number().int().min(1).max(730).default(60),
        deleted_within_days: z.number().int().min(1).max(365).default(7),
      })
      .strict()
      .default({ discount_share: 50, silent_days: 60, deleted_within_days: 7 }),
    allocation: z
      .object({ super: Percent, candidate: Percent, others: Percent })
      .strict()
      .refine((a) => Math.abs(a.super + a.candidate + a.others - 100) < 0.01, 'Shares of 100')
      .default({ super: 50, candidate: 30, others: 20 })
      .describe('How what is spent on customers is to be shared out, in percent'),
  })
  .strict()
  .refine(({ leave, enter }) => leave <= enter, { path: ['leave'], message: 'Not above enter' })
  .refine(({ candidate, leave }) => candidate <= leave, {
    path: ['candidate'],
    message: 'Not above leave',
  })
  .meta({ id: 'SuperUserSettings' })
export type SuperUserSettings = z.infer<typeof SuperUserSettings>
