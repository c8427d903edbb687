import { z } from 'zod'
import {
  joinInShop,
  type OwnMembership,
  ownMembership,
  ownMoves,
  ownPoints,
  ownStoredValue,
} from '../membership/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import type { Secrets } from '../platform/secrets.ts'
import { couponsOf, offeredCoupons, takeOffered, waitingCouponGifts } from '../promotion/index.ts'
import { Offered, shownCoupon, shownOffered, WalletCoupon } from './coupon-shapes.ts'
import { memberCodeAt, memberCodeKey } from './member-code.ts'
import { ownNodes, shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const Time = z.iso.datetime()
const Count = z.number().int()
const Benefit = z.object({
  code: z.string(),
  kind: z.string(),
  name: z.string(),
  name_en: z.string(),
  args: z.record(z.string(), z.unknown()),
})
const Membership = z.object({
  programme: z.object({
    name: z.string(),
    terms_version: z.string(),
    terms_text: z.string(),
    can_join: z.boolean().describe('Whether customers join here by themselves'),
  }),
  member: z.object({ number: z.string(), joined_at: Time }).nullable(),
  standing: z
    .object({
      level: z.string(),
      since: Time,
      term_ends_at: Time.nullable(),
      grace_until: Time.nullable(),
      progress: z
        .object({
          level: z.string(),
          match: z.enum(['any', 'all']),
          needs: z.array(
            z.object({
              by: z.enum(['spend', 'orders', 'growth', 'event']),
              event: z.string().nullable(),
              have: Count,
              at_least: Count,
            }),
          ),
        })
        .nullable()
        .describe('The next level and what it needs; null: she holds the highest'),
    })
    .nullable(),
  levels: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      name_en: z.string(),
      title: z.string().describe('What its members are called; empty: by the level’s name'),
      title_en: z.string(),
      badge: z
        .object({ url: z.string(), width: Count, height: Count })
        .nullable()
        .describe('Shown with them; below the server’s own address'),
      benefits: z.array(Benefit),
    }),
  ),
  benefits: z.array(Benefit.extend({ left: Count.nullable().describe('In this period') })),
})
const MembershipAnswer = z.object({ membership: Membership.nullable() })
const Points = z.object({
  spendable: Count,
  pending: Count.describe('Earned, and to be spent once the order is received or approved'),
  owed: Count,
  worth_fen: Count.describe('What the spendable ones would pay'),
  lasting: Count.describe('Of them, how many never expire'),
  expiring: z.array(z.object({ expires_at: Time, amount: Count })),
  worth: z.object({ points: Count, fen: Count }),
  most_bp: Count.describe('The most of an order they pay, basis points'),
  least_points: Count,
})
const Move = z.object({
  id: Count,
  at: Time,
  kind: z.string(),
  book: z.enum(['points', 'principal', 'bonus']),
  code: z.enum(['pending', 'active']),
  amount: Count,
})
const BOOKS = { points: ['points'], stored_value: ['principal', 'bonus'] } as const

async function shownMembership(ctx: Ctx): Promise<z.infer<typeof MembershipAnswer>> {
  const found = await ownMembership(ctx, shopperOf(ctx), await ownNodes(ctx))
  return { membership: found && shown(found) }
}
const shown = ({ member, standing, ...rest }: OwnMembership): z.infer<typeof Membership> => ({
  ...rest,
  member: member && { number: member.number, joined_at: member.joined_at.toISOString() },
  standing: standing && {
    ...standing,
    since: standing.since.toISOString(),
    term_ends_at: standing.term_ends_at?.toISOString() ?? null,
    grace_until: standing.grace_until?.toISOString() ?? null,
  },
})

export function memberRoutes(app: Http, secrets: Secrets): void {
  app.get(
    '/shop/:shop/member-code',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'The code she shows at a till; another one every minute' },
        params: AtShop,
        response: {
          200: z.object({
            code: z.string(),
            changes_in_ms: Count.describe('Until another code is shown'),
          }),
        },
      },
    },
    async ({ ctx }) => {
      const now = ctx.now()
      const key = memberCodeKey(secrets, ctx.tenantId)
      const { code, changesAt } = memberCodeAt(key, shopperOf(ctx), now)
      return { code, changes_in_ms: changesAt.getTime() - now.getTime() }
    },
  )
  app.get(
    '/shop/:shop/membership',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her membership: level, what the next one needs, what each gives' },
        description: 'null where the brand has no programme.',
        params: AtShop,
        response: { 200: MembershipAnswer },
      },
    },
    ({ ctx }) => shownMembership(ctx),
  )
  app.post(
    '/shop/:shop/membership',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She joins; joining twice is joining once', params: AtShop },
        body: z.object({ agreed: z.string().max(200).describe('The version of the terms') }),
        response: { 200: MembershipAnswer },
      },
    },
    async ({ ctx, params, body }) => {
      const page = `/m/${params.shop}/member`
      await joinInShop(ctx, shopperOf(ctx), { terms: body.agreed, page })
      return shownMembership(ctx)
    },
  )
  app.get(
    '/shop/:shop/points',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her points, with every lot that will expire, and their worth' },
        ...{ params: AtShop, response: { 200: Points } },
      },
    },
    async ({ ctx }) => {
      const { active: _, ...points } = await ownPoints(ctx, shopperOf(ctx))
      return points
    },
  )
  app.get(
    '/shop/:shop/stored-value',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What she has paid in and not spent', params: AtShop },
        response: { 200: z.object({ principal_fen: Count, bonus_fen: Count }) },
      },
    },
    ({ ctx }) => ownStoredValue(ctx, shopperOf(ctx)),
  )
  app.get(
    '/shop/:shop/ledger',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'What moved her points or stored value, newest first' },
        params: AtShop,
        querystring: z.object({ ...pageQuery, of: z.enum(['points', 'stored_value']) }),
        response: { 200: pageOf(Move) },
      },
    },
    async ({ ctx, query: { of, ...page } }) => {
      const { items, next_cursor } = await ownMoves(ctx, shopperOf(ctx), BOOKS[of], page)
      return {
        items: items.map(({ id, at, kind, book, code, amount }) => ({
          ...{ id, at, kind, book, code, amount },
        })),
        next_cursor,
      }
    },
  )
  app.get(
    '/shop/:shop/coupons',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her coupons, and those she may take now', params: AtShop },
        response: {
          200: z.object({ items: z.array(WalletCoupon), offered: z.array(Offered) }),
        },
      },
    },
    async ({ ctx }) => {
      const nodes = await ownNodes(ctx)
      const items = await couponsOf(ctx, nodes)
      const gifts = await waitingCouponGifts(ctx, nodes)
      const offered = await offeredCoupons(ctx, shopperOf(ctx), await storefrontOf(ctx))
      return {
        items: items.map((coupon) => shownCoupon(coupon, gifts.get(coupon.code) ?? null)),
        offered: offered.map(shownOffered),
      }
    },
  )
  app.post(
    '/shop/:shop/coupons',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She takes one of what is offered', params: AtShop },
        body: z.object({ batch_id: z.uuid() }),
        response: { 201: WalletCoupon },
      },
    },
    async ({ ctx, body }, reply) => {
      const storefront = await storefrontOf(ctx)
      const coupon = await takeOffered(ctx, body.batch_id, shopperOf(ctx), storefront)
      return reply.code(201).send(shownCoupon(coupon))
    },
  )
}
