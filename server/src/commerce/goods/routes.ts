import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import {
  createCategory,
  listCategories,
  moveCategory,
  orderCategories,
  removeCategory,
} from './categories.ts'
import {
  changeProduct,
  createProduct,
  getProduct,
  listGroups,
  listProducts,
  PRODUCT_KINDS,
  setGroup,
} from './products.ts'

const Sku = z.string().min(1).max(255)
const Words = z.string().trim().min(1).max(200)
const Path = z.array(Words).min(1).max(5).describe('From the widest to the narrowest')
const Fen = z.number().int().min(0).max(1_000_000_000)
const Specs = z.record(z.string().min(1).max(50), z.string().min(1).max(100))

const Product = z.object({
  sku: z.string(),
  name: z.string(),
  kind: z.enum(PRODUCT_KINDS),
  category: z.array(z.string()),
  brand: z.string().nullable(),
  price_fen: z.number().int().nullable(),
  currency: z.string().nullable(),
  barcode: z.string().nullable(),
  group_code: z.string().nullable(),
  specs: z.record(z.string(), z.string()),
  weight_g: z.number().int().nullable(),
  is_exclusive: z.boolean().describe('Sold in the private domain and nowhere else'),
  is_retired: z.boolean(),
  description: z.string(),
  picture_id: z.guid().nullable(),
  picture_alt: z
    .string()
    .describe('What somebody reads who does not see it; empty: its name says it'),
  source: z.string(),
  revision: z.number().int(),
  updated_at: z.iso.datetime(),
  free: z
    .number()
    .int()
    .nullable()
    .describe('Free at all stores together; null for what is not kept in stock'),
})
const Change = z.object({
  name: Words.optional(),
  kind: z.enum(PRODUCT_KINDS).optional(),
  category: z.array(Words).max(5).optional(),
  brand: Words.nullable().optional(),
  price_fen: Fen.nullable().optional(),
  barcode: z.string().trim().min(1).max(64).nullable().optional(),
  group_code: Sku.nullable().optional(),
  specs: Specs.optional(),
  weight_g: z.number().int().min(0).max(10_000_000).nullable().optional(),
  is_exclusive: z.boolean().optional(),
  is_retired: z.boolean().optional(),
  description: z.string().max(20_000).optional(),
  picture_id: z.guid().nullable().optional().describe('Of `/pictures`'),
  picture_alt: z.string().trim().max(200).optional(),
})
const Group = z.object({
  code: z.string(),
  name: z.string(),
  spec_names: z.array(z.string()),
  description: z.string(),
  revision: z.number().int(),
  products: z.number().int(),
})
const Categories = z.object({
  items: z.array(
    z.object({
      path: z.array(z.string()),
      products: z.number().int().describe('In it and below it'),
    }),
  ),
})
const PathText = z
  .string()
  .max(1000)
  .transform((text) => text.split('/').map((part) => decodeURIComponent(part)))
  .describe('Names from the widest on, each percent-encoded, with / between them')

export function goodsRoutes(app: Http): void {
  app.get(
    '/products',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags: ['products'],
        summary: 'Products, by SKU',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('In the SKU or name, or the whole barcode'),
          category: PathText.optional(),
          kind: z.enum(PRODUCT_KINDS).optional(),
          group: Sku.optional(),
          exclusive: z.stringbool().optional(),
          retired: z.stringbool().optional(),
        }),
        response: { 200: pageOf(Product) },
      },
    },
    ({ ctx, query }) => listProducts(ctx, query),
  )
  app.post(
    '/products',
    {
      config: { access: 'goods:write' },
      schema: {
        tags: ['products'],
        summary: 'Make a product',
        body: Change.extend({ sku: Sku, name: Words }),
        response: { 201: Product },
      },
    },
    async ({ ctx, body: { sku, ...given } }, reply) =>
      reply.code(201).send(await createProduct(ctx, sku, given)),
  )
  app.get(
    '/products/:sku',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags: ['products'],
        summary: 'A product',
        params: z.object({ sku: Sku }),
        response: { 200: Product },
      },
    },
    ({ ctx, params }) => getProduct(ctx, params.sku),
  )
  app.patch(
    '/products/:sku',
    {
      config: { access: 'goods:write' },
      schema: {
        tags: ['products'],
        summary: 'Change a product, as it was when it was read',
        params: z.object({ sku: Sku }),
        body: Change.extend({ revision: z.number().int() }),
        response: { 200: Product },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) =>
      changeProduct(ctx, params.sku, change, revision),
  )
  app.get(
    '/product-groups',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags: ['products'],
        summary: 'Products that differ in their specs only',
        response: { 200: z.object({ items: z.array(Group) }) },
      },
    },
    async ({ ctx }) => ({ items: await listGroups(ctx) }),
  )
  app.put(
    '/product-groups/:code',
    {
      config: { access: 'goods:write' },
      schema: {
        tags: ['products'],
        summary: 'Make a product group or change it',
        params: z.object({ code: Sku }),
        body: z.object({
          name: Words,
          spec_names: z.array(z.string().trim().min(1).max(50)).max(5),
          description: z.string().max(20_000).default(''),
        }),
        response: { 200: Group },
      },
    },
    ({ ctx, params, body }) => setGroup(ctx, { code: params.code, ...body }),
  )
  categoryRoutes(app)
}

function categoryRoutes(app: Http): void {
  const tags = ['products']
  app.get(
    '/categories',
    {
      config: { access: 'goods:read', scoped: true },
      schema: { tags, summary: 'The tree of categories, in order', response: { 200: Categories } },
    },
    async ({ ctx }) => ({ items: await listCategories(ctx) }),
  )
  app.post(
    '/categories',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'Make a category',
        body: z.object({ path: Path }),
        response: { 200: Categories },
      },
    },
    async ({ ctx, body }) => ({ items: await createCategory(ctx, body.path) }),
  )
  app.post(
    '/categories/move',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'Rename or move a category with all that is below it',
        body: z.object({ from: Path, to: Path }),
        response: { 200: Categories },
      },
    },
    async ({ ctx, body }) => ({ items: await moveCategory(ctx, body.from, body.to) }),
  )
  app.post(
    '/categories/order',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'Put the categories below one in order',
        body: z.object({ above: z.array(Words).max(4), names: z.array(Words).min(1).max(500) }),
        response: { 200: Categories },
      },
    },
    async ({ ctx, body }) => ({ items: await orderCategories(ctx, body.above, body.names) }),
  )
  app.post(
    '/categories/remove',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'Remove a category that nothing is in',
        body: z.object({ path: Path }),
        response: { 200: Categories },
      },
    },
    async ({ ctx, body }) => ({ items: await removeCategory(ctx, body.path) }),
  )
}
