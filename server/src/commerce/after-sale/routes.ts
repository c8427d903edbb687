import { sql } from 'kysely'
import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/page.ts'
import { OrderId, AfterSale as Shown } from '../checkout/shapes.ts'
import { shownAfterSale } from '../checkout/shown.ts'
import { demandOrderInSight, visibleTo } from '../order-list.ts'
import { AFTER_SALE_COLUMNS, type AfterSale } from './after-sale.ts'
import { approveAfterSale, dropAfterSale, goodsCameBack, requestAfterSale } from './after-sales.ts'
import { afterSaleInSight, exchangeRoutes, HeldSku } from './exchange-routes.ts'
import { invoiceRoutes } from './invoice-routes.ts'
import { AFTER_SALE_KINDS, AFTER_SALE_STATES } from './states.ts'

const tags = ['after-sales']
const Fen = z.number().int().min(0).max(1_000_000_000)
const Note = z.object({ note: z.string().trim().max(500).default('') })
const Reason = z.object({ note: z.string().trim().min(1).max(500) })
const Queued = Shown.extend({ order_number: z.string() })

export function afterSaleRoutes(app: Http): void {
  app.post(
    '/own-orders/:id/after-sales',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'Ask back what was paid: money only, or goods and money',
        params: OrderId,
        body: z.object({
          kind: z.enum(['money', 'return']),
          reason: z.string().trim().min(1).max(500),
          lines: z
            .array(
              z.object({
                sku: z.string().min(1).max(255),
                quantity: z.number().int().min(0).max(100_000),
                fen: Fen.optional().describe('Absent: the paid share of so many pieces'),
                held_sku: HeldSku,
              }),
            )
            .min(1)
            .max(500),
          shipping_fen: Fen.optional().describe('Absent: what belongs to an order never sent'),
          key: z.string().min(1).max(100).describe('The same one again is the same after-sale'),
        }),
        response: { 201: Shown },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await demandOrderInSight(ctx, params.id)
      const { shipping_fen, lines, ...asked } = body
      const made = await requestAfterSale(ctx, params.id, {
        ...{ ...asked, shippingFen: shipping_fen },
        lines: lines.map(({ held_sku, ...line }) => ({ ...line, heldSku: held_sku })),
      })
      return reply.code(201).send(shownAfterSale(made))
    },
  )
  app.get(
    '/after-sales',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'What buyers ask back, newest first',
        querystring: z.object({
          ...pageQuery,
          state: z.enum(AFTER_SALE_STATES).optional(),
          kind: z.enum(AFTER_SALE_KINDS).optional(),
        }),
        response: { 200: pageOf(Queued) },
      },
    },
    async ({ ctx, query }) => {
      const after = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
      const { rows } = await sql<AfterSale & { order_number: string }>`
        select ${AFTER_SALE_COLUMNS}, o.external_id as order_number
        from after_sale a join sales_order o on o.tenant_id = a.tenant_id and o.id = a.order_id
        where a.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
          and ${query.state ? sql`a.state = ${query.state}` : sql`true`}
          and ${query.kind ? sql`a.kind = ${query.kind}` : sql`true`}
          and ${after ? sql`(a.requested_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
        order by a.requested_at desc, a.id desc limit ${query.limit + 1}`.execute(ctx.pg)
      return toPage(
        rows,
        query.limit,
        (row) => ({ ...shownAfterSale(row), order_number: row.order_number }),
        (row) => [row.requested_at, row.id],
      )
    },
  )
  app.post(
    '/after-sales/:id/approve',
    {
      config: { access: 'refunds:decide', scoped: true },
      schema: {
        tags,
        summary:
          'Agree; money alone goes back at once, goods must come first, what they are exchanged for is held',
        params: OrderId,
        body: Note,
        response: { 200: Shown },
      },
    },
    async ({ ctx, params, body }) => {
      await afterSaleInSight(ctx, params.id)
      return shownAfterSale(await approveAfterSale(ctx, params.id, body.note))
    },
  )
  app.post(
    '/after-sales/:id/goods-returned',
    {
      config: { access: 'refunds:decide', scoped: true },
      schema: {
        tags,
        summary:
          'The goods are back on the shelf; the money goes back, or what they are exchanged for can be sent',
        params: OrderId,
        response: { 200: Shown },
      },
    },
    async ({ ctx, params }) => {
      await afterSaleInSight(ctx, params.id)
      return shownAfterSale(await goodsCameBack(ctx, params.id))
    },
  )
  app.post(
    '/after-sales/:id/refuse',
    {
      config: { access: 'refunds:decide', scoped: true },
      schema: {
        tags,
        summary: 'Refuse, with the reason the buyer is told',
        params: OrderId,
        body: Reason,
        response: { 200: Shown },
      },
    },
    async ({ ctx, params, body }) => {
      await afterSaleInSight(ctx, params.id)
      return shownAfterSale(await dropAfterSale(ctx, params.id, 'refused', body.note))
    },
  )
  app.post(
    '/after-sales/:id/withdraw',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'The buyer asks no more',
        params: OrderId,
        body: Note,
        response: { 200: Shown },
      },
    },
    async ({ ctx, params, body }) => {
      await afterSaleInSight(ctx, params.id)
      return shownAfterSale(await dropAfterSale(ctx, params.id, 'withdrawn', body.note))
    },
  )
  exchangeRoutes(app)
  invoiceRoutes(app)
}
