import { z } from 'zod'
import { FILE_TYPES, fileOf, withFileBodies } from '../../platform/file-body.ts'
import type { Http } from '../../platform/http.ts'
import { FAULTS, type ListingFault, PLATFORMS } from './faults.ts'
import { MOST_BYTES, MOST_ROWS } from './file.ts'
import { checkListings, faultyListings, removeExternalStore, takeListings } from './listings.ts'
import { listExternalStores } from './queries.ts'

const tags = ['storefronts']
const Count = z.number().int()
const Platform = z.enum(PLATFORMS)
const Report = z.object({
  rows: Count,
  stores: z.array(
    z.object({ platform: Platform, name: z.string(), listings: Count, promotions: Count }),
  ),
  gone: Count.describe('Listed until now, and not named by the file any more'),
  faulty: Count.describe('Rows that are not taken'),
  faults: z
    .array(
      z.object({
        row: Count.describe('As a spreadsheet counts it'),
        code: z.string(),
        fault: z.enum(Object.keys(FAULTS) as [ListingFault, ...ListingFault[]]),
        reason: z.string(),
      }),
    )
    .describe('The first 200'),
})
const Meant = z.object({
  platform: Platform.optional().describe('Where the file does not say it'),
  store: z.string().trim().min(1).max(100).optional().describe('Where the file does not say it'),
})
const How = Meant.extend({
  name: z.string().trim().min(1).max(200).default('listings.csv').describe('Of the file'),
  replaces: z
    .stringbool()
    .default(true)
    .describe('Each store that the file names lists what the file names, and nothing else'),
})
const description = `The body is the file: CSV or XLSX with a column for the SKU (or barcode), and where there are such columns for platform, store, title, price, and a promotion with its price, beginning and end (a day alone: all of it; in the brand’s time zone). A product has a row more for each promotion. At most ${MOST_ROWS} rows and ${MOST_BYTES / 1024 / 1024} MB.`

export async function listingRoutes(app: Http): Promise<void> {
  app.get(
    '/external-stores',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        ...{ tags, summary: 'Stores on other platforms, whose listings were imported' },
        response: {
          200: z.object({
            items: z.array(
              z.object({
                ...{ id: z.string(), platform: Platform, name: z.string(), listings: Count },
                promotions: Count.describe('That are not over'),
                imported_at: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx }) => ({ items: await listExternalStores(ctx) }),
  )
  app.delete(
    '/external-stores/:id',
    {
      config: { access: 'goods:write' },
      schema: {
        ...{ tags, summary: 'Forget a store on another platform with what it lists' },
        params: z.object({ id: z.guid() }),
        response: { 204: z.null().describe('Gone') },
      },
    },
    async ({ ctx, params }, reply) => {
      await removeExternalStore(ctx, params.id)
      return reply.code(204).send(null)
    },
  )
  await withFileBodies(app, MOST_BYTES, (scope) => {
    const config = { access: 'goods:write' } as const
    const schema = { tags, description, consumes: FILE_TYPES }
    scope.post(
      '/external-listings/check',
      {
        config,
        schema: {
          ...{ ...schema, summary: 'What a file of listings would change; nothing is kept' },
          ...{ querystring: How, response: { 200: Report } },
        },
      },
      ({ ctx, body, query }) => checkListings(ctx, fileOf(body), query),
    )
    scope.post(
      '/external-listings/run',
      {
        config,
        schema: {
          ...{ ...schema, summary: 'Take a file of listings; the same file again is harmless' },
          ...{ querystring: How, response: { 200: Report } },
        },
      },
      ({ ctx, body, query }) => takeListings(ctx, query.name, fileOf(body), query),
    )
    scope.post(
      '/external-listings/faults',
      {
        config,
        schema: {
          ...{ ...schema, summary: 'Rows that are not taken, each with its reason, as CSV' },
          ...{ querystring: Meant, response: { 200: z.string() } },
        },
      },
      async ({ ctx, body, query }, reply) =>
        reply
          .header('content-type', 'text/csv; charset=utf-8')
          .send(await faultyListings(ctx, fileOf(body), query)),
    )
  })
}
