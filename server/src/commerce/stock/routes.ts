import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { reverseDocument, writeDocument } from './documents.ts'
import { DOCUMENT_KINDS, WRITTEN_KINDS } from './movement.ts'
import { getDocument, listDocuments, listLevels } from './queries.ts'
import { setStockSetting } from './settings.ts'

export const Sku = z.string().min(1).max(255)
const Store = z.string().min(1).max(100)
const Quantity = z.number().int().min(0).max(1_000_000_000)
const Fen = z.number().int().min(0).max(1_000_000_000_000)

const Level = z.object({
  store: z.string(),
  store_name: z.string().nullable(),
  sku: z.string(),
  name: z.string().nullable(),
  on_hand: z.number().int(),
  reserved: z.number().int().describe('Held for orders that are not paid yet'),
  free: z.number().int(),
  buckets: z.number().int(),
  low_at: z.number().int().nullable(),
  is_low: z.boolean(),
  unit_cost_fen: z
    .number()
    .int()
    .nullable()
    .describe('By weighted average of what was bought, else the cost price in force'),
  value_fen: z.number().int().nullable(),
})
const Document = z.object({
  id: z.uuid(),
  kind: z.enum(DOCUMENT_KINDS),
  store: z.string(),
  to_store: z.string().nullable(),
  order_id: z.uuid().nullable(),
  reverses: z.uuid().nullable(),
  reversed_by: z.uuid().nullable(),
  note: z.string(),
  actor: z.string(),
  at: z.iso.datetime(),
  skus: z.number().int(),
  quantity: z.number().int(),
})
const DocumentDetail = Document.extend({
  entries: z.array(
    z.object({
      sku: z.string(),
      name: z.string().nullable(),
      from_place: z.string().describe('`store:<code>`, supplier, customer, lost or counted'),
      to_place: z.string(),
      quantity: z.number().int(),
      unit_cost_fen: z.number().int().nullable(),
    }),
  ),
})
const NewDocument = z.object({
  kind: z.enum(WRITTEN_KINDS),
  store: Store,
  to_store: Store.optional().describe('Of a transfer'),
  note: z.string().max(500).default(''),
  lines: z
    .array(
      z.object({
        sku: Sku,
        quantity: Quantity.describe('Of a count: what was found there'),
        unit_cost_fen: Fen.optional(),
      }),
    )
    .min(1)
    .max(1000),
})
const Setting = z.object({
  store: Store,
  sku: Sku,
  buckets: z.number().int().min(1).max(16).describe('More than one for what many want at once'),
  low_at: Quantity.nullable(),
})

export function stockRoutes(app: Http): void {
  app.get(
    '/stock',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags: ['stock'],
        summary: 'How much is there, by SKU and store',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('In the SKU or name'),
          store: Store.optional(),
          low: z.stringbool().optional().describe('Only what is low'),
        }),
        response: { 200: pageOf(Level) },
      },
    },
    ({ ctx, query }) => listLevels(ctx, query),
  )
  app.put(
    '/stock/settings',
    {
      config: { access: 'goods:write', scoped: true },
      schema: {
        tags: ['stock'],
        summary: 'How the stock of an SKU at a store is kept',
        body: Setting,
        response: { 200: Setting },
      },
    },
    ({ ctx, body }) => setStockSetting(ctx, body),
  )
  app.get(
    '/stock/documents',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags: ['stock'],
        summary: 'What moved the stock, newest first',
        querystring: z.object({
          ...pageQuery,
          store: Store.optional(),
          kind: z.enum(DOCUMENT_KINDS).optional(),
          sku: Sku.optional(),
        }),
        response: { 200: pageOf(Document) },
      },
    },
    ({ ctx, query }) => listDocuments(ctx, query),
  )
  app.post(
    '/stock/documents',
    {
      config: { access: 'goods:write', scoped: true },
      schema: {
        tags: ['stock'],
        summary: 'Write what moved: bought, sent on, counted, lost, come back',
        body: NewDocument,
        response: { 201: DocumentDetail },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(
        await writeDocument(ctx, {
          kind: body.kind,
          store: body.store,
          toStore: body.to_store ?? null,
          note: body.note,
          lines: body.lines.map((line) => ({
            sku: line.sku,
            quantity: line.quantity,
            unitCostFen: line.unit_cost_fen ?? null,
          })),
        }),
      ),
  )
  app.get(
    '/stock/documents/:id',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags: ['stock'],
        summary: 'A document of the stock with its entries',
        params: z.object({ id: z.uuid() }),
        response: { 200: DocumentDetail },
      },
    },
    ({ ctx, params }) => getDocument(ctx, params.id),
  )
  app.post(
    '/stock/documents/:id/reverse',
    {
      config: { access: 'goods:write', scoped: true },
      schema: {
        tags: ['stock'],
        summary: 'Take a document back by writing its opposite',
        params: z.object({ id: z.uuid() }),
        body: z.object({ note: z.string().min(1).max(500) }),
        response: { 201: DocumentDetail },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await reverseDocument(ctx, params.id, body.note)),
  )
}
