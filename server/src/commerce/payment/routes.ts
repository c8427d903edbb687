import { sql } from 'kysely'
import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/page.ts'
import { OrderId, Payment, PaymentRefund } from '../checkout/shapes.ts'
import { shownPayment } from '../checkout/shown.ts'
import { demandOrderInSight, seesAllOrders, visibleTo } from '../order-list.ts'
import { listStatements, noteDifference, type SeenStatement, seen } from './differences.ts'
import { listProviders, switchProvider } from './payment-settings.ts'
import { beginPayment } from './payments.ts'
import { REFUND_COLUMNS, type PaymentRefund as Refund, retryRefund } from './send-refunds.ts'
import { compareDay } from './statement.ts'

const tags = ['payments']
const Provider = z.object({
  provider: z.string(),
  ways: z.array(z.string()),
  is_on: z.boolean(),
  is_ready: z.boolean().describe('Whether what it needs is set up'),
})
const Providers = z.object({ items: z.array(Provider) })
const DifferenceCode = z.enum(['not_ours', 'not_theirs', 'amount_differs', 'state_differs'])
const StatementShown = z.object({
  provider: z.string(),
  day: z.iso.date(),
  compared_at: z.iso.datetime(),
  lines: z.number().int(),
  amount_fen: z.number().int().describe('Paid less refunded, as the provider says'),
  fee_fen: z.number().int(),
  differences: z.array(
    z.object({
      kind: z.enum(['payment', 'refund']),
      id: z.string(),
      code: DifferenceCode,
      our_fen: z.number().int().nullable(),
      their_fen: z.number().int().nullable(),
      order_id: z.uuid().nullable(),
      order_number: z.string().nullable().describe('Of the order that we know of'),
      note: z
        .object({ words: z.string(), by: z.string(), at: z.string() })
        .nullable()
        .describe('What somebody found out about it'),
    }),
  ),
  open: z.number().int().describe('Differences nobody has said anything about'),
})
const shownStatement = (s: SeenStatement) =>
  ({ ...s, compared_at: s.compared_at.toISOString() }) as z.infer<typeof StatementShown>
const shownRefund = (r: Refund) => ({
  ...{ ...r, created_at: r.created_at.toISOString() },
  done_at: r.done_at?.toISOString() ?? null,
})
const REFUND_STATES = ['requested', 'sent', 'done', 'failed'] as const

export function paymentRoutes(app: Http): void {
  app.post(
    '/own-orders/:id/payments',
    {
      config: { access: 'orders:write', scoped: true, prepared: true },
      schema: {
        tags,
        summary: 'Begin to pay an order, or go on with the payment that waits',
        params: OrderId,
        body: z.object({
          provider: z.string().min(1).max(64),
          way: z.enum(['jsapi', 'h5', 'test']),
          openid: z.string().max(128).optional().describe('Who pays inside WeChat'),
          client_ip: z.union([z.ipv4(), z.ipv6()]).optional(),
        }),
        response: { 201: Payment },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const { client_ip, ...paying } = body
      const begin = () => beginPayment(ctx, params.id, { ...paying, clientIp: client_ip })
      // Who sees every order is asked only why it could not be begun: one that is not there comes before all else.
      const inSight = () => demandOrderInSight(ctx, params.id)
      const payment = seesAllOrders(ctx)
        ? await begin().catch(async (error) => {
            await inSight()
            throw error
          })
        : await inSight().then(begin)
      return reply.code(201).send(shownPayment(payment))
    },
  )
  app.get(
    '/payment-providers',
    {
      config: { access: 'orders:read', scoped: true },
      schema: { tags, summary: 'Ways of paying', response: { 200: Providers } },
    },
    async ({ ctx }) => ({ items: await listProviders(ctx) }),
  )
  app.put(
    '/payment-providers/:provider',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Switch a way of paying on or off',
        params: z.object({ provider: z.string().max(64) }),
        body: z.object({ is_on: z.boolean() }),
        response: { 200: Providers },
      },
    },
    async ({ ctx, params, body }) => ({
      items: await switchProvider(ctx, params.provider, body.is_on),
    }),
  )
  app.get(
    '/payment-refunds',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'Money on its way back, newest first',
        querystring: z.object({ ...pageQuery, state: z.enum(REFUND_STATES).optional() }),
        response: { 200: pageOf(PaymentRefund) },
      },
    },
    async ({ ctx, query }) => {
      const after = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
      const { rows } = await sql<Refund>`select ${REFUND_COLUMNS} from payment_refund r
        join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id
        join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
        join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where r.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
          and ${query.state ? sql`r.state = ${query.state}` : sql`true`}
          and ${after ? sql`(r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
        order by r.created_at desc, r.id desc limit ${query.limit + 1}`.execute(ctx.pg)
      return toPage(rows, query.limit, shownRefund, (r) => [r.created_at, r.id])
    },
  )
  app.post(
    '/payment-refunds/:id/retry',
    {
      config: { access: 'refunds:decide' },
      schema: {
        tags,
        summary: 'Try a refund again that failed',
        params: OrderId,
        response: { 200: PaymentRefund },
      },
    },
    async ({ ctx, params }) => shownRefund(await retryRefund(ctx, params.id)),
  )
  app.get(
    '/payment-statements',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'Providers’ statements beside what we know, newest first',
        querystring: z.object({ limit: pageQuery.limit }),
        response: { 200: z.object({ items: z.array(StatementShown) }) },
      },
    },
    async ({ ctx, query }) => ({
      items: (await listStatements(ctx, query.limit)).map(shownStatement),
    }),
  )
  app.post(
    '/payment-statements',
    {
      config: { access: 'refunds:decide' },
      schema: {
        tags,
        summary: 'Compare a day of a provider, again if it was compared before',
        body: z.object({ provider: z.string().min(1).max(64), day: z.iso.date() }),
        response: { 200: StatementShown },
      },
    },
    async ({ ctx, body }) => {
      const [statement] = await seen(ctx, [await compareDay(ctx, body.provider, body.day)])
      if (!statement) throw new Error('a statement was lost')
      return shownStatement(statement)
    },
  )
  app.post(
    '/payment-statements/notes',
    {
      config: { access: 'refunds:decide' },
      schema: {
        tags,
        summary: 'Say what was found out about a difference; it counts as seen to',
        body: z.object({
          provider: z.string().min(1).max(64),
          day: z.iso.date(),
          kind: z.enum(['payment', 'refund']),
          id: z.string().min(1).max(255),
          code: DifferenceCode,
          words: z.string().trim().min(1).max(500),
        }),
        response: { 200: StatementShown },
      },
    },
    async ({ ctx, body: { words, ...of } }) => shownStatement(await noteDifference(ctx, of, words)),
  )
}
