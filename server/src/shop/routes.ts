import { z } from 'zod'
import { isForAll, Live } from '../commerce/index.ts'
import { listMessages, MESSAGE_KINDS, readMessages } from '../messages/index.ts'
import { asTenant, type OrgSettings } from '../org/index.ts'
import { unauthenticated } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { addressRoutes } from './address-routes.ts'
import { affiliateRoutes } from './affiliate-routes.ts'
import { shopAppointmentRoutes } from './appointment-routes.ts'
import { deviceOf, keepDevice, refuseOtherPages, writeShopCookie } from './authenticate.ts'
import { bestieRoutes } from './bestie-routes.ts'
import { cardRoutes } from './card-routes.ts'
import { CODE_MINUTES, codeKeys, sendCode } from './codes.ts'
import { couponGiftRoutes } from './coupon-gift-routes.ts'
import { firstOrderRoutes } from './first-order-routes.ts'
import { flashRoutes } from './flash-routes.ts'
import { formRoutes } from './form-routes.ts'
import { giftRoutes } from './gift-routes.ts'
import { ShopBenefit, ShopProduct, shopCategories, shopProduct, shopProducts } from './goods.ts'
import { groupRoutes } from './group-routes.ts'
import { homeRoutes, Previewing } from './home-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { newcomerRoutes } from './newcomer-routes.ts'
import { orderRoutes } from './order-routes.ts'
import { findPreview } from './pages/preview.ts'
import { pageRoutes } from './pages/routes.ts'
import { shopPreSaleRoutes } from './pre-sale-routes.ts'
import { ASKED, ownData, sayOwnConsent } from './privacy.ts'
import { shopQuotationRoutes } from './quotation-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import { rewardRoutes } from './reward-routes.ts'
import { beginSession, endSession, findOwnSession, ownNodes, shopperOf } from './session.ts'
import { getShop, openShop, saveShop, storefrontAsked } from './shop.ts'
import { signIn } from './sign-in.ts'
import { shopStorefronts } from './storefronts.ts'
import { shopPlanRoutes, subscriptionRoutes } from './subscription-routes.ts'
import { supplementRoutes } from './supplement-routes.ts'
import { closedTo, knownBy, lookingAt } from './visible.ts'
import { wishRoutes } from './wish-routes.ts'

const tags = ['shop']
const Slug = z
  .string()
  .regex(/^[a-z0-9](-?[a-z0-9]){2,39}$/)
  .describe('The address below /m/: lower-case letters, digits and single hyphens')
const AtShop = z.object({ shop: Slug })
const Shop = z.object({
  slug: Slug,
  is_open: z.boolean(),
  privacy_version: z.string().max(50),
  privacy_text: z.string().max(50_000),
  storefront: z
    .string()
    .min(1)
    .max(64)
    .nullable()
    .default(null)
    .describe('The storefront it is; null: it shows products and takes no orders'),
  revision: z.number().int().min(0),
})
const PublicShop = z.object({
  slug: z.string(),
  name: z.string(),
  currency: z.string(),
  language: z.enum(['zh-CN', 'en']),
  privacy_version: z.string(),
  privacy_text: z.string(),
  takes_orders: z.boolean(),
  at: z
    .object({
      name: z.string(),
      accent: z.string().nullable().describe('The colour of its buttons and links'),
      live: Live.nullable().describe('On now, or to come'),
    })
    .nullable()
    .describe('The storefront whoever asks stands before'),
  storefronts: z
    .array(
      z.object({
        ...{ code: z.string(), name: z.string(), kind: z.string() },
        is_own: z.boolean().describe('At the shop’s plain address'),
      }),
    )
    .describe('Where else she may go; with the header x-homefield-storefront'),
  closed: z
    .object({
      signed_in: z.boolean(),
      is_member: z.boolean(),
      levels: z
        .array(z.object({ code: z.string(), name: z.string(), name_en: z.string() }))
        .describe('Who holds one of them may come'),
      by_invitation: z.boolean().describe('And whom the brand has picked'),
    })
    .nullable()
    .describe('Not shown to whoever asks, and what would open it; null: it is open to her'),
})
const Phone = z.string().min(5).max(30)
const Session = z.object({ signed_in: z.boolean(), visitor: z.string() })
const Own = z.object({
  customer_id: z.number().int(),
  known_by: z.array(z.object({ namespace: z.string(), value: z.string().describe('Masked') })),
  consents: z.array(
    z.object({
      purpose: z.enum(ASKED),
      allowed: z.boolean(),
      since: z.iso.datetime().nullable(),
    }),
  ),
})
const Done = z.object({ ok: z.literal(true) })
const done = { ok: true as const }

export const routes =
  ({ base, secrets, publicUrl }: OrgSettings) =>
  async (app: Http): Promise<void> => {
    const keys = codeKeys(secrets)
    orderRoutes(app)
    supplementRoutes(app)
    memberRoutes(app, secrets)
    rewardRoutes(app)
    cardRoutes(app)
    giftRoutes(app)
    affiliateRoutes(app)
    bestieRoutes(app)
    formRoutes(app)
    subscriptionRoutes(app)
    const isHttps = publicUrl?.startsWith('https:') ?? false

    app.get(
      '/shop-settings',
      {
        config: { access: 'settings:manage' },
        schema: {
          tags,
          summary: 'The address and notice of the brand’s shop; null before it has one',
          response: { 200: z.object({ shop: Shop.nullable() }) },
        },
      },
      async ({ ctx }) => ({ shop: (await getShop(ctx)) ?? null }),
    )
    app.put(
      '/shop-settings',
      {
        config: { access: 'settings:manage' },
        schema: { tags, summary: 'Set up the shop', body: Shop, response: { 200: Shop } },
      },
      ({ ctx, body }) => saveShop(ctx, body),
    )

    app.get(
      '/shop/:shop',
      {
        config: { access: 'public' },
        schema: {
          tags,
          summary: 'What anybody may see of an open shop',
          params: AtShop,
          querystring: Previewing,
          response: { 200: PublicShop },
        },
      },
      async (request) => {
        const { params, query } = request
        const { shop: slug } = params
        if (query.preview !== undefined) await findPreview(base, slug, query.preview)
        const isPreview = query.preview !== undefined
        const shop = await openShop(base.pg, slug, {
          ...{ previewed: isPreview, at: storefrontAsked(request) },
        })
        const ctx = asTenant(base, shop.tenantId)
        const isAsked = !isPreview && !isForAll(shop.visibleTo)
        const customer = isPreview ? null : await knownBy(ctx, request)
        const live = shop.at?.live ?? null
        const isOver = live !== null && Date.parse(live.ends_at) <= ctx.now().getTime()
        const closed = isAsked ? await closedTo(ctx, shop.visibleTo, customer) : null
        return {
          ...{ slug: shop.slug, name: shop.name, currency: shop.currency, language: shop.language },
          ...{ privacy_version: shop.privacyVersion, privacy_text: shop.privacyText },
          takes_orders: shop.storefront !== null,
          at: shop.at && { ...shop.at, live: isOver || closed ? null : live },
          storefronts: await shopStorefronts(ctx, customer),
          closed,
        }
      },
    )
    const visiting = async (slug: string) =>
      asTenant(base, (await openShop(base.pg, slug)).tenantId)
    const looking = lookingAt(base)
    groupRoutes(app, looking)
    pageRoutes(app)
    homeRoutes(base)(app)
    flashRoutes(app, looking)
    firstOrderRoutes(app)
    couponGiftRoutes(app)
    addressRoutes(app)
    newcomerRoutes(app, looking)
    await reviewRoutes(app, visiting, looking)
    wishRoutes(app)
    shopPreSaleRoutes(app, looking)
    shopQuotationRoutes(app, visiting)
    shopAppointmentRoutes(app, visiting)
    shopPlanRoutes(app, looking)
    app.get(
      '/shop/:shop/categories',
      {
        config: { access: 'public' },
        schema: {
          ...{ tags, summary: 'What the shop’s goods are sorted into', params: AtShop },
          response: {
            200: z.object({
              items: z.array(z.object({ path: z.array(z.string()), products: z.number().int() })),
            }),
          },
        },
      },
      async (request) => ({ items: await shopCategories(await looking(request)) }),
    )
    app.get(
      '/shop/:shop/products',
      {
        config: { access: 'public' },
        schema: {
          ...{ tags, summary: 'What is sold', params: AtShop },
          querystring: z.object({
            ...pageQuery,
            q: z.string().max(100).optional(),
            category: z
              .string()
              .max(1000)
              .transform((text) => text.split('/').map((part) => decodeURIComponent(part)))
              .optional()
              .describe('Names from the widest on, each percent-encoded, with / between them'),
          }),
          response: { 200: pageOf(ShopProduct) },
        },
      },
      async (request) => shopProducts(await looking(request), request.query),
    )
    app.get(
      '/shop/:shop/products/:sku',
      {
        config: { access: 'public' },
        schema: {
          ...{ tags, summary: 'One product with its other sizes and colours' },
          params: AtShop.extend({ sku: z.string().min(1).max(255) }),
          response: {
            200: z.object({
              product: ShopProduct,
              variants: z.array(ShopProduct),
              gives: ShopBenefit.nullable().describe('What it gives when it is paid'),
            }),
          },
        },
      },
      async (request) => shopProduct(await looking(request), request.params.sku),
    )

    app.post(
      '/shop/:shop/session',
      {
        config: { access: 'public' },
        schema: {
          ...{ tags, summary: 'Begin a session of this browser', params: AtShop },
          description: 'Sets a cookie. Asked for again it begins a new one.',
          response: { 200: Session },
        },
      },
      async (request, reply) => {
        refuseOtherPages(request)
        const { slug, tenantId } = await openShop(base.pg, request.params.shop)
        const { token, session } = await beginSession(asTenant(base, tenantId))
        writeShopCookie(request, reply, slug, token, isHttps)
        keepDevice(request, reply, slug, isHttps)
        return { signed_in: false, visitor: session.visitor }
      },
    )
    app.get(
      '/shop/:shop/session',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'Whose browser this is', params: AtShop },
          response: { 200: Session },
        },
      },
      async ({ ctx }) => {
        const session = await findOwnSession(ctx)
        return { signed_in: session.node !== null, visitor: session.visitor }
      },
    )
    app.delete(
      '/shop/:shop/session',
      {
        config: { access: 'shopper' },
        schema: { tags, summary: 'Sign out', params: AtShop, response: { 200: Done } },
      },
      async (request, reply) => {
        const { sessionId } = request.ctx.actor
        if (sessionId === undefined) throw unauthenticated('no_session')
        await endSession(request.ctx, sessionId)
        writeShopCookie(request, reply, request.params.shop, null, isHttps)
        return done
      },
    )
    app.post(
      '/shop/:shop/codes',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'Send a code to a phone', params: AtShop },
          description: `Of use for ${CODE_MINUTES} minutes and five tries. Too many are answered 429.`,
          body: z.object({ phone: Phone }),
          response: { 200: z.object({ expires_at: z.iso.datetime() }) },
        },
      },
      async ({ ctx, body, ip }) => {
        const { id } = await findOwnSession(ctx)
        const { expiresAt } = await sendCode(ctx, keys, {
          ...{ sessionId: id, phone: body.phone, address: ip },
        })
        return { expires_at: expiresAt.toISOString() }
      },
    )
    app.post(
      '/shop/:shop/sign-in',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'Sign in with the code', params: AtShop },
          body: z.object({
            phone: Phone,
            code: z.string().regex(/^\d{6}$/),
            agreed: z.string().max(50).describe('The version of the privacy notice she read'),
          }),
          response: { 200: Session },
        },
      },
      async (request) => {
        const { ctx, body, params } = request
        const session = await findOwnSession(ctx)
        const device = deviceOf(request)
        await signIn(ctx, keys, await openShop(base.pg, params.shop), session, {
          ...body,
          ...(device !== undefined && { device }),
        })
        return { signed_in: true, visitor: session.visitor }
      },
    )

    app.get(
      '/shop/:shop/me',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'What the brand knows her by, and what she has allowed' },
          params: AtShop,
          response: { 200: Own },
        },
      },
      ({ ctx }) => ownData(ctx),
    )
    app.put(
      '/shop/:shop/me/consents/:purpose',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'Allow something or no longer' },
          params: AtShop.extend({ purpose: z.enum(ASKED) }),
          body: z.object({ state: z.enum(['given', 'withdrawn']) }),
          response: { 200: Own },
        },
      },
      async ({ ctx, params, body }) => {
        await sayOwnConsent(ctx, {
          ...{ purpose: params.purpose, state: body.state, page: `/m/${params.shop}/privacy` },
        })
        return ownData(ctx)
      },
    )
    app.get(
      '/shop/:shop/messages',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'What she was told about her orders; newest first', params: AtShop },
          querystring: z.object(pageQuery),
          response: {
            200: pageOf(
              z.object({
                id: z.uuid(),
                kind: z.enum(MESSAGE_KINDS),
                text: z.string(),
                link: z.string().nullable(),
                created_at: z.iso.datetime(),
                read_at: z.iso.datetime().nullable(),
              }),
            ),
          },
        },
      },
      async ({ ctx, query }) => {
        const { items, next_cursor } = await listMessages(ctx, {
          ...query,
          nodes: await ownNodes(ctx),
        })
        return { items: items.map(({ customer_id: _, ...message }) => message), next_cursor }
      },
    )
    app.post(
      '/shop/:shop/messages/read',
      {
        config: { access: 'shopper' },
        schema: {
          ...{ tags, summary: 'She has seen all of them', params: AtShop },
          response: { 200: z.object({ read: z.number().int() }) },
        },
      },
      async ({ ctx }) => {
        shopperOf(ctx)
        return { read: await readMessages(ctx, await ownNodes(ctx)) }
      },
    )
  }
