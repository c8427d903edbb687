import { z } from 'zod'
import { BatchAnswer, BatchIds, eachOf } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { Address } from '../checkout/shapes.ts'
import { getStorefront, listStorefronts } from '../storefront/storefronts.ts'
import { acceptQuotation, declineQuotation } from './accept.ts'
import { quotableProducts } from './list-prices.ts'
import { listQuotations } from './queries.ts'
import { sendQuotation } from './send.ts'
import { limitOf, quotationSetting, setQuotationSetting } from './settings.ts'
import {
  AskedQuery,
  Fields,
  NewQuotation,
  Options,
  QuotableProduct,
  QuotationDetail,
  QuotationId,
  QuotationShown,
  Setting,
} from './shapes.ts'
import { shownRow, showQuotation } from './shown.ts'
import { changeQuotation, makeQuotation, reviseQuotation, withdrawQuotation } from './write.ts'

const tags = ['quotations']
const revision = z.number().int().describe('As it was read')
const Version = z.number().int().min(1).describe('Which she has read')
const Reason = z.string().trim().max(500)
const read = { access: 'orders:read', scoped: true } as const
const write = { access: 'orders:write', scoped: true } as const

export function quotationRoutes(app: Http): void {
  app.get(
    '/quotations',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Quotations, newest first' },
        querystring: z.object({ ...pageQuery, ...AskedQuery }),
        response: { 200: pageOf(QuotationShown) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listQuotations(ctx, query)
      return { items: items.map(shownRow), next_cursor }
    },
  )
  app.post(
    '/quotations',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Make a quotation for a customer; a draft until it is sent' },
        body: NewQuotation,
        response: { 201: QuotationDetail },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(await showQuotation(ctx, await makeQuotation(ctx, body))),
  )
  app.get(
    '/quotations/:id',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'A quotation with its versions and history', params: QuotationId },
        response: { 200: QuotationDetail },
      },
    },
    ({ ctx, params }) => showQuotation(ctx, params.id),
  )
  app.put(
    '/quotations/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change a draft, whole', params: QuotationId },
        body: Fields.extend({ revision }),
        response: { 200: QuotationDetail },
      },
    },
    async ({ ctx, params, body: { revision, ...fields } }) => {
      await changeQuotation(ctx, params.id, fields, revision)
      return showQuotation(ctx, params.id)
    },
  )
  actRoutes(app)
  aroundRoutes(app)
}

function actRoutes(app: Http): void {
  app.post(
    '/quotations/:id/send',
    {
      config: write,
      schema: {
        ...{
          tags,
          summary: 'Send it to the customer, or ask a second person to',
          params: QuotationId,
        },
        description:
          'A discount deeper than your role may give, or a price below cost where the brand says so, waits for approval; approving sends it.',
        body: z.object({
          revision,
          reason: Reason.default('').describe('For who decides, if somebody has to'),
        }),
        response: { 200: QuotationDetail },
      },
    },
    async ({ ctx, params, body }) => {
      await sendQuotation(ctx, params.id, body)
      return showQuotation(ctx, params.id)
    },
  )
  app.post(
    '/quotations/:id/revise',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Begin a new version; the old ones are kept', params: QuotationId },
        description: 'Until the new version is sent, none can be accepted.',
        body: z.object({ revision }),
        response: { 200: QuotationDetail },
      },
    },
    async ({ ctx, params, body }) => {
      await reviseQuotation(ctx, params.id, body.revision)
      return showQuotation(ctx, params.id)
    },
  )
  app.post(
    '/quotations/withdraw',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'They are offered no more; what cannot is told by row' },
        body: z.object({ ids: BatchIds, reason: Reason.min(1) }),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body }) =>
      eachOf(body.ids, (id) => withdrawQuotation(ctx, id, { reason: body.reason })),
  )
  app.post(
    '/quotations/:id/withdraw',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'It is offered no more', params: QuotationId },
        body: z.object({ revision, reason: Reason.min(1) }),
        response: { 200: QuotationDetail },
      },
    },
    async ({ ctx, params, body }) => {
      await withdrawQuotation(ctx, params.id, body)
      return showQuotation(ctx, params.id)
    },
  )
  app.post(
    '/quotations/:id/accept',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'She has said yes to you; it becomes one order', params: QuotationId },
        body: z.object({
          version: Version,
          address: Address.nullable().default(null).describe('null: picked up'),
          agreed: z.boolean().default(false).describe('She agrees to what earnest money means'),
        }),
        response: { 200: QuotationDetail },
      },
    },
    async ({ ctx, params, body }) => {
      await acceptQuotation(ctx, params.id, body)
      return showQuotation(ctx, params.id)
    },
  )
  app.post(
    '/quotations/:id/decline',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'She has said no to you', params: QuotationId },
        body: z.object({ version: Version, reason: Reason.default('') }),
        response: { 200: QuotationDetail },
      },
    },
    async ({ ctx, params, body }) => {
      await declineQuotation(ctx, params.id, body)
      return showQuotation(ctx, params.id)
    },
  )
}

function aroundRoutes(app: Http): void {
  app.get(
    '/quotation-options',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Where a quotation can sell, and how deep you may go alone' },
        response: { 200: Options },
      },
    },
    async ({ ctx }) => {
      const setting = await quotationSetting(ctx)
      const open = (await listStorefronts(ctx)).filter((one) => one.state === 'open')
      return {
        storefronts: open.map(({ code, name, store }) => ({ code, name, store })),
        limit_bp: limitOf(setting, ctx.actor.role),
        below_cost_asks: setting.below_cost_asks,
      }
    },
  )
  app.get(
    '/quotation-products',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'What can stand in a quotation, with list price and free stock' },
        querystring: z.object({
          storefront: z.string().min(1).max(64),
          store: z
            .string()
            .min(1)
            .max(255)
            .optional()
            .describe('Whose stock; else the storefront’s'),
          q: z.string().trim().max(200).optional().describe('In the SKU or name; a barcode'),
          limit: z.coerce.number().int().min(1).max(100).default(30),
        }),
        response: { 200: z.object({ items: z.array(QuotableProduct) }) },
      },
    },
    async ({ ctx, query: { store, ...query } }) => {
      const own = await getStorefront(ctx, query.storefront)
      return { items: await quotableProducts(ctx, { ...query, store: store ?? own.store }) }
    },
  )
  app.get(
    '/quotation-settings',
    {
      config: { access: 'orders:read' },
      schema: {
        ...{ tags, summary: 'Who may discount how deep alone' },
        response: { 200: Setting },
      },
    },
    ({ ctx }) => quotationSetting(ctx),
  )
  app.put(
    '/quotation-settings',
    {
      config: { access: 'settings:manage' },
      schema: {
        ...{ tags, summary: 'State who may discount how deep alone', body: Setting },
        response: { 200: Setting },
      },
    },
    ({ ctx, body }) => setQuotationSetting(ctx, body),
  )
}
