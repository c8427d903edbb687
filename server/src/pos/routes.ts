import { z } from 'zod'
import {
  paidOut,
  priceAtTill,
  refundAtTill,
  type Sold as SoldRow,
  sellAtTill,
  shownQuote,
} from '../commerce/index.ts'
import type { OrgSettings } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { canonicalInScope } from '../profile/index.ts'
import { giveSession, handOver, takeIn, whatIs } from './desk.ts'
import { nodeOf, whoIs } from './identify.ts'
import { proofKey, proofOf, readProof } from './proof.ts'
import {
  Basket,
  Commit,
  Identified,
  Receipt,
  Redeemable,
  RefundAsked,
  Refunded,
  Sold,
  TillQuote,
} from './shapes.ts'

const tags = ['tills']
const Done = z.object({ ok: z.literal(true) })
const done = { ok: true as const }
const AtCode = z.object({ code: z.string().trim().min(1).max(100) })

const basketOf = (body: z.infer<typeof Basket>, isShown: boolean) => ({
  ...{ store: body.store, storefront: body.storefront, customerId: body.customer_id },
  ...{ lines: body.lines, couponCodes: body.coupon_codes, pointsWanted: body.points_wanted },
  ...{ storedValueWanted: body.stored_value_wanted_fen, isShown },
})
type Quoted = Awaited<ReturnType<typeof priceAtTill>>['quoted']
/** With the coupons it rests on, to commit with. */
const shown = (quoted: Quoted) => ({
  ...shownQuote(quoted),
  coupon_codes: quoted.trace.flatMap(({ step, applied, id }) =>
    step === 'coupon' && applied && id !== undefined ? [id] : [],
  ),
})
const shownSold = (sold: SoldRow) => ({ ...sold, at: sold.at.toISOString() })

export const routes =
  ({ secrets }: Pick<OrgSettings, 'secrets'>) =>
  (app: Http): void => {
    const isShown = (ctx: Ctx, { proof, customer_id }: z.infer<typeof Basket>) =>
      proof !== null && readProof(proofKey(secrets, ctx.tenantId), proof, ctx.now()) === customer_id
    app.post(
      '/pos/identify',
      {
        config: { access: 'orders:write', scoped: true },
        schema: {
          tags,
          summary: 'Who stands at the till, with her level, points, stored value and coupons',
          description:
            'A phone counts only once she has proved it. A code is good for about a minute; who showed it may spend points and stored value, with the proof that is answered.',
          body: z.discriminatedUnion('by', [
            z.object({ by: z.literal('member_code'), member_code: z.string().min(1).max(40) }),
            z.object({ by: z.literal('phone'), phone: z.string().min(5).max(30) }),
            z.object({ by: z.literal('card_number'), card_number: z.string().min(1).max(40) }),
          ]),
          response: { 200: Identified },
        },
      },
      async ({ ctx, body }) => {
        const node = await nodeOf(ctx, secrets, body)
        const hasShown = body.by === 'member_code'
        return {
          ...(await whoIs(ctx, node)),
          proof: hasShown ? proofOf(proofKey(secrets, ctx.tenantId), node, ctx.now()) : null,
        }
      },
    )
    app.post(
      '/pos/quote',
      {
        config: { access: 'orders:write', scoped: true, prepared: true },
        schema: {
          tags,
          summary: 'What a basket costs her at the till, priced as everywhere; nothing is kept',
          body: Basket,
          response: { 200: TillQuote },
        },
      },
      async ({ ctx, body }) => {
        await canonicalInScope(ctx, body.customer_id)
        return shown((await priceAtTill(ctx, basketOf(body, isShown(ctx, body)))).quoted)
      },
    )
    app.post(
      '/pos/commit',
      {
        config: { access: 'orders:write', scoped: true, keepsKey: true },
        schema: {
          tags,
          summary: 'The sale: paid and handed over; the same receipt is the same order',
          description:
            'Send it again until it is answered. Another price is answered 409 with the fresh quote, unless taken_fen says that the money is there: then it is kept as taken, with the difference.',
          body: Commit,
          response: { 200: Sold },
        },
      },
      async ({ ctx, body }) => {
        await canonicalInScope(ctx, body.customer_id)
        const { staff_id } = body
        const cameBy = { way: 'scanned' as const, channel_id: null, room: null }
        const sold = await sellAtTill(ctx, {
          ...basketOf(body, isShown(ctx, body)),
          ...{ couponCodes: body.coupon_codes, receipt: body.receipt },
          ...{ expectedDueFen: body.expected_due_fen, takenFen: body.taken_fen },
          ...{ tender: body.tender, cameBy: staff_id === null ? null : { ...cameBy, staff_id } },
        }).catch(showFreshQuote)
        return shownSold(sold)
      },
    )
    app.post(
      '/pos/refund',
      {
        config: { access: 'refunds:decide', scoped: true, keepsKey: true },
        schema: {
          tags,
          summary: 'A sale goes back, in part or whole; the same refund receipt is the same refund',
          body: RefundAsked,
          response: { 200: Refunded },
        },
      },
      async ({ ctx, body }) => {
        const refund = await refundAtTill(ctx, {
          ...{ store: body.store, receipt: body.receipt, refundReceipt: body.refund_receipt },
          ...{ lines: body.lines, goodsBack: body.goods_back, reason: body.reason },
        })
        return { ...refund, at: refund.at.toISOString() }
      },
    )
    app.post(
      '/pos/refunds/:id/paid-out',
      {
        config: { access: 'refunds:decide', scoped: true },
        schema: {
          tags,
          summary: 'The till has handed out what was given back elsewhere',
          params: z.object({ id: z.uuid() }),
          response: { 200: Done },
        },
      },
      async ({ ctx, params }) => {
        await paidOut(ctx, params.id)
        return done
      },
    )
    deskRoutes(app)
  }

function deskRoutes(app: Http): void {
  app.get(
    '/desk-codes/:code',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'What a code is: goods that wait, an appointment, a session card, or a coupon',
        params: AtCode,
        response: { 200: Redeemable },
      },
    },
    ({ ctx, params }) => whatIs(ctx, params.code),
  )
  app.post(
    '/desk-codes/:code/hand-over',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'The goods are handed over; a code is good for once',
        params: AtCode,
        response: { 200: Done },
      },
    },
    async ({ ctx, params }) => {
      await handOver(ctx, params.code)
      return done
    },
  )
  app.post(
    '/desk-codes/:code/take-in',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'A coupon is used at a counter whose sale is none of ours; the same key is once',
        params: AtCode,
        body: z.object({
          key: Receipt,
          store: z.string().trim().min(1).max(64),
          fen: z.number().int().min(0).max(1_000_000_000).describe('What it took off'),
        }),
        response: { 200: Done },
      },
    },
    async ({ ctx, params, body }) => {
      await takeIn(ctx, { ...body, code: params.code })
      return done
    },
  )
  app.post(
    '/desk-codes/:code/give-session',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'A session of a card is given; the same key is the same session',
        params: AtCode,
        body: z.object({
          key: Receipt,
          store: z.string().trim().min(1).max(64).describe('Where it is given'),
          service: z.string().trim().min(1).max(60).describe('One of the card’s'),
        }),
        response: {
          200: z.object({
            number: z.number().int().describe('Which of the card’s sessions'),
            service: z.string(),
            at: z.iso.datetime(),
          }),
        },
      },
    },
    ({ ctx, params, body }) => giveSession(ctx, { ...body, code: params.code }),
  )
}

/** The price that changed, in the words of the API. */
function showFreshQuote(error: unknown): never {
  if (error instanceof AppError && error.code === 'price_changed') {
    const { quote } = error.details as { quote: Quoted }
    throw new AppError(409, error.code, error.message, { details: { quote: shown(quote) } })
  }
  throw error
}
