import { z } from 'zod'
import { FILE_TYPES, fileOf, withFileBodies } from '../../platform/file-body.ts'
import type { Http } from '../../platform/http.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { MOST_BYTES, MOST_ROWS } from './file.ts'
import { checkShippingFile, faultyRows, runShippingFile } from './ship-file.ts'

const tags = ['own orders']
const Count = z.number().int()
const Report = z.object({
  rows: Count.describe('Rows that name a parcel'),
  left_out: Count.describe('Rows with neither carrier nor number: not sent this time'),
  orders: Count,
  parcels: Count.describe('That can be sent; after running: that were sent'),
  already: Count.describe('Parcels that were noted before'),
  faulty: Count.describe('Rows that are not sent'),
  unknown_carriers: z.array(z.string()).describe('Sent as they are written, but not tracked'),
  faults: z
    .array(
      z.object({
        row: Count.describe('As a spreadsheet counts it'),
        order: z.string(),
        code: z.enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]]),
        reason: z.string(),
      }),
    )
    .describe('The first 200'),
})
const File = z.object({ name: z.string().trim().min(1).max(200).default('parcels.csv') })
const description = `The body is the file: CSV or XLSX with a column each for order, carrier and tracking number, and where an order goes in several parcels SKU and quantity; at most ${MOST_ROWS} rows and ${MOST_BYTES / 1024 / 1024} MB. Rows that are not filled in are left out; an order with a faulty row waits as a whole.`

export const shippingRoutes = (app: Http): Promise<void> =>
  withFileBodies(app, MOST_BYTES, (scope) => {
    const config = { access: 'orders:write', scoped: true } as const
    scope.post(
      '/shipping-files/check',
      {
        config,
        schema: {
          ...{ tags, summary: 'What a file of parcels would send; nothing is kept' },
          ...{ description, consumes: FILE_TYPES, querystring: File },
          response: { 200: Report },
        },
      },
      ({ ctx, body }) => checkShippingFile(ctx, fileOf(body)),
    )
    scope.post(
      '/shipping-files/run',
      {
        config,
        schema: {
          ...{ tags, summary: 'Send what a file of parcels says; the same file again is harmless' },
          ...{ description, consumes: FILE_TYPES, querystring: File },
          response: { 200: Report },
        },
      },
      ({ ctx, body, query }) => runShippingFile(ctx, query.name, fileOf(body)),
    )
    scope.post(
      '/shipping-files/faults',
      {
        config,
        schema: {
          ...{ tags, summary: 'Rows of a file that are not sent, each with its reason, as CSV' },
          ...{ description, consumes: FILE_TYPES, querystring: File },
          response: { 200: z.string() },
        },
      },
      async ({ ctx, body }, reply) =>
        reply
          .header('content-type', 'text/csv; charset=utf-8')
          .send(await faultyRows(ctx, fileOf(body))),
    )
  })
